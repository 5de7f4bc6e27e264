package policy

import (
	"github.com/tenggat/sla/calendar"
	"github.com/tenggat/sla/policy/rule"
)

// New compiles a Spec. It makes all checks that [Parse] makes. The error is
// [Errors], whose places are paths, such as policies[2].targets[0].within,
// instead of lines. The Set keeps a copy of the Spec.
func New(spec Spec) (*Set, error) {
	return newCompiler(&spec, collector{}, nil).compile()
}

// compiler makes a Set from a Spec, in stages.
type compiler struct {
	*collector
	spec        *Spec
	set         *Set
	conditions  conditionChecker
	inheritance resolver
	metricSpecs map[string]MetricSpec // own ones, laid over presets
}

// stages are the stages of compiling a Spec, in order. After a final stage
// nothing goes on if there are errors; after the others, later stages find more
// of them.
var stages = []struct {
	name  string
	run   func(*compiler)
	final func(*compiler) bool
}{
	{name: "settings", run: (*compiler).settings},
	{name: "agreement", run: (*compiler).agreement},
	{name: "calendars", run: (*compiler).calendars},
	{name: "statuses", run: (*compiler).statuses},
	{name: "metrics", run: (*compiler).metrics},
	{name: "policies as written", run: (*compiler).written, final: (*compiler).endless},
	{name: "own copy", run: (*compiler).copySpec},
	{name: "inheritance", run: (*compiler).inherit},
	{name: "objectives", run: (*compiler).objectives, final: (*compiler).failed},
	{name: "program", run: (*compiler).build},
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
			statuses:  make(map[string]Category),
			resolved:  make(map[string]*resolved),
			interned:  make(map[string]rule.Predicate),
		},
	}
	c.conditions.collector = c.collector
	return c
}

func (c *compiler) compile() (*Set, error) {
	for _, stage := range stages {
		stage.run(c)
		if stage.final != nil && stage.final(c) {
			return nil, c.result()
		}
	}
	return c.set, nil
}

// failed reports whether there are errors.
func (c *compiler) failed() bool { return len(c.errs) > 0 }

// endless reports whether the predicates have no end, or have too many parts to
// go on.
func (c *compiler) endless() bool { return c.conditions.tooMany }

// copySpec makes the Set independent of what the host does with its Spec.
func (c *compiler) copySpec() {
	c.set.spec = c.spec.clone()
	c.spec = &c.set.spec
}

// build compiles what has been checked.
func (c *compiler) build() { c.set.build(c.metricSpecs, c.inheritance.resolved) }
