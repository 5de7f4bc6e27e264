package policy

import (
	"fmt"

	"github.com/tenggat/sla/policy/internal/code"
	"github.com/tenggat/sla/policy/internal/source"
)

// inherit resolves every policy and checks the result.
func (c *compiler) inherit() {
	c.inheritance = resolver{
		collector: c.collector,
		policies:  c.spec.Policies,
		base:      c.set.base,
		revision:  c.set.revision,
		byName:    make(map[string]int),
		resolved:  make([]*resolved, len(c.spec.Policies)),
		progress:  make([]progress, len(c.spec.Policies)),
		inherited: make(map[source.Path]bool),
	}
	r := &c.inheritance
	r.identify()
	for i := range r.policies {
		if p := r.resolve(i); p != nil && !p.spec.Abstract {
			r.complete(source.Path("policies").At(i), p)
		}
	}
}

// complete checks a policy that can match, after inheritance.
func (c *resolver) complete(p source.Path, r *resolved) {
	if len(r.targets) == 0 && r.spec.Targets == nil {
		c.fail(p, code.MissingKey, "add targets; write targets: [] to exempt tickets from every target", "the policy has no targets")
	}
	for i := range r.targets {
		t := &r.targets[i]
		at, whose := t.at, ""
		if at == "" {
			if c.told(t) {
				continue
			}
			at, whose = p, fmt.Sprintf("the inherited target for %s: ", t.Metric)
		}
		if t.Within.IsZero() && len(t.Matrix) == 0 && t.FromField == "" && t.Due == "" {
			c.fail(at, code.MissingKey, "add within: 4h, or due: {field: NAME}", "%sit has no duration and no deadline", whose)
		}
		if t.Due != "" {
			c.deadline(at, whose, t)
		}
	}
}

// told reports whether the mistakes in an inherited target are reported already:
// where it is written, or for another policy that inherits it as it is.
func (c *resolver) told(t *resolvedTarget) bool {
	if t.written == "" {
		return false
	}
	if c.entailed(t.written) || c.inherited[t.written] {
		return true
	}
	c.inherited[t.written] = true
	return false
}

// deadline refuses what a target whose deadline is a field cannot have.
func (c *resolver) deadline(p source.Path, whose string, t *resolvedTarget) {
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
