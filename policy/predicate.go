package policy

import "github.com/tenggat/sla/policy/rule"

// compileCondition compiles a condition that has been checked. The predicate
// shares its lists. A nil condition and "never" have no predicate.
func compileCondition(c *Condition, event bool, fields *rule.FieldTable) rule.Predicate {
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
		While:     compileCondition(c.While, false, fields),
		All:       compileConditions(c.All, event, fields),
		Any:       compileConditions(c.Any, event, fields),
		None:      compileConditions(c.None, event, fields),
	}
	for _, a := range c.Actor {
		t.Actors = append(t.Actors, rule.ActorNamed(string(a)))
	}
	for _, category := range c.Status {
		number, _ := rule.CategoryNamed(string(category))
		t.Categories = append(t.Categories, number)
	}
	return rule.NewPredicate(t, fields)
}

func compileConditions(conditions []Condition, event bool, fields *rule.FieldTable) []rule.Predicate {
	var all []rule.Predicate
	for i := range conditions {
		all = append(all, compileCondition(&conditions[i], event, fields))
	}
	return all
}

// statePredicate compiles a state condition outside of any program, to describe
// it or to reason about it.
func statePredicate(c *Condition) rule.Predicate {
	return compileCondition(c, false, rule.NewFieldTable(nil))
}
