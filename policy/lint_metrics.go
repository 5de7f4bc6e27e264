package policy

import (
	"fmt"
	"maps"
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

// stopAtStart warns about a metric that a creation starts although it has already what stops
// the metric: the event that starts a clock cannot stop it.
func (l *linter) stopAtStart(p source.Path, m MetricSpec) {
	if m.Start == nil || m.Stop == nil {
		return
	}
	created := &Condition{Event: []string{"created"}}
	stops := m.Stop.Any
	if len(stops) == 0 {
		stops = []Condition{*m.Stop}
	}
	for i := range stops {
		field := stops[i].Field
		if field == "" || stops[i].Exists == False || stops[i].IsNot != "" || stops[i].NotIn != nil || stops[i].ChangedFrom != nil {
			continue
		}
		if l.Impossible(described(m.Start, true), described(created, true), described(&stops[i], true)) {
			continue
		}
		l.warn(p.Key("start"), code.StopAtStart, fmt.Sprintf("add while: {%s} to the start", stops[i].without()),
			"a creation at which %s starts the metric and does not stop it: the event that starts a clock cannot stop it", described(&stops[i], true))
	}
}

// without is the state predicate, in the language, of a ticket that does not have what
// a condition on a field requires.
func (c *Condition) without() string {
	values := slices.Concat(c.In, c.Contains, c.ChangedTo)
	if c.Is != "" {
		values = append(values, c.Is)
	}
	if len(values) == 0 {
		return "field: " + phrase.Quote(c.Field) + ", exists: false"
	}
	return "field: " + phrase.Quote(c.Field) + ", not_in: [" + strings.Join(values, ", ") + "]"
}

const laterHint = "name an event that can come while the clock runs"
