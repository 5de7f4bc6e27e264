package calendar

// yearKinds is how many kinds of years without events there are.
const yearKinds = 2 * 7 * 8

// kind returns a number that years share when nothing happens in them or beside
// them but what the Gregorian calendar repeats: they have the same dates on the
// same weekdays, and so have the years before and after them.
func (p *plan) kind(i int) (kind int, ok bool) {
	y := p.first + i
	if i == 0 || i == len(p.equal)-1 || p.from-1 <= y && y <= p.until+1 {
		return 0, false
	}
	if y > p.until {
		kind = 1
	}
	kind = kind*7 + daysBeforeYear(y)%7
	for _, beside := range []int{y - 1, y, y + 1} {
		kind *= 2
		if leap(beside) {
			kind++
		}
	}
	return kind, true
}

// A yearIndex finds the first of the years that are alike.
type yearIndex struct {
	kinds [yearKinds]int // of years without events: the year and one
	keys  map[string]int // of the others, by what their weeks depend on
	key   []byte
}

// first returns the first year that is like the i-th, which may be the i-th; key
// appends what the weeks of such a year depend on.
func (x *yearIndex) first(p *plan, i int, key func([]byte) []byte) int {
	if kind, ok := p.kind(i); ok {
		if x.kinds[kind] == 0 {
			x.kinds[kind] = i + 1
		}
		return x.kinds[kind] - 1
	}
	x.key = key(x.key[:0])
	k, known := x.keys[string(x.key)]
	if !known {
		x.keys[string(x.key)], k = i, i
	}
	return k
}
