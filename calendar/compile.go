package calendar

import (
	"bytes"
	"encoding/binary"
	"math"
	"slices"
	"time"
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
	first    int    // the date that special starts at
	special  []byte // 1 for dates that are not like those of other weeks
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

// compile works out the weeks of a schedule for at least the given years, and
// returns the history of the zone over them.
func compile(s *schedule, loc *time.Location, from, until int) (*plan, *zoneHistory) {
	zone := newZoneHistory(loc, int64(daysBeforeYear(horizon+1))*daySeconds)
	from, until = eventfulYears(s, zone, from, until)
	p := newPlan(from, until)
	zone.extend(loc, int64(p.firstWeek+len(p.weeks)+1)*weekSeconds)
	c := &compiler{
		schedule: s,
		plan:     p,
		zone:     zone,
		first:    p.firstWeek*7 - daysAround,
		dates:    make(map[dateKey]int32),
		weeks:    make(map[weekKey]uint16),
		steady:   make(map[steadyKey]uint16),
	}
	c.special = make([]byte, 7*len(p.weeks)+2*daysAround)
	s.special(c.first, c.special)
	years := make(map[string]int)
	var key []byte
	for i := range p.equal {
		from, end := p.year(i)
		key = c.yearKey(key[:0], p.firstWeek+from, end-from)
		k, known := years[string(key)]
		if !known {
			years[string(key)], k = i, i
			for j := from; j < end; j++ {
				p.weeks[j] = c.week(p.firstWeek + j)
			}
		}
		p.equal[i] = k
		like, _ := p.year(k)
		copy(p.weeks[from:end], p.weeks[like:])
	}
	return p, zone
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

// week works out a week, counted from the year 1.
func (c *compiler) week(w int) uint16 {
	start := int64(w) * weekSeconds
	near := c.zone.during(start-maxOffset, start+weekSeconds+maxOffset)
	first, end := w*7-daysAround, w*7+7+daysAround
	if len(near) > 1 || c.nextSpecial(first, end) < end {
		return c.unsteady(w, near)
	}
	key := steadyKey{c.schedule.versionIndex(w * 7), near[0].offset}
	n, known := c.steady[key]
	if !known {
		n = c.plan.catalog.number(c.content(w, near))
		c.steady[key] = n
	}
	return n
}

// nextSpecial returns the first special date of [from, end), or end.
func (c *compiler) nextSpecial(from, end int) int {
	if n := bytes.IndexByte(c.special[from-c.first:end-c.first], 1); n >= 0 {
		return from + n
	}
	return end
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

// list returns the list of a date's windows.
func (c *compiler) list(day int) int32 {
	s := c.schedule
	v, weekday := s.versionIndex(day), floorMod(day, 7)
	if c.special[day-c.first] == 0 {
		return s.versions[v].days[weekday]
	}
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
