package calendar

import "math/bits"

// A table holds the open time of the years 1 to 9999 in two levels: years of
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
type table struct {
	rows  []row // one a year, and one more where the last ends
	years []year
	weeks []week
	spans []span
	marks []int32
	// from and until are the ISO years in which something happens once.
	from, until int
	// repeatsBefore says that the first 400 rows stand for all years before
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
	week [maxWeeks]uint16 // indices of weeks
	open [maxWeeks]uint32 // open seconds of the year before each week
}

// A week is the content of a UTC week.
type week struct {
	span, spans int32 // its spans: the first and how many
	mark, marks int32 // likewise
	open        int32 // open seconds
	clock       clock
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
	row   int   // index of rows
	week  int   // of the row's year
	shift int64 // weeks by which the second was moved into the rows
}

// find returns the place of a week, counted from the year 1.
func (t *table) find(w int64) place {
	var p place
	first, end := int64(t.rows[0].week), int64(t.rows[len(t.rows)-1].week)
	switch {
	case w < first:
		p.shift = (first - w + cycleWeeks - 1) / cycleWeeks * cycleWeeks
	case w >= end:
		p.shift = -((w-end)/cycleWeeks + 1) * cycleWeeks
	}
	w += p.shift
	p.row = int((w - first) * cycleYears / cycleWeeks)
	for int64(t.rows[p.row].week) > w {
		p.row--
	}
	for int64(t.rows[p.row+1].week) <= w {
		p.row++
	}
	p.week = int(w - int64(t.rows[p.row].week))
	return p
}

// cycle returns the rows that repeat in the direction of a shift.
func (t *table) cycle(shift int64) (from, until *row) {
	if shift > 0 {
		return &t.rows[0], &t.rows[cycleYears]
	}
	n := len(t.rows) - 1
	return &t.rows[n-cycleYears], &t.rows[n]
}

// before returns the open seconds before a second, of which only differences mean
// anything, whether that second is open, and its row.
func (t *table) before(sec int64) (open int64, isOpen bool, row int) {
	w := sec / weekSeconds
	off := int32(sec - w*weekSeconds)
	p := t.find(w)
	y := &t.years[t.rows[p.row].year]
	open = t.rows[p.row].open + int64(y.open[p.week])
	if p.shift != 0 {
		from, until := t.cycle(p.shift)
		open -= (until.open - from.open) * (p.shift / cycleWeeks)
	}
	k := &t.weeks[y.week[p.week]]
	spans := t.spans[k.span : k.span+k.spans]
	i := spanAt(spans, off)
	if i == len(spans) {
		return open + int64(k.open), false, p.row
	}
	s := &spans[i]
	if off < s.from {
		return open + int64(s.open), false, p.row
	}
	return open + int64(s.open+off-s.from), true, p.row
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

// nth returns the second that has k seconds of its kind, open or closed, before
// it, k being counted as before counts them. The row near is tried first.
func (t *table) nth(k int64, open bool, near int) (sec int64, ok bool) {
	r, cycles := near, int64(0)
	if k < t.count(near, open) || k >= t.count(near+1, open) {
		if k, cycles, ok = t.folded(k, open); !ok {
			return 0, false
		}
		r = t.rowWith(k, open, near)
	}
	k -= t.count(r, open)
	y := &t.years[t.rows[r].year]
	w := y.weekWith(k, open, int(t.rows[r+1].week-t.rows[r].week))
	k -= y.count(w, open)
	off := t.offsetWith(&t.weeks[y.week[w]], int32(k), open)
	return (int64(t.rows[r].week)+int64(w)+cycles*cycleWeeks)*weekSeconds + int64(off), true
}

// folded moves a count of seconds into the rows.
func (t *table) folded(k int64, open bool) (folded, cycles int64, ok bool) {
	last := len(t.rows) - 1
	first, end := t.count(0, open), t.count(last, open)
	var before, after int64
	if t.repeatsBefore {
		before = t.count(cycleYears, open) - first
	}
	if t.repeatsAfter {
		after = end - t.count(last-cycleYears, open)
	}
	return fold(k, first, end, before, after)
}

// fold moves a count into [first, end) by whole cycles, of which those before
// the rows hold before and those after them hold after. It fails where the
// table does not repeat, or has nothing of the kind, or is left by far.
func fold(k, first, end, before, after int64) (folded, cycles int64, ok bool) {
	const far = lastYear/cycleYears + 2
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
func (t *table) count(r int, open bool) int64 {
	if open {
		return t.rows[r].open
	}
	return int64(t.rows[r].week)*weekSeconds - t.rows[r].open
}

// rowWith returns the row whose year holds the k-th second of a kind: it
// doubles its stride away from the row near, then halves the rest.
func (t *table) rowWith(k int64, open bool, near int) int {
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
	return int64(w)*weekSeconds - int64(y.open[w])
}

// weekWith returns the week that holds the k-th second of a kind of the year.
func (y *year) weekWith(k int64, open bool, weeks int) int {
	low, high := 0, weeks
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
func (t *table) offsetWith(w *week, k int32, open bool) int32 {
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

// daysBefore returns the working days before a local date, as a number of
// which only differences mean anything, and whether that date is one.
func (t *table) daysBefore(day int) (n int64, working bool) {
	p := t.find(int64(day / 7))
	r := &t.rows[p.row]
	n = int64(r.days)
	if p.shift != 0 {
		from, until := t.cycle(p.shift)
		n -= int64(until.days-from.days) * (p.shift / cycleWeeks)
	}
	y := &t.years[r.year]
	for _, w := range y.week[:p.week] {
		n += int64(bits.OnesCount8(t.weeks[w].workdays))
	}
	bit := uint8(1) << (day % 7)
	mask := t.weeks[y.week[p.week]].workdays
	return n + int64(bits.OnesCount8(mask&(bit-1))), mask&bit != 0
}

// nthDay returns the working day that has n working days before it, as
// daysBefore counts them.
func (t *table) nthDay(n int64) (day int, ok bool) {
	last := len(t.rows) - 1
	first, end := int64(t.rows[0].days), int64(t.rows[last].days)
	var before, after int64
	if t.repeatsBefore {
		before = int64(t.rows[cycleYears].days) - first
	}
	if t.repeatsAfter {
		after = end - int64(t.rows[last-cycleYears].days)
	}
	n, cycles, ok := fold(n, first, end, before, after)
	if !ok {
		return 0, false
	}
	low, high := 0, last
	for high-low > 1 {
		middle := int(uint(low+high) / 2)
		if int64(t.rows[middle].days) <= n {
			low = middle
		} else {
			high = middle
		}
	}
	r := &t.rows[low]
	rest := int(n - int64(r.days))
	for i, w := range t.years[r.year].week {
		mask := t.weeks[w].workdays
		if c := bits.OnesCount8(mask); rest >= c {
			rest -= c
			continue
		}
		for ; rest > 0; rest-- {
			mask &= mask - 1
		}
		return (int(r.week)+i+int(cycles)*cycleWeeks)*7 + bits.TrailingZeros8(mask), true
	}
	return 0, false
}
