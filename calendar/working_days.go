package calendar

import (
	"time"

	"github.com/tenggat/sla/calendar/internal/civil"
	"github.com/tenggat/sla/calendar/internal/hours"
	"github.com/tenggat/sla/calendar/internal/table"
)

// AddDays returns the instant n working days from t. A working day is a local
// date on which an open window starts; for a calendar made of others, a window
// of one of them at which, or in the course of which, it is open. An instant
// belongs to the working day on which its window starts: 01:00 on Saturday, in
// Friday's window 22:00-06:00, belongs to Friday.
//
// If the calendar is closed at t, t is first moved to the next opening. The
// result is the first open instant of the n-th working day after (before, if n
// is negative) that of t, at or after the same time of day; if there is none,
// the last closing of that day. AddDays(t, 0) is [Calendar.NextOpen].
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
	day, timeOfDay := c.workingDay(&r, c.label(&r, start))
	target, ok := c.workday(&r, day, n)
	if !ok {
		return time.Time{}, ErrNotFound
	}
	u, offset, ok := c.openFrom(&r, target, timeOfDay)
	if !ok {
		if u, ok = c.lastClosing(&r, target); !ok {
			return time.Time{}, ErrNotFound
		}
		return civil.Instant(u, 0, t), nil
	}
	nsec := int64(0)
	if same := int64(target)*civil.DaySeconds + timeOfDay; start == sec && u+offset == same {
		nsec = int64(t.Nanosecond())
	}
	return civil.Instant(u, nsec, t), nil
}

// workingDay returns the date to which an open label belongs, and its time of
// day: the seconds since the midnight with which that date begins. After midnight
// in a window of the date before they are more than a day.
func (c *Calendar) workingDay(r *table.Reader, label int64) (day int, timeOfDay int64) {
	day = civil.DayAt(label)
	timeOfDay = label - int64(day)*civil.DaySeconds
	if !c.overnight() {
		return day, timeOfDay
	}
	if today, _ := within(c.schedule.WindowsOn(day), int32(timeOfDay)); today {
		return day, timeOfDay
	}
	sinceYesterday := timeOfDay + civil.DaySeconds
	for _, w := range c.schedule.WindowsOn(day - 1) {
		if int64(w.From) <= sinceYesterday && sinceYesterday < int64(w.Until) && c.startsOn(r, day-1, w) {
			return day - 1, sinceYesterday
		}
	}
	return day, timeOfDay
}

// openFrom returns the first second of a working day that is open, at or after a
// time of day, and what the local clock is ahead of UTC then.
func (c *Calendar) openFrom(r *table.Reader, day int, timeOfDay int64) (sec, offset int64, ok bool) {
	midnight := int64(day) * civil.DaySeconds
	if !c.overnight() {
		return c.openBetween(r, midnight+timeOfDay, midnight+civil.DaySeconds)
	}
	var list [8]hours.Window
	for _, w := range c.windowsFrom(r, list[:0], day) {
		from := max(int64(w.From), timeOfDay)
		if from >= int64(w.Until) {
			continue
		}
		if first, ahead, found := c.openBetween(r, midnight+from, midnight+int64(w.Until)); found && (!ok || first < sec) {
			sec, offset, ok = first, ahead, true
		}
	}
	return sec, offset, ok
}

// windowsFrom appends the windows that start on a date, in no order: those that are written
// for it, and the rest of one of the date before whose beginning special hours
// have taken away or the clock has skipped.
func (c *Calendar) windowsFrom(r *table.Reader, list []hours.Window, day int) []hours.Window {
	for _, w := range c.schedule.WindowsOn(day - 1) {
		if w.Until > civil.DaySeconds && !c.startsOn(r, day-1, w) {
			list = append(list, hours.Window{From: max(w.From-civil.DaySeconds, 0), Until: w.Until - civil.DaySeconds})
		}
	}
	for _, w := range c.schedule.WindowsOn(day) {
		if w.Until <= civil.DaySeconds || c.startsOn(r, day, w) {
			list = append(list, w)
		}
	}
	return list
}

// startsOn reports whether a window written for a date is open on it.
func (c *Calendar) startsOn(r *table.Reader, day int, w hours.Window) bool {
	midnight := int64(day) * civil.DaySeconds
	var pieces [2]table.Period
	return w.From < civil.DaySeconds && len(c.pieces(r, pieces[:0], midnight+int64(w.From), midnight+civil.DaySeconds)) > 0
}

// openBetween returns the first open second at which the local clock shows one
// of the labels [from, until), and what it is ahead of UTC then.
func (c *Calendar) openBetween(r *table.Reader, from, until int64) (sec, offset int64, ok bool) {
	var pieces [2]table.Period
	for _, s := range c.pieces(r, pieces[:0], from, until) {
		if u, found := c.nextOpen(r, s.From); found && u < s.Until {
			return u, s.Offset, true
		}
	}
	return 0, 0, false
}

// ownWindows reports whether the calendar's open time is that of its windows.
func (c *Calendar) ownWindows() bool {
	return c != nil && c.schedule != nil && len(c.union)+len(c.intersect)+len(c.except) == 0
}

// overnight reports whether the calendar has windows of its own that run past
// midnight.
func (c *Calendar) overnight() bool { return c.ownWindows() && c.schedule.Lists.Overnight }

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
