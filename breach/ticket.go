package breach

import (
	"slices"

	"github.com/tenggat/sla/policy"
	"github.com/tenggat/sla/policy/rule"
)

// ticket is a ticket after the events so far, as predicates see it.
type ticket struct {
	name    string
	created instant       // zero until the created event
	status  string        // the host's own text
	known   bool          // whether it is in a category
	before  rule.Category // the last one that was not void
	copies  bool          // values are copied, because the host may change its own
	rule.Ticket
}

// createdBy is the field that holds the actor of the created event unless the
// host sets it.
const createdBy = "created_by"

// update is what an event did to a ticket.
type update struct {
	rule.Update
	status    bool // the host's text for the status changed
	responded bool // it is the first response of an agent
	asked     bool // it is the first question of a customer
	commented bool // the last public comment is of another actor now
}

// apply sets the fields of an event and returns what the event changed. The
// changed fields are appended to changed, a scratch buffer.
func (t *ticket) apply(p rule.Program, e *Event, changed []rule.FieldUpdate) (u update) {
	u.Type, u.Actor, u.Internal = e.Type, rule.ActorNamed(string(e.Actor)), e.Internal
	u.Created, u.From, u.Before = e.Type == Created, t.Category, t.before
	if len(e.Fields) > 0 {
		u.status, changed = t.setFields(p, e.Fields, changed)
	}
	if u.Created {
		t.created, t.Created = instantOf(e.At), e.At.Round(0)
		if field, read := p.FieldNumber(createdBy); read && t.Values[field] == nil {
			changed = t.setField(field, actorValues(e.Actor), changed)
		}
	}
	if !t.created.isZero() && (u.Created || e.Type == Comment && !e.Internal) {
		t.comment(&u)
	}
	u.Changed, u.Ticket = changed, t.Ticket
	return u
}

// comment notes who has created the ticket or made a public comment.
func (t *ticket) comment(u *update) {
	if u.commented = t.Commented != u.Actor; u.commented {
		t.Commented = u.Actor
	}
	switch {
	case u.Actor == rule.ActorNamed(string(Agent)) && !u.Created && !t.Responded:
		t.Responded, u.responded = true, true
	case u.Actor == rule.ActorNamed(string(Customer)) && !t.Asked:
		t.Asked, u.asked = true, true
	}
}

// setFields sets the status and the other fields that a rule of the Set reads.
func (t *ticket) setFields(p rule.Program, fields policy.Fields, changed []rule.FieldUpdate) (status bool, _ []rule.FieldUpdate) {
	left, names := len(fields), p.FieldNames()
	if values, ok := fields["status"]; ok {
		if status = t.setStatus(p, values); p.FieldName(rule.StatusField) != "" {
			changed = t.setField(rule.StatusField, values, changed)
		}
		left--
	}
	if names > 4*len(fields) { // iterating over a field of the map costs more than looking one up
		for name, values := range fields {
			if field, read := p.FieldNumber(name); read {
				changed = t.setField(field, values, changed)
			}
		}
		return status, changed
	}
	for field := rule.StatusField + 1; field < names && left > 0; field++ {
		name := p.FieldName(field)
		if name == "" {
			continue
		}
		if values, ok := fields[name]; ok {
			changed = t.setField(field, values, changed)
			left--
		}
	}
	return status, changed
}

// setStatus sets the host's text for the status, and reports whether it has
// changed.
func (t *ticket) setStatus(p rule.Program, values []string) bool {
	status := single(values)
	if status == t.status {
		return false
	}
	t.status = status
	if t.Category, t.known = p.Category(status); t.Category != rule.Void {
		t.before = t.Category
	}
	return true
}

func (t *ticket) setField(field int, values []string, changed []rule.FieldUpdate) []rule.FieldUpdate {
	if unset(values) {
		values = nil
	}
	before := t.Values[field]
	if slices.Equal(before, values) {
		return changed
	}
	if t.copies {
		values = slices.Clone(values)
	}
	t.Values[field] = values
	return append(changed, rule.FieldUpdate{Field: field, From: before})
}

// actorValues are the values of a field that holds an actor.
func actorValues(a Actor) []string {
	if a == "" {
		return nil
	}
	return []string{string(a)}
}

// single returns the value of a field that has exactly one.
func single(values []string) string {
	if len(values) != 1 {
		return ""
	}
	return values[0]
}
