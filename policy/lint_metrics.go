package policy

import (
	"maps"
	"slices"

	"github.com/tenggat/sla/policy/internal/code"
	"github.com/tenggat/sla/policy/internal/source"
	"github.com/tenggat/sla/policy/rule"
)

// metrics warns about metrics that cannot start, stop or do what else is
// written.
func (l *linter) metrics() {
	for _, name := range slices.Sorted(maps.Keys(l.set.spec.Metrics)) {
		m, p := l.set.metrics[name], source.Path("metrics").Key(name)
		if l.Impossible(m.Start()) {
			l.warn(p.Key("start"), code.NeverStarts, "no event can match all of this at once; correct it", "the metric %q never starts: %s", name, m.Start())
		}
		if l.NeverAfterCreation(m.Stop()) {
			l.warn(p.Key("stop"), code.NeverStops, laterHint, "the metric %q never stops: %s", name, m.Stop())
		}
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
