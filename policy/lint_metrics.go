package policy

import (
	"maps"
	"slices"

	"github.com/tenggat/sla/policy/internal/source"
)

// metrics warns about metrics that cannot start, stop or do what else is
// written.
func (l *linter) metrics() {
	for _, name := range slices.Sorted(maps.Keys(l.set.spec.Metrics)) {
		m, p := l.set.metrics[name], source.Path("metrics").Key(name)
		if l.impossible(m.Start) {
			l.warn(p.Key("start"), LintNeverStarts, "no event can be all of this at once; correct it", "the metric %q never starts: %s", name, m.Start)
		}
		if l.neverLater(m.Stop) {
			l.warn(p.Key("stop"), LintNeverStops, laterHint, "the metric %q never stops: %s", name, m.Stop)
		}
		for _, more := range []struct {
			key string
			on  *Predicate
		}{{"restart", m.Restart}, {"cancel", m.Cancel}} {
			if more.on != nil && l.neverLater(more.on) {
				l.warn(p.Key(more.key), LintImpossibleCondition, laterHint, "this never happens while the metric %q runs: %s", name, more.on)
			}
		}
		if m.pause != nil && l.impossible(m.pause) {
			l.warn(p.Key("pause"), LintImpossibleCondition, "correct it", "no ticket can be so: %s", m.pause)
		}
	}
}

const laterHint = "name an event that can come while the clock runs"

// neverLater reports that no event after a ticket's creation matches. A clock
// starts at the creation or later, and a ticket is created once.
func (l *linter) neverLater(p *Predicate) bool {
	f := given(p)
	onlyCreated := f.events != nil && !slices.ContainsFunc(f.events, func(t string) bool { return t != "created" })
	return onlyCreated || l.refuted(f)
}
