package table

import (
	"math/bits"

	"github.com/tenggat/sla/calendar/internal/civil"
)

// DaysBefore returns the working days before a local date, as a number of
// which only differences mean anything, whether that date is one, and its spot.
func (t *Table) DaysBefore(r *Reader, day int) (n int64, working bool, at Spot) {
	mask := r.week(t, int64(day/7)).workdays
	p := &r.place
	n = int64(t.rows[p.row].days)
	if p.shift != 0 {
		from, until := t.cycle(p.shift)
		n -= int64(until.days-from.days) * (p.shift / civil.CycleWeeks)
	}
	y := &t.years[t.rows[p.row].year]
	n += int64(y.days[p.week/weeksBlock])
	for w := p.week / weeksBlock * weeksBlock; w < p.week; w++ {
		n += int64(bits.OnesCount8(t.weeks[y.week[w]].workdays))
	}
	bit := uint8(1) << (day % 7)
	return n + int64(bits.OnesCount8(mask&(bit-1))), mask&bit != 0, p.Spot
}

// NthDay returns the working day that has n working days before it, as
// daysBefore counts them. The search begins at the spot near.
func (t *Table) NthDay(n int64, near Spot) (day int, ok bool) {
	r, cycles := near.row, int64(0)
	if n < int64(t.rows[r].days) || n >= int64(t.rows[r+1].days) {
		if n, cycles, ok = t.wrappedDay(n); !ok {
			return 0, false
		}
		r = t.rowWithDay(n)
	}
	year := &t.years[t.rows[r].year]
	rest := int(n - int64(t.rows[r].days)) //narrowing:ok days of a year
	block := near.week / weeksBlock
	for int(year.days[block]) > rest {
		block--
	}
	for block+1 < len(year.days) && int(year.days[block+1]) <= rest {
		block++
	}
	rest -= int(year.days[block])
	w := block * weeksBlock
	mask := t.weeks[year.week[w]].workdays
	for c := bits.OnesCount8(mask); rest >= c; c = bits.OnesCount8(mask) {
		rest -= c
		w++
		mask = t.weeks[year.week[w]].workdays
	}
	for ; rest > 0; rest-- {
		mask &= mask - 1
	}
	//narrowing:ok wrap lets no more cycles pass than the years 1 to 9999 have
	return (int(t.rows[r].week)+w+int(cycles)*civil.CycleWeeks)*7 + bits.TrailingZeros8(mask), true
}

// wrappedDay moves a count of working days into the rows.
func (t *Table) wrappedDay(n int64) (folded, cycles int64, ok bool) {
	last := len(t.rows) - 1
	first, end := int64(t.rows[0].days), int64(t.rows[last].days)
	var before, after int64
	if t.repeatsBefore {
		before = int64(t.rows[civil.CycleYears].days) - first
	}
	if t.repeatsAfter {
		after = end - int64(t.rows[last-civil.CycleYears].days)
	}
	return wrap(n, first, end, before, after)
}

// rowWithDay returns the row whose year holds the n-th working day.
func (t *Table) rowWithDay(n int64) int {
	low, high := 0, len(t.rows)-1
	for high-low > 1 {
		middle := int(uint(low+high) / 2)
		if int64(t.rows[middle].days) <= n {
			low = middle
		} else {
			high = middle
		}
	}
	return low
}
