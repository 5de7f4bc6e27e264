package policy

import (
	"slices"
	"strconv"
)

// Predicate is a compiled [Condition]: a state predicate, asked with Holds, or
// an event predicate, asked with Matches. It is immutable, safe for concurrent
// use, and allocates nothing when asked. Conditions of a [Set] that say the same
// thing are the same Predicate.
type Predicate struct {
	event      bool     // an event predicate
	events     []string // empty: any type
	actors     uint8    // bits; 0: anybody
	categories uint8    // bits; 0: any
	public     answer
	reopened   answer
	responded  answer
	tests      []test
	while      *Predicate
	all        []*Predicate
	any        []*Predicate // of which one must hold, if there are any
	none       []*Predicate

	byStatus bool // it has a status key, its own or of a predicate inside
}

// answer is what a yes-or-no key asks for.
type answer int8

const (
	unasked answer = iota
	yes
	no
)

func wanted(b *bool) answer {
	switch {
	case b == nil:
		return unasked
	case *b:
		return yes
	}
	return no
}

// allows reports whether the actual value is the one asked for.
func (a answer) allows(actual bool) bool { return a == unasked || actual == (a == yes) }

// operator is how a test compares a field.
type operator uint8

const (
	opIn operator = iota
	opNotIn
	opContains
	opExists
	opLess
	opGreater
	opChanged
	opChangedTo
	opChangedFrom
)

// test is a field with its operator.
type test struct {
	field  string
	number int // of the field
	op     operator
	values []string // of in, not_in, contains, changed_to, changed_from
	limit  float64  // of lt, gt
	want   bool     // of exists, changed
}

// Holds reports whether a state predicate holds for a ticket. A nil Predicate
// holds for every ticket.
func (p *Predicate) Holds(s *State) bool {
	if p == nil {
		return true
	}
	if p.categories != 0 && p.categories&s.Category.bit() == 0 || !p.responded.allows(s.Responded) {
		return false
	}
	for i := range p.tests {
		if !p.tests[i].holds(s) {
			return false
		}
	}
	for _, q := range p.all {
		if !q.Holds(s) {
			return false
		}
	}
	for _, q := range p.none {
		if q.Holds(s) {
			return false
		}
	}
	for _, q := range p.any {
		if q.Holds(s) {
			return true
		}
	}
	return len(p.any) == 0
}

// Matches reports whether an event predicate matches a change. A nil Predicate
// never matches.
func (p *Predicate) Matches(c *Change) bool { return p != nil && p.matches(c, true) }

// MatchesByStatus reports whether an event predicate matches a change because
// of the ticket's status: it matches, and would not if none of its status keys
// did. It tells a stop by status, which a reopening undoes, from a stop by an
// event.
func (p *Predicate) MatchesByStatus(c *Change) bool {
	return p != nil && p.byStatus && p.matches(c, true) && !p.matches(c, false)
}

// HoldsByStatus reports whether the status keys of an event predicate hold for
// the ticket as a change leaves it, whether or not the change moved it there.
// What else the change is or did does not count: they must hold alone.
func (p *Predicate) HoldsByStatus(c *Change) bool {
	if p == nil || !p.byStatus {
		return false
	}
	probe := *c
	probe.Created = true // creation moves a ticket into its category
	probe.Changed = nil
	if p.MatchesByStatus(&probe) {
		return true
	}
	probe.Type = ""
	return p.MatchesByStatus(&probe)
}

// matches is Matches; without byStatus no status key matches.
func (p *Predicate) matches(c *Change, byStatus bool) bool {
	if p.categories != 0 && (!byStatus || p.categories&c.Category.bit() == 0 || !c.Moved()) {
		return false
	}
	if len(p.events) > 0 && !slices.Contains(p.events, c.Type) ||
		p.actors != 0 && p.actors&c.Actor.bit() == 0 ||
		!p.public.allows(!c.Internal) ||
		p.reopened != unasked && !p.reopened.allows(c.Reopened()) ||
		!p.responded.allows(c.Responded) ||
		!p.while.Holds(&c.State) {
		return false
	}
	for i := range p.tests {
		if !p.tests[i].matches(c) {
			return false
		}
	}
	for _, q := range p.all {
		if !q.matches(c, byStatus) {
			return false
		}
	}
	for _, q := range p.none {
		if q.matches(c, byStatus) {
			return false
		}
	}
	for _, q := range p.any {
		if q.matches(c, byStatus) {
			return true
		}
	}
	return len(p.any) == 0
}

// holds compares the field as it is.
func (t *test) holds(s *State) bool { return t.accepts(s.values(t.number)) }

// accepts compares the values of the field.
func (t *test) accepts(values []string) bool {
	switch t.op {
	case opIn:
		return len(values) == 1 && slices.Contains(t.values, values[0])
	case opNotIn:
		return len(values) != 1 || !slices.Contains(t.values, values[0])
	case opContains:
		for _, v := range values {
			if slices.Contains(t.values, v) {
				return true
			}
		}
		return false
	case opExists:
		return t.want == (len(values) > 0)
	case opLess, opGreater:
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
	return t.op == opLess && number < t.limit || t.op == opGreater && number > t.limit
}

// matches compares the field after the change, or what the change did to it.
func (t *test) matches(c *Change) bool {
	if t.op < opChanged {
		return t.holds(&c.State)
	}
	i := slices.IndexFunc(c.Changed, func(f FieldChange) bool { return f.Field == t.number })
	if t.op == opChanged {
		return t.want == (i >= 0)
	}
	if i < 0 {
		return false
	}
	values := c.Changed[i].From
	if t.op == opChangedTo {
		values = c.values(t.number)
	}
	return len(values) == 1 && slices.Contains(t.values, values[0])
}

var actors = [...]Actor{Customer, Agent, Bot, System, Vendor}

// bit is the actor in a set of actors; 0 for an actor nobody knows.
func (a Actor) bit() uint8 {
	switch a {
	case Customer:
		return 1
	case Agent:
		return 2
	case Bot:
		return 4
	case System:
		return 8
	case Vendor:
		return 16
	}
	return 0
}

// newPredicate compiles a condition that has been checked. It shares the lists
// of the condition, and numbers the fields it reads in the table.
func newPredicate(c *Condition, event bool, fields *fieldTable) *Predicate {
	p := &Predicate{
		event:     event,
		events:    c.Event,
		public:    wanted(c.Public),
		reopened:  wanted(c.Reopened),
		responded: wanted(c.Responded),
		any:       newPredicates(c.Any, event, fields),
		none:      newPredicates(c.None, event, fields),
	}
	for _, a := range c.Actor {
		p.actors |= a.bit()
	}
	for _, category := range c.Status {
		p.categories |= category.bit()
	}
	if c.While != nil {
		p.while = newPredicate(c.While, false, fields)
	}
	if c.Field != "" {
		p.tests = append(p.tests, newTest(c, fields))
	}
	for _, q := range newPredicates(c.All, event, fields) {
		p.absorb(q)
	}
	p.each(func(q *Predicate) { p.byStatus = p.byStatus || q.event && q.categories != 0 })
	return p
}

// absorb makes p ask for all that q asks for, with as few predicates inside one
// another as possible.
func (p *Predicate) absorb(q *Predicate) {
	p.tests, p.all, p.none = append(p.tests, q.tests...), append(p.all, q.all...), append(p.none, q.none...)
	q.tests, q.all, q.none = nil, nil, nil
	if !q.empty() {
		p.all = append(p.all, q)
	}
}

func newPredicates(conditions []Condition, event bool, fields *fieldTable) []*Predicate {
	var predicates []*Predicate
	for i := range conditions {
		predicates = append(predicates, newPredicate(&conditions[i], event, fields))
	}
	return predicates
}

// empty reports whether p asks for nothing.
func (p *Predicate) empty() bool {
	return len(p.events) == 0 && p.actors == 0 && p.categories == 0 &&
		p.public == unasked && p.reopened == unasked && p.responded == unasked &&
		p.while == nil && p.tests == nil && p.all == nil && p.any == nil && p.none == nil
}

func newTest(c *Condition, fields *fieldTable) test {
	t := test{field: c.Field, number: fields.number(c.Field)}
	switch {
	case c.Is != nil:
		t.op, t.values = opIn, []string{*c.Is}
	case c.IsNot != nil:
		t.op, t.values = opNotIn, []string{*c.IsNot}
	case c.In != nil:
		t.op, t.values = opIn, c.In
	case c.NotIn != nil:
		t.op, t.values = opNotIn, c.NotIn
	case c.Contains != nil:
		t.op, t.values = opContains, c.Contains
	case c.Exists != nil:
		t.op, t.want = opExists, *c.Exists
	case c.LT != nil:
		t.op, t.limit = opLess, *c.LT
	case c.GT != nil:
		t.op, t.limit = opGreater, *c.GT
	case c.Changed != nil:
		t.op, t.want = opChanged, *c.Changed
	case c.ChangedTo != nil:
		t.op, t.values = opChangedTo, c.ChangedTo
	default:
		t.op, t.values = opChangedFrom, c.ChangedFrom
	}
	return t
}
