package breach_test

import (
	"fmt"
	"log"
	"os"
	"sync/atomic"
	"time"

	"github.com/tenggat/sla/breach"
	"github.com/tenggat/sla/clock"
	"github.com/tenggat/sla/policy"
)

const helpdesk = `
version: 1
time_zone: Asia/Jakarta
calendars:
  office: {hours: {mon-fri: ["09:00-17:00"]}}
policies:
  - name: support
    calendar: office
    pause: {status: pending}
    targets:
      - metric: first_response
        within: 2h
      - metric: resolution
        by: priority
        within: {high: 8h, default: 3bd}
        thresholds: [{at: 75%, name: warning, notify: [team_lead]}]
`

// jakarta reads a local time of a week in January 2026.
func jakarta(text string) time.Time {
	at, err := time.ParseInLocation("Mon 02 15:04", text, time.FixedZone("WIB", 7*60*60))
	if err != nil {
		log.Fatal(err)
	}
	return at.AddDate(2026, 0, 0)
}

func ExampleEvaluate() {
	set, err := policy.Parse("helpdesk.yaml", []byte(helpdesk))
	if err != nil {
		log.Fatal(err)
	}
	history := []breach.Event{
		{At: jakarta("Mon 05 10:00"), Type: breach.Created, Actor: breach.Customer, Fields: policy.Fields{"priority": {"high"}}},
		{At: jakarta("Mon 05 11:30"), Type: breach.Comment, Actor: breach.Agent, Fields: policy.Fields{"status": {"pending"}}},
		{At: jakarta("Mon 05 15:30"), Type: breach.Comment, Actor: breach.Customer, Fields: policy.Fields{"status": {"open"}}},
	}
	report, err := breach.Evaluate(set, history, jakarta("Tue 06 10:00"))
	if err != nil {
		log.Fatal(err)
	}
	for _, t := range report.Targets {
		fmt.Printf("%s is %s: %v elapsed, %v remaining, deadline %s\n",
			t.Metric, t.State, t.Elapsed, t.Remaining, t.Deadline.In(jakarta("Mon 05 00:00").Location()).Format("Mon 15:04"))
	}
	// Output:
	// first_response is met: 1h30m0s elapsed, 30m0s remaining, deadline Mon 12:00
	// resolution is running: 4h0m0s elapsed, 4h0m0s remaining, deadline Tue 14:00
}

// Policies change while a program runs: a Set is immutable, so the new one takes
// the place of the old one in a single step, and every evaluation uses one or
// the other.
func ExampleEvaluate_newPolicies() {
	var policies atomic.Pointer[policy.Set]
	load := func(text string) {
		set, err := policy.Parse("helpdesk.yaml", []byte(text))
		if err != nil {
			log.Print(err) // the old policies stay
			return
		}
		policies.Store(set)
	}
	within := func() time.Duration {
		history := []breach.Event{{At: jakarta("Mon 05 10:00"), Type: breach.Created}}
		report, err := breach.Evaluate(policies.Load(), history, jakarta("Mon 05 10:30"))
		if err != nil {
			log.Fatal(err)
		}
		return report.Targets[0].Within
	}
	load(`{version: 1, policies: [{name: support, targets: [{metric: first_response, within: 2h}]}]}`)
	fmt.Println(within())
	load(`{version: 1, policies: [{name: support, targets: [{metric: first_response, within: 1h}]}]}`)
	fmt.Println(within())
	// Output:
	// 2h0m0s
	// 1h0m0s
}

// A test decides what time it is.
func ExampleEvaluator() {
	set, err := policy.Parse("helpdesk.yaml", []byte(helpdesk))
	if err != nil {
		log.Fatal(err)
	}
	now := clock.NewManual(jakarta("Mon 05 11:00"))
	desk := breach.Evaluator{Policies: set, Clock: now}
	history := []breach.Event{{At: jakarta("Mon 05 10:00"), Type: breach.Created}}
	for range 3 {
		report, err := desk.Evaluate(history)
		if err != nil {
			log.Fatal(err)
		}
		first, _ := report.Find(policy.SLA, "first_response")
		fmt.Println(first.Remaining, first.Overdue, first.Breached)
		now.Advance(time.Hour)
	}
	// Output:
	// 1h0m0s 0s false
	// 0s 0s true
	// 0s 1h0m0s true
}

// A host that sees events one by one keeps a snapshot beside each ticket
// instead of reading its whole history every time.
func ExampleTracker() {
	set, err := policy.Parse("helpdesk.yaml", []byte(helpdesk))
	if err != nil {
		log.Fatal(err)
	}
	var column []byte // where the host stores the ticket
	for _, e := range []breach.Event{
		{At: jakarta("Mon 05 10:00"), Type: breach.Created, Actor: breach.Customer, Fields: policy.Fields{"priority": {"high"}}},
		{At: jakarta("Mon 05 12:30"), Type: breach.Comment, Actor: breach.Agent},
	} {
		tracker := breach.NewTracker(set)
		if column != nil {
			if tracker, err = breach.RestoreTracker(set, column); err != nil {
				log.Fatal(err) // a *breach.StaleSnapshotError: fold the whole history again
			}
		}
		if err := tracker.Apply(e); err != nil {
			log.Fatal(err) // a *breach.OutOfOrderError: fold the whole history again
		}
		report, err := tracker.Report(e.At)
		if err != nil {
			log.Fatal(err)
		}
		first, _ := report.Find(policy.SLA, "first_response")
		fmt.Println(e.Type, first.State, first.Overdue)
		if column, err = tracker.Snapshot(); err != nil {
			log.Fatal(err)
		}
	}
	// Output:
	// created running 0s
	// comment missed 30m0s
}

// With a clock that a test moves, a day of breaches takes no time.
func ExampleAgenda() {
	set, err := policy.Parse("helpdesk.yaml", []byte(helpdesk))
	if err != nil {
		log.Fatal(err)
	}
	tickets := map[string][]breach.Event{
		"T1": {{At: jakarta("Mon 05 10:00"), Type: breach.Created, Fields: policy.Fields{"priority": {"high"}}}},
		"T2": {{At: jakarta("Mon 05 16:30"), Type: breach.Created, Fields: policy.Fields{"priority": {"high"}}}},
	}
	now := clock.NewManual(jakarta("Mon 05 17:00"))
	desk := breach.Evaluator{Policies: set, Clock: now}

	var agenda breach.Agenda
	look := func(id string) {
		report, err := desk.Evaluate(tickets[id])
		if err != nil {
			log.Fatal(err)
		}
		for _, t := range report.Targets {
			if t.BreachedAt.Equal(now.Now()) {
				fmt.Println(now.Now().Format("Mon 15:04"), id, "has missed its", t.Metric)
			}
		}
		agenda.Set(id, report.Next())
	}
	look("T1")
	look("T2")
	for {
		_, at, ok := agenda.Next()
		if !ok {
			break
		}
		now.Set(at.In(jakarta("Mon 05 00:00").Location()))
		for id := range agenda.Due(now.Now()) {
			look(id)
		}
	}
	// Output:
	// Tue 10:00 T1 has missed its resolution
	// Tue 10:30 T2 has missed its first_response
	// Tue 16:30 T2 has missed its resolution
}

// In a program, one timer is enough for all tickets.
func ExampleAgenda_timer() {
	set, err := policy.Parse("helpdesk.yaml", []byte(`
version: 1
policies: [{name: support, targets: [{metric: first_response, within: 1h}]}]
`))
	if err != nil {
		log.Fatal(err)
	}
	soon := time.Now().Add(-time.Hour) // created almost an hour ago
	tickets := map[string][]breach.Event{
		"T1": {{At: soon.Add(20 * time.Millisecond), Type: breach.Created}},
		"T2": {{At: soon.Add(10 * time.Millisecond), Type: breach.Created}},
	}
	desk := breach.Evaluator{Policies: set}

	var agenda breach.Agenda
	for id, history := range tickets {
		agenda.Set(id, history[0].At) // nobody has looked yet: all are due
	}
	timer := time.NewTimer(0)
	defer timer.Stop()
	for range timer.C {
		for id := range agenda.Due(time.Now()) {
			report, err := desk.Evaluate(tickets[id])
			if err != nil {
				log.Fatal(err)
			}
			if report.Targets[0].Breached {
				fmt.Println(id, "is breached")
			}
			agenda.Set(id, report.Next())
		}
		_, at, ok := agenda.Next()
		if !ok {
			break // a program would wait for new tickets too
		}
		timer.Reset(time.Until(at))
	}
	// Output:
	// T2 is breached
	// T1 is breached
}

func ExampleTransitions() {
	set, err := policy.Parse("helpdesk.yaml", []byte(helpdesk))
	if err != nil {
		log.Fatal(err)
	}
	history := []breach.Event{
		{At: jakarta("Mon 05 10:00"), Type: breach.Created, Fields: policy.Fields{"priority": {"high"}}},
		{At: jakarta("Mon 05 10:15"), Type: breach.Comment, Actor: breach.Agent},
	}
	coming, err := breach.Transitions(set, history, jakarta("Fri 09 17:00"))
	if err != nil {
		log.Fatal(err)
	}
	for _, c := range coming {
		at := c.At.In(jakarta("Mon 05 00:00").Location())
		fmt.Println(at.Format("Mon 15:04"), c.Metric, c.Change, c.Threshold, c.Notify)
	}
	// Output:
	// Mon 16:00 resolution at_risk  []
	// Mon 16:00 resolution threshold warning [team_lead]
	// Tue 10:00 resolution breach  []
}

func ExampleExplain() {
	set, err := policy.Parse("helpdesk.yaml", []byte(helpdesk))
	if err != nil {
		log.Fatal(err)
	}
	history := []breach.Event{
		{At: jakarta("Mon 05 10:00"), Type: breach.Created, Fields: policy.Fields{"priority": {"high"}}},
		{At: jakarta("Mon 05 11:00"), Type: breach.Comment, Actor: breach.Agent, Reason: "asked for the serial number", Fields: policy.Fields{"status": {"pending"}}},
		{At: jakarta("Mon 05 16:00"), Type: breach.Comment, Actor: breach.Customer, Fields: policy.Fields{"status": {"open"}}},
	}
	why, err := breach.Explain(set, history, jakarta("Tue 06 11:00"))
	if err != nil {
		log.Fatal(err)
	}
	if err := why.WriteText(os.Stdout); err != nil {
		log.Fatal(err)
	}
	// Output:
	// sla first_response #1: met
	//   policy "support", calendar office, times in Asia/Jakarta
	//   target 2h, deadline Mon 5 Jan 2026 12:00
	//   elapsed 1h, 1h left
	//     Mon 5 Jan 2026 10:00 - 11:00                    counted  1h, in all 1h
	//
	// sla resolution #1: running
	//   policy "support", calendar office, times in Asia/Jakarta
	//   target 8h, deadline Tue 6 Jan 2026 15:00
	//   elapsed 4h, 4h left, paused 5h of open time, as of Tue 6 Jan 2026 11:00
	//     Mon 5 Jan 2026 10:00 - 11:00                    counted  1h, in all 1h
	//     Mon 5 Jan 2026 11:00 - 16:00                    paused   pending (asked for the serial number)
	//     Mon 5 Jan 2026 16:00 - 17:00                    counted  1h, in all 2h
	//     Mon 5 Jan 2026 17:00 - Tue 6 Jan 2026 09:00     closed   outside hours
	//     Tue 6 Jan 2026 09:00 - 11:00                    counted  2h, in all 4h
}
