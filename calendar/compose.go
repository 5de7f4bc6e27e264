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
func (c *Calendar) newTable() (*Table, bool) {
	from, until := math.MaxInt, math.MinInt
	var members []Part
	for _, m := range c.members() {
		t := m.weeks()
		from, until = min(from, t.From), max(until, t.Until)
		members = append(members, Part{Operation: Either, Table: t, Starts: true})
	}
	zone := NewZone(c.loc, int64(DaysBeforeYear(horizon+1))*DaySeconds)
	from, until = EventfulYears(c.schedule, zone, from, until)
	if len(members) == 0 {
		return Compile(c.schedule, zone, from, until)
	}
	fits := true
	own := func(s *Schedule, op Operation, marks bool) Part {
		t, ok := Compile(s, zone, from, until)
		fits = fits && ok
		return Part{op, t, marks}
	}
	parts, except := members[:len(members)-len(c.except):len(members)-len(c.except)], members[len(members)-len(c.except):]
	if len(c.intersect) > 0 {
		for i := range parts {
			parts[i].Operation = Both
		}
	}
	switch {
	case !c.isMade():
		parts = append(parts, own(c.schedule, Either, true))
	case c.schedule.HasEntries():
		parts = append(parts, own(c.schedule, Both, false), own(c.schedule.WithHours(nil), Either, true))
	}
	for _, p := range except {
		p.Operation = Without
		parts = append(parts, p)
	}
	if !fits {
		return nil, false
	}
	t := parts[0].Table
	for _, p := range parts[1:] {
		var ok bool
		if t, ok = Combine(t, p, from, until); !ok {
			return nil, false
		}
	}
	return Localize(t, zone, from, until)
}

// isMade reports whether the calendar has other calendars instead of hours.
func (c *Calendar) isMade() bool { return len(c.union)+len(c.intersect) > 0 }

// weeks returns the table of a calendar, also of one that is always open.
func (c *Calendar) weeks() *Table {
	if c != nil && c.table != nil {
		return c.table
	}
	s := newChecker().schedule.WithHours(WholeDay)
	zone := NewZone(time.UTC, 0)
	from, until := EventfulYears(s, zone, math.MaxInt, math.MinInt)
	t, _ := Compile(s, zone, from, until) // two weeks are never too many
	return t
}
