package calendar

import (
	"cmp"
	"encoding/binary"
	"maps"
	"math"
	"slices"
	"sort"
)

// A schedule is a checked Spec without its members: which windows each local
// date has, and why it has no others. The layers are, weakest first: weekly
// hours, the eve of holidays, holidays of regions, annual ones, dated entries.
type schedule struct {
	versions []version // by date; the first holds from the beginning
	region   regionDays
	annual   map[int]entry // by month*32 + day
	dated    []segment     // by date, apart
	removes  bool          // whether any of them takes windows away
	eve      int32
	entries  []entry // what regionDays refers to
	lists    *lists
	names    []string
}

// A version is a week's hours: for each day, from Monday, a list of windows.
type version struct {
	from int
	days [7]int32
}

// A segment is a range of dates with the same dated entries.
type segment struct {
	from, until int // dates, half-open
	holiday     entry
	isHoliday   bool
	// What the special hours say; lists of windows.
	shut                 bool
	replace, add, remove int32
	name                 int32
}

// lists numbers equal lists of windows once. The number none says that there is
// no list, the number nothing is the list without windows.
type lists struct {
	windows [][]window
	numbers map[string]int32
}

const (
	none    = int32(0)
	nothing = int32(1)
)

func newLists() *lists {
	l := &lists{windows: [][]window{nil}, numbers: make(map[string]int32)}
	l.number(nil)
	return l
}

func (l *lists) number(ws []window) int32 {
	key := make([]byte, 0, 64)
	for _, w := range ws {
		key = binary.AppendUvarint(key, uint64(w.from))
		key = binary.AppendUvarint(key, uint64(w.until))
	}
	n, known := l.numbers[string(key)]
	if !known {
		n = int32(len(l.windows))
		l.windows = append(l.windows, ws)
		l.numbers[string(key)] = n
	}
	return n
}

// A rule is what a date's entries do to its weekly hours.
type rule struct {
	shut                 bool  // nothing opens the date
	off                  bool  // the weekly hours do not count
	shorten              int32 // they count only inside these windows
	replace, add, remove int32
}

func (s *schedule) version(day int) *version {
	return &s.versions[s.versionIndex(day)]
}

func (s *schedule) versionIndex(day int) int {
	if len(s.versions) == 1 {
		return 0
	}
	return sort.Search(len(s.versions), func(i int) bool { return s.versions[i].from > day }) - 1
}

// segment returns the dated entries of a date, or nil.
func (s *schedule) segment(day int) *segment {
	i := sort.Search(len(s.dated), func(i int) bool { return s.dated[i].until > day })
	if i == len(s.dated) || day < s.dated[i].from {
		return nil
	}
	return &s.dated[i]
}

// closes reports whether a dated closure closes the dates, whatever else is
// written about them.
func (s *segment) closes() bool { return s.shut || s.holiday.closes }

// holidays returns what the annual holidays and those of regions say of a date.
func (s *schedule) holidays(day int) (annual, region entry, isAnnual, isRegion bool) {
	if len(s.annual) > 0 {
		month, d := monthDay(day)
		annual, isAnnual = s.annual[month*32+d]
	}
	if i, ok := s.region.find(day); ok {
		region, isRegion = s.entries[i], true
	}
	return annual, region, isAnnual, isRegion
}

// rule puts the layers of a date together.
func (s *schedule) rule(day int) (r rule) {
	if seg := s.segment(day); seg != nil {
		if seg.closes() {
			r.shut = true
			return r
		}
		r.shorten, r.replace, r.add, r.remove = seg.holiday.shorten, seg.replace, seg.add, seg.remove
		if r.replace != none {
			r.shorten = none
			return r
		}
	}
	annual, region, _, _ := s.holidays(day)
	if annual.closes || region.closes {
		r.off, r.shorten = true, none
		return r
	}
	r.shorten = cmp.Or(r.shorten, annual.shorten, region.shorten)
	if r.shorten == none && s.eve != none && s.isHoliday(day+1) {
		r.shorten = s.eve
	}
	return r
}

// isHoliday reports whether a holiday closes a date.
func (s *schedule) isHoliday(day int) bool {
	if seg := s.segment(day); seg != nil {
		if seg.holiday.closes {
			return true
		}
		if seg.replace != none || seg.add != none {
			return false
		}
	}
	annual, region, _, _ := s.holidays(day)
	return annual.closes || region.closes
}

// before returns the windows a date would have if its special hours took
// nothing away.
func (s *schedule) before(day int, r rule) []window {
	if r.shut {
		return nil
	}
	var ws []window
	switch {
	case r.replace != none:
		ws = s.lists.windows[r.replace]
	case r.off:
	case r.shorten != none:
		ws = intersectWindows(s.weekly(day), s.lists.windows[r.shorten])
	default:
		ws = s.weekly(day)
	}
	if r.add != none {
		ws = joinWindows(slices.Concat(ws, s.lists.windows[r.add]))
	}
	return ws
}

// weekly returns the windows of a date's weekly hours.
func (s *schedule) weekly(day int) []window {
	return s.lists.windows[s.version(day).days[floorMod(day, 7)]]
}

// windows returns the windows of a date. What special hours take away, they
// take by the clock: also from the night before, and from the next morning.
func (s *schedule) windows(day int) []window {
	ws := s.before(day, s.rule(day))
	if !s.removes {
		return ws
	}
	for d := -1; d <= 1 && len(ws) > 0; d++ {
		if seg := s.segment(day + d); seg != nil && seg.remove != none {
			ws = subtractWindows(ws, s.lists.windows[seg.remove], int32(d*daySeconds))
		}
	}
	return ws
}

// always reports whether the schedule never closes.
func (s *schedule) always() bool {
	if len(s.versions) != 1 || s.hasEntries() {
		return false
	}
	for _, list := range s.versions[0].days {
		if !slices.Equal(s.lists.windows[list], wholeDay) {
			return false
		}
	}
	return true
}

func (s *schedule) hasEntries() bool {
	return len(s.dated)+len(s.annual) > 0 || !s.region.empty()
}

// blank returns the schedule with other weekly hours: the same every day. The
// two share their lists.
func (s *schedule) blank(day []window) *schedule {
	other := *s
	v := version{from: math.MinInt}
	for i := range v.days {
		v.days[i] = other.lists.number(day)
	}
	other.versions = []version{v}
	return &other
}

// years returns the first and the last year in which something happens once.
func (s *schedule) years() (from, until int) {
	from, until = math.MaxInt, math.MinInt
	include := func(day int) {
		from, until = min(from, yearOf(day)), max(until, yearOf(day))
	}
	for _, v := range s.versions[1:] {
		include(v.from)
	}
	for _, seg := range s.dated {
		include(seg.from)
		include(seg.until)
	}
	if !s.region.empty() {
		first, end := s.region.bounds()
		include(first)
		include(end - 1)
	}
	return from, until
}

// special returns the dates of [first, end) whose windows may not be those of the
// week before.
func (s *schedule) special(first, end int) dateSet {
	if len(s.versions) == 1 && !s.hasEntries() {
		return dateSet{}
	}
	set := newDateSet(first, end)
	mark := func(from, until int) {
		for day := max(from, first); day < min(until, end); day++ {
			set.add(day)
		}
	}
	eve := 0
	if s.eve != none {
		eve = 1
	}
	for _, v := range s.versions[1:] {
		mark(v.from, v.from+1)
	}
	for _, seg := range s.dated {
		around := eve
		if seg.remove != none {
			around = 1
		}
		mark(seg.from-around, seg.until+around)
	}
	for day := s.region.next(first); day < end+eve; day = s.region.next(day + 1) {
		mark(day-eve, day+1)
	}
	if len(s.annual) == 0 {
		return set
	}
	keys := slices.Collect(maps.Keys(s.annual))
	for y, last := yearOf(first), yearOf(end); y <= last; y++ {
		for _, key := range keys {
			if month, d := key/32, key%32; d <= daysIn(y, month) {
				day := dayOf(y, month, d)
				mark(day-eve, day+1)
			}
		}
	}
	return set
}
