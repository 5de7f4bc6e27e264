package breach_test

import (
	"fmt"
	"reflect"
	"slices"
	"sync"
	"testing"
	"time"

	"github.com/tenggat/sla/breach"
	"github.com/tenggat/sla/policy"
)

// scribble assigns to all that a value's exported fields, items and spare
// capacity lead to, and counts the assignments.
func scribble(v reflect.Value) (n int) {
	switch v.Kind() {
	case reflect.Pointer:
		if !v.IsNil() {
			n += scribble(v.Elem())
		}
	case reflect.Struct:
		for i := range v.NumField() {
			if v.Type().Field(i).IsExported() {
				n += scribble(v.Field(i))
			}
		}
	case reflect.Slice:
		whole := v.Slice(0, v.Cap())
		for i := range whole.Len() {
			n += scribble(whole.Index(i))
		}
	case reflect.Map:
		for _, key := range v.MapKeys() {
			n += scribble(v.MapIndex(key))
			v.SetMapIndex(key, reflect.Zero(v.Type().Elem()))
		}
	case reflect.String:
		if v.CanSet() {
			v.SetString("scribbled")
			n++
		}
	case reflect.Bool:
		if v.CanSet() {
			v.SetBool(!v.Bool())
			n++
		}
	case reflect.Int, reflect.Int64:
		if v.CanSet() {
			v.SetInt(v.Int() + 1)
			n++
		}
	}
	return n
}

const scribblePolicies = `
version: 1
calendars: {office: {time_zone: Asia/Jakarta, hours: {mon-fri: ["08:00-17:00"]}}}
statuses: {pending: [waiting, parked]}
policies:
  - name: p
    match: {field: tags, contains: vip}
    calendar: office
    pause: {status: pending}
    targets:
      - {metric: first_response, within: 1h, thresholds: [{at: 50%, name: half, notify: [lead, desk]}, {at: +30m, name: late, notify: [head]}]}
      - {metric: resolution, by: priority, within: {high: 4h, default: 8h}, thresholds: [{at: 75%, name: soon, notify: [lead]}]}
  - name: other
    targets: [{metric: resolution, within: 40h}]
`

func scribbleHistory() []breach.Event {
	at := func(hours int) time.Time { return time.Date(2026, 1, 5, 1+hours, 0, 0, 0, time.UTC) }
	return []breach.Event{
		{Ticket: "T", ID: "1", At: at(0), Type: breach.Created, Actor: breach.Customer, Fields: policy.Fields{"tags": {"vip", "new"}, "priority": {"high"}}},
		{Ticket: "T", ID: "2", At: at(1), Type: breach.Updated, Fields: policy.Fields{"status": {"waiting"}}, Reason: "parts"},
		{Ticket: "T", ID: "3", At: at(2), Type: breach.Updated, Fields: policy.Fields{"status": {"open"}, "priority": {"odd"}}},
		{Ticket: "T", ID: "4", At: at(3), Type: breach.Updated, Fields: policy.Fields{"status": {"unheard_of"}}},
	}
}

// What goes in and what comes out belongs to the caller. Goroutines that share a
// Set scribble over all of it; the race detector and the next answers tell
// whether any memory is shared.
func TestNoMemoryIsShared(t *testing.T) {
	set := mustParse(t, scribblePolicies)
	until := time.Date(2026, 1, 9, 0, 0, 0, 0, time.UTC)
	answers := func() (string, []any) {
		history := scribbleHistory()
		report, err := breach.Evaluate(set, history, until)
		if err != nil {
			t.Error(err)
		}
		explanation, _ := breach.Explain(set, history, until)
		transitions, _ := breach.Transitions(set, history, until)
		text := fmt.Sprintf("%+v %+v %+v %s", report, explanation.Unattached, transitions, set.YAML())
		return text, []any{&history, report, explanation, &transitions}
	}
	want, _ := answers()
	var workers sync.WaitGroup
	for range 4 {
		workers.Go(func() {
			for range 20 {
				text, values := answers()
				if text != want {
					t.Errorf("got\n%s, want\n%s", text, want)
					return
				}
				for _, v := range values {
					if scribble(reflect.ValueOf(v)) == 0 {
						t.Errorf("nothing in %T can be assigned to: the test tests nothing", v)
					}
				}
			}
		})
	}
	workers.Wait()
}

// TestTrackerKeepsNothingOfTheHost scribbles between two events over all that
// went into a Tracker or came out of it.
func TestTrackerKeepsNothingOfTheHost(t *testing.T) {
	set := mustParse(t, scribblePolicies)
	tracker := breach.NewTracker(set)
	history := scribbleHistory()
	for i, e := range scribbleHistory() {
		if err := tracker.Apply(e); err != nil {
			t.Fatal(err)
		}
		scribble(reflect.ValueOf(&e))
		for range 2 {
			report, err := tracker.Report(history[i].At)
			if err != nil {
				t.Fatal(err)
			}
			mustEqual(t, "report", mustEvaluate(t, set, history[:i+1], history[i].At), report)
			explanation, err := tracker.Explain(history[i].At)
			if err != nil {
				t.Fatal(err)
			}
			snapshot, err := tracker.Snapshot()
			if err != nil {
				t.Fatal(err)
			}
			restored, err := breach.RestoreTracker(set, snapshot)
			if err != nil {
				t.Fatal(err)
			}
			for i := range snapshot {
				snapshot[i] = 'x'
			}
			again, err := restored.Report(history[i].At)
			if err != nil {
				t.Fatal(err)
			}
			mustEqual(t, "report of the restored Tracker", report, again)
			if i%2 == 0 {
				tracker = restored
			}
			scribble(reflect.ValueOf(report))
			scribble(reflect.ValueOf(explanation))
			scribble(reflect.ValueOf(again))
		}
	}
	if !slices.ContainsFunc(mustEvaluate(t, set, history, history[3].At).Warnings, func(w breach.Warning) bool { return w.Code == breach.WarnUnmappedStatus }) {
		t.Error("no warning was shared between reports: the test tests less than it should")
	}
}
