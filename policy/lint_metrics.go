package policy

import (
	"fmt"
	"maps"
	"reflect"
	"slices"
	"strings"

	"github.com/tenggat/sla/policy/internal/code"
	"github.com/tenggat/sla/policy/internal/phrase"
	"github.com/tenggat/sla/policy/internal/source"
	"github.com/tenggat/sla/policy/rule"
)

// metrics warns about metrics that cannot start, stop or do what else is
// written.
func (l *linter) metrics() {
	specs := l.set.spec.allMetrics()
	for _, name := range slices.Sorted(maps.Keys(l.set.spec.Metrics)) {
		m, p := l.set.metrics[name], source.Path("metrics").Key(name)
		if l.Impossible(m.Start()) {
			l.warn(p.Key("start"), code.NeverStarts, "no event can match all of this at once; correct it", "the metric %q never starts: %s", name, m.Start())
		}
		if l.NeverAfterCreation(m.Stop()) {
			l.warn(p.Key("stop"), code.NeverStops, laterHint, "the metric %q never stops: %s", name, m.Stop())
		}
		l.stopAtStart(p, specs[name])
		for _, more := range []struct {
			key string
			on  rule.Predicate
		}{{"restart", m.Restart()}, {"cancel", m.Cancel()}} {
			if !more.on.IsZero() && l.NeverAfterCreation(more.on) {
				l.warn(p.Key(more.key), code.ImpossibleCondition, laterHint, "this never happens while the metric %q runs: %s", name, more.on)
			}
		}
		if pause := statePredicate(m.pause); !pause.IsZero() && l.Impossible(pause) {
			l.warn(p.Key("pause"), code.ImpossibleCondition, "correct it", "no ticket can match: %s", pause)
		}
	}
}

const laterHint = "name an event that can come while the clock runs"

// stopAtStart warns about a metric that a creation starts although it has already what stops
// the metric: the event that starts a clock cannot stop it.
func (l *linter) stopAtStart(p source.Path, m MetricSpec) {
	if m.Start == nil || m.Stop == nil {
		return
	}
	stops := m.Stop.Any
	if len(stops) == 0 || m.Stop.Field != "" || len(m.Stop.All) > 0 {
		stops = []Condition{*m.Stop}
	}
	asked := make(map[string]bool) // the fields that the start looks at
	m.Start.each("", func(_ source.Path, c *Condition) bool {
		asked[c.Field] = true
		return true
	})
	created := described(&Condition{Event: []string{"created"}}, true)
	for i := range stops {
		alternatives, ok := stops[i].fieldTests()
		if !ok {
			continue
		}
		for _, tests := range alternatives {
			has, hasNot, ok := already(tests)
			// Any change of a field, beside other ways to stop, may well be meant.
			anyChange := len(tests) == 1 && tests[0].Changed == True
			if !ok || anyChange && (asked[tests[0].Field] || len(stops) > 1 || len(alternatives) > 1) ||
				l.Impossible(described(m.Start, true), created, statePredicate(&has)) {
				continue
			}
			l.warn(p.Key("start"), code.StopAtStart, fmt.Sprintf("add while: %s to the start", hasNot.inLine()),
				"a creation at which %s starts the metric and does not stop it: the event that starts a clock cannot stop it", statePredicate(&has))
		}
	}
}

// fieldTests are the tests of ticket fields that a predicate is made of: of each
// alternative, all must pass. It is not ok if there is anything else.
func (c *Condition) fieldTests() (alternatives [][]*Condition, ok bool) {
	rest := *c
	rest.Field, rest.Is, rest.In, rest.Exists, rest.Changed, rest.ChangedTo, rest.All, rest.Any = "", "", nil, 0, 0, nil, nil, nil
	if !reflect.ValueOf(rest).IsZero() || c.Changed == False || len(c.Any) > 0 && (c.Field != "" || len(c.All) > 0) {
		return nil, false
	}
	var tests []*Condition
	if c.Field != "" {
		tests = append(tests, c)
	}
	for i := range c.All {
		more, ok := c.All[i].fieldTests()
		if !ok || len(more) != 1 {
			return nil, false
		}
		tests = append(tests, more[0]...)
	}
	if len(c.Any) == 0 {
		return [][]*Condition{tests}, len(tests) > 0
	}
	for i := range c.Any {
		more, ok := c.Any[i].fieldTests()
		if !ok {
			return nil, false
		}
		alternatives = append(alternatives, more...)
	}
	return alternatives, true
}

// already is the state of a ticket of which the tests would hold, and the opposite. It is
// not ok unless the tests are about one field.
func already(tests []*Condition) (has, hasNot Condition, ok bool) {
	var values []string
	exists, field := True, tests[0].Field
	for _, t := range tests {
		switch {
		case t.Field != field:
			return has, hasNot, false
		case t.Exists == False:
			exists = False
		case t.Is != "":
			values = []string{t.Is}
		case t.In != nil:
			values = t.In
		case t.ChangedTo != nil:
			values = t.ChangedTo
		}
	}
	switch {
	case exists == False:
		return has, hasNot, false // clearing the field stops the clock
	case len(values) == 1:
		return Condition{Field: field, Is: values[0]}, Condition{Field: field, IsNot: values[0]}, true
	case values != nil:
		return Condition{Field: field, In: values}, Condition{Field: field, NotIn: values}, true
	}
	return Condition{Field: field, Exists: True}, Condition{Field: field, Exists: False}, true
}

// inLine is a test of a field as it is written in one line.
func (c *Condition) inLine() string {
	switch {
	case c.IsNot != "":
		return fmt.Sprintf("{field: %s, is_not: %s}", phrase.Quote(c.Field), phrase.Quote(c.IsNot))
	case c.NotIn != nil:
		var values []string
		for _, v := range c.NotIn[:min(len(c.NotIn), 5)] {
			values = append(values, phrase.Quote(v))
		}
		if len(values) < len(c.NotIn) {
			values = append(values, "...")
		}
		return fmt.Sprintf("{field: %s, not_in: [%s]}", phrase.Quote(c.Field), strings.Join(values, ", "))
	}
	return fmt.Sprintf("{field: %s, exists: %s}", phrase.Quote(c.Field), c.Exists)
}
