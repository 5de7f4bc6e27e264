package calendar

import (
	"math"
	"time"

	"github.com/tenggat/sla/calendar/internal/civil"
	"github.com/tenggat/sla/calendar/internal/table"
)

// IsOpen reports whether the calendar is open at an instant. Windows are
// half-open: at its closing time a calendar is closed.
func (c *Calendar) IsOpen(t time.Time) bool {
	sec := civil.Second(t)
	if sec < 0 || sec >= civil.EndSecond {
		return false
	}
	if c == nil || c.table == nil {
		return true
	}
	var r table.Reader
	from, _, ok := c.table.SpanAfter(&r, sec)
	return ok && from <= sec
}

// at returns the open seconds before a second, whether that second is open, and
// its spot in the table. Time outside the years 1 to 9999 is closed. Of the first
// only differences mean anything. (Results, not a struct: they stay in
// registers.)
func (c *Calendar) at(sec int64) (before int64, open bool, near table.Spot) {
	inside := min(max(sec, 0), civil.EndSecond)
	if c == nil || c.table == nil {
		before, open = inside, true
	} else {
		before, open, near = c.table.Before(inside)
	}
	return before, open && inside == sec && sec != civil.EndSecond, near
}

// spanAfter returns the first open span after a second, or around it, as far as the
// week of that second goes: where it ends with the week it may go on.
func (c *Calendar) spanAfter(r *table.Reader, sec int64) (from, until int64, ok bool) {
	if c == nil || c.table == nil || sec < 0 || sec >= civil.EndSecond {
		return 0, 0, false
	}
	from, until, ok = c.table.SpanAfter(r, sec)
	return from, until, ok && from < civil.EndSecond
}

// Elapsed returns the open time between two instants. It is negative when the
// second is before the first, and stops at the largest or smallest
// [time.Duration], which is 292 years.
func (c *Calendar) Elapsed(from, to time.Time) time.Duration {
	a, open, _ := c.at(civil.Second(from))
	nsec := int64(0)
	if open {
		nsec -= int64(from.Nanosecond())
	}
	b, open, _ := c.at(civil.Second(to))
	if open {
		nsec += int64(to.Nanosecond())
	}
	return saturated(b-a, nsec)
}

// saturated returns a sum of seconds and nanoseconds as far as a Duration goes.
func saturated(sec, nsec int64) time.Duration {
	const (
		most     = math.MaxInt64 / int64(time.Second)
		mostNsec = math.MaxInt64 % int64(time.Second)
	)
	if nsec < 0 {
		sec, nsec = sec-1, nsec+int64(time.Second)
	}
	switch {
	case sec > most || sec == most && nsec > mostNsec:
		return math.MaxInt64
	case sec < -most-1 || sec == -most-1 && nsec < int64(time.Second)-mostNsec-1:
		return math.MinInt64
	case sec < 0: // so that no step overflows
		return time.Duration(sec+1)*time.Second + time.Duration(nsec-int64(time.Second))
	}
	return time.Duration(sec)*time.Second + time.Duration(nsec)
}

// nth returns the second with k seconds of a kind before it; near is the spot of
// a second not far from it.
func (c *Calendar) nth(k int64, open bool, near table.Spot) (sec int64, ok bool) {
	if c == nil || c.table == nil {
		return k, open && k >= 0 && k < civil.EndSecond
	}
	sec, ok = c.table.Nth(k, open, near)
	return sec, ok && sec >= 0 && sec < civil.EndSecond
}

// Add returns the instant that lies an amount of open time after t, or before it
// when d is negative. Of all such instants it is the one nearest to t: eight
// hours from the opening of an eight-hour day is its closing time. Add(t, 0) is
// t. The error is [ErrNotFound].
func (c *Calendar) Add(t time.Time, d time.Duration) (time.Time, error) {
	if d == 0 {
		return t, nil
	}
	sec, open, near := c.at(civil.Second(t))
	sec, nsec := sec+int64(d/time.Second), int64(d%time.Second)
	if open {
		nsec += int64(t.Nanosecond())
	}
	switch {
	case nsec < 0:
		sec, nsec = sec-1, nsec+int64(time.Second)
	case nsec >= int64(time.Second):
		sec, nsec = sec+1, nsec-int64(time.Second)
	}
	if nsec == 0 && d > 0 {
		// The end of the second before, not the start of the next open one.
		last, ok := c.nth(sec-1, true, near)
		if !ok || last+1 == civil.EndSecond {
			return time.Time{}, ErrNotFound
		}
		return civil.Instant(last+1, 0, t), nil
	}
	u, ok := c.nth(sec, true, near)
	if !ok {
		return time.Time{}, ErrNotFound
	}
	return civil.Instant(u, nsec, t), nil
}

// NextOpen returns t if the calendar is open then, and the next opening if not.
// The error is [ErrNotFound].
func (c *Calendar) NextOpen(t time.Time) (time.Time, error) {
	sec := civil.Second(t)
	var r table.Reader
	open, ok := c.nextOpen(&r, sec)
	switch {
	case !ok:
		return time.Time{}, ErrNotFound
	case open == sec:
		return t, nil
	}
	return civil.Instant(open, 0, t), nil
}

// nextOpen returns a second if it is open, and the next that is if not.
func (c *Calendar) nextOpen(r *table.Reader, sec int64) (int64, bool) {
	if from, _, ok := c.spanAfter(r, sec); ok {
		return max(from, sec), true
	}
	before, open, near := c.at(sec)
	if open {
		return sec, true
	}
	return c.opening(sec, before, near)
}

// opening returns the next open second after a closed one.
func (c *Calendar) opening(sec, before int64, near table.Spot) (int64, bool) {
	if sec >= civil.EndSecond {
		return 0, false
	}
	return c.nth(before, true, near)
}

// NextClose returns the first instant after t at which the calendar, having been
// open, is closed. The error is [ErrNotFound], also for a calendar that never
// closes.
func (c *Calendar) NextClose(t time.Time) (time.Time, error) {
	sec := civil.Second(t)
	var r table.Reader
	if _, until, ok := c.spanAfter(&r, sec); ok && until%civil.WeekSeconds != 0 && until < civil.EndSecond {
		return civil.Instant(until, 0, t), nil
	}
	before, ok, near := c.at(sec)
	if !ok {
		if sec, ok = c.opening(sec, before, near); !ok {
			return time.Time{}, ErrNotFound
		}
	}
	if sec, ok = c.closing(sec, before, near); !ok {
		return time.Time{}, ErrNotFound
	}
	return civil.Instant(sec, 0, t), nil
}

// closing returns the first closed second after an open one.
func (c *Calendar) closing(sec, before int64, near table.Spot) (int64, bool) {
	return c.nth(sec-before, false, near)
}
