package calendar

import (
	"slices"
	"time"

	"github.com/tenggat/sla/calendar/internal/civil"
	"github.com/tenggat/sla/calendar/internal/table"
)

// CloseOfDay returns the last closing of a working day: of the day that t, or
// the next opening if the calendar is closed at t, belongs to, or of the day n
// working days from that date. A window that runs past midnight belongs to the
// date it starts on, and closes it. A calendar that is made of others, or always
// open, closes a day at midnight at the latest.
//
// The error is [ErrNotFound].
func (c *Calendar) CloseOfDay(t time.Time, n int) (time.Time, error) {
	var r table.Reader
	start, ok := c.nextOpen(&r, civil.Second(t))
	if !ok {
		return time.Time{}, ErrNotFound
	}
	label := c.label(&r, start)
	day := civil.DayAt(label)
	if n != 0 {
		day, ok = c.workday(&r, day, n)
	} else if c.ownWindows() {
		if today, _ := within(c.schedule.WindowsOn(day), int32(label%civil.DaySeconds)); !today {
			day-- // last night's window
		}
	}
	if !ok {
		return time.Time{}, ErrNotFound
	}
	last, ok := c.lastClosing(&r, day)
	if !ok {
		return time.Time{}, ErrNotFound
	}
	return civil.Instant(last, 0, t), nil
}

// ownWindows reports whether the calendar's open time is that of its windows.
func (c *Calendar) ownWindows() bool {
	return c != nil && c.schedule != nil && len(c.union)+len(c.intersect)+len(c.except) == 0
}

// lastClosing returns the second at which a date's last window closes.
func (c *Calendar) lastClosing(r *table.Reader, day int) (sec int64, ok bool) {
	midnight := int64(day) * civil.DaySeconds
	if !c.ownWindows() {
		return c.lastOpenLabel(r, midnight)
	}
	var pieces [2]table.Period
	for _, w := range slices.Backward(c.schedule.WindowsOn(day)) {
		all := c.pieces(r, pieces[:0], midnight+int64(w.From), midnight+int64(w.Until))
		if len(all) > 0 {
			last := all[len(all)-1].Until
			return last, last < civil.EndSecond
		}
	}
	return 0, false
}
