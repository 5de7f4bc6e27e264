package breach

import (
	"time"

	"github.com/tenggat/sla/policy"
)

// Actor is who acted on a ticket. It is [policy.Actor].
type Actor = policy.Actor

// The actors. The actor of an automatic reply is a Bot, not an Agent.
const (
	Customer = policy.ActorCustomer
	Agent    = policy.ActorAgent
	Bot      = policy.ActorBot
	System   = policy.ActorSystem
	Vendor   = policy.ActorVendor
)

// The event types that have a meaning here. Any other text is a type of the
// host's own, which the predicates of a policy may name.
const (
	Created = "created" // the ticket was created; every history has one
	Comment = "comment" // somebody wrote a comment; needs an Actor
	Updated = "updated" // fields changed
)

// Event is one thing that happened to a ticket: an immutable fact, with the
// fields it set. A ticket's history is a slice of Events in any order.
//
// Its JSON form is one line of the JSON Lines that examples/evaluate reads; a
// field's value may be text, a number, a boolean, a list of those, or null.
type Event struct {
	Ticket   string        // optional; events of two tickets in one history are an error
	ID       string        // optional; an event with an ID seen before is dropped
	At       time.Time     // when it happened; needed
	Type     string        // Created, Comment, Updated, or the host's own; needed
	Actor    Actor         // optional except for a Comment
	Internal bool          // an internal note: not public
	Fields   policy.Fields // ticket fields set by this event; an empty value clears
	Reason   string        // why, shown beside a pause this event begins
}
