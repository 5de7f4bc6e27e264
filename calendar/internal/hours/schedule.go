// Package hours holds which windows each local date has: weekly hours, and the
// entries that change single dates. It has neither zones nor texts; package
// calendar fills it from a Spec, and package table places the windows in time.
package hours

import (
	"cmp"
	"encoding/binary"
	"maps"
	"math"
	"slices"
	"sort"

	"github.com/tenggat/sla/calendar/internal/civil"
)

// A Schedule gives each local date its windows. The layers are, weakest first:
// weekly hours, the eve of holidays, holidays of regions, annual ones, dated
// entries. Names are the texts that explain closed dates.
type Schedule struct {
	Versions []Version // by date; the first has no beginning
	Region   RegionDays
	Annual   map[int]Entry // by month*32 + day
	Dated    []Segment     // by date; they do not overlap
	Removes  bool          // whether any of them removes windows
	Eve      int32         // a list of windows
	Entries  []Entry       // those of Region
	Lists    *Lists
	Names    []string
}

// A Version is a week's hours: for each day, from Monday, a list of windows.
type Version struct {
	From int
	Days [7]int32
}

// A Segment is a range of dates with the same dated entries.
type Segment struct {
	From, Until int // dates, half-open
	Holiday     Entry
	IsHoliday   bool
	// Of special hours; lists of windows.
	Shut                 bool
	Replace, Add, Remove int32
	Name                 int32
}

// Lists holds each list of windows once, by its index.
type Lists struct {
	Windows   [][]Window
	Overnight bool // whether a window runs past midnight
	indexes   map[string]int32
}

// Two indexes have a meaning of their own.
const (
	None    = int32(0) // there is no list
	Nothing = int32(1) // the list without windows
)

// NewLists returns lists that hold only the empty one.
func NewLists() *Lists {
	l := &Lists{Windows: [][]Window{nil}, indexes: make(map[string]int32)}
	l.Index(nil)
	return l
}

// Index returns the index of a list of sorted windows, which is added if it is
// new.
func (l *Lists) Index(ws []Window) int32 {
	key := make([]byte, 0, 64)
	for _, w := range ws {
		key = binary.AppendUvarint(key, uint64(w.From))
		key = binary.AppendUvarint(key, uint64(w.Until))
	}
	n, known := l.indexes[string(key)]
	if !known {
		n = int32(len(l.Windows))
		l.Windows = append(l.Windows, ws)
		l.Overnight = l.Overnight || len(ws) > 0 && ws[len(ws)-1].Until > civil.DaySeconds
		l.indexes[string(key)] = n
	}
	return n
}

// Seal gives back the memory that is needed to add lists. No list is added
// afterwards.
func (l *Lists) Seal() { l.indexes = nil }

// A Rule is how the entries of a date change its weekly hours.
type Rule struct {
	Shut                 bool  // nothing opens the date
	Off                  bool  // the weekly hours do not apply
	Shorten              int32 // they apply only inside these windows
	Replace, Add, Remove int32
}

// VersionAt returns the weekly hours of a date.
func (s *Schedule) VersionAt(day int) *Version {
	return &s.Versions[s.VersionIndex(day)]
}

// VersionIndex returns the index of the weekly hours of a date.
func (s *Schedule) VersionIndex(day int) int {
	if len(s.Versions) == 1 {
		return 0
	}
	return sort.Search(len(s.Versions), func(i int) bool { return s.Versions[i].From > day }) - 1
}

// SegmentAt returns the dated entries of a date, or nil.
func (s *Schedule) SegmentAt(day int) *Segment {
	i := sort.Search(len(s.Dated), func(i int) bool { return s.Dated[i].Until > day })
	if i == len(s.Dated) || day < s.Dated[i].From {
		return nil
	}
	return &s.Dated[i]
}

// Closes reports whether a dated closure closes the dates, whatever else is
// written about them.
func (s *Segment) Closes() bool { return s.Shut || s.Holiday.Closes }

// HolidaysOn returns what the annual holidays and those of regions do to a date.
func (s *Schedule) HolidaysOn(day int) (annual, region Entry, isAnnual, isRegion bool) {
	if len(s.Annual) > 0 {
		month, d := civil.MonthDay(day)
		annual, isAnnual = s.Annual[month*32+d]
	}
	if i, ok := s.Region.Find(day); ok {
		region, isRegion = s.Entries[i], true
	}
	return annual, region, isAnnual, isRegion
}

// RuleOn puts the layers of a date together.
func (s *Schedule) RuleOn(day int) (r Rule) {
	if seg := s.SegmentAt(day); seg != nil {
		if seg.Closes() {
			r.Shut = true
			return r
		}
		r.Shorten, r.Replace, r.Add, r.Remove = seg.Holiday.Shorten, seg.Replace, seg.Add, seg.Remove
		if r.Replace != None {
			r.Shorten = None
			return r
		}
	}
	annual, region, _, _ := s.HolidaysOn(day)
	if annual.Closes || region.Closes {
		r.Off, r.Shorten = true, None
		return r
	}
	r.Shorten = cmp.Or(r.Shorten, annual.Shorten, region.Shorten)
	if r.Shorten == None && s.Eve != None && s.IsHoliday(day+1) {
		r.Shorten = s.Eve
	}
	return r
}

// IsHoliday reports whether a holiday closes a date.
func (s *Schedule) IsHoliday(day int) bool {
	if seg := s.SegmentAt(day); seg != nil {
		if seg.Holiday.Closes {
			return true
		}
		if seg.Replace != None || seg.Add != None {
			return false
		}
	}
	annual, region, _, _ := s.HolidaysOn(day)
	return annual.Closes || region.Closes
}

// before returns the windows a date would have if its special hours took
// nothing away.
func (s *Schedule) before(day int, r Rule) []Window {
	if r.Shut {
		return nil
	}
	var ws []Window
	switch {
	case r.Replace != None:
		ws = s.Lists.Windows[r.Replace]
	case r.Off:
	case r.Shorten != None:
		ws = Intersect(s.Weekly(day), s.Lists.Windows[r.Shorten])
	default:
		ws = s.Weekly(day)
	}
	if r.Add != None {
		ws = Join(slices.Concat(ws, s.Lists.Windows[r.Add]))
	}
	return ws
}

// Weekly returns the windows of a date's weekly hours.
func (s *Schedule) Weekly(day int) []Window {
	return s.Lists.Windows[s.VersionAt(day).Days[civil.FloorMod(day, 7)]]
}

// WindowsOn returns the windows of a date. What special hours take away, they
// take by the clock: also from the night before, and from the next morning.
func (s *Schedule) WindowsOn(day int) []Window {
	ws := s.before(day, s.RuleOn(day))
	if !s.Removes {
		return ws
	}
	for d := -1; d <= 1 && len(ws) > 0; d++ {
		if seg := s.SegmentAt(day + d); seg != nil && seg.Remove != None {
			ws = Subtract(ws, s.Lists.Windows[seg.Remove], int32(d*civil.DaySeconds))
		}
	}
	return ws
}

// Always reports whether the schedule never closes.
func (s *Schedule) Always() bool {
	if len(s.Versions) != 1 || s.HasEntries() {
		return false
	}
	for _, list := range s.Versions[0].Days {
		if !slices.Equal(s.Lists.Windows[list], WholeDay) {
			return false
		}
	}
	return true
}

// HasEntries reports whether entries change single dates.
func (s *Schedule) HasEntries() bool {
	return len(s.Dated)+len(s.Annual) > 0 || !s.Region.Empty()
}

// WithHours returns the schedule with other weekly hours: the same every day. The
// two share their lists.
func (s *Schedule) WithHours(day []Window) *Schedule {
	other := *s
	v := Version{From: math.MinInt}
	for i := range v.Days {
		v.Days[i] = other.Lists.Index(day)
	}
	other.Versions = []Version{v}
	return &other
}

// Years returns the first and the last year in which something happens once.
func (s *Schedule) Years() (from, until int) {
	from, until = math.MaxInt, math.MinInt
	include := func(day int) {
		from, until = min(from, civil.YearOf(day)), max(until, civil.YearOf(day))
	}
	for _, v := range s.Versions[1:] {
		include(v.From)
	}
	for _, seg := range s.Dated {
		include(seg.From)
		include(seg.Until)
	}
	if !s.Region.Empty() {
		first, end := s.Region.Bounds()
		include(first)
		include(end - 1)
	}
	return from, until
}

// Special returns the dates of [first, end) whose windows may not be those of the
// week before.
func (s *Schedule) Special(first, end int) civil.DateSet {
	if len(s.Versions) == 1 && !s.HasEntries() {
		return civil.DateSet{}
	}
	set := civil.NewDateSet(first, end)
	mark := func(from, until int) {
		for day := max(from, first); day < min(until, end); day++ {
			set.Add(day)
		}
	}
	eve := 0
	if s.Eve != None {
		eve = 1
	}
	for _, v := range s.Versions[1:] {
		mark(v.From, v.From+1)
	}
	for _, seg := range s.Dated {
		around := eve
		if seg.Remove != None {
			around = 1
		}
		mark(seg.From-around, seg.Until+around)
	}
	for day := s.Region.Next(first); day < end+eve; day = s.Region.Next(day + 1) {
		mark(day-eve, day+1)
	}
	if len(s.Annual) == 0 {
		return set
	}
	keys := slices.Collect(maps.Keys(s.Annual))
	for y, last := civil.YearOf(first), civil.YearOf(end); y <= last; y++ {
		for _, key := range keys {
			if month, d := key/32, key%32; d <= civil.DaysIn(y, month) {
				day := civil.DayOf(y, month, d)
				mark(day-eve, day+1)
			}
		}
	}
	return set
}
