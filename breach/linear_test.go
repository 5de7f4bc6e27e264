package breach_test

import (
	"fmt"
	"testing"
	"time"

	"github.com/tenggat/sla/breach"
	"github.com/tenggat/sla/policy"
)

// alternating is a history of so many changes between two targets, each of
// which, if paused is set, pauses and resumes as well.
func alternating(changes int, paused bool) []breach.Event {
	at := time.Date(2026, 1, 5, 1, 0, 0, 0, time.UTC)
	history := []breach.Event{{ID: "0", At: at, Type: breach.Created, Fields: policy.Fields{"plan": {"gold"}}}}
	for i := range changes {
		at = at.Add(time.Minute)
		fields := policy.Fields{"plan": {[]string{"gold", "plain"}[i%2]}}
		if paused {
			fields["status"] = []string{[]string{"pending", "open"}[i/2%2]}
		}
		history = append(history, breach.Event{ID: fmt.Sprint(i + 1), At: at, Type: breach.Updated, Fields: fields})
	}
	return history
}

// BenchmarkAlternating: the cost of a history is linear in its changes of target,
// however targets take over.
func BenchmarkAlternating(b *testing.B) {
	for _, onChange := range []string{"carry", "keep", "restart", "retroactive"} {
		for _, within := range []string{"1h", "100h", "4000h"} {
			set := mustParse(b, fmt.Sprintf(`
time_zone: UTC
calendars: {office: {hours: {mon-fri: ["09:00-17:00"]}}}
policies:
  - {name: gold, match: {plan: gold}, on_change: %[1]s, pause: {status: pending}, calendar: office, targets: [{metric: resolution, within: %[2]s}]}
  - {name: plain, on_change: %[1]s, pause: {status: pending}, targets: [{metric: resolution, within: %[2]s}]}
`, onChange, within))
			for _, paused := range []bool{false, true} {
				for _, n := range []int{2_000, 20_000} {
					history := alternating(n, paused)
					b.Run(fmt.Sprintf("%s/%s/paused=%t/%d", onChange, within, paused, n), func(b *testing.B) {
						for b.Loop() {
							if _, err := breach.Evaluate(set, history, history[n].At); err != nil {
								b.Fatal(err)
							}
						}
						b.ReportMetric(float64(b.Elapsed().Nanoseconds())/float64(b.N)/float64(n), "ns/event")
					})
				}
			}
		}
	}
}
