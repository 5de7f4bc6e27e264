package table

import (
	"encoding/binary"
	"math"
	"slices"

	"github.com/tenggat/sla/calendar/internal/civil"
	"github.com/tenggat/sla/calendar/internal/hours"
)

// Horizon is the last year that is worked out by itself. The database has
// irregular rules for some zones up to 2087; after that every zone follows a
// rule that repeats with the Gregorian cycle.
const Horizon = 2200

// DaysAround is how many dates before and after a UTC week can be open in it:
// an overnight window of Saturday, a clock that is most of a day ahead.
const DaysAround = 2

// A compiler turns a schedule into a table.
type compiler struct {
	*builder
	schedule *hours.Schedule
	zone     *Zone
	special  civil.DateSet // dates that are not like those of other weeks
	recent   [512]dateList
	dates    map[dateKey]int32
	mixed    map[weekKey]uint16
	steady   map[steadyKey]uint16
	alike    map[string]int32 // years, by what their weeks depend on
	key      []byte
	content  content // that is being worked out
}

// dateKey is what the windows of a date depend on.
type dateKey struct {
	version, weekday int
	rule             hours.Rule
	before, after    int32 // what the neighbours take away
}

// weekKey is what a week depends on: the lists of its dates, and its clock.
type weekKey struct {
	lists dateLists
	clock weekClock
}

// dateLists are the lists of the dates of a week and those around it.
type dateLists [7 + 2*DaysAround]int32

// steadyKey is what a week without special dates depends on.
type steadyKey struct {
	version int
	offset  int64
}

// Compile works out the weeks of a schedule; from and until are as eventfulYears
// returns them. It fails when the limits of the compiled form are reached.
func Compile(s *hours.Schedule, zone *Zone, from, until int, budget *Budget) (*Table, bool) {
	const (
		few  = 14  // as many as years without events differ by weekday and length
		many = 120 // of the years of a calendar with rules for holidays or daylight saving
	)
	events := len(zone.periods) + len(s.Region.Entries)/4
	years := few + min(events, many)
	b := newBuilder(from, until, years, budget)
	first, last := b.From-1, b.Until+1
	if len(s.Annual) > 0 {
		first, last = b.first, b.last
	}
	c := &compiler{
		builder:  b,
		schedule: s,
		zone:     zone,
		special:  s.Special(civil.DaysBeforeYear(first)-DaysAround, civil.DaysBeforeYear(last+1)+DaysAround),
		dates:    make(map[dateKey]int32),
		mixed:    make(map[weekKey]uint16),
		steady:   make(map[steadyKey]uint16),
		alike:    make(map[string]int32, years),
	}
	b.addYears(c.yearIndex)
	return b.finish()
}

// yearIndex returns the number of a year, worked out if there was none like it before.
func (c *compiler) yearIndex(y int) int32 {
	w := civil.WeeksBeforeYear(y)
	c.key = c.yearKey(c.key[:0], w, civil.WeeksBeforeYear(y+1)-w)
	n, known := c.alike[string(c.key)]
	if !known {
		n = c.workOut(y)
		c.alike[string(c.key)] = n
	}
	return n
}

// EventfulYears widens the years to those in which the schedule or its zone does
// something once, with a year on either side for the weeks across New Year.
func EventfulYears(s *hours.Schedule, zone *Zone, from, until int) (int, int) {
	sFrom, sUntil := s.Years()
	from, until = min(from, sFrom), max(until, sUntil)
	if n := len(zone.periods); n > 1 {
		from = min(from, civil.YearOf(civil.DayAt(zone.periods[1].From)))
		until = max(until, civil.YearOf(civil.DayAt(zone.periods[n-1].From)))
	}
	if from > until { // nothing ever changes
		from, until = Horizon, Horizon
	}
	return from - 1, until + 1
}

// yearKey appends what the weeks of a year depend on: the weekly hours, the
// offsets and the windows of special dates.
func (c *compiler) yearKey(key []byte, w, weeks int) []byte {
	key = append(key, byte(weeks))
	first, end := w*7-DaysAround, (w+weeks)*7+DaysAround
	if seg := c.schedule.SegmentAt(first); seg != nil && seg.Closes() && seg.Until >= end {
		return key // closed throughout: nothing else matters
	}
	for v := c.schedule.VersionIndex(first); v < len(c.schedule.Versions) && c.schedule.Versions[v].From < end; v++ {
		key = binary.AppendVarint(key, int64(max(c.schedule.Versions[v].From, first)-first))
		key = binary.AppendVarint(key, int64(v))
	}
	key = c.zone.key(key, int64(w)*civil.WeekSeconds, int64(w+weeks)*civil.WeekSeconds)
	for day := c.special.Next(first, end); day < end; day = c.special.Next(day+1, end) {
		key = binary.AppendVarint(key, int64(day-first))
		key = binary.AppendVarint(key, int64(c.list(day)))
	}
	return key
}

// key appends the offsets in force during [from, until) and a day on either side.
func (h *Zone) key(key []byte, from, until int64) []byte {
	for _, s := range h.during(from-maxOffset, until+maxOffset) {
		key = binary.AppendVarint(key, max(s.From-from, -maxOffset))
		key = binary.AppendVarint(key, s.Offset)
	}
	return key
}

// workOut works out a year and returns its number.
func (c *compiler) workOut(y int) int32 {
	var weeks [maxWeeks]uint16
	first, end := civil.WeeksBeforeYear(y), civil.WeeksBeforeYear(y+1)
	for w := first; w < end; {
		n, same := c.weekFrom(w, end)
		for ; w < same; w++ {
			weeks[w-first] = n
		}
	}
	return c.year(weeks[:end-first])
}

// weekFrom works out a week, counted from the year 1, and until which week, at most
// end, those after it are the same: up to the next special date or change of
// offset.
func (c *compiler) weekFrom(w, end int) (n uint16, same int) {
	near := c.zone.around(w)
	if len(near) == 1 {
		special := c.special.Next(w*7-DaysAround, end*7+DaysAround)
		same = min((special-DaysAround)/7, near[0].weeks(), end)
	}
	if same <= w {
		return c.unsteady(w, near), w + 1
	}
	key := steadyKey{c.schedule.VersionIndex(w * 7), near[0].Offset}
	n, known := c.steady[key]
	if !known {
		n = c.place(w, c.lists(w), near)
		c.steady[key] = n
	}
	return n, same
}

// unsteady works out a week that has special dates or a change of offset.
func (c *compiler) unsteady(w int, near []Period) uint16 {
	key := weekKey{c.lists(w), weekClockOf(near, int64(w)*civil.WeekSeconds)}
	if key.clock == oddClock {
		return c.place(w, key.lists, near)
	}
	n, known := c.mixed[key]
	if !known {
		n = c.place(w, key.lists, near)
		c.mixed[key] = n
	}
	return n
}

// lists returns the lists of the dates of a week and those around it.
func (c *compiler) lists(w int) (lists dateLists) {
	first := w*7 - DaysAround
	end := first + len(lists)
	v := c.schedule.VersionIndex(first)
	if v != c.schedule.VersionIndex(end-1) {
		for i := range lists {
			lists[i] = c.list(first + i)
		}
		return lists
	}
	days := &c.schedule.Versions[v].Days
	copy(lists[:], days[7-DaysAround:])
	copy(lists[DaysAround:], days[:])
	copy(lists[DaysAround+7:], days[:])
	for day := c.special.Next(first, end); day < end; day = c.special.Next(day+1, end) {
		lists[day-first] = c.list(day)
	}
	return lists
}

// A dateList is the list of a date's windows.
type dateList struct {
	day, list int32
}

// list returns the list of a date's windows.
func (c *compiler) list(day int) int32 {
	s := c.schedule
	if !c.special.Has(day) {
		return s.Versions[s.VersionIndex(day)].Days[civil.FloorMod(day, 7)]
	}
	r := &c.recent[uint(day)%uint(len(c.recent))]
	if int(r.day) != day || r.list == hours.None {
		*r = dateList{int32(day), c.specialList(day)}
	}
	return r.list
}

// specialList returns the list of a special date's windows.
func (c *compiler) specialList(day int) int32 {
	s := c.schedule
	r := s.RuleOn(day)
	if r.Shut || r.Off && r.Add == hours.None {
		return hours.Nothing
	}
	key := dateKey{version: s.VersionIndex(day), weekday: civil.FloorMod(day, 7), rule: r}
	if s.Removes {
		if seg := s.SegmentAt(day - 1); seg != nil {
			key.before = seg.Remove
		}
		if seg := s.SegmentAt(day + 1); seg != nil {
			key.after = seg.Remove
		}
	}
	n, known := c.dates[key]
	if !known {
		n = s.Lists.Index(s.WindowsOn(day))
		c.dates[key] = n
	}
	return n
}

// place returns the number of the week that has the windows of the given lists.
func (c *compiler) place(w int, lists dateLists, near []Period) uint16 {
	workdays := c.fill(w, lists, near)
	c.spend((len(c.content.spans) + len(c.content.starts)) / 2)
	return c.week(c.content, weekClockOf(near, int64(w)*civil.WeekSeconds), workdays)
}

// fill places the windows of the dates around a week on its UTC seconds, and
// returns the dates of the local week on which one becomes open.
func (c *compiler) fill(w int, lists dateLists, near []Period) (workdays uint8) {
	start := int64(w) * civil.WeekSeconds
	k := c.content.emptied()
	for i, list := range lists {
		midnight := int64(w*7-DaysAround+i) * civil.DaySeconds
		for _, win := range c.schedule.Lists.Windows[list] {
			mark := int64(math.MaxInt64)
			for _, s := range near {
				from, until := s.piece(midnight+int64(win.From), midnight+int64(win.Until))
				if from >= until {
					continue
				}
				mark = min(mark, from)
				from, until = max(from, start)-start, min(until, start+civil.WeekSeconds)-start
				if from < until {
					k.spans = append(k.spans, hours.Window{From: int32(from), Until: int32(until)})
				}
			}
			if mark == math.MaxInt64 {
				continue // skipped by the clock
			}
			if start <= mark && mark < start+civil.WeekSeconds {
				k.starts = append(k.starts, int32(mark-start))
			}
			if day := (mark + offsetAt(near, mark) - start) / civil.DaySeconds; mark+offsetAt(near, mark) >= start && day < 7 {
				workdays |= 1 << day
			}
		}
	}
	k.spans = hours.Join(k.spans)
	slices.Sort(k.starts)
	k.starts = slices.Compact(k.starts)
	c.content = k
	return workdays
}
