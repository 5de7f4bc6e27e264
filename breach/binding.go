package breach

import (
	"time"

	"github.com/tenggat/sla/policy/rule"
)

// binding is a target with the choices made that depend on the ticket's fields.
// A nil binding is no target. Bindings never change; runs and legs share them.
type binding struct {
	rule.Binding
	due instant // zero unless the target has a due field
}

// same reports whether two bindings are the same target.
func same(a, b *binding) bool {
	return a == b || a != nil && b != nil && a.due == b.due && b.movedTo(a)
}

// movedTo reports whether b and another binding differ only in their due date.
func (b *binding) movedTo(other *binding) bool {
	return b.Target == other.Target && b.Calendar == other.Calendar && b.CalendarName == other.CalendarName &&
		(b.Budget == other.Budget || b.Budget != nil && other.Budget != nil && *b.Budget == *other.Budget)
}

// elapsed is the open time between two instants.
func (b *binding) elapsed(from, until instant) time.Duration {
	return b.Calendar.Elapsed(from.time(), until.time())
}

// add is the instant at which d of open time has passed since from; zero if the
// calendar has too little open time.
func (b *binding) add(from instant, d time.Duration) instant {
	at, err := b.Calendar.Add(from.time(), d)
	if err != nil {
		return instant{}
	}
	return instantOf(at)
}

// nextOpen is the first open instant at or after t; zero if there is none.
func (b *binding) nextOpen(t instant) instant {
	at, err := b.Calendar.NextOpen(t.time())
	if err != nil {
		return instant{}
	}
	return instantOf(at)
}

// bind makes b the target for a ticket. It reports false where the ticket's
// fields lead to no target.
func (b *binding) bind(t rule.Target, s *rule.Ticket) bool {
	due, ok := t.Bind(&b.Binding, s)
	b.due = instant{}
	if t.HasDue() {
		b.due = instantOf(due)
	}
	return ok
}
