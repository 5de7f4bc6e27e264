package calendar

import "math"

// A part is a table that is put together with others, and how.
type part struct {
	operation operation
	table     *table
	marks     bool // whether its windows make working days
}

type operation uint8

const (
	either operation = iota
	both
	without
)

// A mixer works out the weeks of two tables put together.
type mixer struct {
	*builder
	one   part
	other part
	pairs map[mixedYears]int32
	known map[mixedWeeks]uint16
	// recent spares most look-ups in known: it is by the number of a week.
	recent []mixedWeek
	// What is being worked out, and what of.
	content, a, b content
}

// mixedWeeks is what a mixed week depends on. The week before matters for windows
// that start in one week and are open only in the next, as they may be where time
// is taken away.
type mixedWeeks struct {
	before, week           uint16
	otherBefore, otherWeek uint16
}

// mixedWeek is a mixed week and its number.
type mixedWeek struct {
	mixedWeeks
	number uint16
	known  bool
}

// mixedYears is what a mixed year depends on: the two, and the weeks before them.
type mixedYears struct {
	year, otherYear     int32
	before, otherBefore uint16
}

// mix puts a table and a part together. Its weeks know nothing of local dates.
func mix(t *table, other part, from, until int) (*table, bool) {
	years, weeks := len(t.years)+len(other.table.years), len(t.weeks)+len(other.table.weeks)
	m := &mixer{
		builder: newBuilder(from, until, years),
		one:     part{table: t, marks: true},
		other:   other,
		pairs:   make(map[mixedYears]int32, years),
		known:   make(map[mixedWeeks]uint16, weeks),
		recent:  make([]mixedWeek, len(other.table.weeks)),
	}
	const much = 4096 // what is more than usual may grow
	m.spans = make([]span, 0, min(2*(len(t.spans)+len(other.table.spans)), much))
	m.marks = make([]int32, 0, min(2*(len(t.marks)+len(other.table.marks)), much))
	m.addYears(m.number)
	return m.finish()
}

// number returns the number of a year, mixed if there was none like it before.
func (m *mixer) number(y int) int32 {
	first, end := weeksBeforeYear(y), weeksBeforeYear(y+1)
	key := mixedYears{year: m.one.table.yearAt(first), otherYear: m.other.table.yearAt(first)}
	if m.other.operation != either {
		key.before, key.otherBefore = m.one.table.weekAt(first-1), m.other.table.weekAt(first-1)
	}
	n, known := m.pairs[key]
	if !known {
		n = m.mixYear(key, end-first)
		m.pairs[key] = n
	}
	return n
}

// mixYear mixes the weeks of a year.
func (m *mixer) mixYear(key mixedYears, weeks int) int32 {
	var mixed [maxWeeks]uint16
	a, b := &m.one.table.years[key.year].week, &m.other.table.years[key.otherYear].week
	for i := range weeks {
		this := mixedWeeks{week: a[i], otherWeek: b[i]}
		if m.other.operation != either {
			this.before, this.otherBefore = key.before, key.otherBefore
			key.before, key.otherBefore = a[i], b[i]
		}
		recent := &m.recent[this.otherWeek]
		if this != recent.mixedWeeks || !recent.known {
			*recent = mixedWeek{this, m.mixed(this), true}
		}
		mixed[i] = recent.number
	}
	return m.year(mixed[:weeks])
}

// mixed returns the number of a mixed week.
func (m *mixer) mixed(key mixedWeeks) uint16 {
	n, known := m.known[key]
	if !known {
		n = m.week(m.workOut(key), clock{}, 0)
		m.known[key] = n
	}
	return n
}

// workOut works out a mixed week, which is good until the next.
func (m *mixer) workOut(key mixedWeeks) content {
	if m.other.operation == either {
		m.a = m.one.read(m.a.emptied(), key.week, 0)
		m.b = m.other.read(m.b.emptied(), key.otherWeek, 0)
		k := m.content.emptied()
		m.content = content{uniteWindows(k.spans, m.a.spans, m.b.spans), uniteMarks(k.marks, m.a.marks, m.b.marks)}
		return m.content
	}
	a := m.one.read(m.one.read(m.a.emptied(), key.before, 0), key.week, weekSeconds)
	b := m.other.read(m.other.read(m.b.emptied(), key.otherBefore, 0), key.otherWeek, weekSeconds)
	var k content
	switch m.other.operation {
	case both:
		k.spans = intersectWindows(a.spans, b.spans)
		k.marks = uniteMarks(nil, a.movedTo(k.spans), b.movedTo(k.spans))
	case without:
		k.spans = subtractWindows(a.spans, b.spans, 0)
		k.marks = a.movedTo(k.spans)
	}
	m.a, m.b = a, b
	return secondWeek(k)
}

// read appends a week of a part to a content, so many seconds later.
func (p part) read(k content, week uint16, later int32) content {
	w := &p.table.weeks[week]
	for _, s := range p.table.spans[w.span : w.span+w.spans] {
		from, until := s.from+later, s.until+later
		if n := len(k.spans); n > 0 && k.spans[n-1].until == from {
			k.spans[n-1].until = until
			continue
		}
		k.spans = append(k.spans, window{from, until})
	}
	if p.marks {
		for _, m := range p.table.marks[w.mark : w.mark+w.marks] {
			k.marks = append(k.marks, m+later)
		}
	}
	return k
}

// emptied returns an empty content in the room of another.
func (k content) emptied() content { return content{k.spans[:0], k.marks[:0]} }

// yearAt returns the number of the year that has a week.
func (t *table) yearAt(w int) int32 { return t.rows[t.find(int64(w)).row].year }

// weekAt returns the number of a week, which is empty outside the years 1 to 9999.
func (t *table) weekAt(w int) uint16 {
	if w < weeksBeforeYear(1) || w >= weeksBeforeYear(lastYear+1) {
		return 0
	}
	p := t.find(int64(w))
	return t.years[t.rows[p.row].year].week[p.week]
}

// uniteMarks appends the marks of two sorted lists, each once.
func uniteMarks(marks, a, b []int32) []int32 {
	for len(a) > 0 && len(b) > 0 {
		mark := min(a[0], b[0])
		marks = append(marks, mark)
		if a[0] == mark {
			a = a[1:]
		}
		if b[0] == mark {
			b = b[1:]
		}
	}
	return append(append(marks, a...), b...)
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
