package calendar

import (
	"time"

	"github.com/tenggat/sla/calendar/internal/civil"
	"github.com/tenggat/sla/calendar/internal/hours"
	"github.com/tenggat/sla/calendar/internal/table"
)

// CloseOfDay returns the last closing of the working day that t belongs to, or
// of the day n working days from it. If the calendar is closed at t, t is first
// moved to the next opening. Working days are those of [Calendar.AddDays]: a
// window that runs past midnight belongs to the date on which it starts, and
// closes it. A calendar that is made of others, or always open, closes a day at
// midnight at the latest.
//
// The error is [ErrNotFound].
func (c *Calendar) CloseOfDay(t time.Time, n int) (time.Time, error) {
	var r table.Reader
	start, ok := c.nextOpen(&r, civil.Second(t))
	if !ok {
		return time.Time{}, ErrNotFound
	}
	day, _ := c.workingDay(&r, c.label(&r, start))
	if n != 0 {
		if day, ok = c.workday(&r, day, n); !ok {
			return time.Time{}, ErrNotFound
		}
	}
	last, ok := c.lastClosing(&r, day)
	if !ok {
		return time.Time{}, ErrNotFound
	}
	return civil.Instant(last, 0, t), nil
}

// lastClosing returns the second at which the last window of a date closes.
func (c *Calendar) lastClosing(r *table.Reader, day int) (sec int64, ok bool) {
	midnight := int64(day) * civil.DaySeconds
	if !c.overnight() {
		return c.lastOpenLabel(r, midnight)
	}
	var list [8]hours.Window
	var pieces [2]table.Period
	for _, w := range c.windowsFrom(r, list[:0], day) {
		for _, p := range c.pieces(r, pieces[:0], midnight+int64(w.From), midnight+int64(w.Until)) {
			sec, ok = max(sec, p.Until), true
		}
	}
	return sec, ok && sec < civil.EndSecond
}
