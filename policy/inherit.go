package policy

import (
	"fmt"
	"maps"
	"slices"
	"strings"

	"github.com/tenggat/sla/policy/internal/code"
	"github.com/tenggat/sla/policy/internal/phrase"
	"github.com/tenggat/sla/policy/internal/source"
)

// What inheritance may multiply is bounded.
const (
	maxChain     = 64        // policies that extend one another
	maxInherited = 2_000_000 // the weight of what all policies of a file inherit

	// A target or a predicate weighs as much as so many of the values in it.
	weightOfMany = 10
)

// inherit resolves every policy and checks what came out.
func (c *compiler) inherit() {
	c.identify()
	for i := range c.spec.Policies {
		r := c.resolve(i)
		if r != nil && !r.spec.Abstract {
			c.complete(source.Path("policies").At(i), r)
		}
	}
}

// identify notes the names of the policies.
func (c *compiler) identify() {
	for i := range c.spec.Policies {
		p := source.Path("policies").At(i)
		name := c.spec.Policies[i].Name
		c.name(p, "policy", name)
		if first, twice := c.policies[name]; twice && name != "" {
			c.fail(p.Key("name"), code.DuplicateName, "choose another name", "there is already a policy %q%s",
				name, c.sources.where(source.Path("policies").At(first).Key("name")))
			continue
		}
		if base := c.set.base; base.lookup(name) != nil {
			c.fail(p.Key("name"), code.DuplicateName, "choose another name", "there is already a policy %q%s", name, base.where("policies", name))
		}
		c.policies[name] = i
	}
	c.resolved = make([]*resolved, len(c.spec.Policies))
	c.resolution = make([]progress, len(c.spec.Policies))
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
func (c *compiler) lookup(name string) *resolved {
	if i, own := c.policies[name]; own {
		return c.resolve(i)
	}
	return c.set.base.lookup(name)
}

func (s *Set) lookup(name string) *resolved {
	for ; s != nil; s = s.base {
		if r := s.resolved[name]; r != nil {
			return r
		}
	}
	return nil
}

// resolve lays a policy over the one it extends. It is nil if that cannot be
// done; why is reported once.
func (c *compiler) resolve(i int) *resolved {
	switch c.resolution[i] {
	case finished:
		return c.resolved[i]
	case underway:
		c.cycle(c.chain[slices.Index(c.chain, i):])
		return nil
	}
	c.resolution[i] = underway
	c.chain = append(c.chain, i)
	r := c.extended(i)
	c.chain = c.chain[:len(c.chain)-1]
	c.resolution[i], c.resolved[i] = finished, r
	return r
}

// extended is a policy of the file with what it inherits.
func (c *compiler) extended(i int) *resolved {
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
	c.inherited += parent.weight
	switch {
	case r.chain > maxChain:
		c.fail(at, code.TooDeep, "extend a policy nearer to the first", "more than %d policies extend one another", maxChain)
		return nil
	case c.inherited > maxInherited:
		if !c.tooMany {
			c.fail(at, code.TooLarge, "load customers apart, with Set.Extend", "what the policies inherit is, written out, too much")
		}
		c.tooMany = true
		return nil
	}
	r.extend(parent)
	return r
}

// asWritten is a policy of the file without what it inherits.
func (c *compiler) asWritten(i int) *resolved {
	spec := &c.spec.Policies[i]
	r := &resolved{spec: *spec, revision: first(spec.Revision, c.set.revision), calendar: spec.Calendar.written()}
	if spec.Match != nil {
		r.match = []*Condition{spec.Match}
	}
	r.weight = spec.Match.weight() + spec.Pause.weight() + len(spec.Calendar.Map)
	for j := range spec.Targets {
		t := &spec.Targets[j]
		own := resolvedTarget{
			TargetSpec: *t,
			calendar:   t.Calendar.written(),
			id:         t.id(),
			at:         source.Path("policies").At(i).Key("targets").At(j),
		}
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
func (c *compiler) cycle(chain []int) {
	var names []string
	for _, i := range chain {
		names = append(names, phrase.Quote(c.spec.Policies[i].Name))
	}
	c.fail(source.Path("policies").At(chain[len(chain)-1]).Key("extends"), code.Cycle, "a policy cannot extend itself",
		"%s", circle(names, " extends "))
}

// circle says a cycle in words, shortened if it is long.
func circle(names []string, verb string) string {
	names = append(slices.Clone(names), names[0])
	if len(names) > 8 {
		names = slices.Concat(names[:4], []string{"..."}, names[len(names)-3:])
	}
	return strings.Join(names, verb)
}

func (c *compiler) hasPolicy(name string) bool {
	_, own := c.policies[name]
	return own || c.set.base.lookup(name) != nil
}

// policyNames are the names of all policies, abstract ones too.
func (c *compiler) policyNames() []string {
	names := slices.Collect(maps.Keys(c.policies))
	for s := c.set.base; s != nil; s = s.base {
		names = slices.AppendSeq(names, maps.Keys(s.resolved))
	}
	return names
}

// complete checks a policy that can match, after inheritance.
func (c *compiler) complete(p source.Path, r *resolved) {
	if len(r.targets) == 0 && r.spec.Targets == nil {
		c.fail(p, code.MissingKey, "add targets; write targets: [] to exempt tickets from every target", "the policy has no targets")
	}
	for i := range r.targets {
		t := &r.targets[i]
		at, whose := t.at, ""
		if at == "" {
			at, whose = p, fmt.Sprintf("the inherited target for %s: ", t.Metric)
		}
		if t.Within.IsZero() && len(t.Matrix) == 0 && t.Due == "" {
			c.fail(at, code.MissingKey, "add within: 4h, or due: {field: NAME}", "%sit has no duration and no deadline", whose)
		}
		if t.Due != "" {
			c.deadline(at, whose, t)
		}
	}
}

// deadline refuses what a target whose deadline is a field cannot have.
func (c *compiler) deadline(p source.Path, whose string, t *resolvedTarget) {
	if t.Pause != nil && !t.Pause.Never && t.dueInherited {
		c.fail(p.Key("pause"), code.Conflict, "leave it out", "%sa deadline from a field is never paused", whose)
	}
	if t.AtRisk.Percent != 0 {
		c.fail(p.Key("at_risk"), code.Conflict, "write counted time before the deadline, such as -30m", "%sa deadline from a field has no shares", whose)
	}
	for i := range t.Thresholds {
		if t.Thresholds[i].At.Percent != 0 {
			c.fail(p.Key("thresholds").At(i).Key("at"), code.Conflict, "write counted time such as -30m or +2h, or thresholds: [] to inherit none",
				"%sa deadline from a field has no shares", whose)
		}
	}
}
