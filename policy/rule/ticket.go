package rule

import "time"

// Ticket is a ticket at an instant, as the state predicates of one Program see
// it. It has only those of the ticket's fields that a rule of the Program
// reads. [Program.Ticket] makes one. It belongs to the caller.
type Ticket struct {
	Values    [][]string // by field number, see [Program.FieldNumber]; never one empty text
	Category  Category   // of the ticket's status
	Responded bool       // a public agent comment has been made since creation
	Asked     bool       // a customer created the ticket, or has made a public comment since
	Commented Actor      // who made the last public comment, or else created the ticket
	Created   time.Time  // zero: it is not known
}

// values are the values of a field; none of a nil Ticket.
func (t *Ticket) values(field int) []string {
	if t == nil || field >= len(t.Values) {
		return nil
	}
	return t.Values[field]
}

// Update is what one event did to a ticket, as event predicates see it. It
// belongs to the caller.
type Update struct {
	Type     string // "created", "comment", "updated", or the host's own
	Actor    Actor
	Internal bool
	Created  bool          // this event created the ticket
	From     Category      // the category before the event; not used when Created
	Before   Category      // the last category before the event that was not void; likewise
	Changed  []FieldUpdate // the fields whose Values the event changed
	Ticket                 // after the event
}

// FieldUpdate is a field that an event changed, with the values it had before.
type FieldUpdate struct {
	Field int      // its number
	From  []string // empty: it was not set
}

// Reopened reports whether the event moved the ticket out of solved or closed
// into a category that is neither of them nor void. A solved ticket that becomes
// void is reopened when it leaves void for an unsolved category.
func (u *Update) Reopened() bool {
	return !u.Created && u.Before.Done() && !u.Category.Done() && u.Category != Void
}

// Moved reports whether the event moved the ticket into its category. Creation
// moves a ticket into its first category.
func (u *Update) Moved() bool { return u.Created || u.From != u.Category }

// single is the value of a field that has exactly one.
func single(values []string) (value string, ok bool) {
	if len(values) != 1 {
		return "", false
	}
	return values[0], true
}

// normal is values, or none if they are one empty text.
func normal(values []string) []string {
	if len(values) == 1 && values[0] == "" {
		return nil
	}
	return values
}
