package policy

import (
	"cmp"
	"time"
)

// Policy is a policy of a [Set] that can match tickets, with what it inherits.
// It is a copy: changing it changes nothing else.
type Policy struct {
	Name        string
	Description string
	Kind        Kind
	Revision    string    // that results of the policy carry
	Valid       DateRange // the dates of creation of the tickets it is for

	set      *Set
	resolved *resolved
}

// policy makes what users see of a policy.
func (s *Set) policy(r *resolved) *Policy {
	return &Policy{
		Name:        r.spec.Name,
		Description: r.spec.Description,
		Kind:        cmp.Or(r.spec.Kind, SLA),
		Revision:    r.revision,
		Valid:       r.spec.Valid,
		set:         s,
		resolved:    r,
	}
}

// Targets returns the policy's targets, own ones first, with every rule that
// they leave to a parent, the policy or the metric filled in. Of the targets for
// one metric the first whose When holds applies. The caller owns the result.
func (p *Policy) Targets() []TargetSpec {
	if p.resolved == nil {
		return nil
	}
	targets := make([]TargetSpec, len(p.resolved.targets))
	for i := range targets {
		t := p.set.effective(p.resolved, &p.resolved.targets[i])
		targets[i] = t.clone()
	}
	return targets
}

// effective is a target of a policy with every rule filled in. A target that
// never pauses has no Pause.
func (s *Set) effective(r *resolved, t *resolvedTarget) TargetSpec {
	m, policy := s.metric(t.Metric), &r.spec
	e := t.TargetSpec
	if c := cmp.Or(t.calendar, r.calendar); c != nil {
		e.Calendar = *c
	}
	e.AtRisk = cmp.Or(t.AtRisk, policy.AtRisk, defaultAtRisk)
	e.OnChange = cmp.Or(t.OnChange, policy.OnChange, OnChangeCarry)
	e.OnReopen = cmp.Or(t.OnReopen, policy.OnReopen, m.onReopen)
	e.ReopenWindow = cmp.Or(t.ReopenWindow, policy.ReopenWindow)
	e.Boundary = cmp.Or(t.Boundary, policy.Boundary, BoundaryClose)
	e.DayCount = cmp.Or(t.DayCount, policy.DayCount)
	if e.Exclude == nil {
		e.Exclude = policy.Exclude
	}
	switch {
	case t.Due != "":
		e.Pause = nil
		if e.AtRisk.Percent != 0 {
			e.AtRisk = Mark{}
		}
	case t.Pause != nil:
	case m.pause != nil:
		e.Pause = m.pause
	case m.pausable:
		e.Pause = policy.Pause
	}
	if e.Pause != nil && e.Pause.Never {
		e.Pause = nil
	}
	return e
}

// Policies are the policies that can match, in the order in which they are
// tried. Abstract policies cannot match.
func (s *Set) Policies() []*Policy {
	p := s.Program()
	all := make([]*Policy, p.Policies())
	for i := range all {
		all[i] = s.policy(s.lookup(p.Policy(i).Name()))
	}
	return all
}

// Match returns the policies for a ticket with these fields that was created at
// this instant and is not answered yet: of each kind the first that matches, in
// the order of kinds.
func (s *Set) Match(f Fields, created time.Time) []*Policy {
	p := s.Program()
	var all []*Policy
	t := p.Ticket(f)
	t.Created = created
	for _, found := range p.Match(nil, t, created) {
		all = append(all, s.policy(s.lookup(found.Name())))
	}
	return all
}

// Fields are a ticket's fields, with the shape of [net/url.Values]: one value is
// the rule, several are tags, none (or one empty text) means that the field is
// not set.
type Fields map[string][]string
