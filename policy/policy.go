package policy

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
		Kind:        first(r.spec.Kind, SLA),
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
	if c := first(t.calendar, r.calendar); c != nil {
		e.Calendar = *c
	}
	e.AtRisk = first(t.AtRisk, policy.AtRisk, defaultAtRisk)
	e.OnChange = first(t.OnChange, policy.OnChange, OnChangeCarry)
	e.OnReopen = first(t.OnReopen, policy.OnReopen, m.onReopen)
	e.ReopenWindow = first(t.ReopenWindow, policy.ReopenWindow)
	e.Boundary = first(t.Boundary, policy.Boundary, BoundaryClose)
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
