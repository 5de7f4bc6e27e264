package breach_test

import (
	"fmt"
	"slices"
	"testing"
	"time"

	"github.com/tenggat/sla/breach"
	"github.com/tenggat/sla/policy"
)

// TestTransitionsAreWhatALookAtEveryTickFinds after the last event.
func TestTransitionsAreWhatALookAtEveryTickFinds(t *testing.T) {
	law(t, 60, traits{}, func(t *testing.T, s *sample, set *policy.Set, d *dice) {
		last := naiveOrder(s.history)[len(s.history)-1].At
		until := last.Add(time.Duration(400+d.roll(200)) * s.tick())
		transitions, err := breach.Transitions(set, s.history, until)
		if err != nil {
			t.Fatal(err)
		}
		var got []string
		for _, c := range transitions {
			got = append(got, transitionText(c.At, c.Kind, c.Metric, c.Number, c.Policy, string(c.Change)+c.Threshold))
		}
		if !slices.IsSortedFunc(transitions, func(a, b breach.Transition) int { return a.At.Compare(b.At) }) {
			t.Errorf("not in order: %v", got)
		}
		slices.Sort(got)
		mustEqual(t, "transitions", s.lookAtEveryTick(t, set, last, until), got)
	})
}

func transitionText(at time.Time, kind policy.Kind, metric string, number int, policy, change string) string {
	return fmt.Sprint(at.UTC().Format(time.RFC3339), " ", kind, " ", metric, " ", number, " ", policy, " ", change)
}

// lookAtEveryTick says what becomes true after from, until until.
func (s *sample) lookAtEveryTick(t *testing.T, set *policy.Set, from, until time.Time) (found []string) {
	t.Helper()
	before := byKey(s.evaluate(t, set, from))
	for at := from.Add(s.tick()); !at.After(until); at = at.Add(s.tick()) {
		after := byKey(s.evaluate(t, set, at))
		for key, now := range after {
			note := func(was, is bool, change string) {
				if is && !was {
					found = append(found, transitionText(at, key.kind, key.metric, key.number, now.Policy, change))
				}
			}
			was := before[key]
			note(was.AtRisk, now.AtRisk, string(breach.BecameAtRisk))
			note(was.Breached, now.Breached, string(breach.Breach))
			for i, mark := range now.Thresholds {
				note(was.Thresholds[i].Crossed, mark.Crossed, string(breach.Crossed)+mark.Name)
			}
		}
		before = after
	}
	slices.Sort(found)
	return found
}
