package policytest

import (
	"cmp"
	"encoding/json"
	"slices"
	"testing"
	"time"

	gocmp "github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"

	"github.com/tenggat/sla/breach"
)

// The scenarios are a corpus too: whatever they expect, a Tracker that is fed
// one event at a time, stored and restored at every step, reports what Evaluate
// does, and a report survives its JSON.
func TestScenariosAreACorpus(t *testing.T) {
	for name, src := range files(t) {
		for _, s := range loadText(t, name, src) {
			for _, c := range s.checks {
				want, err := breach.Evaluate(s.Policies, s.History, c.at)
				if err != nil {
					t.Fatalf("%s: %v", s.Name, err)
				}
				got, err := track(s, c.at)
				if err != nil {
					t.Fatalf("%s: %v", s.Name, err)
				}
				if diff := gocmp.Diff(want, got); diff != "" {
					t.Errorf("%s at %v: a Tracker reports otherwise (-Evaluate +Tracker):\n%s", s.Name, c.at, diff)
				}
				text, err := json.Marshal(want)
				if err != nil {
					t.Fatal(err)
				}
				var again breach.Report
				if err := json.Unmarshal(text, &again); err != nil {
					t.Fatal(err)
				}
				if diff := gocmp.Diff(*want, again, cmpopts.EquateEmpty()); diff != "" {
					t.Errorf("%s at %v: JSON changes the report:\n%s", s.Name, c.at, diff)
				}
			}
		}
	}
}

// track reports on a scenario by a Tracker that lives for one event only.
func track(s *Scenario, at time.Time) (*breach.Report, error) {
	history := slices.DeleteFunc(slices.Clone(s.History), func(e breach.Event) bool { return e.At.After(at) })
	slices.SortStableFunc(history, func(a, b breach.Event) int {
		return cmp.Or(a.At.Compare(b.At), cmp.Compare(rank(a), rank(b)))
	})
	tracker := breach.NewTracker(s.Policies)
	for _, e := range history {
		if err := tracker.Apply(e); err != nil {
			return nil, err
		}
		snapshot, err := tracker.Snapshot()
		if err != nil {
			return nil, err
		}
		if tracker, err = breach.RestoreTracker(s.Policies, snapshot); err != nil {
			return nil, err
		}
	}
	return tracker.Report(at)
}

// rank puts creations first.
func rank(e breach.Event) int {
	if e.Type == breach.Created {
		return 0
	}
	return 1
}
