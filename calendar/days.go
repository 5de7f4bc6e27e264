package calendar

import "time"

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
	start, err := c.NextOpen(t)
	if err != nil || n == 0 {
		return start, err
	}
	loc := c.Location()
	sec := second(start)
	label := sec + stretchAt(loc, sec).offset
	day := int(label / daySeconds)
	target, ok := c.workday(day, n)
	if !ok {
		return time.Time{}, ErrNotFound
	}
	midnight := int64(target) * daySeconds
	same := midnight + label%daySeconds
	for s := range pieces(loc, same, midnight+daySeconds) {
		u, nsec := s.from, 0
		if s.from+s.offset == same {
			nsec = start.Nanosecond()
		}
		if before, open, row := c.at(u); !open {
			if u, ok = c.nth(before, true, row); !ok || u >= s.until {
				continue
			}
			nsec = 0
		}
		return instant(u, nsec, t), nil
	}
	last, ok := c.lastOpenLabel(midnight)
	if !ok {
		return time.Time{}, ErrNotFound
	}
	return instant(last, 0, t), nil
}

// workday returns the n-th working day after a date, or before it.
func (c *Calendar) workday(day, n int) (target int, ok bool) {
	const most = lastYear * 366
	if n > most || n < -most {
		return 0, false
	}
	if c == nil || c.table == nil {
		return day + n, day+n >= 0 && day+n < endDay
	}
	day = min(max(day, 0), endDay)
	before, working, row := c.table.daysBefore(day)
	rank := before + int64(n)
	if n > 0 && !working {
		rank-- // the next one is the first
	}
	target, ok = c.table.nthDay(rank, row)
	return target, ok && target >= 0 && target < endDay
}

// pieces yields the times at which the local clock shows the labels
// [from, until): usually one, two where the clock is set back, none where a
// zone skips them. The bounds lie in the years 1 to 9999.
func pieces(loc *time.Location, from, until int64) func(yield func(stretch) bool) {
	return func(yield func(stretch) bool) {
		sec := from - maxOffset
		for sec < until+maxOffset {
			s := stretchAt(loc, sec)
			sec = s.until
			a, b := s.piece(from, until)
			a, b = max(a, 0), min(b, endSecond)
			if a < b && !yield(stretch{a, b, s.offset}) {
				return
			}
		}
	}
}
