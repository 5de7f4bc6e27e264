package policy

// Actor is who did something on a ticket.
type Actor string

// The actors. Automatic replies are made by a Bot, not by an Agent.
const (
	Customer Actor = "customer"
	Agent    Actor = "agent"
	Bot      Actor = "bot"
	System   Actor = "system"
	Vendor   Actor = "vendor"
)

// State is a ticket at an instant, as the state predicates of one Set see it:
// of its fields only those that a rule of the Set reads. [Set.State] makes one.
type State struct {
	Values    [][]string // of the fields, by their [Set.FieldNumber]; never one empty text
	Category  Category   // of the ticket's status; see [Set.Category]
	Responded bool       // a public agent comment has been made since creation
}

// values are those of a field; none of a nil State.
func (s *State) values(field int) []string {
	if s == nil || field >= len(s.Values) {
		return nil
	}
	return s.Values[field]
}

// Change is one event applied to a ticket, as event predicates see it.
type Change struct {
	Type     string // "created", "comment", "updated", or the host's own
	Actor    Actor
	Internal bool
	Created  bool          // this event created the ticket
	From     Category      // the category before the event; meaningless when Created
	Before   Category      // the last category before the event that was not void; likewise
	Changed  []FieldChange // the fields whose Values the event changed
	State                  // after the event
}

// FieldChange is a field that an event changed, with the values it had before.
type FieldChange struct {
	Field int      // its number
	From  []string // empty: it was not set
}

// Reopened reports whether the event moved the ticket out of solved or closed
// into a category that is neither of them nor void. A solved ticket that becomes
// void is reopened when it comes back unsolved.
func (c *Change) Reopened() bool {
	return !c.Created && c.Before.Done() && !c.Category.Done() && c.Category != StatusVoid
}

// Moved reports whether the event moved the ticket into its category: creation
// moves it into its first.
func (c *Change) Moved() bool { return c.Created || c.From != c.Category }
