package calendar

import (
	"encoding/binary"
	"math"
	"slices"
	"time"
)

// plan works out the weeks of a calendar.
//
// The entries of a calendar that is made of others act on top of them. For a
// date they turn the open time H into (H ∩ A ∪ B) − C; the schedule over weeks
// that are always open gives (A ∪ B) − C, over weeks that never are B − C, and
// H ∩ the first ∪ the second is the same.
func (c *Calendar) plan() (*plan, *zoneHistory) {
	from, until := math.MaxInt, math.MinInt
	var tables []*table
	for _, m := range c.members() {
		t := m.weeks()
		from, until = min(from, t.from), max(until, t.until)
		tables = append(tables, t)
	}
	zone := newZoneHistory(c.loc, int64(daysBeforeYear(horizon+1))*daySeconds)
	from, until = eventfulYears(c.schedule, zone, from, until)
	if len(tables) == 0 {
		return compile(c.schedule, zone, from, until), zone
	}
	m := &mixer{plan: newPlan(from, until), known: make(map[mixKey]uint16)}
	first, op := tables[:len(tables)-len(c.except)], either
	if len(c.intersect) > 0 {
		op = both
	}
	for _, t := range first {
		m.parts = append(m.parts, part{operation: op, table: t})
	}
	switch {
	case !c.isMade():
		m.parts = append(m.parts, part{plan: compile(c.schedule, zone, from, until), marks: true})
	case c.schedule.hasEntries():
		keep := compile(c.schedule, zone, from, until)
		add := compile(c.schedule.blank(nil), zone, from, until)
		m.parts = append(m.parts, part{operation: both, plan: keep}, part{operation: either, plan: add, marks: true})
	}
	for _, t := range tables[len(first):] {
		m.parts = append(m.parts, part{operation: without, table: t})
	}
	m.run(zone)
	return m.plan, zone
}

// isMade reports whether the calendar has other calendars instead of hours.
func (c *Calendar) isMade() bool { return len(c.union)+len(c.intersect) > 0 }

// weeks returns the table of a calendar, also of one that is always open.
func (c *Calendar) weeks() *table {
	if c != nil && c.table != nil {
		return c.table
	}
	s := newChecker().schedule.blank(wholeDay)
	zone := newZoneHistory(time.UTC, 0)
	from, until := eventfulYears(s, zone, math.MaxInt, math.MinInt)
	p := compile(s, zone, from, until)
	t, _ := p.table(zone) // two weeks are never too many
	return t
}

// A mixer builds a plan out of the weeks of others.
type mixer struct {
	*plan
	parts  []part
	needed []bool // years that are worked out; the others are copied
	known  map[mixKey]uint16
}

// A part is what a mixer takes weeks from, a table or a plan over its own years,
// and what it does with them. The first part is taken as it is.
type part struct {
	operation operation
	table     *table
	plan      *plan
	marks     bool    // of the plan; a table's always count
	years     []int32 // from the year before the first of the mixer's plan
}

type operation uint8

const (
	either operation = iota
	both
	without
)

// mixKey is what a mixed week depends on. The week before matters for windows
// that start in one week and are open only in the next.
type mixKey struct {
	operation            operation
	before, a            uint16
	otherBefore, another uint16
}

// run works out the weeks of all years that differ, and copies the rest.
func (m *mixer) run(zone *zoneHistory) {
	m.needed = make([]bool, len(m.equal))
	for i := range m.parts {
		m.parts[i].number(m.plan)
	}
	years := yearIndex{keys: make(map[string]int)}
	for i := range m.equal {
		k := i
		if i > 0 { // the first has no week before it
			k = years.first(m.plan, i, func(key []byte) []byte { return m.yearKey(key, i, zone) })
		}
		m.equal[i] = k
		if k == i {
			m.need(i)
		}
	}
	for i, p := range m.parts {
		weeks := m.take(p)
		if i == 0 {
			m.weeks = weeks
			continue
		}
		m.mix(p.operation, weeks)
	}
	for i, k := range m.equal {
		from, end := m.year(i)
		like, _ := m.year(k)
		copy(m.weeks[from:end], m.weeks[like:])
	}
}

// yearKey appends what the weeks of a year depend on: the same year and those
// beside it in all parts, and the zone.
func (m *mixer) yearKey(key []byte, i int, zone *zoneHistory) []byte {
	from, end := m.year(i)
	key = append(key, byte(end-from))
	key = zone.key(key, int64(m.firstWeek+from)*weekSeconds, int64(m.firstWeek+end)*weekSeconds)
	for _, p := range m.parts {
		for _, year := range p.years[i : i+3] {
			key = binary.AppendVarint(key, int64(year))
		}
	}
	return key
}

// number numbers the years of the plan and the two beside it, equal ones
// alike.
func (p *part) number(m *plan) {
	p.years = make([]int32, len(m.equal)+2)
	for i := range p.years {
		switch i--; {
		case p.table != nil:
			p.years[i+1] = p.table.rows[p.table.find(int64(weeksBeforeYear(m.first+i))).row].year
		case i < 0 || i >= len(p.plan.equal):
			p.years[i+1] = int32(-1 - i)
		default:
			p.years[i+1] = int32(p.plan.equal[i])
		}
	}
}

// need marks a year, and as many of those beside it as mixing its weeks looks
// at: a week for each part.
func (m *mixer) need(i int) {
	for i, until := i-1-(len(m.parts)+1)/52, i+1; i <= until; i++ {
		switch {
		case i < 0 && m.repeatsBefore:
			m.needed[i+cycleYears] = true
		case i >= len(m.equal) && m.repeatsAfter:
			m.needed[i-cycleYears] = true
		case i >= 0 && i < len(m.equal):
			m.needed[i] = true
		}
	}
}

// take returns the needed weeks of a part.
func (m *mixer) take(p part) []uint16 {
	weeks := make([]uint16, len(m.weeks))
	numbers := make([]int32, p.contents()) // and one
	for i, needed := range m.needed {
		if !needed {
			continue
		}
		from, end := m.year(i)
		theirs := p.weeks(i, from, end)
		for w := range weeks[from:end] {
			n := &numbers[theirs[w]]
			if *n == 0 {
				*n = int32(m.catalog.number(p.content(theirs[w]))) + 1
			}
			weeks[from+w] = uint16(*n - 1)
		}
	}
	return weeks
}

// contents returns how many different weeks a part has.
func (p part) contents() int {
	if p.table != nil {
		return len(p.table.weeks)
	}
	return len(p.plan.catalog.contents)
}

// weeks returns the weeks of a year of the plan, which are [from, end) of it.
func (p part) weeks(year, from, end int) []uint16 {
	if p.table != nil {
		return p.table.years[p.years[year+1]].week[:end-from]
	}
	return p.plan.weeks[from:end]
}

// content returns a week of a part in the form it was compiled from.
func (p part) content(n uint16) content {
	if p.table != nil {
		return p.table.content(n)
	}
	k := p.plan.catalog.contents[n]
	if !p.marks {
		k.marks = nil
	}
	return k
}

// content returns a week of the table in the form it was compiled from.
func (t *table) content(n uint16) content {
	w := &t.weeks[n]
	k := content{marks: t.marks[w.mark : w.mark+w.marks]}
	for _, s := range t.spans[w.span : w.span+w.spans] {
		k.spans = append(k.spans, window{s.from, s.until})
	}
	return k
}

// mix combines the weeks of the plan with others.
func (m *mixer) mix(op operation, others []uint16) {
	other := *m.plan
	other.weeks = others
	mixed := make([]uint16, len(m.weeks))
	last := mixKey{operation: op} // nothing with nothing gives the empty week, 0
	n := uint16(0)
	for i, needed := range m.needed {
		if !needed {
			continue
		}
		from, end := m.year(i)
		key := mixKey{operation: op, a: m.at(from - 1), another: other.at(from - 1)}
		for w := from; w < end; w++ {
			key.before, key.otherBefore = key.a, key.another
			key.a, key.another = m.weeks[w], others[w]
			if key != last {
				n, last = m.number(key), key
			}
			mixed[w] = n
		}
	}
	m.weeks = mixed
}

// number returns the number of a mixed week.
func (m *mixer) number(key mixKey) uint16 {
	n, known := m.known[key]
	if !known {
		n = m.catalog.number(m.mixed(key))
		m.known[key] = n
	}
	return n
}

// mixed works out one week.
func (m *mixer) mixed(key mixKey) content {
	a, b := m.fortnight(key.before, key.a), m.fortnight(key.otherBefore, key.another)
	var k content
	switch key.operation {
	case either:
		k.spans = joinWindows(slices.Concat(a.spans, b.spans))
		k.marks = slices.Concat(a.marks, b.marks)
	case both:
		k.spans = intersectWindows(a.spans, b.spans)
		k.marks = append(a.movedTo(k.spans), b.movedTo(k.spans)...)
	case without:
		k.spans = subtractWindows(a.spans, b.spans, 0)
		k.marks = a.movedTo(k.spans)
	}
	slices.Sort(k.marks)
	return secondWeek(content{k.spans, slices.Compact(k.marks)})
}

// fortnight puts two weeks after one another.
func (m *mixer) fortnight(first, second uint16) content {
	a, b := m.catalog.contents[first], m.catalog.contents[second]
	k := content{slices.Clone(a.spans), slices.Clone(a.marks)}
	for _, s := range b.spans {
		k.spans = append(k.spans, window{s.from + weekSeconds, s.until + weekSeconds})
	}
	for _, mark := range b.marks {
		k.marks = append(k.marks, mark+weekSeconds)
	}
	k.spans = joinWindows(k.spans)
	return k
}

// secondWeek cuts the second week out of a fortnight.
func secondWeek(f content) content {
	var k content
	for _, s := range f.spans {
		s = window{max(s.from-weekSeconds, 0), s.until - weekSeconds}
		if s.from < s.until {
			k.spans = append(k.spans, s)
		}
	}
	for _, mark := range f.marks {
		if mark >= weekSeconds {
			k.marks = append(k.marks, mark-weekSeconds)
		}
	}
	return k
}

// movedTo returns the marks of windows that are still open somewhere in spans,
// each at the first second of its window that is.
func (k content) movedTo(spans []window) []int32 {
	var marks []int32
	for i, mark := range k.marks {
		until := int32(math.MaxInt32)
		if i+1 < len(k.marks) {
			until = k.marks[i+1]
		}
		for len(k.spans) > 0 && k.spans[0].until <= mark {
			k.spans = k.spans[1:]
		}
		if len(k.spans) > 0 {
			until = min(until, k.spans[0].until)
		}
		for len(spans) > 0 && spans[0].until <= mark {
			spans = spans[1:]
		}
		if len(spans) > 0 && max(spans[0].from, mark) < until {
			marks = append(marks, max(spans[0].from, mark))
		}
	}
	return marks
}
