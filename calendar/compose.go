package calendar

import (
	"math"
	"time"
)

// newTable works out the open time of a calendar. It fails when the limits of the
// compiled form are reached.
//
// The entries of a calendar that is made of others act on top of them. For a
// date they turn the open time H into (H ∩ A ∪ B) − C; the schedule over weeks
// that are always open gives (A ∪ B) − C, over weeks that never are B − C, and
// H ∩ the first ∪ the second is the same.
func (c *Calendar) newTable() (*table, bool) {
	from, until := math.MaxInt, math.MinInt
	var members []part
	for _, m := range c.members() {
		t := m.weeks()
		from, until = min(from, t.from), max(until, t.until)
		members = append(members, part{operation: either, table: t, marks: true})
	}
	zone := newZoneHistory(c.loc, int64(daysBeforeYear(horizon+1))*daySeconds)
	from, until = eventfulYears(c.schedule, zone, from, until)
	if len(members) == 0 {
		return compile(c.schedule, zone, from, until)
	}
	fits := true
	own := func(s *schedule, op operation, marks bool) part {
		t, ok := compile(s, zone, from, until)
		fits = fits && ok
		return part{op, t, marks}
	}
	parts, except := members[:len(members)-len(c.except):len(members)-len(c.except)], members[len(members)-len(c.except):]
	if len(c.intersect) > 0 {
		for i := range parts {
			parts[i].operation = both
		}
	}
	switch {
	case !c.isMade():
		parts = append(parts, own(c.schedule, either, true))
	case c.schedule.hasEntries():
		parts = append(parts, own(c.schedule, both, false), own(c.schedule.blank(nil), either, true))
	}
	for _, p := range except {
		p.operation = without
		parts = append(parts, p)
	}
	if !fits {
		return nil, false
	}
	t := parts[0].table
	for _, p := range parts[1:] {
		var ok bool
		if t, ok = mix(t, p, from, until); !ok {
			return nil, false
		}
	}
	return dated(t, zone, from, until)
}

// isMade reports whether the calendar has other calendars instead of hours.
func (c *Calendar) isMade() bool { return len(c.union)+len(c.intersect) > 0 }

// weeks returns the table of a calendar, also of one that is always open.
func (c *Calendar) weeks() *table {
	if c != nil && c.table != nil {
		return c.table
	}
	s := newChecker().schedule.blank(wholeDay)
	zone := newZoneHistory(time.UTC, 0)
	from, until := eventfulYears(s, zone, math.MaxInt, math.MinInt)
	t, _ := compile(s, zone, from, until) // two weeks are never too many
	return t
}
