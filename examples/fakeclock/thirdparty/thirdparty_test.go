package thirdparty

import (
	"testing"
	"time"
	_ "time/tzdata"

	"github.com/coder/quartz"
	"github.com/jonboulle/clockwork"

	"github.com/tenggat/sla/breach"
	"github.com/tenggat/sla/clock"
	"github.com/tenggat/sla/examples/fakeclock"
	"github.com/tenggat/sla/policy"
)

const policyFile = `
version: 1
time_zone: Asia/Jakarta
calendars:
  office: {hours: {mon-fri: ["09:00-17:00"]}}
policies:
  - name: care
    calendar: office
    targets:
      - {metric: first_response, within: 4h, thresholds: [{at: 75%, name: warning}]}
`

// friday is Friday 9 January 2026, 15:00 in Jakarta: four office hours from then
// are Monday 11:00, three of them Monday 10:00.
var friday = time.Date(2026, 1, 9, 8, 0, 0, 0, time.UTC)

// overTheWeekend records an unanswered ticket on Friday and moves the clock to
// each instant at which the desk has something to do.
func overTheWeekend(t *testing.T, now clock.Clock, moveTo func(time.Time)) {
	t.Helper()
	set, err := policy.Parse("care.yaml", []byte(policyFile))
	if err != nil {
		t.Fatal(err)
	}
	heard := map[string]time.Time{}
	desk := fakeclock.NewDesk(set, now, func(n fakeclock.Notice) {
		heard[n.What] = now.Now().UTC()
		if !n.At.Equal(heard[n.What]) {
			t.Errorf("%s of %v was noticed at %v", n.What, n.At, heard[n.What])
		}
	})
	if err := desk.Record(breach.Event{Ticket: "T1", Type: breach.Created, Actor: breach.Customer}); err != nil {
		t.Fatal(err)
	}
	for at := desk.Next(); !at.IsZero(); at = desk.Next() {
		moveTo(at)
		desk.Tick()
	}
	for what, want := range map[string]time.Time{
		"warning":        time.Date(2026, 1, 12, 3, 0, 0, 0, time.UTC),
		fakeclock.Breach: time.Date(2026, 1, 12, 4, 0, 0, 0, time.UTC),
	} {
		if !heard[what].Equal(want) {
			t.Errorf("%s was heard at %v, want %v", what, heard[what], want)
		}
	}
}

func TestClockwork(t *testing.T) {
	fake := clockwork.NewFakeClockAt(friday)
	overTheWeekend(t, fake, func(at time.Time) { fake.Advance(at.Sub(fake.Now())) })
}

func TestQuartz(t *testing.T) {
	mock := quartz.NewMock(t)
	mock.Set(friday)
	now := clock.Func(func() time.Time { return mock.Now() })
	overTheWeekend(t, now, func(at time.Time) { mock.Set(at).MustWait(t.Context()) })
}

// An Evaluator takes either directly.
func TestEvaluator(t *testing.T) {
	set, err := policy.Parse("care.yaml", []byte(policyFile))
	if err != nil {
		t.Fatal(err)
	}
	history := []breach.Event{{At: friday, Type: breach.Created, Actor: breach.Customer}}
	fake := clockwork.NewFakeClockAt(friday.Add(time.Hour))
	mock := quartz.NewMock(t)
	mock.Set(friday.Add(time.Hour))
	for name, now := range map[string]clock.Clock{
		"clockwork": fake,
		"quartz":    clock.Func(func() time.Time { return mock.Now("evaluator") }),
	} {
		e := breach.Evaluator{Policies: set, Clock: now}
		report, err := e.Evaluate(history)
		if err != nil {
			t.Fatal(err)
		}
		if first, ok := report.Find(policy.SLA, "first_response"); !ok || first.Elapsed != time.Hour {
			t.Errorf("%s: first response %+v, want 1h elapsed", name, first)
		}
	}
}
