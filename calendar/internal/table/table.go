// Package table is the zone-aware index of open time that answers every query of
// a calendar.
//
// [Compile] places the windows of a schedule on the seconds of a zone. [Combine]
// unites, intersects or subtracts two tables, and [Localize] adds the local dates
// of a zone to the result. A [Table] then answers, in a time that does not depend
// on the distance: how many open seconds lie before a second, which second has a
// number of open or closed seconds before it, and the same for working days.
// Building fails only when the limits of the compiled form are reached. A Table
// does not change after it is built.
//
// Places of windows are computed with integers and [time.Time.ZoneBounds] only.
package table

import (
	"github.com/tenggat/sla/calendar/internal/civil"
)

// A Table holds the open time of the years 1 to 9999 in two levels: years of
// ISO weeks, and weeks of spans. Weeks run from Monday 00:00 UTC, so that with
// few exceptions one winter week and one summer week serve all years; equal
// weeks and equal years are stored once. Every answer is a position in this
// one table, whatever the distance between two instants.
//
// The rows cover all years in which something happens once: offset changes,
// dated entries, the holidays of regions. Before and after them the table
// repeats with the 400 years of the Gregorian calendar.
//
// Seconds are counted from 0001-01-01 00:00 UTC, days from 0001-01-01.
type Table struct {
	rows   []row // one a year, and one more where the last ends
	years  []year
	weeks  []week
	spans  []span
	starts []int32
	// The weeks of the rows.
	firstWeek int64
	heldWeeks uint64
	// From and until are the ISO years in which something happens once.
	From, Until int
	// repeatsBefore is set if the first 400 rows stand for all years before
	// them, repeatsAfter that the last 400 stand for all after.
	repeatsBefore, repeatsAfter bool
}

// A row is a year's place in the table.
type row struct {
	open int64 // open seconds before it, from the first row on
	week int32 // its first week
	days int32 // working days before it
	year int32 // index of years
}

// maxWeeks is how many weeks an ISO year has at most; the others have one less.
const maxWeeks = 53

// A year is the content of an ISO year.
type year struct {
	week [maxWeeks]uint16                // indices of weeks
	open [maxWeeks]uint32                // open seconds of the year before each week
	days [maxWeeks/weeksBlock + 1]uint16 // working days of the year before each block
}

// weeksBlock is how many weeks of a year share a count of working days.
const weeksBlock = 8

// A week is the content of a UTC week.
type week struct {
	span, spans   int32 // its spans: the first and how many
	start, starts int32 // likewise
	open          int32 // open seconds
	clock         weekClock
	// workdays has a bit for each of the seven local dates, from Monday, on
	// which a window starts.
	workdays uint8
}

// A span is an open part of a week, in seconds from its start. Spans of a week
// neither meet nor overlap.
type span struct {
	from, until int32
	open        int32 // open seconds of the week before it
}

// place is where a second lies in the table.
type place struct {
	Spot
	shift int64 // weeks by which the second was moved into the rows
}

// A Spot is a week of a row.
type Spot struct {
	row  int // index of rows
	week int // of the row's year
}

// find returns the place of a week, counted from the year 1.
func (t *Table) find(w int64) place {
	var p place
	i := uint64(w - t.firstWeek)
	if i >= t.heldWeeks { // or before the first
		p.shift = t.shift(w)
		i += uint64(p.shift)
	}
	// This row or one beside it.
	p.row = int(i * civil.CycleYears / civil.CycleWeeks) //narrowing:ok an index of rows: i is less than heldWeeks
	w = t.firstWeek + int64(i)
	for int64(t.rows[p.row].week) > w {
		p.row--
	}
	for int64(t.rows[p.row+1].week) <= w {
		p.row++
	}
	p.week = int(w - int64(t.rows[p.row].week)) //narrowing:ok a week of a year
	return p
}

// shift returns by how many weeks a week has to be moved into the rows.
func (t *Table) shift(w int64) int64 {
	if w < t.firstWeek {
		return (t.firstWeek - w + civil.CycleWeeks - 1) / civil.CycleWeeks * civil.CycleWeeks
	}
	return -((w-t.firstWeek-int64(t.heldWeeks))/civil.CycleWeeks + 1) * civil.CycleWeeks
}

// cycle returns the rows that repeat in the direction of a shift.
func (t *Table) cycle(shift int64) (from, until *row) {
	if shift > 0 {
		return &t.rows[0], &t.rows[civil.CycleYears]
	}
	n := len(t.rows) - 1
	return &t.rows[n-civil.CycleYears], &t.rows[n]
}

// Before returns the open seconds before a second, of which only differences mean
// anything, whether that second is open, and its spot.
func (t *Table) Before(sec int64) (open int64, isOpen bool, at Spot) {
	w := int64(uint64(sec) / civil.WeekSeconds)
	off := int32(sec - w*civil.WeekSeconds)
	p := t.find(w)
	y := &t.years[t.rows[p.row].year]
	open = t.rows[p.row].open + int64(y.open[p.week])
	if p.shift != 0 {
		from, until := t.cycle(p.shift)
		open -= (until.open - from.open) * (p.shift / civil.CycleWeeks)
	}
	k := &t.weeks[y.week[p.week]]
	spans := t.spans[k.span : k.span+k.spans]
	i := spanAt(spans, off)
	if i == len(spans) {
		return open + int64(k.open), false, p.Spot
	}
	s := &spans[i]
	if off < s.from {
		return open + int64(s.open), false, p.Spot
	}
	return open + int64(s.open+off-s.from), true, p.Spot
}

// SpanAfter returns the first span of the week of a second that ends after it, if
// there is one. It may go on in the week after only if it ends with its week.
func (t *Table) SpanAfter(r *Reader, sec int64) (from, until int64, ok bool) {
	w := int64(uint64(sec) / civil.WeekSeconds)
	start := w * civil.WeekSeconds
	k := r.week(t, w)
	spans := t.spans[k.span : k.span+k.spans]
	i := spanAt(spans, int32(sec-start))
	if i == len(spans) {
		return 0, 0, false
	}
	return start + int64(spans[i].from), start + int64(spans[i].until), true
}

// A Reader remembers the week that a query has read last: most queries are about
// one or two.
type Reader struct {
	last    int64
	place   place
	content *week // nil: none yet
}

// week returns a week of a table, always the same table.
func (r *Reader) week(t *Table, w int64) *week {
	if r.content == nil || r.last != w {
		r.last, r.place = w, t.find(w)
		r.content = &t.weeks[t.years[t.rows[r.place.row].year].week[r.place.week]]
	}
	return r.content
}

// spanAt returns the first span that ends after an offset.
func spanAt(spans []span, off int32) int {
	i := 0
	for n := len(spans); n > 8; {
		half := n / 2
		if spans[i+half-1].until <= off {
			i += half
		}
		n -= half
	}
	for i < len(spans) && spans[i].until <= off {
		i++
	}
	return i
}

// Nth returns the second that has k seconds of its kind, open or closed, before
// it, k being counted as before counts them. The search begins at the spot near.
func (t *Table) Nth(k int64, open bool, near Spot) (sec int64, ok bool) {
	r, cycles := near.row, int64(0)
	if k < t.count(r, open) || k >= t.count(r+1, open) {
		if k, cycles, ok = t.wrapped(k, open); !ok {
			return 0, false
		}
		r = t.rowWith(k, open, r)
	}
	first := t.count(r, open)
	k -= first
	y := &t.years[t.rows[r].year]
	weeks := int(t.rows[r+1].week - t.rows[r].week)
	if r != near.row || cycles != 0 { // as if all weeks were alike
		//narrowing:ok less than weeks: k is less than the count by which it is divided
		near.week = int(uint64(k) * uint64(weeks) / uint64(t.count(r+1, open)-first))
	}
	w := y.weekWith(k, open, weeks, near.week)
	k -= y.count(w, open)
	off := t.offsetWith(&t.weeks[y.week[w]], int32(k), open)
	return (int64(t.rows[r].week)+int64(w)+cycles*civil.CycleWeeks)*civil.WeekSeconds + int64(off), true
}

// wrapped moves a count of seconds into the rows.
func (t *Table) wrapped(k int64, open bool) (folded, cycles int64, ok bool) {
	last := len(t.rows) - 1
	first, end := t.count(0, open), t.count(last, open)
	var before, after int64
	if t.repeatsBefore {
		before = t.count(civil.CycleYears, open) - first
	}
	if t.repeatsAfter {
		after = end - t.count(last-civil.CycleYears, open)
	}
	return wrap(k, first, end, before, after)
}

// wrap moves a count into [first, end) by whole cycles, of which those before
// the rows hold before and those after them hold after. It fails where the
// table does not repeat, or has nothing of the kind, or is left by far.
func wrap(k, first, end, before, after int64) (folded, cycles int64, ok bool) {
	const far = civil.LastYear/civil.CycleYears + 2
	switch {
	case k < first && before == 0, k >= end && after == 0:
		return 0, 0, false
	case k < first:
		cycles = -((first - k + before - 1) / before)
		k -= cycles * before
	case k >= end:
		cycles = (k-end)/after + 1
		k -= cycles * after
	}
	return k, cycles, -far <= cycles && cycles <= far
}

// count returns the seconds of a kind before a row.
func (t *Table) count(r int, open bool) int64 {
	if open {
		return t.rows[r].open
	}
	return int64(t.rows[r].week)*civil.WeekSeconds - t.rows[r].open
}

// rowWith returns the row whose year holds the k-th second of a kind: it
// doubles its stride away from the row near, then halves the rest.
func (t *Table) rowWith(k int64, open bool, near int) int {
	last := len(t.rows) - 1
	low, high := near, near+1
	if t.count(low, open) > k {
		for stride := 1; ; stride *= 2 {
			high, low = low, max(low-stride, 0)
			if low == 0 || t.count(low, open) <= k {
				break
			}
		}
	} else {
		for stride := 1; high < last && t.count(high, open) <= k; stride *= 2 {
			low, high = high, min(high+stride, last)
		}
	}
	for high-low > 1 {
		middle := int(uint(low+high) / 2)
		if t.count(middle, open) <= k {
			low = middle
		} else {
			high = middle
		}
	}
	return low
}

// count returns the seconds of a kind before a week of the year.
func (y *year) count(w int, open bool) int64 {
	if open {
		return int64(y.open[w])
	}
	return int64(w)*civil.WeekSeconds - int64(y.open[w])
}

// weekWith returns the week that holds the k-th second of a kind of the year: it
// steps away from the week near, then halves the rest.
func (y *year) weekWith(k int64, open bool, weeks, near int) int {
	low, high := near, near+1
	if y.count(low, open) > k {
		for stride := 1; ; stride *= 2 {
			high, low = low, max(low-stride, 0)
			if low == 0 || y.count(low, open) <= k {
				break
			}
		}
	} else {
		for stride := 1; high < weeks && y.count(high, open) <= k; stride *= 2 {
			low, high = high, min(high+stride, weeks)
		}
	}
	for high-low > 1 {
		middle := int(uint(low+high) / 2)
		if y.count(middle, open) <= k {
			low = middle
		} else {
			high = middle
		}
	}
	return low
}

// offsetWith returns the offset of the k-th second of a kind of a week.
func (t *Table) offsetWith(w *week, k int32, open bool) int32 {
	spans := t.spans[w.span : w.span+w.spans]
	low, high := 0, len(spans) // the first span that has more than k before its end
	for low < high {
		middle := int(uint(low+high) / 2)
		s := &spans[middle]
		ends := s.open + s.until - s.from
		if !open {
			ends = s.from - s.open
		}
		if ends <= k {
			low = middle + 1
		} else {
			high = middle
		}
	}
	if open {
		return spans[low].from + k - spans[low].open
	}
	if low == 0 {
		return k
	}
	s := &spans[low-1]
	return k + s.open + s.until - s.from
}

// Never reports whether no second of the years 1 to 9999 is open, k being the
// count of the first.
func (t *Table) Never(k int64) bool {
	sec, ok := t.Nth(k, true, Spot{})
	return !ok || sec >= civil.EndSecond
}

// Bytes is about the size of the table's slices.
func (t *Table) Bytes() int {
	return len(t.rows)*24 + len(t.years)*336 + len(t.weeks)*40 + len(t.spans)*12 + len(t.starts)*4
}
