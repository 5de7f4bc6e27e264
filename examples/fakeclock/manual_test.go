package fakeclock_test

import (
	"slices"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/tenggat/sla/breach"
	"github.com/tenggat/sla/clock"
	"github.com/tenggat/sla/examples/fakeclock"
)

// bench is a desk with a clock that the test moves by hand.
type bench struct {
	*fakeclock.Desk
	clock *clock.Manual
	heard []heard
}

// heard is a notice and the time the clock showed when it came.
type heard struct {
	fakeclock.Notice
	Clock time.Time
}

func newBench(t *testing.T, start time.Time) *bench {
	b := &bench{clock: clock.NewManual(start)}
	b.Desk = fakeclock.NewDesk(policies(t), b.clock, func(n fakeclock.Notice) {
		b.heard = append(b.heard, heard{n, b.clock.Now().UTC()})
	})
	return b
}

func (b *bench) record(t *testing.T, e breach.Event) {
	t.Helper()
	if err := b.Record(e); err != nil {
		t.Fatal(err)
	}
}

// advance moves the clock to an instant and stops wherever the desk has
// something to do, as its timer would.
func (b *bench) advance(until time.Time) {
	for {
		at := b.Next()
		if at.IsZero() || at.After(until) {
			break
		}
		b.clock.Set(at)
		b.Tick()
	}
	b.clock.Set(until)
	b.Tick()
}

// expect compares what was heard since it was last called: each notice at the
// very instant at which it happened.
func (b *bench) expect(t *testing.T, ticket, metric string, want ...change) {
	t.Helper()
	var wanted []heard
	for _, c := range want {
		wanted = append(wanted, heard{notice(ticket, metric, c), c.at.UTC()})
	}
	if diff := cmp.Diff(wanted, b.heard); diff != "" {
		t.Errorf("notices (-want +got):\n%s", diff)
	}
	b.heard = nil
}

func TestManual(t *testing.T) {
	for _, j := range journeys(t) {
		t.Run(j.name, func(t *testing.T) {
			b := newBench(t, j.created)
			b.record(t, breach.Event{Ticket: "T1", Type: breach.Created, Actor: breach.Customer, Fields: j.fields})
			b.advance(j.until)
			b.expect(t, "T1", "first_response", j.changes...)
		})
	}
}

func TestAnswerForestallsTheBreach(t *testing.T) {
	jakarta := zone(t, "Asia/Jakarta")
	b := newBench(t, time.Date(2000, 1, 7, 15, 0, 0, 0, jakarta))
	b.record(t, breach.Event{Ticket: "T1", Type: breach.Created, Actor: breach.Customer})
	b.advance(time.Date(2000, 1, 7, 17, 0, 0, 0, jakarta))
	b.record(t, breach.Event{Ticket: "T1", Type: breach.Comment, Actor: breach.Agent})
	if at := b.Next(); !at.IsZero() {
		t.Errorf("after the answer the desk waits for %v", at)
	}
	b.advance(time.Date(2000, 2, 1, 0, 0, 0, 0, jakarta))
	b.expect(t, "T1", "first_response")
}

// A jump over everything at once loses nothing and dates everything rightly:
// only the clock it was heard at is late.
func TestNoticedLate(t *testing.T) {
	jakarta := zone(t, "Asia/Jakarta")
	b := newBench(t, time.Date(2000, 1, 3, 9, 0, 0, 0, jakarta))
	b.record(t, breach.Event{Ticket: "T1", Type: breach.Created, Actor: breach.Customer})
	later := b.clock.Advance(30 * 24 * time.Hour).UTC()
	b.Tick()
	want := []heard{
		{notice("T1", "first_response", change{"warning", time.Date(2000, 1, 3, 12, 0, 0, 0, jakarta)}), later},
		{notice("T1", "first_response", change{fakeclock.Breach, time.Date(2000, 1, 3, 13, 0, 0, 0, jakarta)}), later},
	}
	if diff := cmp.Diff(want, b.heard); diff != "" {
		t.Errorf("notices (-want +got):\n%s", diff)
	}
}

// The clock is set back by two hours after the warning: the warning is not given
// again, and the breach comes when the clock reaches it for the first time.
func TestClockSetBack(t *testing.T) {
	jakarta := zone(t, "Asia/Jakarta")
	at := func(hour int) time.Time { return time.Date(2000, 1, 3, hour, 0, 0, 0, jakarta) }
	b := newBench(t, at(9))
	b.record(t, breach.Event{Ticket: "T1", Type: breach.Created, Actor: breach.Customer})
	b.advance(at(12))
	b.expect(t, "T1", "first_response", change{"warning", at(12)})

	b.clock.Set(at(10))
	b.Tick()
	report, err := b.Report("T1")
	if err != nil {
		t.Fatal(err)
	}
	if first, _ := report.Find("sla", "first_response"); first.Elapsed != time.Hour || first.AtRisk {
		t.Errorf("at ten o'clock again: elapsed %v, at risk %t, want 1h and false", first.Elapsed, first.AtRisk)
	}
	b.advance(at(14))
	b.expect(t, "T1", "first_response", change{fakeclock.Breach, at(13)})
}

// A ticket was created at ten; the clock is set back to nine. The ticket is not
// there yet, and nothing is lost when it comes.
func TestClockSetBackBeforeTheCreation(t *testing.T) {
	jakarta := zone(t, "Asia/Jakarta")
	at := func(hour int) time.Time { return time.Date(2000, 1, 3, hour, 0, 0, 0, jakarta) }
	b := newBench(t, at(10))
	b.record(t, breach.Event{Ticket: "T1", Type: breach.Created, Actor: breach.Customer})
	b.clock.Set(at(9))
	b.record(t, breach.Event{Ticket: "T1", Type: breach.Updated, Actor: breach.Agent, Fields: map[string][]string{"assignee": {"budi"}}})
	if next := b.Next(); !next.Equal(at(10)) {
		t.Errorf("the desk looks again at %v, want %v", next, at(10))
	}
	b.advance(at(15))
	b.expect(t, "T1", "first_response", change{"warning", at(13)}, change{fakeclock.Breach, at(14)})
}

// An answer stamped by the clock before it was set back counts when the clock
// reaches it again, not before.
func TestClockSetBackBeforeAnAnswer(t *testing.T) {
	jakarta := zone(t, "Asia/Jakarta")
	at := func(hour int) time.Time { return time.Date(2000, 1, 3, hour, 0, 0, 0, jakarta) }
	b := newBench(t, at(9))
	b.record(t, breach.Event{Ticket: "T1", Type: breach.Created, Actor: breach.Customer})
	b.clock.Set(at(11))
	b.record(t, breach.Event{Ticket: "T1", Type: breach.Comment, Actor: breach.Agent})
	b.clock.Set(at(10))
	b.advance(at(15))
	b.expect(t, "T1", "first_response")
	report, err := b.Report("T1")
	if err != nil {
		t.Fatal(err)
	}
	if first, _ := report.Find("sla", "first_response"); first.State != breach.Met || first.Elapsed != 2*time.Hour {
		t.Errorf("the answer counts as %s after %v, want met after 2h", first.State, first.Elapsed)
	}
}

func TestRefusedEventsLeaveNoTrace(t *testing.T) {
	b := newBench(t, time.Date(2000, 1, 3, 9, 0, 0, 0, zone(t, "Asia/Jakarta")))
	b.record(t, breach.Event{Ticket: "T1", Type: breach.Created, Actor: breach.Customer})
	before := b.Next()
	if err := b.Record(breach.Event{Ticket: "T1", Type: breach.Comment}); err == nil {
		t.Fatal("a comment by nobody was taken")
	}
	if _, err := b.Report("T1"); err != nil {
		t.Errorf("after a refused event: %v", err)
	}
	if next := b.Next(); !next.Equal(before) {
		t.Errorf("a refused event moved the next look from %v to %v", before, next)
	}
}

// Several tickets come in the order of their instants, whichever came first.
func TestTicketsInOrder(t *testing.T) {
	jakarta := zone(t, "Asia/Jakarta")
	at := func(hour int) time.Time { return time.Date(2000, 1, 3, hour, 0, 0, 0, jakarta) }
	b := newBench(t, at(12))
	for i, created := range []int{11, 9, 10} {
		id := string(rune('A' + i))
		b.record(t, breach.Event{Ticket: id, At: at(created), Type: breach.Created, Actor: breach.Customer})
	}
	b.advance(at(17))
	var breached []string
	for _, h := range b.heard {
		if h.What == fakeclock.Breach {
			breached = append(breached, h.Ticket)
		}
	}
	if want := []string{"B", "C", "A"}; !slices.Equal(breached, want) {
		t.Errorf("breached in the order %v, want %v", breached, want)
	}
}

// A ticket's history arrives late: its pause from ten to eleven is known only
// after the warning. The warning is not given again at its new instant, and the
// breach comes an hour later.
func TestLateEvent(t *testing.T) {
	jakarta := zone(t, "Asia/Jakarta")
	at := func(hour int) time.Time { return time.Date(2000, 1, 3, hour, 0, 0, 0, jakarta) }
	b := newBench(t, at(9))
	b.record(t, breach.Event{Ticket: "T1", Type: breach.Created, Actor: breach.Customer, Fields: map[string][]string{"desk": {"patient"}}})
	b.advance(at(12))
	b.expect(t, "T1", "first_response", change{"warning", at(12)})
	b.record(t, breach.Event{Ticket: "T1", At: at(10), Type: breach.Updated, Fields: map[string][]string{"status": {"pending"}}})
	b.record(t, breach.Event{Ticket: "T1", At: at(11), Type: breach.Updated, Fields: map[string][]string{"status": {"open"}}})
	b.advance(at(17))
	b.expect(t, "T1", "first_response", change{fakeclock.Breach, at(14)})
}
