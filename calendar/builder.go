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

// A catalog numbers equal contents once. Number 0 is the empty week.
type catalog struct {
	contents []content
	numbers  map[string]uint16
	size     int // spans and marks held
	full     bool
	key      []byte
}

// Limits of the compiled form; no calendar people keep comes near them.
const (
	maxContents = 1 << 16
	maxSize     = 4 << 20
)

func newCatalog() *catalog {
	c := &catalog{numbers: make(map[string]uint16)}
	c.number(content{})
	return c
}

// number returns the number of a content. When the limits are reached it
// returns 0 and the catalog says that it is full.
func (c *catalog) number(k content) uint16 {
	c.key = binary.AppendUvarint(c.key[:0], uint64(len(k.spans)))
	for _, s := range k.spans {
		c.key = binary.AppendUvarint(c.key, uint64(s.from))
		c.key = binary.AppendUvarint(c.key, uint64(s.until))
	}
	for _, m := range k.marks {
		c.key = binary.AppendUvarint(c.key, uint64(m))
	}
	if n, ok := c.numbers[string(c.key)]; ok {
		return n
	}
	c.size += len(k.spans) + len(k.marks)
	if len(c.contents) == maxContents || c.size > maxSize {
		c.full = true
		return 0
	}
	n := uint16(len(c.contents))
	c.contents = append(c.contents, content{slices.Clone(k.spans), slices.Clone(k.marks)})
	c.numbers[string(c.key)] = n
	return n
}

// A plan is a calendar as a sequence of numbered weeks, before it becomes a
// table.
type plan struct {
	catalog                     *catalog
	from, until                 int      // ISO years in which something happens once
	first, last                 int      // ISO years held
	firstWeek                   int      // counted from the year 1
	starts                      []int32  // for each year and the one after, its place in weeks
	weeks                       []uint16 // of those years
	equal                       []int    // for each year, the first that is like it
	repeatsBefore, repeatsAfter bool
}

// newPlan makes room for the years in which something happens once, from to
// until, and for the cycles that stand for the years before and after.
func newPlan(from, until int) *plan {
	p := &plan{catalog: newCatalog(), from: max(from, 1), until: min(until, lastYear)}
	p.first = max(from-cycleYears, 1)
	p.repeatsBefore = p.first > 1
	if p.last = until + cycleYears; p.last < lastYear {
		p.repeatsAfter = true
	} else {
		p.last = lastYear
	}
	p.firstWeek = weeksBeforeYear(p.first)
	p.equal = make([]int, p.last-p.first+1)
	p.starts = make([]int32, len(p.equal)+1)
	for i := range p.starts {
		p.starts[i] = int32(weeksBeforeYear(p.first+i) - p.firstWeek)
	}
	p.weeks = make([]uint16, p.starts[len(p.equal)])
	return p
}

// year returns where the weeks of a year are, counted from the first.
func (p *plan) year(i int) (from, end int) {
	return int(p.starts[i]), int(p.starts[i+1])
}

// alike reports whether a year is like the earlier one that equals it also in
// the weeks beside it, on which its working days depend.
func (p *plan) alike(i int) bool {
	k := p.equal[i]
	from, end := p.year(i)
	kFrom, kEnd := p.year(k)
	return k < i && p.at(from-1) == p.at(kFrom-1) && p.at(end) == p.at(kEnd)
}

// at returns the content of the i-th week of the plan, or of the week beside the
// plan that follows from its cycles.
func (p *plan) at(i int) uint16 {
	switch {
	case i < 0 && p.repeatsBefore:
		i += cycleWeeks
	case i >= len(p.weeks) && p.repeatsAfter:
		i -= cycleWeeks
	}
	if i < 0 || i >= len(p.weeks) {
		return 0
	}
	return p.weeks[i]
}

// table compiles the plan; the zone tells the local dates of its working days.
// It fails when the limits of the compiled form are reached.
func (p *plan) table(zone *zoneHistory) (*table, bool) {
	if p.catalog.full {
		return nil, false
	}
	t := &table{
		from:          p.from,
		until:         p.until,
		rows:          make([]row, 0, p.last-p.first+2),
		repeatsBefore: p.repeatsBefore,
		repeatsAfter:  p.repeatsAfter,
	}
	weeks := weekNumbers{plan: p, zone: zone, table: t, numbers: make(map[contentDays]uint16), known: make(map[maskKey]uint16)}
	years := make(map[[53]uint16]int32)
	var next row
	for i := range p.equal {
		from, end := p.year(i)
		next.week = int32(p.firstWeek + from)
		r := next
		if p.alike(i) {
			like := t.rows[p.equal[i]]
			r.year = like.year
			t.rows = append(t.rows, r)
			after := t.rows[p.equal[i]+1]
			next.open += after.open - like.open
			next.days += after.days - like.days
			continue
		}
		var this year
		open := uint32(0)
		for w := from; w < end; {
			n, same := weeks.of(w, end)
			content := &t.weeks[n]
			next.days += int32(bits.OnesCount8(content.workdays) * (same - w))
			for ; w < same; w++ {
				this.week[w-from], this.open[w-from] = n, open
				open += uint32(content.open)
			}
		}
		if end-from < len(this.open) {
			this.open[end-from] = open
		}
		next.open += int64(open)
		index, known := years[this.week]
		if !known {
			index = int32(len(t.years))
			t.years = append(t.years, this)
			years[this.week] = index
		}
		r.year = index
		t.rows = append(t.rows, r)
	}
	next.week = int32(weeksBeforeYear(p.last + 1))
	t.rows = append(t.rows, next)
	if len(t.weeks) > maxContents {
		return nil, false
	}
	t.years, t.weeks = slices.Clip(t.years), slices.Clip(t.weeks)
	t.spans, t.marks = slices.Clip(t.spans), slices.Clip(t.marks)
	return t, true
}

// addWeek stores a week of the table.
func (t *table) addWeek(k content, workdays uint8) {
	w := week{
		span: int32(len(t.spans)), spans: int32(len(k.spans)),
		mark: int32(len(t.marks)), marks: int32(len(k.marks)),
		workdays: workdays,
	}
	for _, s := range k.spans {
		t.spans = append(t.spans, span{s.from, s.until, w.open})
		w.open += s.until - s.from
	}
	t.marks = append(t.marks, k.marks...)
	t.weeks = append(t.weeks, w)
}

// weekNumbers gives the weeks of a plan their numbers in a table: a content and
// the working days of the same local week.
type weekNumbers struct {
	plan    *plan
	zone    *zoneHistory
	table   *table
	numbers map[contentDays]uint16
	known   map[maskKey]uint16
}

type contentDays struct {
	content  uint16
	workdays uint8
}

// maskKey is what the number of a week depends on where the zone's offset does
// not change.
type maskKey struct {
	before, content, after uint16
	offset                 int32
}

// of returns the number of the i-th week of the plan, and until which week, at
// most end, those after it have the same.
func (n *weekNumbers) of(i, end int) (number uint16, same int) {
	start := int64(n.plan.firstWeek+i) * weekSeconds
	near := n.zone.during(start-maxOffset, start+weekSeconds+maxOffset)
	if len(near) > 1 {
		return n.number(i, near), i + 1
	}
	key := maskKey{n.plan.at(i - 1), n.plan.at(i), n.plan.at(i + 1), int32(near[0].offset)}
	number, known := n.known[key]
	if !known {
		number = n.number(i, near)
		n.known[key] = number
	}
	same = i + 1
	if key.before != key.content || key.after != key.content {
		return number, same
	}
	end = min(end, near[0].weeks()-n.plan.firstWeek)
	for same < end && n.plan.at(same+1) == key.content {
		same++
	}
	return number, same
}

// number returns the number of a week with the stretches near it.
func (n *weekNumbers) number(i int, near []stretch) uint16 {
	kind := contentDays{n.plan.at(i), n.workdays(i, near)}
	number, known := n.numbers[kind]
	if !known {
		number = uint16(len(n.table.weeks))
		n.table.addWeek(n.plan.catalog.contents[kind.content], kind.workdays)
		n.numbers[kind] = number
	}
	return number
}

// workdays returns the local dates of a week that have a mark.
func (n *weekNumbers) workdays(i int, near []stretch) (mask uint8) {
	w := n.plan.firstWeek + i
	for j := i - 1; j <= i+1; j++ {
		start := int64(w+j-i) * weekSeconds
		for _, m := range n.plan.catalog.contents[n.plan.at(j)].marks {
			sec := start + int64(m)
			day := floorDiv(int(sec+offsetAt(near, sec)), daySeconds)
			if floorDiv(day, 7) == w {
				mask |= 1 << (day - 7*w)
			}
		}
	}
	return mask
}

// offsetAt returns the offset at a second of consecutive stretches.
func offsetAt(all []stretch, sec int64) int64 {
	i := 0
	for i < len(all)-1 && all[i].until <= sec {
		i++
	}
	return all[i].offset
}
