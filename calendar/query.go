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
	_, open, _ := c.table.before(sec)
	return open
}

// A position is where an instant lies in open time.
type position struct {
	sec       int64 // open seconds before it
	nsec      int64 // and nanoseconds, in [0, 1e9)
	open      bool
	row       int   // of the table, or 0
	second    int64 // the instant itself, moved into the years 1 to 9999
	afterLast bool  // it lay after them
}

// position finds an instant.
func (c *Calendar) position(t time.Time) position {
	p := c.at(second(t))
	if p.open {
		p.nsec = int64(t.Nanosecond())
	}
	return p
}

// at finds a second.
func (c *Calendar) at(sec int64) position {
	p := position{second: min(max(sec, 0), endSecond), afterLast: sec >= endSecond}
	p.sec, p.open = p.second, true
	if c != nil && c.table != nil {
		p.sec, p.open, p.row = c.table.before(p.second)
	}
	p.open = p.open && p.second == sec && !p.afterLast
	return p
}

// Elapsed returns the open time between two instants. It is negative when the
// second is before the first, and stops at the largest or smallest
// [time.Duration], which is 292 years.
func (c *Calendar) Elapsed(from, to time.Time) time.Duration {
	a, b := c.position(from), c.position(to)
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

// nth returns the second with k seconds of a kind before it; near is the row of
// a second not far from it.
func (c *Calendar) nth(k int64, open bool, near int) (sec int64, ok bool) {
	if c == nil || c.table == nil {
		return k, open && k >= 0 && k < endSecond
	}
	sec, ok = c.table.nth(k, open, near)
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
	at := c.position(t)
	sec, nsec := at.sec+int64(d/time.Second), at.nsec+int64(d%time.Second)
	switch {
	case nsec < 0:
		sec, nsec = sec-1, nsec+int64(time.Second)
	case nsec >= int64(time.Second):
		sec, nsec = sec+1, nsec-int64(time.Second)
	}
	if nsec == 0 && d > 0 {
		// The end of the second before, not the start of the next open one.
		last, ok := c.nth(sec-1, true, at.row)
		if !ok || last+1 == endSecond {
			return time.Time{}, ErrNotFound
		}
		return instant(last+1, 0, t), nil
	}
	u, ok := c.nth(sec, true, at.row)
	if !ok {
		return time.Time{}, ErrNotFound
	}
	return instant(u, int(nsec), t), nil
}

// NextOpen returns t if the calendar is open then, and the next opening if not.
// The error is [ErrNotFound].
func (c *Calendar) NextOpen(t time.Time) (time.Time, error) {
	at := c.position(t)
	if at.open {
		return t, nil
	}
	sec, ok := c.opening(at)
	if !ok {
		return time.Time{}, ErrNotFound
	}
	return instant(sec, 0, t), nil
}

// opening returns the next open second after a closed position.
func (c *Calendar) opening(at position) (int64, bool) {
	if at.afterLast {
		return 0, false
	}
	return c.nth(at.sec, true, at.row)
}

// NextClose returns the first instant after t at which the calendar, having been
// open, is closed. The error is [ErrNotFound], also for a calendar that never
// closes.
func (c *Calendar) NextClose(t time.Time) (time.Time, error) {
	at := c.position(t)
	if !at.open {
		var ok bool
		if at.second, ok = c.opening(at); !ok {
			return time.Time{}, ErrNotFound
		}
	}
	sec, ok := c.closing(at)
	if !ok {
		return time.Time{}, ErrNotFound
	}
	return instant(sec, 0, t), nil
}

// closing returns the first closed second after an open position.
func (c *Calendar) closing(at position) (int64, bool) {
	return c.nth(at.second-at.sec, false, at.row)
}
