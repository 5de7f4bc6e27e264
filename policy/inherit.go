package policy

import (
	"cmp"
	"maps"
	"slices"
	"strings"

	"github.com/tenggat/sla/policy/internal/code"
	"github.com/tenggat/sla/policy/internal/phrase"
	"github.com/tenggat/sla/policy/internal/source"
)

// The limits of inheritance, which multiplies what is written.
const (
	maxChain     = 64      // policies that extend one another
	maxInherited = 600_000 // the weight of what all policies of a file inherit
)

// resolver lays policies over the ones they extend.
type resolver struct {
	*collector
	policies []PolicySpec
	base     *Set
	revision string         // of policies that have none of their own
	byName   map[string]int // indexes of policies

	resolved  []*resolved
	inherited map[source.Path]bool // targets whose inheritance as they are is checked
	progress  []progress
	chain     []int // of policies being resolved
	weight    int   // of what was inherited so far
	tooMuch   bool
}

// identify notes the names of the policies.
func (c *resolver) identify() {
	for i := range c.policies {
		p := source.Path("policies").At(i)
		name := c.policies[i].Name
		c.name(p, "policy", name)
		if first, twice := c.byName[name]; twice && name != "" {
			c.fail(p.Key("name"), code.DuplicateName, "choose another name", "there is already a policy %q%s",
				name, c.sources.where(source.Path("policies").At(first).Key("name")))
			continue
		}
		if base := c.base; base.lookup(name) != nil {
			c.fail(p.Key("name"), code.DuplicateName, "choose another name", "there is already a policy %q%s", name, base.where("policies", name))
		}
		c.byName[name] = i
	}
}

// progress is how far the resolution of a policy is.
type progress uint8

const (
	untouched progress = iota
	underway
	finished
)

// lookup finds a policy of the file or its base after inheritance; nil if there
// is none, or if its own inheritance is broken.
func (c *resolver) lookup(name string) *resolved {
	if i, own := c.byName[name]; own {
		return c.resolve(i)
	}
	return c.base.lookup(name)
}

// resolve lays a policy over the one it extends. It is nil if that cannot be
// done; why is reported once.
func (c *resolver) resolve(i int) *resolved {
	switch c.progress[i] {
	case finished:
		return c.resolved[i]
	case underway:
		c.cycle(c.chain[slices.Index(c.chain, i):])
		return nil
	}
	c.progress[i] = underway
	c.chain = append(c.chain, i)
	r := c.extended(i)
	c.chain = c.chain[:len(c.chain)-1]
	c.progress[i], c.resolved[i] = finished, r
	return r
}

// extended is a policy of the file with what it inherits.
func (c *resolver) extended(i int) *resolved {
	p := source.Path("policies").At(i)
	r := c.asWritten(i)
	if r.spec.Extends == "" {
		return r
	}
	at := p.Key("extends")
	c.named(at, "policy", r.spec.Extends, code.UnknownPolicy, c.hasPolicy, c.policyNames)
	parent := c.lookup(r.spec.Extends)
	if parent == nil {
		return nil
	}
	r.chain = parent.chain + 1
	c.weight += parent.weight
	switch {
	case r.chain > maxChain:
		c.fail(at, code.TooDeep, "extend a policy nearer to the first", "more than %d policies extend one another", maxChain)
		return nil
	case c.weight > maxInherited:
		if !c.tooMuch {
			c.fail(at, code.TooLarge, "load customers apart, with Set.Extend", "what the policies inherit is, written out, too much")
		}
		c.tooMuch = true
		return nil
	}
	inherited := len(r.targets)
	r.extend(parent)
	if _, own := c.byName[r.spec.Extends]; !own {
		for i := range r.targets[inherited:] {
			r.targets[inherited+i].written = ""
		}
	}
	return r
}

// asWritten is a policy of the file without what it inherits.
func (c *resolver) asWritten(i int) *resolved {
	spec := &c.policies[i]
	r := &resolved{spec: *spec, revision: cmp.Or(spec.Revision, c.revision), calendar: spec.Calendar.written()}
	if spec.Match != nil {
		r.match = []*Condition{spec.Match}
	}
	r.weight = spec.Match.weight() + spec.Pause.weight() + len(spec.Calendar.Map) + weightOf(spec.Exclude)
	for j := range spec.Targets {
		t := &spec.Targets[j]
		own := resolvedTarget{
			TargetSpec: *t,
			calendar:   t.Calendar.written(),
			id:         t.id(),
			at:         source.Path("policies").At(i).Key("targets").At(j),
		}
		own.written = own.at
		own.Thresholds = slices.Clone(t.Thresholds)
		for k := range own.Thresholds {
			own.Thresholds[k].Name = t.Thresholds[k].name()
		}
		r.targets = append(r.targets, own)
		r.weight += t.weight()
	}
	return r
}

// cycle reports policies that extend one another.
func (c *resolver) cycle(chain []int) {
	var names []string
	for _, i := range chain {
		names = append(names, phrase.Quote(c.policies[i].Name))
	}
	c.fail(source.Path("policies").At(chain[len(chain)-1]).Key("extends"), code.Cycle, "a policy cannot extend itself",
		"%s", circle(names, " extends "))
}

// circle describes a cycle, shortened if it is long.
func circle(names []string, verb string) string {
	names = append(slices.Clone(names), names[0])
	if len(names) > 8 {
		names = slices.Concat(names[:4], []string{"..."}, names[len(names)-3:])
	}
	return strings.Join(names, verb)
}

func (c *resolver) hasPolicy(name string) bool {
	_, own := c.byName[name]
	return own || c.base.lookup(name) != nil
}

// policyNames are the names of all policies, abstract ones too.
func (c *resolver) policyNames() []string {
	names := slices.Collect(maps.Keys(c.byName))
	for s := c.base; s != nil; s = s.base {
		names = slices.AppendSeq(names, maps.Keys(s.resolved))
	}
	return names
}
