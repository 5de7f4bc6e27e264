package breach_test

import (
	"fmt"
	"runtime"
	"sync"
	"testing"
	"time"

	"github.com/tenggat/sla/breach"
	"github.com/tenggat/sla/policy"
)

// measured is an agreement as most helpdesks have it: three targets, office
// hours, pauses, priorities.
const measured = `
version: 1
time_zone: Asia/Jakarta
calendars:
  office:
    hours: {mon-fri: ["08:00-12:00", "13:00-17:00"]}
    holidays: [{region: id}]
statuses: {pending: [waiting_for_customer], on_hold: [waiting_for_vendor], solved: [resolved]}
policies:
  - name: standard
    calendar: office
    pause: {status: [pending, on_hold]}
    targets:
      - {metric: first_response, by: priority, within: {high: 1h, default: 4h}}
      - {metric: next_response, within: 8h}
      - {metric: resolution, by: priority, within: {high: 8h, default: 3bd}, thresholds: [{at: 75%, name: warning}]}
`

// measuredHistory is a ticket of ten events: answered, paused twice, solved,
// reopened, solved.
func measuredHistory() []breach.Event {
	type fields = policy.Fields
	event := func(hours float64, kind string, actor breach.Actor, f fields) breach.Event {
		at := time.Date(2026, 1, 5, 2, 0, 0, 0, time.UTC).Add(time.Duration(hours * float64(time.Hour)))
		return breach.Event{ID: fmt.Sprint("e", hours), At: at, Type: kind, Actor: actor, Fields: f}
	}
	return []breach.Event{
		event(0, "created", breach.Customer, fields{"priority": {"high"}, "status": {"new"}}),
		event(0.5, "updated", breach.Agent, fields{"assignee": {"dewi"}, "status": {"open"}}),
		event(0.75, "comment", breach.Agent, fields{"status": {"waiting_for_customer"}}),
		event(4, "comment", breach.Customer, fields{"status": {"open"}}),
		event(5.5, "comment", breach.Agent, fields{"status": {"waiting_for_vendor"}}),
		event(25, "vendor_reply", breach.Vendor, fields{"status": {"open"}}),
		event(26, "comment", breach.Agent, nil),
		event(26.5, "updated", breach.Agent, fields{"status": {"resolved"}}),
		event(30, "comment", breach.Customer, fields{"status": {"open"}}),
		event(31, "comment", breach.Agent, fields{"status": {"resolved"}}),
	}
}

// BenchmarkEvaluate has the budget 4 µs and 24 allocations.
func BenchmarkEvaluate(b *testing.B) {
	set, history := mustParse(b, measured), measuredHistory()
	for name, at := range map[string]time.Time{
		"finished": history[9].At.Add(time.Hour),
		"paused":   history[4].At.Add(time.Hour),
		"running":  history[3].At.Add(time.Hour),
	} {
		b.Run(name, func(b *testing.B) {
			b.ReportAllocs()
			for b.Loop() {
				if _, err := breach.Evaluate(set, history, at); err != nil {
					b.Fatal(err)
				}
			}
		})
	}
}

// The number of allocations is part of the budget, and does not depend on the
// machine.
func TestEvaluateAllocatesLittle(t *testing.T) {
	if raced {
		t.Skip("the race detector allocates")
	}
	set, history := mustParse(t, measured), measuredHistory()
	at := history[9].At.Add(time.Hour)
	allocations := testing.AllocsPerRun(100, func() {
		if _, err := breach.Evaluate(set, history, at); err != nil {
			t.Fatal(err)
		}
	})
	if allocations > 24 {
		t.Errorf("%v allocations, want 24 at most", allocations)
	}
}

// BenchmarkTrackerApply has the budget 600 ns for an event that changes no
// target.
func BenchmarkTrackerApply(b *testing.B) {
	set := mustParse(b, measured)
	for _, test := range []struct {
		name   string
		events [2]breach.Event // by turns
	}{
		{"note", [2]breach.Event{
			{Type: "comment", Actor: breach.Agent, Internal: true},
			{Type: "comment", Actor: breach.Agent, Internal: true},
		}},
		{"comment", [2]breach.Event{
			{Type: "comment", Actor: breach.Customer},
			{Type: "comment", Actor: breach.Agent},
		}},
		{"field", [2]breach.Event{
			{Type: "updated", Fields: policy.Fields{"assignee": {"dewi"}}},
			{Type: "updated", Fields: policy.Fields{"assignee": {"adi"}}},
		}},
		{"status", [2]breach.Event{
			{Type: "updated", Fields: policy.Fields{"status": {"pending"}}},
			{Type: "updated", Fields: policy.Fields{"status": {"open"}}},
		}},
	} {
		b.Run(test.name, func(b *testing.B) {
			b.ReportAllocs()
			var tracker *breach.Tracker
			var at time.Time
			i := 0
			for b.Loop() {
				if i%64 == 0 { // a fresh ticket now and then: histories are not endless
					tracker, at = breach.NewTracker(set), measuredHistory()[0].At
					if err := tracker.Apply(breach.Event{At: at, Type: breach.Created}); err != nil {
						b.Fatal(err)
					}
				}
				e := test.events[i%2]
				at = at.Add(time.Minute)
				e.At = at
				if err := tracker.Apply(e); err != nil {
					b.Fatal(err)
				}
				i++
			}
		})
	}
}

// BenchmarkTrackerSnapshot stores a ticket and brings it back.
func BenchmarkTrackerSnapshot(b *testing.B) {
	set := mustParse(b, measured)
	tracker := breach.NewTracker(set)
	for _, e := range measuredHistory() {
		if err := tracker.Apply(e); err != nil {
			b.Fatal(err)
		}
	}
	b.ReportAllocs()
	for b.Loop() {
		restore(b, set, snapshot(b, tracker))
	}
	b.ReportMetric(float64(len(snapshot(b, tracker))), "bytes")
}

// BenchmarkEvaluateMillion evaluates 1,000,000 tickets of ten events and three
// targets on two cores, each made on the fly, and reports the largest heap seen
// on the way: the budget is 6 s and no growth.
func BenchmarkEvaluateMillion(b *testing.B) {
	const tickets, workers = 1_000_000, 2
	set := mustParse(b, measured)
	for b.Loop() {
		var peak uint64
		var group sync.WaitGroup
		for worker := range workers {
			group.Go(func() {
				history := measuredHistory()
				for n := worker; n < tickets; n += workers {
					step := time.Duration(n%400_000) * time.Minute / 4
					moved := make([]breach.Event, len(history))
					for i, e := range history {
						e.At = e.At.Add(step)
						moved[i] = e
					}
					if _, err := breach.Evaluate(set, moved, moved[n%len(moved)].At.Add(time.Hour)); err != nil {
						b.Error(err)
						return
					}
					if worker == 0 && n%100_000 == 0 {
						var m runtime.MemStats
						runtime.ReadMemStats(&m)
						peak = max(peak, m.HeapAlloc)
					}
				}
			})
		}
		group.Wait()
		b.ReportMetric(float64(peak)/(1<<20), "peak-MiB")
	}
	b.ReportMetric(float64(tickets)*float64(b.N)/b.Elapsed().Seconds(), "tickets/s")
}

// BenchmarkEvaluateLong shows that the cost of an event does not depend on how
// many there are: compare the ns/event.
func BenchmarkEvaluateLong(b *testing.B) {
	set := mustParse(b, measured)
	for _, n := range []int{100, 1_000, 10_000} {
		b.Run(fmt.Sprint("events=", n), func(b *testing.B) {
			history := longHistory(n)
			at := history[n-1].At.Add(time.Hour)
			b.ReportAllocs()
			for b.Loop() {
				if _, err := breach.Evaluate(set, history, at); err != nil {
					b.Fatal(err)
				}
			}
			b.ReportMetric(float64(b.Elapsed().Nanoseconds())/float64(b.N)/float64(n), "ns/event")
		})
	}
}

// longHistory repeats the middle of a ticket's life.
func longHistory(n int) []breach.Event {
	template := measuredHistory()
	history := template[:1:1]
	for i := 1; i < n; i++ {
		e := template[1+(i-1)%9]
		round := time.Duration((i-1)/9) * 40 * time.Hour
		e.ID = fmt.Sprint("e", i)
		e.At = e.At.Add(round)
		history = append(history, e)
	}
	return history
}

// BenchmarkEvaluateChanges shows what changes of target cost.
func BenchmarkEvaluateChanges(b *testing.B) {
	set := mustParse(b, measured)
	for _, n := range []int{10, 100, 1_000} {
		b.Run(fmt.Sprint("changes=", n), func(b *testing.B) {
			history := measuredHistory()[:1]
			for i := range n {
				history = append(history, breach.Event{
					At: history[0].At.Add(time.Duration(i+1) * time.Minute), Type: breach.Updated,
					Fields: [...]policy.Fields{{"priority": {"low"}}, {"priority": {"high"}}}[i%2],
				})
			}
			at := history[n].At.Add(time.Hour)
			b.ReportAllocs()
			for b.Loop() {
				if _, err := breach.Evaluate(set, history, at); err != nil {
					b.Fatal(err)
				}
			}
			b.ReportMetric(float64(b.Elapsed().Nanoseconds())/float64(b.N)/float64(n), "ns/change")
		})
	}
}
