package hours

import (
	"math"
	"math/bits"

	"github.com/tenggat/sla/calendar/internal/civil"
)

// RegionDays are the holidays of regions by date. The zero RegionDays is empty.
type RegionDays struct {
	set   civil.DateSet
	ranks []uint16 // for each word of set, how many dates are before it
	// Entries are those of the dates of set, one after the other, as indices
	// of the entries of the schedule.
	Entries []uint16
}

// Find returns the index of a date's entry.
func (r *RegionDays) Find(day int) (entry uint16, ok bool) {
	if !r.set.Has(day) {
		return 0, false
	}
	return r.Entries[r.rank(day)], true
}

// rank returns how many dates of the set are before one of them.
func (r *RegionDays) rank(day int) int {
	i := uint(day - r.set.First)
	return int(r.ranks[i/64]) + bits.OnesCount64(r.set.Words[i/64]&(1<<(i%64)-1))
}

// Next returns the first date from a date on, or a date after all others.
func (r *RegionDays) Next(day int) int { return r.set.Next(day, math.MaxInt) }

// Empty reports whether there are no holidays of regions.
func (r *RegionDays) Empty() bool { return len(r.Entries) == 0 }

// Bounds returns the first date, and the one after the last.
func (r *RegionDays) Bounds() (first, end int) {
	last := len(r.set.Words) - 1
	return r.Next(r.set.First), r.set.First + 64*last + bits.Len64(r.set.Words[last])
}

// SetRegions puts the holidays of all regions together, by date.
func (s *Schedule) SetRegions(holidays []DatedHoliday) {
	first, last := int32(civil.EndDay), int32(-1)
	for _, h := range holidays {
		for _, day := range h.Days {
			first, last = min(first, day), max(last, day)
		}
	}
	if first > last {
		return
	}
	r := RegionDays{set: civil.NewDateSet(int(first), int(last)+1)}
	for _, h := range holidays {
		for _, day := range h.Days {
			r.set.Add(int(day))
		}
	}
	r.ranks = make([]uint16, len(r.set.Words))
	n := 0
	for i, word := range r.set.Words {
		r.ranks[i] = uint16(n)
		n += bits.OnesCount64(word)
	}
	r.Entries = make([]uint16, n)
	s.Region = r
	s.fillRegions(holidays)
}

// fillRegions sets the entries of the dates, in the order in which the holidays are
// written.
func (s *Schedule) fillRegions(holidays []DatedHoliday) {
	const unset = uint16(0)
	s.Entries = append(s.Entries, Entry{})
	numbers := make(map[Entry]uint16)
	number := func(e Entry) uint16 {
		n, known := numbers[e]
		if !known {
			n = uint16(len(s.Entries))
			s.Entries = append(s.Entries, e)
			numbers[e] = n
		}
		return n
	}
	for _, h := range holidays {
		own := number(h.Entry)
		for _, day := range h.Days {
			place := &s.Region.Entries[s.Region.rank(int(day))]
			switch *place {
			case unset:
				*place = own
			case own:
			default:
				*place = number(s.Merge(s.Entries[*place], h.Entry))
			}
		}
	}
}

// DatedHoliday is a holiday with the dates on which it falls.
type DatedHoliday struct {
	Entry
	Days []int32
}
