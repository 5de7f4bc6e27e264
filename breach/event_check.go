package breach

import "fmt"

// check says what is wrong with an event, but for the ticket it belongs to.
func (e *Event) check(index int) error {
	bad := func(field, reason string) error {
		return &EventError{Index: index, ID: e.ID, Field: field, Reason: reason}
	}
	switch {
	case e.At.IsZero():
		return bad("at", "an event needs the instant at which it happened")
	case !inRange(e.At):
		return bad("at", "the instant lies outside the years 1 to 9999")
	case e.Type == "":
		return bad("type", `an event needs a type, such as "updated"`)
	case e.Type == Comment && e.Actor == "":
		return bad("actor", `a comment needs its author: "customer", "agent", "bot", "system" or "vendor"`)
	}
	switch e.Actor {
	case "", Customer, Agent, Bot, System, Vendor:
		return nil
	}
	return bad("actor", fmt.Sprintf(`%q is none of "customer", "agent", "bot", "system" and "vendor"`, string(e.Actor)))
}

// sameTicket says whether the event may stand in a history of ticket; a history
// takes the first name it meets.
func (e *Event) sameTicket(ticket *string, index int) error {
	if e.Ticket == "" || e.Ticket == *ticket {
		return nil
	}
	if *ticket == "" {
		*ticket = e.Ticket
		return nil
	}
	return &EventError{Index: index, ID: e.ID, Field: "ticket",
		Reason: fmt.Sprintf("%q in a history of ticket %q: evaluate each ticket by itself", e.Ticket, *ticket)}
}
