package civil

import "math/bits"

// A DateSet is a set of dates of a range. The zero DateSet is empty.
type DateSet struct {
	First int // the date of the first bit
	Words []uint64
}

// NewDateSet makes room for the dates of [first, end).
func NewDateSet(first, end int) DateSet {
	return DateSet{first, make([]uint64, (max(end-first, 0)+63)/64)}
}

// Add adds a date of the range.
func (s *DateSet) Add(day int) {
	i := uint(day - s.First)
	s.Words[i/64] |= 1 << (i % 64)
}

// Has reports whether a day is in the set.
func (s *DateSet) Has(day int) bool {
	i := uint(day - s.First) // huge for dates before the range
	return i < 64*uint(len(s.Words)) && s.Words[i/64]&(1<<(i%64)) != 0
}

// Next returns the first date of the set in [from, end), or end.
func (s *DateSet) Next(from, end int) int {
	from = max(from-s.First, 0)
	for i := from / 64; i < len(s.Words) && s.First+i*64 < end; i++ {
		word := s.Words[i]
		if i == from/64 {
			word &= ^uint64(0) << (from % 64)
		}
		if word != 0 {
			return min(s.First+i*64+bits.TrailingZeros64(word), end)
		}
	}
	return end
}
