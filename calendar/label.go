package calendar

import (
	"github.com/tenggat/sla/calendar/internal/civil"
	"github.com/tenggat/sla/calendar/internal/table"
)

// label returns what the local clock shows at a second of the years 1 to 9999.
func (c *Calendar) label(r *table.Reader, sec int64) int64 {
	if c == nil || c.table == nil {
		return sec // UTC
	}
	return c.table.Label(r, c.loc, sec)
}

// pieces appends the times at which the local clock shows the labels
// [from, until): usually one, two where the clock is set back, none where a
// zone skips them. The bounds lie in the years 1 to 9999.
func (c *Calendar) pieces(r *table.Reader, pieces []table.Period, from, until int64) []table.Period {
	var t *table.Table
	if c != nil {
		t = c.table
	}
	return t.Pieces(r, c.Location(), pieces, from, until)
}

// lastOpenLabel returns the end of the last second that is open on the date
// that begins at a local midnight.
func (c *Calendar) lastOpenLabel(r *table.Reader, midnight int64) (sec int64, ok bool) {
	var pieces [2]table.Period
	for _, s := range c.pieces(r, pieces[:0], midnight, midnight+civil.DaySeconds) {
		before, _, row := c.at(s.Until)
		if u, found := c.nth(before-1, true, row); found && u >= s.From {
			sec, ok = u+1, true
		}
	}
	return sec, ok && sec < civil.EndSecond
}
