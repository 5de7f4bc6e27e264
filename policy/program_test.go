package policy

import (
	"github.com/tenggat/sla/policy/rule"
)

// compile compiles a condition by itself.
func compile(c *Condition, event bool, fields *rule.FieldTable) rule.Predicate {
	b := builder{fields: fields}
	return b.compile(c, event)
}

// ticketOf is a ticket as predicates with these fields see it.
func ticketOf(fields *rule.FieldTable, values Fields, predicates ...rule.Predicate) *rule.Ticket {
	s := rule.Source{Fields: fields}
	for i, p := range predicates {
		s.Policies = append(s.Policies, rule.PolicyTerms{Name: string(rune('a' + i)), Match: p})
	}
	return rule.NewProgram(s).Ticket(values)
}

func fieldNames(s *Set) []string {
	p := s.Program()
	names := make([]string, p.FieldNames())
	for i := range names {
		names[i] = p.FieldName(i)
	}
	return names
}

func pauseRules(s *Set) []rule.Predicate {
	p := s.Program()
	all := make([]rule.Predicate, p.PauseRules())
	for i := range all {
		all[i] = p.PauseRule(i)
	}
	return all
}

func timers(s *Set) []rule.Timer {
	p := s.Program()
	all := make([]rule.Timer, p.Timers())
	for i := range all {
		all[i] = p.Timer(i)
	}
	return all
}

// compiledPolicies are the policies of a Set's program.
func compiledPolicies(s *Set) []rule.Policy {
	p := s.Program()
	all := make([]rule.Policy, p.Policies())
	for i := range all {
		all[i] = p.Policy(i)
	}
	return all
}

// compiledTargets are the targets of a policy in the program.
func compiledTargets(s *Set, name string) []rule.Target {
	var all []rule.Target
	for _, p := range compiledPolicies(s) {
		if p.Name() == name {
			for t := range p.Targets() {
				all = append(all, t)
			}
		}
	}
	return all
}

// budgetOf is how long a target gives a ticket.
func budgetOf(s *Set, t rule.Target, fields Fields) (Duration, bool) {
	var b rule.Binding
	_, ok := t.Bind(&b, s.Program().Ticket(fields))
	if b.Budget == nil {
		return Duration{}, false
	}
	d, err := ParseDuration(b.Budget.Text)
	if err != nil {
		panic(err)
	}
	return d, ok
}

// calendarFor is the name of the calendar that counts a target for a ticket.
func calendarFor(s *Set, t rule.Target, fields Fields) rule.NamedCalendar {
	var b rule.Binding
	t.Bind(&b, s.Program().Ticket(fields))
	return rule.NamedCalendar{Name: b.CalendarName, Calendar: b.Calendar}
}

// watches reports whether a field decides what applies to a ticket.
func watches(s *Set, field string) bool {
	n, ok := s.Program().FieldNumber(field)
	return ok && s.Program().Decides(n)
}
