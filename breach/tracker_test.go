package breach_test

import (
	"encoding/json"
	"errors"
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/tenggat/sla/breach"
	"github.com/tenggat/sla/policy"
)

// TestTrackerEqualsEvaluate feeds a Tracker event by event, and beside it one
// that is stored and restored before every event.
func TestTrackerEqualsEvaluate(t *testing.T) {
	law(t, 300, traits{}, func(t *testing.T, s *sample, set *policy.Set, d *dice) {
		tracker, stored := breach.NewTracker(set), snapshot(t, breach.NewTracker(set))
		ordered := naiveOrder(s.history)
		for i, e := range ordered {
			if err := tracker.Apply(e); err != nil {
				t.Fatal(err)
			}
			restored := restore(t, set, stored)
			if err := restored.Apply(e); err != nil {
				t.Fatal(err)
			}
			stored = snapshot(t, restored)
			for _, at := range []time.Time{e.At, e.At.Add(s.unit * time.Duration(d.roll(200)))} {
				want, err := breach.Evaluate(set, ordered[:i+1], at)
				if missing := (*breach.NotCreatedError)(nil); errors.As(err, &missing) {
					continue
				}
				if err != nil {
					t.Fatal(err)
				}
				got, err := tracker.Report(at)
				if err != nil {
					t.Fatal(err)
				}
				mustEqual(t, fmt.Sprintf("after event %d, at %s", i, at), want, got)
				got, err = restored.Report(at)
				if err != nil {
					t.Fatal(err)
				}
				mustEqual(t, fmt.Sprintf("restored after event %d, at %s", i, at), want, got)
			}
		}
	})
}

// TestAReportOfTheFutureChangesNoTracker: the time that a report counts ahead is not
// settled, because an event can still change it.
func TestAReportOfTheFutureChangesNoTracker(t *testing.T) {
	set := mustParse(t, `
version: 1
policies:
  - name: p
    pause: {status: pending}
    on_change: retroactive
    targets: [{metric: resolution, by: priority, within: {high: 1h, default: 2h}}]
`)
	history := []breach.Event{
		{At: day("05 09:00"), Type: breach.Created},
		{At: day("05 10:00"), Type: breach.Updated, Fields: policy.Fields{"priority": {"high"}}},
		{At: day("05 11:00"), Type: breach.Updated, Fields: policy.Fields{"status": {"pending"}}},
		{At: day("05 12:00"), Type: breach.Updated, Fields: policy.Fields{"status": {"open"}}},
	}
	tracker := breach.NewTracker(set)
	for _, e := range history {
		if err := tracker.Apply(e); err != nil {
			t.Fatal(err)
		}
		if _, err := tracker.Report(day("20 09:00")); err != nil {
			t.Fatal(err)
		}
	}
	got, err := tracker.Report(day("05 13:00"))
	if err != nil {
		t.Fatal(err)
	}
	mustEqual(t, "report", mustEvaluate(t, set, history, day("05 13:00")), got)
}

func snapshot(t testing.TB, tracker *breach.Tracker) []byte {
	t.Helper()
	text, err := tracker.Snapshot()
	if err != nil {
		t.Fatal(err)
	}
	if !json.Valid(text) {
		t.Fatalf("a snapshot is not JSON: %s", text)
	}
	return text
}

func restore(t testing.TB, set *policy.Set, stored []byte) *breach.Tracker {
	t.Helper()
	tracker, err := breach.RestoreTracker(set, stored)
	if err != nil {
		t.Fatalf("%v\n%s", err, stored)
	}
	return tracker
}

// TestTrackerDropsDuplicates whenever they come, without an error.
func TestTrackerDropsDuplicates(t *testing.T) {
	law(t, 60, traits{distinct: true}, func(t *testing.T, s *sample, set *policy.Set, d *dice) {
		tracker := breach.NewTracker(set)
		ordered := naiveOrder(s.history)
		for i, e := range ordered {
			for _, e := range []breach.Event{e, ordered[d.roll(i+1)]} {
				if err := tracker.Apply(e); err != nil {
					t.Fatal(err)
				}
			}
			tracker = restore(t, set, snapshot(t, tracker))
		}
		got, err := tracker.Report(s.end)
		if err != nil {
			t.Fatal(err)
		}
		mustEqual(t, "with duplicates", s.evaluate(t, set, s.end), got)
	})
}

// TestTrackerRefusesALateContradiction: Evaluate would keep whichever of two
// events with one ID comes first, which the Tracker can no longer tell.
func TestTrackerRefusesALateContradiction(t *testing.T) {
	tracker := breach.NewTracker(mustParse(t, tracked))
	history := pausingHistory(60, 120)
	for i := range history {
		history[i].ID = []string{"a", "b", "c"}[i]
		if err := tracker.Apply(history[i]); err != nil {
			t.Fatal(err)
		}
	}
	contradiction := history[1]
	contradiction.Reason = "not what was said before"
	var disorder *breach.OutOfOrderError
	if err := tracker.Apply(contradiction); !errors.As(err, &disorder) {
		t.Errorf("got %v, want an OutOfOrderError", err)
	}
	contradiction.At = history[2].At.Add(time.Hour)
	if err := tracker.Apply(contradiction); err != nil {
		t.Error(err)
	}
	report, err := tracker.Report(contradiction.At)
	if err != nil || len(report.Warnings) != 1 || report.Warnings[0].Code != breach.WarnDuplicateID || report.Warnings[0].EventID != "b" {
		t.Errorf("got %+v, %v; want a warning of the duplicate", report.Warnings, err)
	}
}

const tracked = `
version: 1
policies:
  - name: p
    pause: {status: pending}
    targets:
      - {metric: first_response, within: 1h}
      - {metric: resolution, within: 8h}
`

func TestTrackerRefusesAnEventOutOfOrder(t *testing.T) {
	set := mustParse(t, tracked)
	tracker := breach.NewTracker(set)
	history := pausingHistory(60, 120)
	for _, e := range history {
		if err := tracker.Apply(e); err != nil {
			t.Fatal(err)
		}
	}
	before := snapshot(t, tracker)
	late := breach.Event{ID: "late", At: history[1].At, Type: breach.Comment, Actor: breach.Agent}
	err := tracker.Apply(late)
	var disorder *breach.OutOfOrderError
	if !errors.As(err, &disorder) {
		t.Fatalf("got %v, want an OutOfOrderError", err)
	}
	mustEqual(t, "error", breach.OutOfOrderError{ID: "late", At: late.At, Last: history[2].At}, *disorder)
	if after := snapshot(t, tracker); string(after) != string(before) {
		t.Errorf("the refused event changed the tracker:\n%s\n%s", before, after)
	}
	// A created event belongs before others of its instant.
	tracker = breach.NewTracker(set)
	if err := tracker.Apply(breach.Event{At: history[0].At, Type: breach.Updated}); err != nil {
		t.Fatal(err)
	}
	if err := tracker.Apply(history[0]); !errors.As(err, &disorder) {
		t.Errorf("created after another event of its instant: got %v, want an OutOfOrderError", err)
	}
}

func TestTrackerReportsNoEarlierThanItsLastEvent(t *testing.T) {
	tracker := breach.NewTracker(mustParse(t, tracked))
	history := pausingHistory(60)
	for _, e := range history {
		if err := tracker.Apply(e); err != nil {
			t.Fatal(err)
		}
	}
	_, err := tracker.Report(history[1].At.Add(-1))
	var early *breach.EarlyReportError
	if !errors.As(err, &early) {
		t.Fatalf("got %v, want an EarlyReportError", err)
	}
	mustEqual(t, "error", breach.EarlyReportError{At: history[1].At.Add(-1), Last: history[1].At}, *early)
}

func TestTrackerWithoutATicket(t *testing.T) {
	tracker := breach.NewTracker(mustParse(t, tracked))
	_, err := tracker.Report(time.Now())
	var missing *breach.NotCreatedError
	if !errors.As(err, &missing) {
		t.Errorf("got %v, want a NotCreatedError", err)
	}
}

func TestRestoreTrackerRefusesStaleSnapshots(t *testing.T) {
	set := mustParse(t, tracked)
	tracker := breach.NewTracker(set)
	for _, e := range pausingHistory(60) {
		if err := tracker.Apply(e); err != nil {
			t.Fatal(err)
		}
	}
	stored := snapshot(t, tracker)
	var stale *breach.StaleSnapshotError

	other := mustParse(t, strings.Replace(tracked, "8h", "9h", 1))
	if _, err := breach.RestoreTracker(other, stored); !errors.As(err, &stale) {
		t.Fatalf("under other policies: got %v, want a StaleSnapshotError", err)
	}
	if stale.Digest != set.Digest() || stale.Want != other.Digest() {
		t.Errorf("got %+v", stale)
	}
	var fields map[string]any
	if err := json.Unmarshal(stored, &fields); err != nil {
		t.Fatal(err)
	}
	fields["format"] = 2
	future, err := json.Marshal(fields)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := breach.RestoreTracker(set, future); !errors.As(err, &stale) || stale.Format != 2 {
		t.Errorf("of another format: got %v, want a StaleSnapshotError", err)
	}
}

func TestRestoreTrackerRefusesWhatIsNoSnapshot(t *testing.T) {
	set := mustParse(t, tracked)
	tracker := breach.NewTracker(set)
	for _, e := range pausingHistory(60) {
		if err := tracker.Apply(e); err != nil {
			t.Fatal(err)
		}
	}
	stored := string(snapshot(t, tracker))
	for _, text := range []string{"", "null", "[]", "{}", "{", stored[:len(stored)-1], stored + "x"} {
		if _, err := breach.RestoreTracker(set, []byte(text)); err == nil {
			t.Errorf("restored from %q", text)
		}
	}
}

// TestTrackerExplains as Explain does over the same events.
func TestTrackerExplains(t *testing.T) {
	set, history := mustParse(t, measured), measuredHistory()
	tracker := breach.NewTracker(set)
	for i, e := range history {
		if err := tracker.Apply(e); err != nil {
			t.Fatal(err)
		}
		want, err := breach.Explain(set, history[:i+1], e.At)
		if err != nil {
			t.Fatal(err)
		}
		got, err := tracker.Explain(e.At)
		if err != nil {
			t.Fatal(err)
		}
		var wantText, gotText strings.Builder
		if err := errors.Join(want.WriteText(&wantText), got.WriteText(&gotText)); err != nil {
			t.Fatal(err)
		}
		mustEqual(t, fmt.Sprint("after event ", i), wantText.String(), gotText.String())
	}
	if _, err := tracker.Explain(history[0].At); err == nil {
		t.Error("an explanation of an instant before the last event")
	}
}
