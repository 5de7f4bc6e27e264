package table

import (
	"github.com/tenggat/sla/calendar/internal/civil"
)

// yearKinds is how many kinds of years without events there are.
const yearKinds = 2 * 7 * 8

// kind returns a number that years share when nothing happens in them or beside
// them but what the Gregorian calendar repeats: they have the same dates on the
// same weekdays, and so have the years before and after them. The first and the
// last year of all have nothing beside them.
func (b *builder) kind(y int) (kind int, ok bool) {
	if b.From-1 <= y && y <= b.Until+1 || y == 1 || y == civil.LastYear {
		return 0, false
	}
	if y > b.Until {
		kind = 1
	}
	kind = kind*7 + civil.DaysBeforeYear(y)%7
	for _, beside := range []int{y - 1, y, y + 1} {
		kind *= 2
		if civil.Leap(beside) {
			kind++
		}
	}
	return kind, true
}

// addYears adds a row for each year. It asks for the number of a year, but only
// once for all of a kind.
func (b *builder) addYears(number func(y int) int32) {
	var numbers [yearKinds]int32
	var known [yearKinds]bool
	for y := b.first; y <= b.last && !b.full; y++ {
		kind, ok := b.kind(y)
		switch {
		case !ok:
			b.add(number(y))
			continue
		case !known[kind]:
			numbers[kind], known[kind] = number(y), true
		}
		b.add(numbers[kind])
	}
}
