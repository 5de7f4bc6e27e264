package policy

import "time"

// AppendMatch appends to dst what [Set.Match] returns for a ticket in any
// state. It allocates only to grow dst.
func (s *Set) AppendMatch(dst []*Policy, st *State, created time.Time) []*Policy {
	var found [len(kinds)]*Policy
	missing := s.index.kinds
	created = created.Round(0)
	for _, p := range s.policies {
		i := p.Kind.order()
		if found[i] != nil || !p.ValidAt(created) || !p.Match.Holds(st) {
			continue
		}
		found[i] = p
		if missing--; missing == 0 {
			break
		}
	}
	for _, p := range found {
		if p != nil {
			dst = append(dst, p)
		}
	}
	return dst
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

// index finds the policies that can match a ticket.
type index struct {
	kinds int // how many kinds there are policies of
}

func newIndex(policies []*Policy) index {
	var present [len(kinds)]bool
	var x index
	for _, p := range policies {
		if i := p.Kind.order(); !present[i] {
			present[i] = true
			x.kinds++
		}
	}
	return x
}
