package policy

import (
	"github.com/tenggat/sla/calendar"
	"github.com/tenggat/sla/policy/rule"
)

// compiler makes a Set from a Spec, in stages.
type compiler struct {
	*collector
	spec        *Spec
	set         *Set
	conditions  conditionChecker
	inheritance resolver
	metricSpecs map[string]MetricSpec // own ones, laid over presets
	repetitions int                   // of thresholds

	calendarCompiler *calendar.Compiler
	tooMuch          bool // the calendars take too much work; no more are compiled
}

// newCompiler prepares the compilation of a Spec over a base, which may be nil.
// The collector may have errors of reading already.
func newCompiler(spec *Spec, errs collector, base *Set) *compiler {
	c := &compiler{
		collector: &errs,
		spec:      spec,
		set: &Set{
			base:      base,
			sources:   errs.sources,
			calendars: make(map[string]*calendar.Calendar),
			copies:    make(map[string]*rule.Zoned),
			statuses:  make(map[string]Category),
			resolved:  make(map[string]*resolved),
			interned:  make(map[string]rule.Predicate),
		},
	}
	c.conditions.compiler = c
	c.calendarCompiler = calendar.NewCompiler(work(c.size))
	return c
}

// failed reports whether there are errors.
func (c *compiler) failed() bool { return len(c.errs) > 0 }

// endless reports whether the predicates have no end, or have too many parts to
// go on.
func (c *compiler) endless() bool { return c.conditions.tooMany }
