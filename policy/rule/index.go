package rule

import "slices"

// index finds the policies that can match a ticket without trying all of them:
// those that require a value of a field are looked up by it.
type index struct {
	rest   []int // the policies to be tried for every ticket
	fields [maxIndexed]indexedField
}

// maxIndexed is how many fields are indexed. A field is indexed for at least
// minIndexed policies, and a policy by at most maxValues values.
const (
	maxIndexed = 3
	minIndexed = 4
	maxValues  = 64
)

type indexedField struct {
	number   int
	policies map[string][]int // nil is unused
}

// newIndex indexes policies by the fields that most of them test.
func newIndex(policies []*policy) index {
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
			values := policies[at].Match.p.requires(field)
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

// commonField is the field that most of the policies test.
func commonField(policies []*policy, among []int) (field, count int) {
	counts := make(map[int]int)
	for _, i := range among {
		if policies[i].Match.p == nil {
			continue
		}
		for _, t := range policies[i].Match.p.tests {
			if t.Op == In && len(t.Values) <= maxValues {
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

// requires are the values of which a field must have one for the predicate to
// hold; nil if it accepts others, or if there are too many.
func (p *predicate) requires(field int) []string {
	if p == nil {
		return nil
	}
	for _, t := range p.tests {
		if t.Op == In && t.number == field && len(t.Values) <= maxValues {
			return slices.Compact(slices.Sorted(slices.Values(t.Values)))
		}
	}
	return nil
}

// search tries the policies that can match, in their order.
func (x *index) search(m *matching, policies []*policy) {
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
		if value, ok := single(m.ticket.values(f.number)); ok {
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
