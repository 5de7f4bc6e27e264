package calendar

import "math/bits"

// A dateSet is a set of dates of a range. The zero dateSet has none.
type dateSet struct {
	first int // the date of the first bit
	words []uint64
}

// newDateSet makes room for the dates of [first, end).
func newDateSet(first, end int) dateSet {
	return dateSet{first, make([]uint64, (max(end-first, 0)+63)/64)}
}

// add adds a date of the range.
func (s *dateSet) add(day int) {
	i := uint(day - s.first)
	s.words[i/64] |= 1 << (i % 64)
}

func (s *dateSet) has(day int) bool {
	i := uint(day - s.first) // huge for dates before the range
	return i < 64*uint(len(s.words)) && s.words[i/64]&(1<<(i%64)) != 0
}

// next returns the first date of the set in [from, end), or end.
func (s *dateSet) next(from, end int) int {
	from = max(from-s.first, 0)
	for i := from / 64; i < len(s.words) && s.first+i*64 < end; i++ {
		word := s.words[i]
		if i == from/64 {
			word &= ^uint64(0) << (from % 64)
		}
		if word != 0 {
			return min(s.first+i*64+bits.TrailingZeros64(word), end)
		}
	}
	return end
}
