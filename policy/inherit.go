package policy

import (
	"fmt"
	"maps"
	"slices"
	"strings"

	"github.com/tenggat/sla/policy/internal/source"
)

// resolved is a policy with what it inherits.
type resolved struct {
	spec     PolicySpec // Match and Targets are in the fields below
	match    []*Condition
	targets  []resolvedTarget
	revision string
}

// resolvedTarget is a target with what it inherits from other targets, and the
// place where the nearest of them is written.
type resolvedTarget struct {
	TargetSpec
	at           source.Path // empty when it is inherited as it is
	dueInherited bool
}

// inherit resolves every policy and checks what came out.
func (c *compiler) inherit() {
	for i := range c.spec.Policies {
		p := source.Path("policies").At(i)
		name := c.spec.Policies[i].Name
		c.name(p, "policy", name)
		if first, twice := c.policies[name]; twice && name != "" {
			c.fail(p.Key("name"), CodeDuplicateName, "choose another name", "there is already a policy %q%s",
				name, c.sources.where(source.Path("policies").At(first).Key("name")))
			continue
		}
		if base := c.set.base; base != nil && base.lookup(name) != nil {
			c.fail(p.Key("name"), CodeDuplicateName, "choose another name", "there is already a policy %q%s", name, base.where("policies", name))
		}
		c.policies[name] = i
	}
	for i := range c.spec.Policies {
		r := c.resolve(i)
		if r != nil && !r.spec.Abstract {
			c.complete(source.Path("policies").At(i), r)
		}
	}
}

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

// resolve lays a policy over the one it extends. It is nil in a cycle, which is
// reported once, where it closes.
func (c *compiler) resolve(i int) *resolved {
	spec, p := &c.spec.Policies[i], source.Path("policies").At(i).Key("extends")
	if r, done := c.set.resolved[spec.Name]; done && c.policies[spec.Name] == i {
		return r
	}
	if at := slices.Index(c.resolving, i); at >= 0 {
		c.cycle(c.resolving[at:])
		return nil
	}
	own := &resolved{spec: *spec, revision: first(spec.Revision, c.set.revision)}
	if spec.Match != nil {
		own.match = []*Condition{spec.Match}
	}
	for j, t := range spec.Targets {
		own.targets = append(own.targets, resolvedTarget{TargetSpec: t, at: source.Path("policies").At(i).Key("targets").At(j)})
	}
	if spec.Extends != "" {
		c.resolving = append(c.resolving, i)
		c.named(p, "policy", spec.Extends, CodeUnknownPolicy, c.policyNames())
		if parent := c.lookup(spec.Extends); parent != nil {
			own.extend(parent)
		} else {
			own = nil
		}
		c.resolving = c.resolving[:len(c.resolving)-1]
	}
	if c.policies[spec.Name] == i {
		c.set.resolved[spec.Name] = own
	}
	return own
}

// cycle reports policies that extend one another.
func (c *compiler) cycle(chain []int) {
	var names []string
	for _, i := range append(slices.Clone(chain), chain[0]) {
		names = append(names, quote(c.spec.Policies[i].Name))
	}
	c.fail(source.Path("policies").At(chain[len(chain)-1]).Key("extends"), CodeCycle, "a policy cannot extend itself", "%s", strings.Join(names, " extends "))
}

// policyNames are the names of all policies, abstract ones too.
func (c *compiler) policyNames() []string {
	names := slices.Collect(maps.Keys(c.policies))
	for s := c.set.base; s != nil; s = s.base {
		names = slices.AppendSeq(names, maps.Keys(s.resolved))
	}
	slices.Sort(names)
	return names
}

// extend lays r over its parent.
func (r *resolved) extend(parent *resolved) {
	own, from := &r.spec, &parent.spec
	own.Kind = first(own.Kind, from.Kind)
	own.Valid = first(own.Valid, from.Valid)
	own.Pause = first(own.Pause, from.Pause)
	own.AtRisk = first(own.AtRisk, from.AtRisk)
	own.OnChange = first(own.OnChange, from.OnChange)
	own.OnReopen = first(own.OnReopen, from.OnReopen)
	own.ReopenWindow = first(own.ReopenWindow, from.ReopenWindow)
	own.Boundary = first(own.Boundary, from.Boundary)
	if own.Calendar.isZero() {
		own.Calendar = from.Calendar
	}
	r.match = append(slices.Clone(parent.match), r.match...)
	for _, theirs := range parent.targets {
		i := slices.IndexFunc(r.targets, func(t resolvedTarget) bool {
			return t.Metric == theirs.Metric && t.When.canonical() == theirs.When.canonical()
		})
		if i >= 0 {
			r.targets[i].dueInherited = r.targets[i].Due == ""
			r.targets[i].extend(&theirs.TargetSpec)
		} else {
			r.targets = append(r.targets, resolvedTarget{TargetSpec: theirs.TargetSpec})
		}
	}
}

func (c *CalendarChoice) isZero() bool {
	return c.Name == "" && c.Field == "" && c.Map == nil && c.Default == ""
}

// extend lays t over the target it replaces, key by key; the keys that say how
// much time there is go together.
func (t *TargetSpec) extend(from *TargetSpec) {
	if t.Within.IsZero() && t.By == "" && t.Matrix == nil && t.Due == "" {
		t.Within, t.By, t.Matrix, t.Due = from.Within, from.By, from.Matrix, from.Due
	}
	if t.Calendar.isZero() {
		t.Calendar = from.Calendar
	}
	// What a deadline from a field cannot have is not inherited by it.
	if t.Due == "" {
		t.Pause = first(t.Pause, from.Pause)
	}
	if t.Due == "" || from.AtRisk.Percent == 0 {
		t.AtRisk = first(t.AtRisk, from.AtRisk)
	}
	t.OnChange = first(t.OnChange, from.OnChange)
	t.OnReopen = first(t.OnReopen, from.OnReopen)
	t.ReopenWindow = first(t.ReopenWindow, from.ReopenWindow)
	t.Boundary = first(t.Boundary, from.Boundary)
	if t.Thresholds == nil {
		t.Thresholds = from.Thresholds
	}
}

// complete checks a policy that can match, after inheritance.
func (c *compiler) complete(p source.Path, r *resolved) {
	if len(r.targets) == 0 && r.spec.Targets == nil {
		c.fail(p, CodeMissingKey, "add targets; write targets: [] to exempt tickets from every target", "the policy has no targets")
	}
	for i := range r.targets {
		t := &r.targets[i]
		at, whose := t.at, ""
		if at == "" {
			at, whose = p, fmt.Sprintf("the inherited target for %s: ", t.Metric)
		}
		if t.Within.IsZero() && len(t.Matrix) == 0 && t.Due == "" {
			c.fail(at, CodeMissingKey, "add within: 4h, or due: {field: NAME}", "%sit has no duration and no deadline", whose)
		}
		if t.Due != "" {
			c.deadline(at, whose, t)
		}
	}
}

// deadline refuses what a target whose deadline is a field cannot have.
func (c *compiler) deadline(p source.Path, whose string, t *resolvedTarget) {
	if t.Pause != nil && !t.Pause.Never && t.dueInherited {
		c.fail(p.Key("pause"), CodeConflict, "leave it out", "%sa deadline from a field is never paused", whose)
	}
	if t.AtRisk.Percent != 0 {
		c.fail(p.Key("at_risk"), CodeConflict, "write counted time before the deadline, such as -30m", "%sa deadline from a field has no shares", whose)
	}
	for i := range t.Thresholds {
		if t.Thresholds[i].At.Percent != 0 {
			c.fail(p.Key("thresholds").At(i).Key("at"), CodeConflict, "write counted time such as -30m or +2h, or thresholds: [] to inherit none",
				"%sa deadline from a field has no shares", whose)
		}
	}
}
