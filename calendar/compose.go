package calendar

import (
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
	members := c.members()
	from, until := math.MaxInt, math.MinInt
	tables := make([]*table, len(members))
	for i, m := range members {
		tables[i] = m.weeks()
		from, until = min(from, tables[i].from), max(until, tables[i].until)
	}
	if !c.isMade() {
		own, zone := compile(c.schedule, c.loc, from, until)
		if len(members) == 0 {
			return own, zone
		}
		m := newMixer(own.from, own.until)
		m.weeks = m.fromPlan(own, true)
		for _, t := range tables {
			m.mix(without, m.fromTable(t))
		}
		return m.plan, zone
	}
	mask, zone := compile(c.schedule, c.loc, from, until)
	m := newMixer(mask.from, mask.until)
	n := len(members) - len(c.except)
	op := either
	if len(c.intersect) > 0 {
		op = both
	}
	m.weeks = m.fromTable(tables[0])
	for _, t := range tables[1:n] {
		m.mix(op, m.fromTable(t))
	}
	if c.schedule.hasEntries() {
		m.mix(both, m.fromPlan(mask, false))
		add, _ := compile(c.schedule.blank(nil), c.loc, from, until)
		m.mix(either, m.fromPlan(add, true))
	}
	for _, t := range tables[n:] {
		m.mix(without, m.fromTable(t))
	}
	return m.plan, zone
}

// isMade reports whether the calendar has other calendars instead of hours.
func (c *Calendar) isMade() bool { return len(c.union)+len(c.intersect) > 0 }

func (s *schedule) hasEntries() bool {
	return len(s.dated)+len(s.annual)+len(s.region.days) > 0
}

// weeks returns the table of a calendar, also of one that is always open.
func (c *Calendar) weeks() *table {
	if c != nil && c.table != nil {
		return c.table
	}
	s := newChecker().schedule.blank(wholeDay)
	p, zone := compile(s, time.UTC, math.MaxInt, math.MinInt)
	t, _ := p.table(zone) // two weeks are never too many
	return t
}

// A mixer builds a plan out of the weeks of others.
type mixer struct {
	*plan
	known map[mixKey]uint16
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

func newMixer(from, until int) *mixer {
	return &mixer{newPlan(from, until), make(map[mixKey]uint16)}
}

// fromTable returns the weeks of a table for the years of the mixer.
func (m *mixer) fromTable(t *table) []uint16 {
	numbers := make(map[uint16]uint16)
	weeks := make([]uint16, len(m.weeks))
	for i := range weeks {
		p := t.find(int64(m.firstWeek + i))
		w := t.years[t.rows[p.row].year].week[p.week]
		n, known := numbers[w]
		if !known {
			n = m.catalog.number(t.content(w))
			numbers[w] = n
		}
		weeks[i] = n
	}
	return weeks
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

// fromPlan returns the weeks of a plan over the same years, with or without its
// marks.
func (m *mixer) fromPlan(p *plan, marks bool) []uint16 {
	numbers := make([]uint16, len(p.catalog.contents))
	for i, k := range p.catalog.contents {
		if !marks {
			k.marks = nil
		}
		numbers[i] = m.catalog.number(k)
	}
	weeks := make([]uint16, len(m.weeks))
	for i := range weeks {
		weeks[i] = numbers[p.weeks[i]]
	}
	return weeks
}

// mix combines the weeks of the plan with others.
func (m *mixer) mix(op operation, others []uint16) {
	other := *m.plan
	other.weeks = others
	mixed := make([]uint16, len(m.weeks))
	for i := range mixed {
		key := mixKey{op, m.at(i - 1), m.at(i), other.at(i - 1), other.at(i)}
		n, known := m.known[key]
		if !known {
			n = m.catalog.number(m.mixed(key))
			m.known[key] = n
		}
		mixed[i] = n
	}
	m.weeks = mixed
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
