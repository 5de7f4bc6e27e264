package breach_test

import (
	"fmt"
	"slices"
	"testing"
	"time"

	"github.com/tenggat/sla/breach"
	"github.com/tenggat/sla/policy"
)

// TestLedgerAccountsForEverySecond checks that entries follow each other from
// the start to the end, and that their counted parts sum to elapsed.
func TestLedgerAccountsForEverySecond(t *testing.T) {
	law(t, 200, traits{}, func(t *testing.T, s *sample, set *policy.Set, d *dice) {
		for _, at := range s.instants(t, set, d) {
			x := s.explain(t, set, at)
			mustEqual(t, "report", s.evaluate(t, set, at), x.Report)
			for i, row := range x.Report.Targets {
				checkEntries(t, row, slices.Collect(x.Ledgers[i].Entries()), at)
			}
		}
	})
}

func (s *sample) explain(t testing.TB, set *policy.Set, at time.Time) *breach.Explanation {
	t.Helper()
	x, err := breach.Explain(set, s.history, at)
	if err != nil {
		t.Fatal(err)
	}
	if len(x.Ledgers) != len(x.Report.Targets) {
		t.Fatalf("%d ledgers for %d targets", len(x.Ledgers), len(x.Report.Targets))
	}
	return x
}

func checkEntries(t *testing.T, row breach.Instance, entries []breach.Entry, at time.Time) {
	t.Helper()
	if row.State == breach.NotStarted {
		if len(entries) > 0 {
			t.Errorf("%s has not started, yet its ledger has entries: %+v", row.Metric, entries)
		}
		return
	}
	end := at
	if !row.CompletedAt.IsZero() {
		end = row.CompletedAt
	}
	reached := row.StartedAt
	var counted, paused time.Duration
	for _, e := range entries {
		if !e.From.Equal(reached) || !e.Until.After(e.From) {
			t.Fatalf("%s %d: an entry from %s until %s after one until %s", row.Metric, row.Number, e.From, e.Until, reached)
		}
		reached = e.Until
		counted += e.Counted()
		if e.Kind == breach.EntryPaused {
			paused += e.Until.Sub(e.From)
		}
	}
	if !reached.Equal(end) {
		t.Errorf("%s %d: the ledger ends at %s, not at %s", row.Metric, row.Number, reached, end)
	}
	if counted != row.Elapsed || paused != row.WallPaused {
		t.Errorf("%s %d: the ledger counts %s and pauses %s; the report %s and %s", row.Metric, row.Number,
			counted, paused, row.Elapsed, row.WallPaused)
	}
}

// TestLedgerAgreesWithNaive compares the cause of every tick with the walk's
// diary.
func TestLedgerAgreesWithNaive(t *testing.T) {
	law(t, 150, traits{}, func(t *testing.T, s *sample, set *policy.Set, d *dice) {
		at := pick(d, s.instants(t, set, d)...)
		x := s.explain(t, set, at)
		n := newNaive(set, s.tick(), s.history, at)
		n.walk()
		diaries := n.diaries()
		for i, row := range x.Report.Targets {
			for e := range x.Ledgers[i].Entries() {
				what := fmt.Sprintf("%s %d of %s at %s", row.Metric, row.Number, row.Kind, at)
				n.checkEntry(t, what, diaries[i], e)
			}
		}
	})
}

// diaries are the shown instances in the order of the report, nil for those
// that have not started.
func (n *naive) diaries() (list []*naiveInstance) {
	for _, c := range n.clocks {
		if c.applies && n.waits(c) {
			list = append(list, nil)
		}
		for _, i := range c.instances {
			if i.shown && !i.hidden {
				list = append(list, i)
			}
		}
	}
	return list
}

// checkEntry compares an entry with the cells of its ticks.
func (n *naive) checkEntry(t *testing.T, what string, i *naiveInstance, e breach.Entry) {
	t.Helper()
	for tick := n.at(e.From); tick < n.at(e.Until); tick++ {
		cell := i.cells[tick-i.start]
		want := breach.EntryClosed
		switch {
		case !cell.run || !cell.attached:
			want = breach.EntryStopped
		case cell.paused:
			want = breach.EntryPaused
			if e.Cause != cell.status || e.Reason != cell.reason {
				t.Fatalf("%s: %s is paused by %q (%s), want %q (%s)", what, n.instant(tick), e.Cause, e.Reason, cell.status, cell.reason)
			}
		case cell.open:
			want = breach.EntryCounted
		}
		if e.Kind != want {
			t.Fatalf("%s: %s is %s, want %s", what, n.instant(tick), e.Kind, want)
		}
	}
}
