package rule

import "time"

// Match appends the policies for a ticket created at an instant: of each kind
// the first that matches, in the order of kinds. It allocates only to grow dst.
func (p Program) Match(dst []Policy, t *Ticket, created time.Time) []Policy {
	m := matching{ticket: t, created: created, missing: p.p.kinds}
	policies := p.p.policies
	for layer := p.p; layer != nil && m.missing != 0; layer = layer.base {
		layer.index.search(&m, policies[:layer.own])
		policies = policies[layer.own:]
	}
	for _, found := range m.found {
		if found != nil {
			dst = append(dst, Policy{found})
		}
	}
	return dst
}

// matching is one search for the policies of a ticket.
type matching struct {
	ticket  *Ticket
	created time.Time
	found   [Kinds]*policy
	missing uint8 // bits of the kinds that may still be found

	zone *time.Location // for which date is computed
	date int            // of the creation

	read struct { // the field that was last read as a number
		field    int
		done, ok bool
		number   float64
	}
}

// try takes the policy if it is the first of its kind that matches.
func (m *matching) try(p *policy) {
	i := p.Kind.Order
	if m.missing&(1<<i) != 0 && m.mayHold(p.Match.p) && m.valid(p) && p.Match.Holds(m.ticket) {
		m.found[i] = p
		m.missing &^= 1 << i
	}
}

// mayHold is false if the first test of the predicate fails. Most policies are
// ruled out by that.
func (m *matching) mayHold(p *predicate) bool {
	if p == nil || len(p.tests) == 0 {
		return true
	}
	t := &p.tests[0]
	if t.Op == Less || t.Op == Greater {
		number, ok := m.number(t.number)
		return ok && t.admits(number)
	}
	return t.accepts(m.ticket.values(t.number))
}

// number is the number in a field. Policies that are tried one after another
// often test the same field.
func (m *matching) number(field int) (float64, bool) {
	if r := &m.read; !r.done || r.field != field {
		r.field, r.done = field, true
		r.number, r.ok = numberIn(m.ticket.values(field))
	}
	return m.read.number, m.read.ok
}

// valid is ValidAt, but computes the date of creation only once.
func (m *matching) valid(p *policy) bool {
	if !p.dated() {
		return true
	}
	if m.zone != p.Zone {
		m.zone, m.date = p.Zone, dateOf(m.created, p.Zone)
	}
	return p.validOn(m.date)
}
