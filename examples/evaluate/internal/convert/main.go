// Convert makes this repository's incident data out of the log of a real
// ServiceNow instance (incidents.csv, see ../../sample/README.md): the sample
// embedded in examples/evaluate with the verdicts expected of it, and the whole
// log as the tests of package breach read it. From the root of the repository:
//
//	go run ./examples/evaluate/internal/convert /path/to/incidents.csv
//
// The verdicts are ServiceNow's own, from the column made_sla; nothing here is
// computed by the packages under test.
package main

import (
	"bytes"
	"compress/gzip"
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"time"
)

func main() {
	if len(os.Args) != 2 {
		fmt.Fprintln(os.Stderr, "usage: go run ./examples/evaluate/internal/convert incidents.csv")
		os.Exit(2)
	}
	if err := run(os.Args[1], "."); err != nil {
		fmt.Fprintln(os.Stderr, "convert:", err)
		os.Exit(1)
	}
}

// theEnd is after all events.
var theEnd = time.Date(9999, 1, 1, 0, 0, 0, 0, time.UTC)

// run converts the log in a file into the data files under root.
func run(file, root string) error {
	f, err := os.Open(file)
	if err != nil {
		return err
	}
	defer f.Close()
	incidents, err := readIncidents(f)
	if err != nil {
		return err
	}
	sample := choose(incidents)
	sampleEvents, err := jsonLines(sample, sampleUntil)
	if err != nil {
		return err
	}
	allEvents, err := jsonLines(incidents, theEnd)
	if err != nil {
		return err
	}
	packed, err := pack(allEvents)
	if err != nil {
		return err
	}
	for name, data := range map[string][]byte{
		"examples/evaluate/sample/events.jsonl":   sampleEvents,
		"examples/evaluate/testdata/verdicts.csv": verdicts(sample, sampleUntil),
		"breach/testdata/incidents.jsonl.gz":      packed,
		"breach/testdata/incidents_verdicts.csv":  verdicts(incidents, theEnd),
	} {
		if err := os.WriteFile(filepath.Join(root, filepath.FromSlash(name)), data, 0o666); err != nil {
			return err
		}
	}
	return nil
}

// jsonLines writes the incidents' events up to an instant, one a line.
func jsonLines(incidents []incident, until time.Time) ([]byte, error) {
	var b bytes.Buffer
	for _, e := range merge(incidents, until) {
		line, err := json.Marshal(e)
		if err != nil {
			return nil, err
		}
		b.Write(line)
		b.WriteByte('\n')
	}
	return b.Bytes(), nil
}

// verdicts writes one line for each incident that had been resolved by an
// instant: its number, its final priority and ServiceNow's verdict.
func verdicts(incidents []incident, until time.Time) []byte {
	var b bytes.Buffer
	b.WriteString("number,priority,made_sla\n")
	for _, inc := range incidents {
		if inc.resolvedBy(until) {
			fmt.Fprintf(&b, "%s,%s,%t\n", inc.Number, inc.Priority, inc.MadeSLA)
		}
	}
	return b.Bytes()
}

// pack compresses data, the same data always to the same bytes.
func pack(data []byte) ([]byte, error) {
	var b bytes.Buffer
	w, err := gzip.NewWriterLevel(&b, gzip.BestCompression)
	if err != nil {
		return nil, err
	}
	if _, err := w.Write(data); err != nil {
		return nil, err
	}
	if err := w.Close(); err != nil {
		return nil, err
	}
	return b.Bytes(), nil
}
