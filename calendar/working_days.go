package calendar

import (
	"time"

	"github.com/tenggat/sla/calendar/internal/civil"
	"github.com/tenggat/sla/calendar/internal/table"
)

// AddDays returns the instant n working days from t. A working day is a local
// date on which an open window starts; for a calendar made of others, a window
// of one of them at which, or in the course of which, it is open.
//
// If the calendar is closed at t, t is first moved to the next opening. The
// result is the first open instant of the n-th working day after (before, if n
// is negative) the date of t, at or after the same time of day; if there is
// none, the last closing of that day. AddDays(t, 0) is [Calendar.NextOpen].
//
// The error is [ErrNotFound].
func (c *Calendar) AddDays(t time.Time, n int) (time.Time, error) {
	if n == 0 {
		return c.NextOpen(t)
	}
	var r table.Reader
	sec := civil.Second(t)
	start, ok := c.nextOpen(&r, sec)
	if !ok {
		return time.Time{}, ErrNotFound
	}
	label := c.label(&r, start)
	target, ok := c.workday(&r, civil.DayAt(label), n)
	if !ok {
		return time.Time{}, ErrNotFound
	}
	midnight := int64(target) * civil.DaySeconds
	same := midnight + label%civil.DaySeconds
	var pieces [2]table.Period
	for _, s := range c.pieces(&r, pieces[:0], same, midnight+civil.DaySeconds) {
		u, ok := c.nextOpen(&r, s.From)
		if !ok || u >= s.Until {
			continue
		}
		nsec := 0
		if start == sec && u+s.Offset == same {
			nsec = t.Nanosecond()
		}
		return civil.Instant(u, nsec, t), nil
	}
	last, ok := c.lastOpenLabel(&r, midnight)
	if !ok {
		return time.Time{}, ErrNotFound
	}
	return civil.Instant(last, 0, t), nil
}

// workday returns the n-th working day after a date, or before it.
func (c *Calendar) workday(r *table.Reader, day, n int) (target int, ok bool) {
	const most = civil.LastYear * 366
	if n > most || n < -most {
		return 0, false
	}
	if c == nil || c.table == nil {
		return day + n, day+n >= 0 && day+n < civil.EndDay
	}
	day = min(max(day, 0), civil.EndDay)
	before, working, near := c.table.DaysBefore(r, day)
	rank := before + int64(n)
	if n > 0 && !working {
		rank-- // the next one is the first
	}
	target, ok = c.table.NthDay(rank, near)
	return target, ok && target >= 0 && target < civil.EndDay
}
