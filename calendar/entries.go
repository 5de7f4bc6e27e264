package calendar

import (
	"slices"
)

// An entry is what the holidays of one layer say about a date.
type entry struct {
	closes  bool
	shorten int32 // a list of windows, unless none
	name    int32
}

// segmentOf puts entries of the same dates together.
func (s *schedule) segmentOf(entries []segment, from, until int) segment {
	seg := segment{from: from, until: until}
	for _, e := range entries {
		switch {
		case !e.isHoliday:
			if seg.name == 0 || e.shut && !seg.shut {
				seg.name = e.name
			}
			seg.shut = seg.shut || e.shut
			seg.replace = s.unite(seg.replace, e.replace)
			seg.add = s.unite(seg.add, e.add)
			seg.remove = s.unite(seg.remove, e.remove)
		case seg.isHoliday:
			seg.holiday = s.merge(seg.holiday, e.holiday)
		default:
			seg.holiday, seg.isHoliday = e.holiday, true
		}
	}
	return seg
}

// merge puts two entries of one layer for the same date together: a closing
// one wins, two shortened days leave what they have in common.
func (s *schedule) merge(a, b entry) entry {
	switch {
	case a.closes:
		return a
	case b.closes:
		return b
	}
	common := intersectWindows(s.lists.windows[a.shorten], s.lists.windows[b.shorten])
	return entry{shorten: s.lists.number(common), name: a.name}
}

// unite returns the list of windows that are in either list.
func (s *schedule) unite(a, b int32) int32 {
	switch {
	case a == none || a == b:
		return b
	case b == none:
		return a
	}
	return s.lists.number(joinWindows(slices.Concat(s.lists.windows[a], s.lists.windows[b])))
}
