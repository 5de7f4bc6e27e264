package policy

import (
	"fmt"
	"maps"
	"slices"

	"github.com/tenggat/sla/policy/internal/code"
	"github.com/tenggat/sla/policy/internal/phrase"
	"github.com/tenggat/sla/policy/internal/source"
)

// written checks every policy as it is written, before inheritance.
func (c *compiler) written() {
	for i := range c.spec.Policies {
		c.policy(source.Path("policies").At(i), &c.spec.Policies[i])
	}
}

func (c *compiler) policy(p source.Path, spec *PolicySpec) {
	c.choice(p.Key("kind"), "a kind of policy", string(spec.Kind), texts(kinds)...)
	c.conditions.check(p.Key("match"), spec.Match, use{})
	c.dates(p.Key("valid"), spec.Valid)
	c.chosen(p.Key("calendar"), &spec.Calendar)
	c.conditions.check(p.Key("pause"), spec.Pause, use{never: true, pause: true})
	c.atRisk(p.Key("at_risk"), spec.AtRisk)
	c.exclusions(p.Key("exclude"), spec.Exclude)
	c.rules(p, spec.OnChange, spec.OnReopen, spec.ReopenWindow, spec.Boundary, spec.DayCount)
	seen := make(map[string]bool)
	for i := range spec.Targets {
		t, q := &spec.Targets[i], p.Key("targets").At(i)
		c.target(q, t)
		if c.endless() {
			return // the predicates may have no end
		}
		id := t.id()
		if t.Metric != "" && seen[id] {
			c.fail(q, code.DuplicateTarget, "give it another when, or remove one", "there is already a target for %s%s", t.Metric, whenWords(t.When))
		}
		seen[id] = true
	}
}

func whenWords(when *Condition) string {
	if when == nil {
		return ""
	}
	return " with the same when"
}

// target checks one target as it is written.
func (c *compiler) target(p source.Path, t *TargetSpec) {
	if t.Metric == "" {
		c.fail(p, code.MissingKey, "add metric: first_response, for example", "the target needs a metric")
	} else {
		c.named(p.Key("metric"), "metric", t.Metric, code.UnknownMetric, c.hasMetric, c.metricNames)
	}
	c.conditions.check(p.Key("when"), t.When, use{})
	c.conditions.check(p.Key("pause"), t.Pause, use{never: true, pause: true})
	c.chosen(p.Key("calendar"), &t.Calendar)
	c.exclusions(p.Key("exclude"), t.Exclude)
	c.choice(p.Key("commitment"), "a commitment", string(t.Commitment), texts(commitments)...)
	c.rules(p, t.OnChange, t.OnReopen, t.ReopenWindow, t.Boundary, t.DayCount)
	c.atRisk(p.Key("at_risk"), t.AtRisk)
	c.budget(p, t)
	seen := make(map[string]bool)
	for i := range t.Thresholds {
		h, q := &t.Thresholds[i], p.Key("thresholds").At(i)
		c.mark(q.Key("at"), h.At)
		if h.At.IsZero() {
			c.fail(q, code.MissingKey, "add at: 75%, -30m or +2h", "the threshold needs a point")
		}
		c.repetition(q, h)
		if i := slices.Index(h.Notify, ""); i >= 0 {
			c.fail(q.Key("notify").At(i), code.Empty, "leave it out", "it is empty")
		}
		for k := range 1 + min(max(h.Times, 0), maxTimes) {
			name := h.name()
			if k > 0 {
				name = fmt.Sprintf("%s #%d", name, k+1)
			}
			if seen[name] {
				c.fail(q, code.DuplicateName, "give it another name", "there is already a threshold %q", name)
				break
			}
			seen[name] = true
		}
	}
}

// maxTimes bounds the repetitions of a threshold, maxRepetitions those of all thresholds
// of a file.
const (
	maxTimes       = 100
	maxRepetitions = 10_000
)

// repetition checks how a threshold is counted and repeated.
func (c *compiler) repetition(p source.Path, h *ThresholdSpec) {
	if h.Wall && h.At.Percent != 0 {
		c.fail(p.Key("wall"), code.Conflict, "leave it out, or write time such as -30m", "a share has no plain time")
	}
	every, times := p.Key("every"), p.Key("times")
	switch c.duration(every, h.Every); {
	case h.Every != Duration{Time: h.Every.Time}:
		c.fail(every, code.BadDuration, "write minutes or hours, such as 15m", "%q is not a time after which to repeat", h.Every)
	case !h.Every.IsZero() && h.Times == 0:
		c.fail(every, code.MissingKey, "add times: 8, for example", "it needs the number of repetitions")
	case h.Every.IsZero() && h.Times != 0:
		c.fail(times, code.MissingKey, "add every: 15m, for example", "it needs the time between repetitions")
	case h.Times > 0 && h.Times <= maxTimes && c.repetitions <= maxRepetitions:
		if c.repetitions += h.Times; c.repetitions > maxRepetitions {
			c.fail(times, code.TooLarge, "repeat fewer thresholds, or split the file", "thresholds are repeated more than %d times in all", maxRepetitions)
		}
	case h.Times < 0 || h.Times > maxTimes:
		c.fail(times, code.BadNumber, fmt.Sprintf("write a number from 1 to %d", maxTimes), "%d is not a number of repetitions", h.Times)
	}
}

func (c *compiler) exclusions(p source.Path, all []Exclusion) {
	for i, e := range all {
		q := p.At(i)
		if e.When == nil {
			c.fail(q, code.BadCondition, "write what must hold of the ticket, such as {cause: customer, reason: Caused by the customer}", "the exclusion has no predicate")
		}
		c.conditions.check(q, e.When, use{})
		if e.Reason == "" {
			c.fail(q, code.MissingKey, "add reason: why the ticket does not count", "the exclusion needs a reason")
		}
	}
}

// budget checks within, by and due as far as one target has them.
func (c *compiler) budget(p source.Path, t *TargetSpec) {
	within := p.Key("within")
	c.duration(within, t.Within)
	c.matrix(within, t.Matrix, t.By)
	for i, field := range t.By {
		if field == "" {
			c.fail(p.Key("by").At(i), code.Empty, "write the name of a ticket field", "it is empty")
		}
	}
	if len(t.By) > maxBy {
		c.fail(p.Key("by"), code.TooLarge, "choose by fewer", "there are more than %d fields", maxBy)
	}
	timed := !t.Within.IsZero() || t.Matrix != nil || t.By != nil || t.FromField != ""
	switch {
	case t.Due != "" && timed:
		c.fail(p.Key("due"), code.Conflict, "write due, or within", "the deadline is both a field and a duration")
	case t.FromField != "" && (t.Matrix != nil || t.By != nil):
		c.fail(p.Key("by"), code.Conflict, "leave it out, or write a map of durations", "by chooses from several durations, and within is a field")
	case t.FromField != "" && t.Within.IsZero():
		c.fail(within, code.MissingKey, "add default: 4h, for tickets whose field has no duration", "it needs a default")
	case !t.Within.IsZero() && t.Matrix != nil:
		c.fail(within, code.Conflict, "set Within, or By with Matrix", "it is both one duration and several")
	case t.By != nil && !t.Within.IsZero():
		c.fail(p.Key("by"), code.Conflict, "leave it out, or write a map of durations", "by chooses from several durations, and within is one")
	case t.By != nil && t.Matrix == nil:
		c.fail(p.Key("by"), code.MissingKey, "add within: {VALUE: DURATION}", "by needs durations to choose from")
	case t.By == nil && t.Matrix != nil:
		c.fail(within, code.MissingKey, "add by: priority, for example", "several durations need a field that chooses")
	}
	if t.Due != "" && t.Pause != nil && !t.Pause.Never {
		c.fail(p.Key("pause"), code.Conflict, "leave it out", "a deadline from a field is never paused")
	}
	switch before := p.Key("due").Key("before"); {
	case t.Due == "" && !t.Before.IsZero():
		c.fail(before, code.Conflict, "leave it out", "it is for a deadline from a field")
	case t.Before != Duration{Time: t.Before.Time}:
		c.fail(before, code.BadDuration, "write hours, such as 24h", "%q is not counted time", t.Before)
	default:
		c.duration(before, t.Before)
	}
}

// matrix checks the choices by a field, and by those after it.
func (c *compiler) matrix(p source.Path, m Matrix, by []string) {
	if m == nil {
		return
	}
	if len(m) == 0 {
		c.fail(p, code.Empty, "add VALUE: DURATION", "there are no durations")
	}
	nested := false
	for _, value := range slices.Sorted(maps.Keys(m)) {
		q, choice := p.Key(value), m[value]
		set := 0
		for _, is := range []bool{!choice.Within.IsZero(), choice.None, choice.Matrix != nil} {
			if is {
				set++
			}
		}
		c.duration(q, choice.Within)
		switch {
		case set == 0:
			c.fail(q, code.BadDuration, "it must be longer than zero; for no promise write none", "there is no duration for %s", phrase.Quote(value))
		case set > 1:
			c.fail(q, code.Conflict, "set one of Within, None and Matrix", "it is more than one thing")
		case choice.Matrix != nil && len(by) == 1:
			c.fail(q, code.Conflict, "name the next field in by, such as [impact, urgency], or write one duration", "by names no field that chooses here")
		case choice.Matrix != nil:
			nested = true
			c.matrix(q, choice.Matrix, by[min(1, len(by)):])
		}
		if value == "" {
			c.fail(q, code.Empty, "a ticket without the field has the duration for default", "it is empty")
		}
	}
	if len(by) > 1 && !nested {
		c.fail(p, code.Conflict, "leave it out of by, or write a map of durations for a value", "%s chooses nothing here", phrase.Quote(by[1]))
	}
}
