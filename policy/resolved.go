package policy

import (
	"cmp"
	"slices"

	"github.com/tenggat/sla/policy/internal/source"
)

// resolved is a policy with what it inherits.
type resolved struct {
	spec     PolicySpec // Match and Targets are in the fields below
	calendar *CalendarChoice
	match    []*Condition // from the first of the chain on
	targets  []resolvedTarget
	revision string
	chain    int // how many policies it extends, one through the other
	weight   int // of what those who extend it inherit
}

// resolvedTarget is a target with what it inherits from other targets, and the
// place where the nearest of them is written.
type resolvedTarget struct {
	TargetSpec
	calendar     *CalendarChoice
	id           string      // equal for targets of which one replaces the other
	at           source.Path // empty when it is inherited as it is
	written      source.Path // the same, but also of an inherited one; empty when a base wrote it
	dueInherited bool
}

// id is the same for targets of which one replaces the other.
func (t *TargetSpec) id() string { return t.Metric + "\x00" + t.When.canonical() }

// weight is the work of inheriting the target.
func (t *TargetSpec) weight() int {
	repeated := 0
	for i := range t.Thresholds {
		repeated += max(t.Thresholds[i].Times, 0)
	}
	return baseWeight + t.Matrix.size() + len(t.Thresholds) + repeated + len(t.Calendar.Map) + t.When.weight() + t.Pause.weight() + weightOf(t.Exclude)
}

func weightOf(exclusions []Exclusion) (n int) {
	for _, e := range exclusions {
		n += e.When.weight()
	}
	return n
}

// written is the choice, or nil if it is empty.
func (c *CalendarChoice) written() *CalendarChoice {
	if c.Name == "" && c.Field == "" && c.Map == nil && c.Default == "" {
		return nil
	}
	return c
}

// extend lays r over its parent.
func (r *resolved) extend(parent *resolved) {
	own, from := &r.spec, &parent.spec
	own.Kind = cmp.Or(own.Kind, from.Kind)
	own.Valid = cmp.Or(own.Valid, from.Valid)
	own.Pause = cmp.Or(own.Pause, from.Pause)
	own.AtRisk = cmp.Or(own.AtRisk, from.AtRisk)
	own.OnChange = cmp.Or(own.OnChange, from.OnChange)
	own.OnReopen = cmp.Or(own.OnReopen, from.OnReopen)
	own.ReopenWindow = cmp.Or(own.ReopenWindow, from.ReopenWindow)
	own.Boundary = cmp.Or(own.Boundary, from.Boundary)
	own.DayCount = cmp.Or(own.DayCount, from.DayCount)
	if own.Exclude == nil {
		own.Exclude = from.Exclude
	}
	r.calendar = cmp.Or(r.calendar, parent.calendar)
	r.match = slices.Concat(parent.match, r.match)
	r.weight += parent.weight
	ours := make(map[string]int, len(r.targets))
	for i := range r.targets {
		ours[r.targets[i].id] = i
	}
	for _, theirs := range parent.targets {
		if i, replaced := ours[theirs.id]; replaced {
			r.targets[i].extend(&theirs)
		} else {
			theirs.at = ""
			r.targets = append(r.targets, theirs)
		}
	}
}

// extend lays t over the target it replaces, key by key; the keys for how
// much time there is go together.
func (t *resolvedTarget) extend(from *resolvedTarget) {
	if t.Within.IsZero() && t.FromField == "" && t.By == nil && t.Matrix == nil && t.Due == "" {
		t.Within, t.FromField, t.By, t.Matrix, t.Due, t.Before = from.Within, from.FromField, from.By, from.Matrix, from.Due, from.Before
		t.dueInherited = t.Due != ""
	}
	t.calendar = cmp.Or(t.calendar, from.calendar)
	// What a deadline from a field cannot have is not inherited by it.
	if t.Due == "" {
		t.Pause = cmp.Or(t.Pause, from.Pause)
	}
	if t.Due == "" || from.AtRisk.Percent == 0 {
		t.AtRisk = cmp.Or(t.AtRisk, from.AtRisk)
	}
	t.OnChange = cmp.Or(t.OnChange, from.OnChange)
	t.OnReopen = cmp.Or(t.OnReopen, from.OnReopen)
	t.ReopenWindow = cmp.Or(t.ReopenWindow, from.ReopenWindow)
	t.Boundary = cmp.Or(t.Boundary, from.Boundary)
	t.DayCount = cmp.Or(t.DayCount, from.DayCount)
	t.Commitment = cmp.Or(t.Commitment, from.Commitment)
	if t.Exclude == nil {
		t.Exclude = from.Exclude
	}
	if t.Thresholds == nil {
		t.Thresholds = from.Thresholds
	}
}

// name is what the threshold is called.
func (t *ThresholdSpec) name() string {
	if t.Name != "" {
		return t.Name
	}
	if t.Wall {
		return t.At.String() + " wall"
	}
	return t.At.String()
}
