package policy

// Fields are a ticket's fields, with the shape of [net/url.Values]: one value
// is the rule, several are tags, none (or one empty text) means the field is
// not set.
type Fields map[string][]string

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

// State is a ticket at an instant, as state predicates see it.
type State struct {
	Fields    Fields
	Category  Category // of the ticket's status; see [Set.Category]
	Responded bool     // a public agent comment has been made since creation
}

// Change is one event applied to a ticket, as event predicates see it.
type Change struct {
	Type     string // "created", "comment", "updated", or the host's own
	Actor    Actor
	Internal bool
	Created  bool          // this event created the ticket
	From     Category      // the category before the event; meaningless when Created
	Changed  []FieldChange // the fields whose values the event changed
	State                  // after the event
}

// FieldChange is a field that an event changed, with the values it had before.
type FieldChange struct {
	Name string
	From []string // empty: it was not set
}

// Reopened reports whether the event moved the ticket out of solved or closed
// into a category that is neither of them nor void.
func (c *Change) Reopened() bool {
	return !c.Created && c.From.Done() && !c.Category.Done() && c.Category != StatusVoid
}

// Moved reports whether the event moved the ticket into its category: creation
// moves it into its first.
func (c *Change) Moved() bool { return c.Created || c.From != c.Category }
