package policy

import (
	"slices"
)

// defaultAtRisk is when a target is at risk unless it says otherwise.
var defaultAtRisk = Mark{Percent: 75_000}

// build compiles a Spec that has been checked.
func (c *compiler) build() {
	c.buildMetrics()
	var own []*Policy
	for i, r := range c.resolved {
		c.set.resolved[c.spec.Policies[i].Name] = r
		if !r.spec.Abstract {
			own = append(own, c.buildPolicy(r))
		}
	}
	c.set.arrange(own)
}

// compile compiles a condition, once for all that say the same; "never" and no
// condition at all are nil.
func (c *compiler) compile(cond *Condition, event bool) *Predicate {
	if cond == nil || cond.Never {
		return nil
	}
	if p, done := c.compiled[cond]; done {
		return p
	}
	p := c.intern(cond, event)
	c.compiled[cond] = p
	return p
}

// intern is the Set's predicate for a condition.
func (c *compiler) intern(cond *Condition, event bool) *Predicate {
	key := cond.canonical()
	if event {
		key = "event " + key
	}
	for s := c.set; s != nil; s = s.base {
		if p, ok := s.interned[key]; ok {
			return p
		}
	}
	p := newPredicate(cond, event, c.set.fields)
	c.set.interned[key] = p
	return p
}

func (c *compiler) buildPolicy(r *resolved) *Policy {
	p := &Policy{
		Name:        r.spec.Name,
		Description: r.spec.Description,
		Kind:        first(r.spec.Kind, SLA),
		Revision:    r.revision,
		Match:       c.conjunction(r.match),
		Valid:       r.spec.Valid,
		zone:        c.set.zone,
	}
	// Both were checked.
	p.from, _ = parseDate(p.Valid.From)
	p.until, _ = parseDate(p.Valid.Until)
	for i := range r.targets {
		p.Targets = append(p.Targets, c.buildTarget(p, r, &r.targets[i]))
	}
	return p
}

// conjunction compiles the match conditions of a chain of policies.
func (c *compiler) conjunction(conditions []*Condition) *Predicate {
	switch len(conditions) {
	case 0:
		return nil
	case 1:
		return c.compile(conditions[0], false)
	}
	all := new(Predicate)
	for _, cond := range conditions {
		part := *c.compile(cond, false)
		all.absorb(&part)
	}
	return all
}

// buildTarget fills in what a target leaves to its policy and its metric.
func (c *compiler) buildTarget(p *Policy, r *resolved, spec *resolvedTarget) *Target {
	metric, policy := c.set.metric(spec.Metric), &r.spec
	t := &Target{
		Policy:       p,
		Metric:       metric,
		When:         c.compile(spec.When, false),
		Due:          spec.Due,
		By:           spec.By,
		AtRisk:       first(spec.AtRisk, policy.AtRisk, defaultAtRisk),
		Thresholds:   spec.Thresholds,
		OnChange:     first(spec.OnChange, policy.OnChange, Carry),
		OnReopen:     first(spec.OnReopen, policy.OnReopen, metric.OnReopen),
		ReopenWindow: first(spec.ReopenWindow, policy.ReopenWindow),
		Boundary:     first(spec.Boundary, policy.Boundary, AtClose),
		PauseRule:    -1,
		by:           c.field(spec.By),
		due:          c.field(spec.Due),
		within:       spec.Within,
		matrix:       spec.Matrix,
		calendar:     c.choose(first(spec.calendar, r.calendar)),
	}
	switch {
	case t.Due != "":
		if t.AtRisk.Percent != 0 {
			t.AtRisk = Mark{}
		}
	case spec.Pause != nil:
		t.Pause = c.compile(spec.Pause, false)
	case metric.ownPause:
		t.Pause = metric.pause
	case metric.pausable:
		t.Pause = c.compile(policy.Pause, false)
	}
	return t
}

// field is the number of a field that a rule reads; 0 for no field.
func (c *compiler) field(name string) int {
	if name == "" {
		return 0
	}
	return c.set.fields.number(name)
}

// choose compiles a choice of calendars, once; no choice is nil.
func (c *compiler) choose(choice *CalendarChoice) *calendarChoice {
	if choice == nil {
		return nil
	}
	if compiled, done := c.choices[choice]; done {
		return compiled
	}
	named := func(name string) namedCalendar {
		built, _ := c.set.Calendar(name)
		return namedCalendar{name, built}
	}
	compiled := &calendarChoice{field: c.field(choice.Field), fallback: named(first(choice.Name, choice.Default))}
	if choice.Field != "" {
		compiled.byValue = make(map[string]namedCalendar, len(choice.Map))
		for value, name := range choice.Map {
			compiled.byValue[value] = named(name)
		}
	}
	c.choices[choice] = compiled
	return compiled
}

// arrange puts a Set's own policies before its base's and numbers clocks and
// pause rules.
func (s *Set) arrange(own []*Policy) {
	if s.base != nil {
		s.clocks, s.pauses = s.base.clocks, s.base.pauses
		s.read, s.watched = slices.Clone(s.base.read), slices.Clone(s.base.watched)
		s.category, s.responded = s.base.category, s.base.responded
		s.policies = s.base.policies
	}
	s.addClocks(own)
	for _, p := range own {
		for _, t := range p.Targets {
			t.Clock = slices.Index(s.clocks, Clock{p.Kind, t.Metric})
			if t.Pause == nil {
				continue
			}
			if t.PauseRule = slices.Index(s.pauses, t.Pause); t.PauseRule < 0 {
				t.PauseRule = len(s.pauses)
				s.pauses = append(slices.Clip(s.pauses), t.Pause)
			}
		}
	}
	s.watch(own)
	s.index, s.own = newIndex(own), len(own)
	s.policies = slices.Concat(own, s.policies)
	for _, p := range s.policies {
		s.kinds |= 1 << p.Kind.order()
	}
}

// addClocks adds the clocks of policies. Where that moves clocks of a base, the
// base's policies are copied, for they are numbered anew.
func (s *Set) addClocks(own []*Policy) {
	var added []Clock
	for _, p := range own {
		for _, t := range p.Targets {
			clock := Clock{p.Kind, t.Metric}
			if !slices.Contains(s.clocks, clock) && !slices.Contains(added, clock) {
				added = append(added, clock)
			}
		}
	}
	if len(added) == 0 {
		return
	}
	before := s.clocks
	s.clocks = slices.Concat(before, added)
	slices.SortStableFunc(s.clocks, func(a, b Clock) int { return a.Kind.order() - b.Kind.order() })
	if slices.Equal(before, s.clocks[:len(before)]) {
		return
	}
	copies := make([]*Policy, len(s.policies))
	for i, p := range s.policies {
		copies[i] = p.renumbered(s.clocks)
	}
	s.policies = copies
}

// renumbered is a copy of a policy for other clocks.
func (p *Policy) renumbered(clocks []Clock) *Policy {
	q := *p
	q.Targets = make([]*Target, len(p.Targets))
	for i, t := range p.Targets {
		u := *t
		u.Policy = &q
		u.Clock = slices.Index(clocks, Clock{q.Kind, u.Metric})
		q.Targets[i] = &u
	}
	return &q
}

// watch collects what the rules of policies read, and what of it decides between
// policies, targets, durations, deadlines and calendars.
func (s *Set) watch(own []*Policy) {
	s.watched = append(s.watched, make([]bool, len(s.fields.names)-len(s.watched))...)
	s.read = append(s.read, make([]string, len(s.fields.names)-len(s.read))...)
	for _, p := range own {
		p.Match.decides(s)
		for _, t := range p.Targets {
			t.When.decides(s)
			if t.By != "" {
				s.decides(t.by)
			}
			if t.Due != "" {
				s.decides(t.due)
			}
			if t.calendar != nil && t.calendar.byValue != nil {
				s.decides(t.calendar.field)
			}
			for _, rule := range []*Predicate{t.Pause, t.Metric.Start, t.Metric.Stop, t.Metric.Restart, t.Metric.Cancel} {
				rule.each(s.reads)
			}
		}
	}
}

// reads notes the fields that a predicate itself reads.
func (s *Set) reads(p *Predicate) {
	for i := range p.tests {
		s.read[p.tests[i].number] = p.tests[i].field
	}
}

// decides notes a field that decides what applies to a ticket.
func (s *Set) decides(field int) {
	s.watched[field] = true
	s.read[field] = s.fields.names[field]
}

// decides notes what a state predicate reads as deciding what applies to a
// ticket.
func (p *Predicate) decides(s *Set) {
	p.each(func(q *Predicate) {
		s.category = s.category || q.categories != 0
		s.responded = s.responded || q.responded != unasked
		for i := range q.tests {
			s.decides(q.tests[i].number)
		}
	})
}

// each calls do with the predicate and those inside it.
func (p *Predicate) each(do func(*Predicate)) {
	if p == nil {
		return
	}
	do(p)
	p.while.each(do)
	for _, group := range [...][]*Predicate{p.all, p.any, p.none} {
		for _, q := range group {
			q.each(do)
		}
	}
}
