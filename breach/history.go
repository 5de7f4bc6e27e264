package breach

import (
	"cmp"
	"errors"
	"fmt"
	"maps"
	"slices"
	"time"
)

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

// order returns the events of history that happened by at in the order in which
// they are folded: by instant, at equal instants the creation first, then by
// position. What is wrong with later events does not matter yet.
func order(history []Event, at time.Time) (events []Event, ticket string, err error) {
	var errs []error
	sorted, happened := true, 0 // so many did by at, if they are sorted
	var name string             // by what later events call it
	for i := range history {
		e := &history[i]
		sorted = sorted && (i == 0 || compareEvents(&history[i-1], e) <= 0)
		if e.At.After(at) && inRange(e.At) {
			name = cmp.Or(name, e.Ticket)
			continue
		}
		happened = i + 1
		err := e.check(i)
		if err == nil {
			err = e.sameTicket(&ticket, i)
		}
		if err != nil {
			errs = append(errs, err)
		}
	}
	ticket = cmp.Or(ticket, name)
	if len(errs) > 0 {
		return nil, ticket, errors.Join(errs...)
	}
	if sorted {
		return history[:happened], ticket, nil
	}
	events = slices.DeleteFunc(slices.Clone(history), func(e Event) bool { return e.At.After(at) })
	slices.SortStableFunc(events, func(a, b Event) int { return compareEvents(&a, &b) })
	return events, ticket, nil
}

func compareEvents(a, b *Event) int {
	switch s, t := instantOf(a.At), instantOf(b.At); {
	case s.before(t):
		return -1
	case t.before(s):
		return 1
	}
	return cmp.Compare(boolRank(a.Type != Created), boolRank(b.Type != Created))
}

// sameContent reports whether two events say the same.
func sameContent(a, b *Event) bool {
	return a.At.Equal(b.At) && a.Type == b.Type && a.Actor == b.Actor &&
		a.Internal == b.Internal && a.Reason == b.Reason &&
		maps.EqualFunc(a.Fields, b.Fields, sameValues)
}

// sameValues compares the values of a field, to which none and one empty text
// are the same.
func sameValues(a, b []string) bool {
	return unset(a) && unset(b) || slices.Equal(a, b)
}

func unset(values []string) bool {
	return len(values) == 0 || len(values) == 1 && values[0] == ""
}

// fingerprint is a hash of what the event says, the same in every process, by
// which a Tracker knows a repeated event from a contradicting one.
func (e *Event) fingerprint() uint64 {
	h := fnv(fnvBasis, e.Type, string(e.Actor), e.Reason)
	h = fnvInt(h, uint64(e.At.Unix()))
	h = fnvInt(h, uint64(e.At.Nanosecond()))
	if e.Internal {
		h = fnvInt(h, 1)
	}
	var fields uint64 // a sum, because the order of a map is no content
	for name, values := range e.Fields {
		if unset(values) {
			values = nil
		}
		fields += fnv(fnv(fnvBasis, name), values...)
	}
	return fnvInt(h, fields)
}

// The 64-bit FNV-1a hash; see http://www.isthe.com/chongo/tech/comp/fnv/.
const (
	fnvBasis = 14695981039346656037
	fnvPrime = 1099511628211
)

// fnv hashes texts, each with its length, so that their borders count.
func fnv(h uint64, texts ...string) uint64 {
	for _, text := range texts {
		h = fnvInt(h, uint64(len(text)))
		for i := range len(text) {
			h = (h ^ uint64(text[i])) * fnvPrime
		}
	}
	return h
}

func fnvInt(h, n uint64) uint64 {
	for range 8 {
		h = (h ^ n&0xff) * fnvPrime
		n >>= 8
	}
	return h
}
