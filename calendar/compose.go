package calendar

import (
	"math"
	"time"

	"github.com/tenggat/sla/calendar/internal/hours"
	"github.com/tenggat/sla/calendar/internal/table"
)

// newTable works out the open time of a calendar. It fails when the limits of the
// compiled form are reached.
//
// The entries of a calendar that is made of others act on top of them. For a
// date they turn the open time H into (H ∩ A ∪ B) − C; the schedule over weeks
// that are always open gives (A ∪ B) − C, over weeks that never are B − C, and
// H ∩ the first ∪ the second is the same.
func (c *Calendar) newTable(w *Compiler) (*table.Table, bool) {
	from, until := math.MaxInt, math.MinInt
	var members []table.Part
	for _, m := range c.members() {
		t := m.weeks()
		from, until = min(from, t.From), max(until, t.Until)
		members = append(members, table.Part{Operation: table.Either, Table: t, Starts: true})
	}
	zone := w.periodsOf(c.loc)
	from, until = table.EventfulYears(c.schedule, zone, from, until)
	if len(members) == 0 {
		return table.Compile(c.schedule, zone, from, until, w.budget)
	}
	fits := true
	own := func(s *hours.Schedule, op table.Operation, marks bool) table.Part {
		t, ok := table.Compile(s, zone, from, until, w.budget)
		fits = fits && ok
		return table.Part{Operation: op, Table: t, Starts: marks}
	}
	parts, except := members[:len(members)-len(c.except):len(members)-len(c.except)], members[len(members)-len(c.except):]
	if len(c.intersect) > 0 {
		for i := range parts {
			parts[i].Operation = table.Both
		}
	}
	switch {
	case !c.isMade():
		parts = append(parts, own(c.schedule, table.Either, true))
	case c.schedule.HasEntries():
		parts = append(parts, own(c.schedule, table.Both, false), own(c.schedule.WithHours(nil), table.Either, true))
	}
	for _, p := range except {
		p.Operation = table.Without
		parts = append(parts, p)
	}
	if !fits {
		return nil, false
	}
	t, rest := parts[0].Table, parts[1:]
	if n := len(c.union); n > 1 {
		t, fits = w.unite(parts[:n], from, until)
		rest = parts[n:]
	}
	for _, p := range rest {
		if !fits {
			return nil, false
		}
		t, fits = table.Combine(t, p, from, until, w.budget)
	}
	if !fits {
		return nil, false
	}
	return table.Localize(t, zone, from, until, w.budget)
}

// weeks returns the table of a calendar, also of one that is always open.
func (c *Calendar) weeks() *table.Table {
	if c != nil && c.table != nil {
		return c.table
	}
	s := newChecker(nil).schedule.WithHours(hours.WholeDay)
	zone := table.NewZone(time.UTC, 0)
	from, until := table.EventfulYears(s, zone, math.MaxInt, math.MinInt)
	t, _ := table.Compile(s, zone, from, until, nil) // two weeks are never too many
	return t
}
