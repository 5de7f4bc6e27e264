package calendar

import (
	"encoding/binary"
	"math/bits"
	"slices"
)

// A content is the open time of a UTC week while it is being worked out: its
// spans and its marks. A mark is the second at which a window becomes open; it
// tells a working day even where windows meet or a zone's clock jumps.
type content struct {
	spans []window // sorted, apart
	marks []int32  // sorted
}

// A builder makes a table: it numbers equal weeks and equal years once. Week 0 is
// empty.
type builder struct {
	*table
	first, last int // ISO years held
	weekNumbers map[string]uint16
	yearNumbers map[[maxWeeks]uint16]int32
	totals      []total // of the years
	next        row     // the one that is added next
	full        bool    // the limits are reached
	key         []byte
}

// A total is the open time and the working days of a year.
type total struct {
	open int64
	days int32
}

// Limits of the compiled form; no calendar people keep comes near them.
const (
	maxContents = 1 << 16
	maxSize     = 4 << 20 // spans and marks
)

// newBuilder makes room for the years in which something happens once, from to
// until, and for the cycles that stand for the years before and after; years is a
// guess at how many of them differ.
func newBuilder(from, until, years int) *builder {
	b := &builder{
		table:       &table{from: max(from, 1), until: min(until, lastYear)},
		first:       max(from-cycleYears, 1),
		last:        min(until+cycleYears, lastYear),
		weekNumbers: make(map[string]uint16),
		yearNumbers: make(map[[maxWeeks]uint16]int32, years),
		totals:      make([]total, 0, years),
	}
	b.years = make([]year, 0, years)
	b.repeatsBefore = b.first > 1
	b.repeatsAfter = b.last < lastYear
	b.rows = make([]row, 0, b.last-b.first+2)
	b.next.week = int32(weeksBeforeYear(b.first))
	b.week(content{}, clock{}, 0)
	return b
}

// week returns the number of a week. When the limits are reached it returns 0 and
// the builder is full.
func (b *builder) week(k content, c clock, workdays uint8) uint16 {
	b.key = append(b.key[:0], workdays)
	for _, part := range []int32{c.before, c.change, c.after} {
		b.key = binary.AppendVarint(b.key, int64(part))
	}
	b.key = binary.AppendUvarint(b.key, uint64(len(k.spans)))
	for _, s := range k.spans {
		b.key = binary.AppendUvarint(b.key, uint64(s.from))
		b.key = binary.AppendUvarint(b.key, uint64(s.until))
	}
	for _, m := range k.marks {
		b.key = binary.AppendUvarint(b.key, uint64(m))
	}
	if n, known := b.weekNumbers[string(b.key)]; known {
		return n
	}
	if len(b.weeks) == maxContents || len(b.spans)+len(b.marks)+len(k.spans)+len(k.marks) > maxSize {
		b.full = true
		return 0
	}
	n := uint16(len(b.weeks))
	b.weekNumbers[string(b.key)] = n
	w := week{
		span: int32(len(b.spans)), spans: int32(len(k.spans)),
		mark: int32(len(b.marks)), marks: int32(len(k.marks)),
		clock: c, workdays: workdays,
	}
	for _, s := range k.spans {
		b.spans = append(b.spans, span{s.from, s.until, w.open})
		w.open += s.until - s.from
	}
	b.marks = append(b.marks, k.marks...)
	b.weeks = append(b.weeks, w)
	return n
}

// year returns the number of a year with the given weeks.
func (b *builder) year(weeks []uint16) int32 {
	var y year
	copy(y.week[:], weeks)
	n, known := b.yearNumbers[y.week]
	if known {
		return n
	}
	n = int32(len(b.years))
	b.yearNumbers[y.week] = n
	var sum total
	for i, w := range weeks {
		y.open[i] = uint32(sum.open)
		sum.open += int64(b.weeks[w].open)
		sum.days += int32(bits.OnesCount8(b.weeks[w].workdays))
	}
	if len(weeks) < maxWeeks {
		y.open[len(weeks)] = uint32(sum.open)
	}
	b.years = append(b.years, y)
	b.totals = append(b.totals, sum)
	return n
}

// add adds a row for the next year.
func (b *builder) add(year int32) {
	b.next.year = year
	b.rows = append(b.rows, b.next)
	b.next.week = int32(weeksBeforeYear(b.first + len(b.rows)))
	b.next.open += b.totals[year].open
	b.next.days += b.totals[year].days
}

// finish returns the table. It fails when the limits of the compiled form are
// reached.
func (b *builder) finish() (*table, bool) {
	if b.full {
		return nil, false
	}
	t := b.table
	t.rows = append(t.rows, b.next)
	t.years, t.weeks, t.spans, t.marks = fit(t.years), fit(t.weeks), fit(t.spans), fit(t.marks)
	return t, true
}

// fit returns a slice without much room to spare: a table is kept.
func fit[T any](s []T) []T {
	if cap(s)-len(s) < len(s)/8 {
		return s
	}
	return slices.Clone(s)
}
