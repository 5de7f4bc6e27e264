package calendar

import (
	"encoding/binary"
	"math"
	"slices"
)

// horizon is the last year that is worked out by itself. The database has
// irregular rules for some zones up to 2087; after that every zone follows a
// rule that repeats with the Gregorian cycle.
const horizon = 2200

// daysAround is how many dates before and after a UTC week can be open in it:
// an overnight window of Saturday, a clock that is most of a day ahead.
const daysAround = 2

// A compiler turns a schedule into a plan.
type compiler struct {
	schedule *schedule
	plan     *plan
	zone     *zoneHistory
	first    int     // the date that special starts at
	special  dateSet // dates that are not like those of other weeks
	recent   [512]dateList
	dates    map[dateKey]int32
	weeks    map[weekKey]uint16
	steady   map[steadyKey]uint16
}

// dateKey is what the windows of a date depend on.
type dateKey struct {
	version, weekday int
	rule             rule
	before, after    int32 // what the neighbours take away
}

// weekKey is what a week depends on: the lists of its dates, and the offsets of
// its zone.
type weekKey struct {
	lists           [7 + 2*daysAround]int32
	offset, offset2 int64
	change          int64
}

// steadyKey is what a week without special dates depends on.
type steadyKey struct {
	version int
	offset  int64
}

// compile works out the weeks of a schedule; from and until are as eventfulYears
// returns them.
func compile(s *schedule, zone *zoneHistory, from, until int) *plan {
	p := newPlan(from, until)
	c := &compiler{
		schedule: s,
		plan:     p,
		zone:     zone,
		first:    p.firstWeek*7 - daysAround,
		dates:    make(map[dateKey]int32),
		weeks:    make(map[weekKey]uint16),
		steady:   make(map[steadyKey]uint16),
	}
	c.special = s.special(c.first, 7*len(p.weeks)+2*daysAround)
	years := yearIndex{keys: make(map[string]int)}
	for i := range p.equal {
		from, end := p.year(i)
		k := years.first(p, i, func(key []byte) []byte { return c.yearKey(key, p.firstWeek+from, end-from) })
		p.equal[i] = k
		if k == i {
			c.fill(p.weeks[from:end], p.firstWeek+from)
			continue
		}
		like, _ := p.year(k)
		copy(p.weeks[from:end], p.weeks[like:])
	}
	return p
}

// eventfulYears widens the years to those in which the schedule or its zone does
// something once, with a year on either side for the weeks across New Year.
func eventfulYears(s *schedule, zone *zoneHistory, from, until int) (int, int) {
	sFrom, sUntil := s.years()
	from, until = min(from, sFrom), max(until, sUntil)
	if n := len(zone.stretches); n > 1 {
		from = min(from, yearOf(int(zone.stretches[1].from/daySeconds)))
		until = max(until, yearOf(int(zone.stretches[n-1].from/daySeconds)))
	}
	if from > until { // nothing ever changes
		from, until = horizon, horizon
	}
	return from - 1, until + 1
}

// yearKey appends what the weeks of a year depend on: the weekly hours, the
// offsets and the windows of special dates.
func (c *compiler) yearKey(key []byte, w, weeks int) []byte {
	key = append(key, byte(weeks))
	first, end := w*7-daysAround, (w+weeks)*7+daysAround
	if seg := c.schedule.segment(first); seg != nil && seg.closes() && seg.until >= end {
		return key // closed throughout: nothing else matters
	}
	for v := c.schedule.versionIndex(first); v < len(c.schedule.versions) && c.schedule.versions[v].from < end; v++ {
		key = binary.AppendVarint(key, int64(max(c.schedule.versions[v].from, first)-first))
		key = binary.AppendVarint(key, int64(v))
	}
	key = c.zone.key(key, int64(w)*weekSeconds, int64(w+weeks)*weekSeconds)
	for day := c.nextSpecial(first, end); day < end; day = c.nextSpecial(day+1, end) {
		key = binary.AppendVarint(key, int64(day-first))
		key = binary.AppendVarint(key, int64(c.list(day)))
	}
	return key
}

// key appends the offsets in force during [from, until) and a day on either side.
func (h *zoneHistory) key(key []byte, from, until int64) []byte {
	for _, s := range h.during(from-maxOffset, until+maxOffset) {
		key = binary.AppendVarint(key, max(s.from-from, -maxOffset))
		key = binary.AppendVarint(key, s.offset)
	}
	return key
}

// fill works out consecutive weeks, the first being w.
func (c *compiler) fill(weeks []uint16, w int) {
	end := w + len(weeks)
	for w < end {
		n, same := c.week(w, end)
		for ; w < same; w++ {
			weeks[len(weeks)-end+w] = n
		}
	}
}

// week works out a week, counted from the year 1, and until which week, at most
// end, those after it are the same: up to the next special date or change of
// offset.
func (c *compiler) week(w, end int) (n uint16, same int) {
	start := int64(w) * weekSeconds
	near := c.zone.during(start-maxOffset, start+weekSeconds+maxOffset)
	if len(near) == 1 {
		special := c.nextSpecial(w*7-daysAround, end*7+daysAround)
		same = min((special-daysAround)/7, near[0].weeks(), end)
	}
	if same <= w {
		return c.unsteady(w, near), w + 1
	}
	key := steadyKey{c.schedule.versionIndex(w * 7), near[0].offset}
	n, known := c.steady[key]
	if !known {
		n = c.plan.catalog.number(c.content(w, near))
		c.steady[key] = n
	}
	return n, same
}

// nextSpecial returns the first special date of [from, end), or end.
func (c *compiler) nextSpecial(from, end int) int {
	return c.first + c.special.next(from-c.first, end-c.first)
}

// unsteady works out a week that has special dates or a change of offset.
func (c *compiler) unsteady(w int, near []stretch) uint16 {
	if len(near) > 2 {
		return c.plan.catalog.number(c.content(w, near))
	}
	var key weekKey
	for i := range key.lists {
		key.lists[i] = c.list(w*7 - daysAround + i)
	}
	key.offset = near[0].offset
	if len(near) == 2 {
		key.offset2, key.change = near[1].offset, near[1].from-int64(w)*weekSeconds
	}
	n, known := c.weeks[key]
	if !known {
		n = c.plan.catalog.number(c.content(w, near))
		c.weeks[key] = n
	}
	return n
}

// A dateList is the list of a date's windows.
type dateList struct {
	day  int
	list int32
}

// list returns the list of a date's windows.
func (c *compiler) list(day int) int32 {
	s := c.schedule
	if !c.special.has(day - c.first) {
		return s.versions[s.versionIndex(day)].days[floorMod(day, 7)]
	}
	r := &c.recent[uint(day)%uint(len(c.recent))]
	if r.day != day || r.list == none {
		*r = dateList{day, c.specialList(day)}
	}
	return r.list
}

// specialList returns the list of a special date's windows.
func (c *compiler) specialList(day int) int32 {
	s := c.schedule
	v, weekday := s.versionIndex(day), floorMod(day, 7)
	key := dateKey{version: v, weekday: weekday, rule: s.rule(day)}
	if seg := s.segment(day - 1); seg != nil {
		key.before = seg.remove
	}
	if seg := s.segment(day + 1); seg != nil {
		key.after = seg.remove
	}
	n, known := c.dates[key]
	if !known {
		n = s.lists.number(s.windows(day))
		c.dates[key] = n
	}
	return n
}

// content places the windows of the dates around a week on its UTC seconds.
func (c *compiler) content(w int, near []stretch) content {
	start := int64(w) * weekSeconds
	var k content
	for day := w*7 - daysAround; day < w*7+7+daysAround; day++ {
		midnight := int64(day) * daySeconds
		for _, win := range c.schedule.lists.windows[c.list(day)] {
			mark := int64(math.MaxInt64)
			for _, s := range near {
				from, until := s.piece(midnight+int64(win.from), midnight+int64(win.until))
				if from >= until {
					continue
				}
				mark = min(mark, from)
				from, until = max(from, start)-start, min(until, start+weekSeconds)-start
				if from < until {
					k.spans = append(k.spans, window{int32(from), int32(until)})
				}
			}
			if start <= mark && mark < start+weekSeconds {
				k.marks = append(k.marks, int32(mark-start))
			}
		}
	}
	k.spans = joinWindows(k.spans)
	slices.Sort(k.marks)
	k.marks = slices.Compact(k.marks)
	return k
}
