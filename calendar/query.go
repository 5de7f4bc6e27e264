package calendar

import (
	"math"
	"time"
)

// IsOpen reports whether the calendar is open at an instant. Windows are
// half-open: at its closing time a calendar is closed.
func (c *Calendar) IsOpen(t time.Time) bool {
	sec := second(t)
	if sec < 0 || sec >= endSecond {
		return false
	}
	if c == nil || c.table == nil {
		return true
	}
	_, open := c.table.before(sec)
	return open
}

// A count is an amount of open time since the beginning of the table: seconds
// and nanoseconds, of which the latter are in [0, 1e9).
type count struct {
	sec  int64
	nsec int64
}

// before returns the open time before an instant, and whether it is open.
func (c *Calendar) before(t time.Time) (n count, open bool) {
	sec, nsec := second(t), int64(t.Nanosecond())
	switch {
	case sec < 0:
		sec, nsec = 0, 0
	case sec >= endSecond:
		sec, nsec = endSecond, 0
	}
	if c == nil || c.table == nil {
		return count{sec, nsec}, second(t) == sec && sec < endSecond
	}
	n.sec, open = c.table.before(sec)
	if open {
		n.nsec = nsec
	}
	return n, open && second(t) == sec && sec < endSecond
}

// Elapsed returns the open time between two instants. It is negative when the
// second is before the first, and stops at the largest or smallest
// [time.Duration], which is 292 years.
func (c *Calendar) Elapsed(from, to time.Time) time.Duration {
	a, _ := c.before(from)
	b, _ := c.before(to)
	return saturated(b.sec-a.sec, b.nsec-a.nsec)
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

// nth returns the second with k seconds of a kind before it; near is a second
// not far from it, if one is known.
func (c *Calendar) nth(k int64, open bool, near int64) (sec int64, ok bool) {
	if c == nil || c.table == nil {
		return k, open && k >= 0 && k < endSecond
	}
	sec, ok = c.table.nth(k, open, c.table.find(near/weekSeconds).row)
	return sec, ok && sec >= 0 && sec < endSecond
}

// Add returns the instant that lies an amount of open time after t, or before it
// when d is negative. Of all such instants it is the one nearest to t: eight
// hours from the opening of an eight-hour day is its closing time. Add(t, 0) is
// t. The error is [ErrNotFound].
func (c *Calendar) Add(t time.Time, d time.Duration) (time.Time, error) {
	if d == 0 {
		return t, nil
	}
	at, _ := c.before(t)
	sum := count{at.sec + int64(d/time.Second), at.nsec + int64(d%time.Second)}
	switch {
	case sum.nsec < 0:
		sum.sec, sum.nsec = sum.sec-1, sum.nsec+int64(time.Second)
	case sum.nsec >= int64(time.Second):
		sum.sec, sum.nsec = sum.sec+1, sum.nsec-int64(time.Second)
	}
	near := min(max(second(t), 0), endSecond-1)
	if sum.nsec == 0 && d > 0 {
		// The end of the second before, not the start of the next open one.
		sec, ok := c.nth(sum.sec-1, true, near)
		if !ok || sec+1 == endSecond {
			return time.Time{}, ErrNotFound
		}
		return instant(sec+1, 0, t), nil
	}
	sec, ok := c.nth(sum.sec, true, near)
	if !ok {
		return time.Time{}, ErrNotFound
	}
	return instant(sec, int(sum.nsec), t), nil
}

// NextOpen returns t if the calendar is open then, and the next opening if not.
// The error is [ErrNotFound].
func (c *Calendar) NextOpen(t time.Time) (time.Time, error) {
	at, open := c.before(t)
	if open {
		return t, nil
	}
	sec, ok := c.nth(at.sec, true, min(max(second(t), 0), endSecond-1))
	if !ok || second(t) >= endSecond {
		return time.Time{}, ErrNotFound
	}
	return instant(sec, 0, t), nil
}

// NextClose returns the first instant after t at which the calendar, having been
// open, is closed. The error is [ErrNotFound], also for a calendar that never
// closes.
func (c *Calendar) NextClose(t time.Time) (time.Time, error) {
	open, err := c.NextOpen(t)
	if err != nil {
		return time.Time{}, err
	}
	sec, ok := c.closing(second(open))
	if !ok {
		return time.Time{}, ErrNotFound
	}
	return instant(sec, 0, t), nil
}

// closing returns the first closed second after an open one.
func (c *Calendar) closing(sec int64) (int64, bool) {
	if c == nil || c.table == nil {
		return 0, false
	}
	open, _ := c.table.before(sec)
	return c.nth(sec-open, false, sec)
}
