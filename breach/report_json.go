package breach

import (
	"encoding/json"
	"fmt"
	"time"
)

// format is the version of the JSON forms of Report and Tracker.Snapshot.
const format = 1

// reportJSON is a Report as it is read.
type reportJSON struct {
	Format   int        `json:"format"`
	Ticket   string     `json:"ticket"`
	AsOf     time.Time  `json:"as_of"`
	Digest   string     `json:"digest"`
	Void     bool       `json:"void"`
	Targets  []Instance `json:"targets"`
	Warnings []Warning  `json:"warnings"`
}

// MarshalJSON writes a stable form: keys in snake case, durations as whole
// seconds rounded down, instants in RFC 3339 and UTC. Unset instants and empty
// lists are left out.
func (r Report) MarshalJSON() ([]byte, error) {
	b := make([]byte, 0, 256+1024*len(r.Targets))
	b = append(b, `{"format":`...)
	b = appendInt(b, format)
	b = appendString(append(b, `,"ticket":`...), r.Ticket)
	b, err := appendTime(append(b, `,"as_of":`...), r.AsOf)
	if err != nil {
		return nil, err
	}
	b = appendString(append(b, `,"digest":`...), r.Digest)
	b = appendBool(append(b, `,"void":`...), r.Void)
	if len(r.Targets) > 0 {
		b = append(b, `,"targets":`...)
		for i := range r.Targets {
			if b, err = r.Targets[i].appendJSON(append(b, separator(i))); err != nil {
				return nil, err
			}
		}
		b = append(b, ']')
	}
	if len(r.Warnings) > 0 {
		warnings, err := json.Marshal(r.Warnings)
		if err != nil {
			return nil, err
		}
		b = append(append(b, `,"warnings":`...), warnings...)
	}
	return append(b, '}'), nil
}

// separator is what stands before an item of a list.
func separator(i int) byte {
	if i == 0 {
		return '['
	}
	return ','
}

// UnmarshalJSON reads what MarshalJSON writes. Another format is an error.
func (r *Report) UnmarshalJSON(data []byte) error {
	var j reportJSON
	if err := json.Unmarshal(data, &j); err != nil {
		return err
	}
	if j.Format != format {
		return fmt.Errorf("breach: report has format %d, want %d", j.Format, format)
	}
	*r = Report{
		Ticket: j.Ticket, AsOf: j.AsOf, Digest: j.Digest,
		Void: j.Void, Targets: j.Targets, Warnings: j.Warnings,
	}
	return nil
}
