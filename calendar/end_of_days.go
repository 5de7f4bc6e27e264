package calendar

import (
	"time"

	"github.com/tenggat/sla/calendar/internal/civil"
	"github.com/tenggat/sla/calendar/internal/table"
)

// Days is an end that agreements write in working days: "by 16:00 of the second
// working day". The zero Days is the next opening.
type Days struct {
	N int // working days; not negative

	// FromArrival counts from the date of the instant: a Saturday is followed by
	// Monday as the first working day. Otherwise an instant at which the calendar
	// is closed is first moved to the next opening, so that Monday is followed by
	// Tuesday.
	FromArrival bool

	// AtClose ends at the day's last closing, otherwise at the time of day of the
	// instant, as [Calendar.AddDays] does.
	AtClose bool

	// At ends at a local time of the day, written as the time since midnight, in
	// whole seconds: the first open instant at or after it, or the last closing
	// of the day if there is none. Zero is not set.
	At time.Duration
}

// EndOfDays returns the end of d for an instant. Working days, and the day that an instant
// belongs to, are those of [Calendar.AddDays]. An end of the day itself (N is 0) that has
// passed is that of the next working day.
//
// The error is [ErrNotFound].
func (c *Calendar) EndOfDays(t time.Time, d Days) (time.Time, error) {
	if !d.FromArrival && !d.AtClose && d.At == 0 {
		return c.AddDays(t, d.N)
	}
	var r table.Reader
	sec := civil.Second(t)
	start, ok := c.nextOpen(&r, sec)
	if !ok {
		return time.Time{}, ErrNotFound
	}
	day, timeOfDay := c.workingDay(&r, c.label(&r, start))
	n := d.N
	if d.FromArrival && start > sec && n > 0 {
		arrival := c.label(&r, sec)
		timeOfDay = arrival - int64(civil.DayAt(arrival))*civil.DaySeconds
		if day > civil.DayAt(arrival) {
			n-- // the next opening is on the first working day after the arrival
		}
	}
	end := func(n int) (int64, bool) {
		target := day
		if n > 0 {
			if target, ok = c.workday(&r, day, n); !ok {
				return 0, false
			}
		}
		if d.AtClose {
			return c.lastClosing(&r, target)
		}
		if d.At > 0 {
			timeOfDay = int64(d.At / time.Second)
		}
		if u, _, found := c.openFrom(&r, target, timeOfDay); found {
			return u, true
		}
		return c.lastClosing(&r, target)
	}
	u, ok := end(n)
	if ok && d.N == 0 && u <= sec {
		u, ok = end(1)
	}
	if !ok {
		return time.Time{}, ErrNotFound
	}
	return civil.Instant(u, 0, t), nil
}
