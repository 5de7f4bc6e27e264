package policy

import "github.com/tenggat/sla/policy/rule"

// compile compiles a condition that has been checked. The predicate shares its
// lists. A nil condition and "never" have no predicate.
func (b *builder) compile(c *Condition, event bool) rule.Predicate {
	if c == nil || c.Never {
		return rule.Predicate{}
	}
	t := &rule.Terms{
		Event:     event,
		Types:     c.Event,
		Public:    rule.Answer(c.Public),
		Reopened:  rule.Answer(c.Reopened),
		Responded: rule.Answer(c.Responded),
		Test:      c.test(),
		Asked:     rule.Answer(c.Asked),
		Until:     c.Until,
		While:     b.compile(c.While, false),
		All:       b.compileAll(c.All, event),
		Any:       b.compileAll(c.Any, event),
		None:      b.compileAll(c.None, event),
	}
	for _, a := range c.Actor {
		t.Actors = append(t.Actors, rule.ActorNamed(string(a)))
	}
	for _, a := range c.LastComment {
		t.Commented = append(t.Commented, rule.ActorNamed(string(a)))
	}
	for _, name := range c.CreatedDuring {
		t.During = append(t.During, rule.NamedCalendar{Name: name, Calendar: b.set.calendar(name)})
	}
	for _, category := range c.Status {
		number, _ := rule.CategoryNamed(string(category))
		t.Categories = append(t.Categories, number)
	}
	return rule.NewPredicate(t, b.fields)
}

func (b *builder) compileAll(conditions []Condition, event bool) []rule.Predicate {
	var all []rule.Predicate
	for i := range conditions {
		all = append(all, b.compile(&conditions[i], event))
	}
	return all
}

// statePredicate compiles a state condition outside of any program, to describe
// it or to reason about it. It cannot be asked whether it holds.
func statePredicate(c *Condition) rule.Predicate { return described(c, false) }

// described compiles a condition outside of any program.
func described(c *Condition, event bool) rule.Predicate {
	b := builder{fields: rule.NewFieldTable(nil)}
	return b.compile(c, event)
}
