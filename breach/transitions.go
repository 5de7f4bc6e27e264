package breach

import (
	"time"

	"github.com/tenggat/sla/policy"
)

// Transition is a change that happens if no event comes.
type Transition struct {
	At        time.Time   `json:"at"`
	Kind      policy.Kind `json:"kind"`
	Metric    string      `json:"metric"`
	Number    int         `json:"instance_number"`
	Policy    string      `json:"policy"`
	Change    Change      `json:"change"`
	Threshold string      `json:"threshold,omitzero"` // its name, of a Crossed
	Notify    []string    `json:"notify,omitzero"`    // from the policy, of a Crossed
}

// Change is what changes at a [Transition].
type Change string

// The changes, in the order of one instant.
const (
	BecameAtRisk Change = "at_risk"
	Crossed      Change = "threshold"
	Breach       Change = "breach"
)

// Transitions returns the changes that come after the last event of history, and
// not later than until, if no further event comes: what a host schedules or
// shows as upcoming. They are sorted by instant. Events after until are ignored.
// Errors are those of [Evaluate].
func Transitions(set *policy.Set, history []Event, until time.Time) ([]Transition, error) {
	f, err := foldHistory(set, history, until, false)
	if err != nil {
		return nil, err
	}
	var list []Transition
	before, err := f.report(f.last.time())
	if err != nil {
		return nil, err
	}
	for next := before.Next(); !next.IsZero() && !next.After(until); next = before.Next() {
		after, err := f.report(next)
		if err != nil {
			return nil, err
		}
		for i := range after.Targets {
			list = appendTransitions(list, &before.Targets[i], &after.Targets[i], next)
		}
		before = after
	}
	return list, nil
}

// appendTransitions appends what changed between two states of one instance.
func appendTransitions(list []Transition, before, after *Instance, at time.Time) []Transition {
	t := Transition{At: at, Kind: after.Kind, Metric: after.Metric, Number: after.Number, Policy: after.Policy}
	if after.AtRisk && !before.AtRisk {
		t.Change = BecameAtRisk
		list = append(list, t)
	}
	for i, now := range after.Thresholds {
		if now.Crossed && !before.Thresholds[i].Crossed {
			crossed := t
			crossed.Change, crossed.Threshold, crossed.Notify = Crossed, now.Name, now.Notify
			list = append(list, crossed)
		}
	}
	if after.Breached && !before.Breached {
		t.Change = Breach
		list = append(list, t)
	}
	return list
}
