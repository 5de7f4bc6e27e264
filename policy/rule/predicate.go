package rule

import (
	"slices"
	"strconv"
	"time"
)

// Predicate is a compiled condition: a state predicate, evaluated by Holds, or
// an event predicate, evaluated by Matches. Evaluation does not allocate. The
// zero Predicate has no condition: it holds for every ticket and matches no
// event. Predicates are equal if they were compiled as one.
type Predicate struct{ p *predicate }

// IsZero reports whether there is no condition.
func (p Predicate) IsZero() bool { return p.p == nil }

// Holds reports whether a state predicate holds for a ticket.
func (p Predicate) Holds(t *Ticket) bool { return p.p == nil || p.p.holds(t) }

// Matches reports whether an event predicate matches an update.
func (p Predicate) Matches(u *Update) bool { return p.p != nil && p.p.matches(u, true) }

// MatchesByStatus reports whether an event predicate matches an update because
// of the ticket's status: it matches, and would not if none of its status keys
// did. It distinguishes a stop by status, which a reopening reverts, from a stop
// by an event.
func (p Predicate) MatchesByStatus(u *Update) bool {
	return p.p != nil && p.p.byStatus && p.p.matches(u, true) && !p.p.matches(u, false)
}

// ReadsStatus reports whether an event predicate has a status key, its own or of a
// predicate inside.
func (p Predicate) ReadsStatus() bool { return p.p != nil && p.p.byStatus }

// HoldsByStatus reports whether the status keys of an event predicate hold for
// the ticket as an update leaves it, whether or not the update moved it there.
// They must hold alone: what else the update is or did is not taken into
// account.
func (p Predicate) HoldsByStatus(u *Update) bool {
	if p.p == nil || !p.p.byStatus {
		return false
	}
	probe := *u
	probe.Created = true // creation moves a ticket into its category
	probe.Changed = nil
	if p.MatchesByStatus(&probe) {
		return true
	}
	probe.Type = ""
	return p.MatchesByStatus(&probe)
}

type predicate struct {
	event      bool     // an event predicate
	types      []string // of the event; empty: any
	actors     Actor    // a set; 0: anybody
	categories uint8    // a set; 0: any
	public     Answer
	reopened   Answer
	responded  Answer
	asked      Answer
	commented  Actor           // a set, of who made the last comment; 0: anybody or nobody
	during     []NamedCalendar // one of them was open at the creation, if there are any
	until      *untilField     // of a pause rule: it holds until the instant in a field
	tests      []test
	while      *predicate
	all        []*predicate
	any        []*predicate // one of them must hold, if there are any
	none       []*predicate

	byStatus bool // it has a status key, its own or of a predicate inside
}

// Answer is what a yes-or-no key requires.
type Answer int8

// The answers.
const (
	Either Answer = iota
	Yes
	No
)

// allows reports whether the actual value is the required one.
func (a Answer) allows(actual bool) bool { return a == Either || actual == (a == Yes) }

// Operator is how a [Test] compares a field.
type Operator uint8

// The operators. The last three are for event predicates.
const (
	In Operator = iota
	NotIn
	Contains
	Exists
	Less
	Greater
	Changed
	ChangedTo
	ChangedFrom
)

// test is a field with its operator.
type test struct {
	Test
	number int // of the field
}

func (p *predicate) holds(t *Ticket) bool {
	if p.categories != 0 && p.categories&t.Category.bit() == 0 || !p.responded.allows(t.Responded) ||
		!p.asked.allows(t.Asked) || p.commented != 0 && p.commented&t.Commented == 0 || !p.createdIn(t) {
		return false
	}
	for i := range p.tests {
		if !p.tests[i].holds(t) {
			return false
		}
	}
	for _, q := range p.all {
		if !q.holds(t) {
			return false
		}
	}
	for _, q := range p.none {
		if q.holds(t) {
			return false
		}
	}
	for _, q := range p.any {
		if q.holds(t) {
			return true
		}
	}
	return len(p.any) == 0
}

// matches reports whether an event predicate matches; without byStatus no status
// key matches.
func (p *predicate) matches(u *Update, byStatus bool) bool {
	if p.categories != 0 && (!byStatus || p.categories&u.Category.bit() == 0 || !u.Moved()) {
		return false
	}
	if len(p.types) > 0 && !slices.Contains(p.types, u.Type) ||
		p.actors != 0 && p.actors&u.Actor == 0 ||
		!p.public.allows(!u.Internal) ||
		p.reopened != Either && !p.reopened.allows(u.Reopened()) ||
		!p.responded.allows(u.Responded) ||
		p.while != nil && !p.while.holds(&u.Ticket) {
		return false
	}
	for i := range p.tests {
		if !p.tests[i].matches(u) {
			return false
		}
	}
	for _, q := range p.all {
		if !q.matches(u, byStatus) {
			return false
		}
	}
	for _, q := range p.none {
		if q.matches(u, byStatus) {
			return false
		}
	}
	for _, q := range p.any {
		if q.matches(u, byStatus) {
			return true
		}
	}
	return len(p.any) == 0
}

// untilField is a field that holds an instant.
type untilField struct {
	name   string
	number int
}

// HoldsUntil reports whether a pause rule holds for a ticket, and until when if no event
// comes; the zero time is no limit. An instant that has passed is the caller's matter.
func (p Predicate) HoldsUntil(t *Ticket) (until time.Time, holds bool) {
	if p.p == nil {
		return time.Time{}, true
	}
	if !p.p.holds(t) {
		return time.Time{}, false
	}
	return p.p.limit(t), true
}

// limit is until when a predicate that holds does so; zero is no limit.
func (p *predicate) limit(t *Ticket) (until time.Time) {
	if p.until != nil {
		until, _ = instantIn(t.values(p.until.number))
	}
	for _, q := range p.all {
		until = earlier(until, q.limit(t))
	}
	var last time.Time // of the alternatives that hold
	for i, q := range p.any {
		if !q.holds(t) {
			continue
		}
		limit := q.limit(t)
		if limit.IsZero() {
			return until
		}
		if i == 0 || limit.After(last) {
			last = limit
		}
	}
	return earlier(until, last)
}

// earlier is the earlier of two instants; the zero time is never.
func earlier(a, b time.Time) time.Time {
	if a.IsZero() || !b.IsZero() && b.Before(a) {
		return b
	}
	return a
}

// createdIn reports whether the ticket was created in the open time of one of the
// calendars, if there are any.
func (p *predicate) createdIn(t *Ticket) bool {
	for i := range p.during {
		if !t.Created.IsZero() && p.during[i].Calendar.IsOpen(t.Created) {
			return true
		}
	}
	return len(p.during) == 0
}

// holds compares the field as it is.
func (t *test) holds(ticket *Ticket) bool { return t.accepts(ticket.values(t.number)) }

// accepts compares the values of the field.
func (t *test) accepts(values []string) bool {
	switch t.Op {
	case In:
		return len(values) == 1 && slices.Contains(t.Values, values[0])
	case NotIn:
		return len(values) != 1 || !slices.Contains(t.Values, values[0])
	case Contains:
		for _, v := range values {
			if slices.Contains(t.Values, v) {
				return true
			}
		}
		return false
	case Exists:
		return t.Want == (len(values) > 0)
	case Less, Greater:
		number, ok := numberIn(values)
		return ok && t.admits(number)
	}
	return false
}

// numberIn is the number that a field holds.
func numberIn(values []string) (float64, bool) {
	value, ok := single(values)
	if !ok {
		return 0, false
	}
	number, err := strconv.ParseFloat(value, 64)
	return number, err == nil
}

// admits compares the number in the field.
func (t *test) admits(number float64) bool {
	return t.Op == Less && number < t.Limit || t.Op == Greater && number > t.Limit
}

// matches compares the field after the update, or what the update did to it.
func (t *test) matches(u *Update) bool {
	if t.Op < Changed {
		return t.holds(&u.Ticket)
	}
	i := slices.IndexFunc(u.Changed, func(f FieldUpdate) bool { return f.Field == t.number })
	if t.Op == Changed {
		return t.Want == (i >= 0)
	}
	if i < 0 {
		return false
	}
	values := u.Changed[i].From
	if t.Op == ChangedTo {
		values = u.values(t.number)
	}
	return len(values) == 1 && slices.Contains(t.Values, values[0])
}

// each calls do with the predicate and those inside it.
func (p *predicate) each(do func(*predicate)) {
	if p == nil {
		return
	}
	do(p)
	p.while.each(do)
	for _, group := range [...][]*predicate{p.all, p.any, p.none} {
		for _, q := range group {
			q.each(do)
		}
	}
}
