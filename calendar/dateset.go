package calendar

import "math/bits"

// A dateSet is a set of dates, counted from some first one; nil has none.
type dateSet []uint64

func newDateSet(dates int) dateSet { return make(dateSet, (dates+63)/64) }

func (s dateSet) add(day int) { s[day/64] |= 1 << (day % 64) }

func (s dateSet) has(day int) bool { return s != nil && s[day/64]&(1<<(day%64)) != 0 }

// next returns the first date of the set in [from, end), or end.
func (s dateSet) next(from, end int) int {
	for i := from / 64; i < len(s) && i*64 < end; i++ {
		word := s[i]
		if i == from/64 {
			word &= ^uint64(0) << (from % 64)
		}
		if word != 0 {
			return min(i*64+bits.TrailingZeros64(word), end)
		}
	}
	return end
}
