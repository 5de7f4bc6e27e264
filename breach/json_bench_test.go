package breach_test

import (
	"encoding/json"
	"testing"
	"time"

	"github.com/tenggat/sla/breach"
)

// BenchmarkEventJSON reads and writes an event of 150 bytes.
func BenchmarkEventJSON(b *testing.B) {
	text := []byte(`{"ticket":"T-10023","id":"e-448812","at":"2026-01-05T09:00:00+07:00","type":"created","actor":"customer","fields":{"priority":"high","status":"open"}}`)
	var e breach.Event
	b.Run("read", func(b *testing.B) {
		b.ReportAllocs()
		for b.Loop() {
			e = breach.Event{}
			if err := e.UnmarshalJSON(text); err != nil {
				b.Fatal(err)
			}
		}
	})
	b.Run("write", func(b *testing.B) {
		b.ReportAllocs()
		for b.Loop() {
			if _, err := e.MarshalJSON(); err != nil {
				b.Fatal(err)
			}
		}
	})
}

// BenchmarkReportJSON writes and reads the report of the benchmark's ticket.
func BenchmarkReportJSON(b *testing.B) {
	set, history := mustParse(b, measured), measuredHistory()
	report, err := breach.Evaluate(set, history, history[4].At.Add(time.Hour))
	if err != nil {
		b.Fatal(err)
	}
	text, err := report.MarshalJSON()
	if err != nil {
		b.Fatal(err)
	}
	b.Run("write", func(b *testing.B) {
		b.ReportAllocs()
		for b.Loop() {
			if _, err := report.MarshalJSON(); err != nil {
				b.Fatal(err)
			}
		}
	})
	b.Run("read", func(b *testing.B) {
		b.ReportAllocs()
		for b.Loop() {
			var r breach.Report
			if err := json.Unmarshal(text, &r); err != nil {
				b.Fatal(err)
			}
		}
	})
}
