package policy

import (
	"slices"
	"time"
)

// AppendMatch appends to dst what [Set.Match] returns for a ticket in any
// state. It allocates only to grow dst.
func (s *Set) AppendMatch(dst []*Policy, st *State, created time.Time) []*Policy {
	m := matching{state: st, created: created, missing: s.kinds}
	policies := s.policies
	for layer := s; layer != nil && m.missing != 0; layer = layer.base {
		layer.index.search(&m, policies[:layer.own])
		policies = policies[layer.own:]
	}
	for _, p := range m.found {
		if p != nil {
			dst = append(dst, p)
		}
	}
	return dst
}

// matching is one search for the policies of a ticket.
type matching struct {
	state   *State
	created time.Time
	found   [len(kinds)]*Policy
	missing uint8 // bits of the kinds that may still be found

	zone *time.Location // for which date is known
	date civilDate      // of the creation

	read struct { // the field that was last read as a number
		field    int
		done, ok bool
		number   float64
	}
}

// try takes the policy if it is the first of its kind that matches.
func (m *matching) try(p *Policy) {
	i := p.Kind.order()
	if m.missing&(1<<i) != 0 && m.mayHold(p.Match) && m.valid(p) && p.Match.Holds(m.state) {
		m.found[i] = p
		m.missing &^= 1 << i
	}
}

// mayHold is false if the first thing the predicate asks of a field is not so:
// most policies are done with by that.
func (m *matching) mayHold(p *Predicate) bool {
	if p == nil || len(p.tests) == 0 {
		return true
	}
	t := &p.tests[0]
	if t.op == opLess || t.op == opGreater {
		number, ok := m.number(t.number)
		return ok && t.admits(number)
	}
	return t.accepts(m.state.values(t.number))
}

// number is the number in a field. Policies tried one after another tend to ask
// for the same field.
func (m *matching) number(field int) (float64, bool) {
	if r := &m.read; !r.done || r.field != field {
		r.field, r.done = field, true
		r.number, r.ok = numberIn(m.state.values(field))
	}
	return m.read.number, m.read.ok
}

// valid is ValidAt, but works out the date of creation only once.
func (m *matching) valid(p *Policy) bool {
	if p.from == 0 && p.until == 0 {
		return true
	}
	if m.zone != p.zone {
		m.zone, m.date = p.zone, dateOf(m.created, p.zone)
	}
	return p.validOn(m.date)
}

// order is the place of a kind in reports.
func (k Kind) order() int {
	switch k {
	case OLA:
		return 1
	case UC:
		return 2
	}
	return 0
}

// index finds the policies that can match a ticket without trying all of them:
// those that ask for a value of a field are looked up by it.
type index struct {
	rest   []int // the policies to be tried for every ticket
	fields [maxIndexed]indexedField
}

// maxIndexed is the number of fields that are looked up, minIndexed the number
// of policies that make a field worth it, and maxValues the number of values
// with which a policy is.
const (
	maxIndexed = 3
	minIndexed = 4
	maxValues  = 64
)

type indexedField struct {
	number   int
	policies map[string][]int // nil is unused
}

// newIndex indexes policies by the fields most of them ask for.
func newIndex(policies []*Policy) index {
	var x index
	left := make([]int, len(policies))
	for i := range left {
		left[i] = i
	}
	for i := range x.fields {
		field, count := commonField(policies, left)
		if count < minIndexed {
			break
		}
		f := indexedField{field, make(map[string][]int)}
		left = slices.DeleteFunc(left, func(at int) bool {
			values := policies[at].Match.asksFor(field)
			for _, value := range values {
				f.policies[value] = append(f.policies[value], at)
			}
			return values != nil
		})
		x.fields[i] = f
	}
	x.rest = left
	return x
}

// commonField is the field that most of the policies ask for.
func commonField(policies []*Policy, among []int) (field, count int) {
	counts := make(map[int]int)
	for _, i := range among {
		if policies[i].Match == nil {
			continue
		}
		for _, t := range policies[i].Match.tests {
			if t.op == opIn && len(t.values) <= maxValues {
				counts[t.number]++
			}
		}
	}
	for f, n := range counts {
		if n > count || n == count && f < field {
			field, count = f, n
		}
	}
	return field, count
}

// asksFor are the values of which a field must have one for the predicate to
// hold; nil if it does not ask, or would take too many.
func (p *Predicate) asksFor(field int) []string {
	if p == nil {
		return nil
	}
	for _, t := range p.tests {
		if t.op == opIn && t.number == field && len(t.values) <= maxValues {
			return slices.Compact(slices.Sorted(slices.Values(t.values)))
		}
	}
	return nil
}

// search tries the policies that can match, in their order.
func (x *index) search(m *matching, policies []*Policy) {
	var all [maxIndexed + 1][]int
	lists := all[:0]
	add := func(list []int) {
		if len(list) > 0 {
			lists = append(lists, list)
		}
	}
	add(x.rest)
	for i := range x.fields {
		f := &x.fields[i]
		if f.policies == nil {
			break
		}
		if value, ok := single(m.state.values(f.number)); ok {
			add(f.policies[value])
		}
	}
	for len(lists) > 0 && m.missing != 0 {
		nearest := 0
		for i := range lists {
			if lists[i][0] < lists[nearest][0] {
				nearest = i
			}
		}
		m.try(policies[lists[nearest][0]])
		if lists[nearest] = lists[nearest][1:]; len(lists[nearest]) == 0 {
			lists = slices.Delete(lists, nearest, nearest+1)
		}
	}
}
