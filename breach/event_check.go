package breach

import "fmt"

// check reports what is wrong with an event, except for the ticket that it
// belongs to.
func (e *Event) check(index int) error {
	bad := func(field, message, hint string) error {
		return &EventError{Index: index, ID: e.ID, Field: field, Message: message, Hint: hint}
	}
	switch {
	case e.At.IsZero():
		return bad("at", "the instant of the event is missing", "set the time at which it happened")
	case !inRange(e.At):
		return bad("at", "the instant is outside the years 1 to 9999", "correct it")
	case e.Type == "":
		return bad("type", "the type of the event is missing", `use "updated" for a change of fields`)
	case e.Type == Comment && e.Actor == "":
		return bad("actor", "a comment needs its author", actorHint)
	}
	switch e.Actor {
	case "", Customer, Agent, Bot, System, Vendor:
		return nil
	}
	return bad("actor", fmt.Sprintf("%q is not an actor", string(e.Actor)), actorHint)
}

const actorHint = `use "customer", "agent", "bot", "system" or "vendor"`

// sameTicket reports an error if the event belongs to another ticket than the
// history. A history takes the first name that an event has.
func (e *Event) sameTicket(ticket *string, index int) error {
	if e.Ticket == "" || e.Ticket == *ticket {
		return nil
	}
	if *ticket == "" {
		*ticket = e.Ticket
		return nil
	}
	return &EventError{Index: index, ID: e.ID, Field: "ticket",
		Message: fmt.Sprintf("%q is in the history of ticket %q", e.Ticket, *ticket),
		Hint:    "evaluate each ticket by itself"}
}
