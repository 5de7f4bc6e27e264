package calendar

import (
	"math"
	"math/bits"
)

// regionDays are the holidays of regions by date. The zero regionDays has none.
type regionDays struct {
	set   dateSet
	ranks []uint16 // for each word of set, how many dates are before it
	// entries are those of the dates of set, one after the other, as indices
	// of the entries of the schedule.
	entries []uint16
}

// find returns the index of a date's entry.
func (r *regionDays) find(day int) (entry uint16, ok bool) {
	if !r.set.has(day) {
		return 0, false
	}
	return r.entries[r.rank(day)], true
}

// rank returns how many dates of the set are before one of them.
func (r *regionDays) rank(day int) int {
	i := uint(day - r.set.first)
	return int(r.ranks[i/64]) + bits.OnesCount64(r.set.words[i/64]&(1<<(i%64)-1))
}

// next returns the first date from a date on, or a date after all others.
func (r *regionDays) next(day int) int { return r.set.next(day, math.MaxInt) }

// empty reports whether there are no holidays of regions.
func (r *regionDays) empty() bool { return len(r.entries) == 0 }

// bounds returns the first date, and the one after the last.
func (r *regionDays) bounds() (first, end int) {
	last := len(r.set.words) - 1
	return r.next(r.set.first), r.set.first + 64*last + bits.Len64(r.set.words[last])
}

// mergeRegions puts the holidays of all regions together, by date.
func (s *schedule) mergeRegions(holidays []datedHoliday) {
	first, last := int32(endDay), int32(-1)
	for _, h := range holidays {
		for _, day := range h.days {
			first, last = min(first, day), max(last, day)
		}
	}
	if first > last {
		return
	}
	r := regionDays{set: newDateSet(int(first), int(last)+1)}
	for _, h := range holidays {
		for _, day := range h.days {
			r.set.add(int(day))
		}
	}
	r.ranks = make([]uint16, len(r.set.words))
	n := 0
	for i, word := range r.set.words {
		r.ranks[i] = uint16(n)
		n += bits.OnesCount64(word)
	}
	r.entries = make([]uint16, n)
	s.region = r
	s.fillRegions(holidays)
}

// fillRegions sets the entries of the dates, in the order in which the holidays are
// written.
func (s *schedule) fillRegions(holidays []datedHoliday) {
	const unset = uint16(0)
	s.entries = append(s.entries, entry{})
	numbers := make(map[entry]uint16)
	number := func(e entry) uint16 {
		n, known := numbers[e]
		if !known {
			n = uint16(len(s.entries))
			s.entries = append(s.entries, e)
			numbers[e] = n
		}
		return n
	}
	for _, h := range holidays {
		own := number(h.entry)
		for _, day := range h.days {
			place := &s.region.entries[s.region.rank(int(day))]
			switch *place {
			case unset:
				*place = own
			case own:
			default:
				*place = number(s.merge(s.entries[*place], h.entry))
			}
		}
	}
}

// datedHoliday is a holiday with the dates on which it falls.
type datedHoliday struct {
	entry
	days []int32
}
