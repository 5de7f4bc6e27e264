package breach

import (
	"encoding/json"
	"fmt"
	"time"

	"github.com/tenggat/sla/policy"
)

// format is the version of the JSON forms of Report and Tracker.Snapshot.
const format = 1

type reportJSON struct {
	Format   int        `json:"format"`
	Ticket   string     `json:"ticket"`
	AsOf     time.Time  `json:"as_of"`
	Digest   string     `json:"digest"`
	Void     bool       `json:"void"`
	Targets  []Instance `json:"targets,omitempty"`
	Warnings []Warning  `json:"warnings,omitempty"`
}

// MarshalJSON writes the stable form: keys in snake case, durations as whole
// seconds rounded down, instants in RFC 3339 and UTC, unset instants and empty
// lists left out.
func (r Report) MarshalJSON() ([]byte, error) {
	return json.Marshal(reportJSON{
		Format: format, Ticket: r.Ticket, AsOf: r.AsOf.UTC(), Digest: r.Digest,
		Void: r.Void, Targets: r.Targets, Warnings: r.Warnings,
	})
}

// UnmarshalJSON reads what MarshalJSON wrote; another format is an error.
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

type instanceJSON struct {
	Policy   string      `json:"policy"`
	Revision string      `json:"revision"`
	Kind     policy.Kind `json:"kind"`
	Metric   string      `json:"metric"`
	Number   int         `json:"instance_number"`
	Calendar string      `json:"calendar"`
	TimeZone string      `json:"time_zone"`

	State     State `json:"state"`
	Breached  bool  `json:"breached"`
	AtRisk    bool  `json:"at_risk"`
	Projected bool  `json:"projected"`

	Within           seconds `json:"within_seconds"`
	StartedAt        utcTime `json:"started_at,omitzero"`
	CompletedAt      utcTime `json:"completed_at,omitzero"`
	Deadline         utcTime `json:"deadline,omitzero"`
	OriginalDeadline utcTime `json:"original_deadline,omitzero"`
	BreachedAt       utcTime `json:"breached_at,omitzero"`

	Elapsed       seconds `json:"elapsed_seconds"`
	Remaining     seconds `json:"remaining_seconds"`
	Overdue       seconds `json:"overdue_seconds"`
	WallElapsed   seconds `json:"wall_elapsed_seconds"`
	WallRemaining seconds `json:"wall_remaining_seconds"`
	Paused        seconds `json:"paused_seconds"`
	WallPaused    seconds `json:"wall_paused_seconds"`

	Pauses     []Pause     `json:"pauses,omitempty"`
	Thresholds []Threshold `json:"thresholds,omitempty"`
	Next       utcTime     `json:"next,omitzero"`
}

// seconds is a duration written as whole seconds, rounded down.
type seconds time.Duration

func (s seconds) MarshalJSON() ([]byte, error) {
	return json.Marshal(int64(time.Duration(s) / time.Second))
}

func (s *seconds) UnmarshalJSON(data []byte) error {
	var n int64
	if err := json.Unmarshal(data, &n); err != nil {
		return err
	}
	*s = seconds(time.Duration(n) * time.Second)
	return nil
}

// utcTime is a time written in UTC.
type utcTime struct{ time.Time }

func (i utcTime) MarshalJSON() ([]byte, error) { return i.UTC().MarshalJSON() }

// MarshalJSON writes the form described at [Report.MarshalJSON].
func (i Instance) MarshalJSON() ([]byte, error) {
	j := instanceJSON{
		Policy: i.Policy, Revision: i.Revision, Kind: i.Kind, Metric: i.Metric, Number: i.Number,
		Calendar: i.Calendar, TimeZone: i.TimeZone,
		State: i.State, Breached: i.Breached, AtRisk: i.AtRisk, Projected: i.Projected,
		Within:    seconds(i.Within),
		StartedAt: utcTime{i.StartedAt}, CompletedAt: utcTime{i.CompletedAt},
		Deadline: utcTime{i.Deadline}, OriginalDeadline: utcTime{i.OriginalDeadline}, BreachedAt: utcTime{i.BreachedAt},
		Elapsed: seconds(i.Elapsed), Remaining: seconds(i.Remaining), Overdue: seconds(i.Overdue),
		WallElapsed: seconds(i.WallElapsed), WallRemaining: seconds(i.WallRemaining),
		Paused: seconds(i.Paused), WallPaused: seconds(i.WallPaused),
		Next: utcTime{i.Next},
	}
	for _, p := range i.Pauses {
		p.From, p.Until = p.From.UTC(), p.Until.UTC()
		j.Pauses = append(j.Pauses, p)
	}
	for _, t := range i.Thresholds {
		t.At = t.At.UTC()
		j.Thresholds = append(j.Thresholds, t)
	}
	return json.Marshal(j)
}

// UnmarshalJSON reads what MarshalJSON wrote.
func (i *Instance) UnmarshalJSON(data []byte) error {
	var j instanceJSON
	if err := json.Unmarshal(data, &j); err != nil {
		return err
	}
	*i = Instance{
		Policy: j.Policy, Revision: j.Revision, Kind: j.Kind, Metric: j.Metric, Number: j.Number,
		Calendar: j.Calendar, TimeZone: j.TimeZone,
		State: j.State, Breached: j.Breached, AtRisk: j.AtRisk, Projected: j.Projected,
		Within:    time.Duration(j.Within),
		StartedAt: j.StartedAt.Time, CompletedAt: j.CompletedAt.Time,
		Deadline: j.Deadline.Time, OriginalDeadline: j.OriginalDeadline.Time, BreachedAt: j.BreachedAt.Time,
		Elapsed: time.Duration(j.Elapsed), Remaining: time.Duration(j.Remaining), Overdue: time.Duration(j.Overdue),
		WallElapsed: time.Duration(j.WallElapsed), WallRemaining: time.Duration(j.WallRemaining),
		Paused: time.Duration(j.Paused), WallPaused: time.Duration(j.WallPaused),
		Pauses: j.Pauses, Thresholds: j.Thresholds, Next: j.Next.Time,
	}
	return nil
}
