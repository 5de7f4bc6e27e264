package table

import (
	"math/bits"
	"slices"

	"github.com/tenggat/sla/calendar/internal/civil"
	"github.com/tenggat/sla/calendar/internal/hours"
)

// A content is the open time of a UTC week while it is being worked out: its
// spans and its starts. A start is the second at which a window becomes open; it
// tells a working day even where windows meet or a zone's clock jumps.
type content struct {
	spans  []hours.Window // sorted, apart
	starts []int32        // sorted
}

// A builder makes a table: it numbers equal weeks and equal years once. Week 0 is
// empty.
type builder struct {
	*Table
	first, last int               // ISO years held
	weekIndexes map[uint64]uint16 // by hash; equal hashes are one apart
	yearIndexes map[uint64]int32  // likewise
	totals      []total           // of the years
	next        row               // the one that is added next
	budget      *Budget
	full        bool // the limits are reached
}

// spend takes units from the budget. When it has no more the builder is full.
func (b *builder) spend(units int) {
	if !b.budget.Spend(units) {
		b.full = true
	}
}

// A total is what a year holds: weeks, open seconds and working days.
type total struct {
	weeks int
	open  int64
	days  int32
}

// Limits of the compiled form; no calendar people keep comes near them.
const (
	maxContents = 1 << 16
	maxSize     = 4 << 20 // spans and starts
)

// newBuilder makes room for the years in which something happens once, from to
// until, and for the cycles that stand for the years before and after; years is a
// guess at how many of them differ.
func newBuilder(from, until, years int, budget *Budget) *builder {
	b := &builder{
		budget:      budget,
		Table:       &Table{From: max(from, 1), Until: min(until, civil.LastYear)},
		first:       max(from-civil.CycleYears, 1),
		last:        min(until+civil.CycleYears, civil.LastYear),
		weekIndexes: make(map[uint64]uint16),
		yearIndexes: make(map[uint64]int32, years),
		totals:      make([]total, 0, years),
	}
	b.years = make([]year, 0, years)
	b.repeatsBefore = b.first > 1
	b.repeatsAfter = b.last < civil.LastYear
	b.rows = make([]row, 0, b.last-b.first+2)
	b.next.week = int32(civil.WeeksBeforeYear(b.first))
	b.week(content{}, weekClock{}, 0)
	return b
}

// week returns the number of a week. When the limits are reached it returns 0 and
// the builder is full.
func (b *builder) week(k content, c weekClock, workdays uint8) uint16 {
	if b.full {
		return 0
	}
	for hash := hashWeek(k, c, workdays); ; hash++ {
		n, known := b.weekIndexes[hash]
		if !known {
			n = b.newWeek(k, c, workdays)
			b.weekIndexes[hash] = n
			return n
		}
		if w := &b.weeks[n]; w.clock == c && w.workdays == workdays && b.holds(n, k) {
			return n
		}
	}
}

// newWeek adds a week.
func (b *builder) newWeek(k content, c weekClock, workdays uint8) uint16 {
	if !b.budget.Spend(weekUnits+contentUnits(len(k.spans), len(k.starts))) || len(b.weeks) == maxContents || len(b.spans)+len(b.starts)+len(k.spans)+len(k.starts) > maxSize {
		b.full = true
		return 0
	}
	w := week{
		span: int32(len(b.spans)), spans: int32(len(k.spans)),
		start: int32(len(b.starts)), starts: int32(len(k.starts)),
		clock: c, workdays: workdays,
	}
	for _, s := range k.spans {
		b.spans = append(b.spans, span{s.From, s.Until, w.open})
		w.open += s.Until - s.From
	}
	b.starts = append(b.starts, k.starts...)
	b.weeks = append(b.weeks, w)
	return uint16(len(b.weeks) - 1)
}

// holds reports whether a content is that of a week.
func (t *Table) holds(n uint16, k content) bool {
	w := &t.weeks[n]
	return slices.EqualFunc(t.spans[w.span:w.span+w.spans], k.spans, func(s span, o hours.Window) bool { return s.from == o.From && s.until == o.Until }) &&
		slices.Equal(t.starts[w.start:w.start+w.starts], k.starts)
}

// hashed adds a number to a hash. The factor is odd, and that of Fibonacci hashing.
func hashed(hash, number uint64) uint64 {
	hash = (hash ^ number) * 0x9e3779b97f4a7c15
	return hash ^ hash>>32
}

func hashWeek(k content, c weekClock, workdays uint8) uint64 {
	hash := hashed(uint64(workdays), uint64(c.before))
	hash = hashed(hashed(hash, uint64(c.after)), uint64(c.change))
	for _, s := range k.spans {
		hash = hashed(hash, uint64(s.From)<<32|uint64(s.Until))
	}
	for _, m := range k.starts {
		hash = hashed(hash, uint64(m))
	}
	return hash
}

func hashYear(weeks []uint16) uint64 {
	hash := uint64(0)
	for ; len(weeks) >= 4; weeks = weeks[4:] {
		hash = hashed(hash, uint64(weeks[0])|uint64(weeks[1])<<16|uint64(weeks[2])<<32|uint64(weeks[3])<<48)
	}
	for _, w := range weeks {
		hash = hashed(hash, uint64(w))
	}
	return hash
}

// year returns the number of a year with the given weeks.
func (b *builder) year(weeks []uint16) int32 {
	for hash := hashYear(weeks); ; hash++ {
		n, known := b.yearIndexes[hash]
		if !known {
			n = b.newYear(weeks)
			b.yearIndexes[hash] = n
			return n
		}
		if slices.Equal(b.years[n].week[:b.totals[n].weeks], weeks) {
			return n
		}
	}
}

// newYear adds a year.
func (b *builder) newYear(weeks []uint16) int32 {
	b.spend(yearUnits)
	b.years = append(b.years, year{})
	y := &b.years[len(b.years)-1]
	sum := total{weeks: len(weeks)}
	for i, n := range weeks {
		w := &b.weeks[n]
		y.week[i], y.open[i] = n, uint32(sum.open)
		if i%weeksBlock == 0 {
			y.days[i/weeksBlock] = uint16(sum.days)
		}
		sum.open += int64(w.open)
		sum.days += int32(bits.OnesCount8(w.workdays))
	}
	if len(weeks) < maxWeeks {
		y.open[len(weeks)] = uint32(sum.open)
	}
	b.totals = append(b.totals, sum)
	return int32(len(b.years) - 1)
}

// add adds a row for the next year.
func (b *builder) add(year int32) {
	b.spend(rowUnits)
	b.next.year = year
	b.rows = append(b.rows, b.next)
	b.next.week = int32(civil.WeeksBeforeYear(b.first + len(b.rows)))
	b.next.open += b.totals[year].open
	b.next.days += b.totals[year].days
}

// finish returns the table. It fails when the limits of the compiled form are
// reached.
func (b *builder) finish() (*Table, bool) {
	if b.full {
		return nil, false
	}
	t := b.Table
	t.rows = append(t.rows, b.next)
	t.firstWeek = int64(t.rows[0].week)
	t.heldWeeks = uint64(b.next.week - t.rows[0].week)
	return t, true
}

// Fit gives back most of the room to spare of a table that is kept.
func (t *Table) Fit() {
	t.years, t.weeks, t.spans, t.starts = fit(t.years), fit(t.weeks), fit(t.spans), fit(t.starts)
}

func fit[T any](s []T) []T {
	if cap(s)-len(s) < len(s)/4 {
		return s
	}
	return slices.Clone(s)
}
