package policy

import (
	"github.com/tenggat/sla/calendar"
	"github.com/tenggat/sla/policy/rule"
)

// New compiles a Spec. It checks everything [Parse] checks; the error is
// [Errors], whose places are paths, such as policies[2].targets[0].within,
// instead of lines. The Set keeps a copy of the Spec.
func New(spec Spec) (*Set, error) {
	c := newCompiler(&spec, nil, nil)
	return c.finish()
}

// compiler makes a Set from a Spec: it checks what is written, resolves
// inheritance, checks what came out of it, and builds.
type compiler struct {
	spec    *Spec
	set     *Set
	sources *sources
	errs    Errors
	broken  []part // what could not be read: what that entails is not reported

	metricSpecs map[string]MetricSpec
	policies    map[string]int // by name
	resolved    []*resolved
	resolution  []progress
	chain       []int // of policies being resolved

	conditions int  // checked so far
	inherited  int  // the weight of what was inherited so far
	tooMany    bool // of either
	dropped    int  // errors that are not collected any more
}

func newCompiler(spec *Spec, from *sources, base *Set) *compiler {
	return &compiler{
		spec:    spec,
		sources: from,
		set: &Set{
			base:      base,
			sources:   from,
			calendars: make(map[string]*calendar.Calendar),
			statuses:  make(map[string]Category),
			resolved:  make(map[string]*resolved),
			interned:  make(map[string]rule.Predicate),
		},
		policies: make(map[string]int),
	}
}

// finish compiles the Spec. The compiler may hold errors of reading already.
func (c *compiler) finish() (*Set, error) {
	c.settings()
	c.agreement()
	c.calendars()
	c.statuses()
	c.metrics()
	c.written()
	if c.tooMany {
		return nil, c.sources.place(c.errs, c.dropped)
	}
	// From here on nothing depends on what the host does with its Spec.
	c.set.spec = c.spec.clone()
	c.spec = &c.set.spec
	c.inherit()
	c.objectives()
	if len(c.errs) > 0 {
		return nil, c.sources.place(c.errs, c.dropped)
	}
	c.set.build(c.metricSpecs, c.resolved)
	return c.set, nil
}
