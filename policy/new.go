package policy

import (
	"fmt"
	"slices"

	"github.com/tenggat/sla/calendar"
	"github.com/tenggat/sla/policy/internal/source"
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

// fail reports a mistake, unless it follows from a part that could not be read.
func (c *compiler) fail(p source.Path, id Code, hint, format string, args ...any) {
	if len(c.errs) >= maxCollected {
		c.dropped++
		return
	}
	if c.entailed(p) {
		return
	}
	c.errs = append(c.errs, &Error{Path: string(p), Code: id, Message: fmt.Sprintf(format, args...), Hint: hint})
}

// entailed reports whether a mistake at p may only be there because a part of
// the file was not read.
func (c *compiler) entailed(p source.Path) bool {
	if len(c.broken) == 0 {
		return false
	}
	f, inFile, _ := c.sources.find(p)
	return slices.ContainsFunc(c.broken, func(b part) bool {
		return b.file == f.name && (b.path.Under(inFile) || inFile.Under(b.path))
	})
}

// failAs reports the error of a reading function at p.
func (c *compiler) failAs(p source.Path, err error) {
	if e, ok := err.(*Error); ok {
		c.fail(p, e.Code, e.Hint, "%s", e.Message)
	}
}
