package breach

import (
	"time"

	"github.com/tenggat/sla/policy"
)

// ticket is what the events so far have made of a ticket, as predicates see it.
type ticket struct {
	name    string
	created time.Time // zero until the created event
	status  string    // the host's own text
	known   bool      // whether a category lists it
	policy.State
}

// actorValues are the values of created_by, made once so that setting the field
// allocates nothing.
var actorValues = map[Actor][]string{
	Customer: {string(Customer)}, Agent: {string(Agent)}, Bot: {string(Bot)},
	System: {string(System)}, Vendor: {string(Vendor)},
}

// createdBy is the field that holds the actor of the created event unless the
// host sets it.
const createdBy = "created_by"

// apply sets the fields of an event at an instant and returns what the event
// changed. The changed fields are appended to changed, a scratch buffer.
func (t *ticket) apply(set *policy.Set, e *Event, at time.Time, changed []policy.FieldChange) policy.Change {
	change := policy.Change{
		Type: e.Type, Actor: e.Actor, Internal: e.Internal,
		Created: e.Type == Created, From: t.Category,
	}
	if t.Fields == nil {
		t.Fields = make(policy.Fields, len(e.Fields)+1)
	}
	for name, values := range e.Fields {
		changed = t.setField(name, values, changed)
	}
	if change.Created {
		if by := actorValues[e.Actor]; by != nil && unset(t.Fields[createdBy]) {
			changed = t.setField(createdBy, by, changed)
		}
		t.created = at
	}
	if !t.created.IsZero() && e.Type == Comment && e.Actor == Agent && !e.Internal {
		t.Responded = true
	}
	for i := range changed {
		if changed[i].Name == "status" {
			t.status = single(t.Fields["status"])
			t.Category, t.known = set.Category(t.status)
		}
	}
	change.Changed = changed
	change.State = t.State
	return change
}

func (t *ticket) setField(name string, values []string, changed []policy.FieldChange) []policy.FieldChange {
	before := t.Fields[name]
	if sameValues(before, values) {
		return changed
	}
	if unset(values) {
		delete(t.Fields, name)
	} else {
		t.Fields[name] = values
	}
	return append(changed, policy.FieldChange{Name: name, From: before})
}

// single returns the value of a field that has exactly one.
func single(values []string) string {
	if len(values) != 1 {
		return ""
	}
	return values[0]
}
