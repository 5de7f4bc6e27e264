package hours

import (
	"slices"
)

// An Entry is what the holidays of one layer do to a date.
type Entry struct {
	Closes  bool
	Shorten int32 // a list of windows, or [None]
	Name    int32
}

// Combine puts entries of the same dates together.
func (s *Schedule) Combine(entries []Segment, from, until int) Segment {
	seg := Segment{From: from, Until: until}
	for _, e := range entries {
		switch {
		case !e.IsHoliday:
			if seg.Name == 0 || e.Shut && !seg.Shut {
				seg.Name = e.Name
			}
			seg.Shut = seg.Shut || e.Shut
			seg.Replace = s.UniteLists(seg.Replace, e.Replace)
			seg.Add = s.UniteLists(seg.Add, e.Add)
			seg.Remove = s.UniteLists(seg.Remove, e.Remove)
		case seg.IsHoliday:
			seg.Holiday = s.Merge(seg.Holiday, e.Holiday)
		default:
			seg.Holiday, seg.IsHoliday = e.Holiday, true
		}
	}
	return seg
}

// Merge puts two entries of one layer for the same date together: a closing
// one wins, two shortened days leave what they have in common.
func (s *Schedule) Merge(a, b Entry) Entry {
	switch {
	case a.Closes:
		return a
	case b.Closes:
		return b
	}
	common := Intersect(s.Lists.Windows[a.Shorten], s.Lists.Windows[b.Shorten])
	return Entry{Shorten: s.Lists.Index(common), Name: a.Name}
}

// UniteLists returns the list of windows that are in either list.
func (s *Schedule) UniteLists(a, b int32) int32 {
	switch {
	case a == None || a == b:
		return b
	case b == None:
		return a
	}
	return s.Lists.Index(Join(slices.Concat(s.Lists.Windows[a], s.Lists.Windows[b])))
}
