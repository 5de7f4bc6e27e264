package table

import (
	"math"

	"github.com/tenggat/sla/calendar/internal/civil"
	"github.com/tenggat/sla/calendar/internal/hours"
)

// A Part is a table that is put together with others, and how.
type Part struct {
	Operation Operation
	Table     *Table
	Starts    bool // whether its windows make working days
}

// Operation is how tables are put together.
type Operation uint8

const (
	Either Operation = iota
	Both
	Without
)

// A mixer works out the weeks of two tables put together, of which one limits
// the other.
type mixer struct {
	*builder
	one   Part
	other Part
	pairs map[mixedYears]int32
	known map[mixedWeeks]uint16
	// recent spares most look-ups in known: it is by the number of a week.
	recent []mixedWeek
	a, b   content // the fortnights that a week is worked out of
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
	index uint16
	known bool
}

// mixedYears is what a mixed year depends on: the two, and the weeks before them.
type mixedYears struct {
	year, otherYear     int32
	before, otherBefore uint16
}

// Combine puts a table and a part together. Its weeks know nothing of local
// dates. It fails when the limits of the compiled form are reached.
func Combine(t *Table, other Part, from, until int, budget *Budget) (*Table, bool) {
	if other.Operation == Either {
		return Unite([]Part{{Table: t, Starts: true}, other}, from, until, budget)
	}
	years, weeks := len(t.years)+len(other.Table.years), len(t.weeks)+len(other.Table.weeks)
	m := &mixer{
		builder: newBuilder(from, until, years, budget),
		one:     Part{Table: t, Starts: true},
		other:   other,
		pairs:   make(map[mixedYears]int32, years),
		known:   make(map[mixedWeeks]uint16, weeks),
		recent:  make([]mixedWeek, len(other.Table.weeks)),
	}
	const much = 4096 // what is more than usual may grow
	m.spans = make([]span, 0, min(2*(len(t.spans)+len(other.Table.spans)), much))
	m.starts = make([]int32, 0, min(2*(len(t.starts)+len(other.Table.starts)), much))
	m.addYears(m.yearIndex)
	return m.finish()
}

// yearIndex returns the number of a year, mixed if there was none like it before.
func (m *mixer) yearIndex(y int) int32 {
	first, end := civil.WeeksBeforeYear(y), civil.WeeksBeforeYear(y+1)
	key := mixedYears{
		year: m.one.Table.yearAt(first), otherYear: m.other.Table.yearAt(first),
		before: m.one.Table.weekAt(first - 1), otherBefore: m.other.Table.weekAt(first - 1),
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
	a, b := &m.one.Table.years[key.year].week, &m.other.Table.years[key.otherYear].week
	for i := range weeks {
		this := mixedWeeks{key.before, a[i], key.otherBefore, b[i]}
		key.before, key.otherBefore = a[i], b[i]
		recent := &m.recent[this.otherWeek]
		if this != recent.mixedWeeks || !recent.known {
			*recent = mixedWeek{this, m.weekIndex(this), true}
		}
		mixed[i] = recent.index
	}
	return m.year(mixed[:weeks])
}

// weekIndex returns the number of a mixed week.
func (m *mixer) weekIndex(key mixedWeeks) uint16 {
	n, known := m.known[key]
	if !known {
		n = m.week(m.workOut(key), weekClock{}, 0)
		m.spend((len(m.a.spans) + len(m.a.starts) + len(m.b.spans) + len(m.b.starts)) / 4)
		m.known[key] = n
	}
	return n
}

// workOut works out a mixed week, which is good until the next.
func (m *mixer) workOut(key mixedWeeks) content {
	a := m.one.read(m.one.read(m.a.emptied(), key.before, 0), key.week, civil.WeekSeconds)
	b := m.other.read(m.other.read(m.b.emptied(), key.otherBefore, 0), key.otherWeek, civil.WeekSeconds)
	var k content
	switch m.other.Operation {
	case Both:
		k.spans = hours.Intersect(a.spans, b.spans)
		k.starts = uniteStarts(nil, a.movedTo(k.spans), b.movedTo(k.spans))
	case Without:
		k.spans = hours.Subtract(a.spans, b.spans, 0)
		k.starts = a.movedTo(k.spans)
	}
	m.a, m.b = a, b
	return secondWeek(k)
}

// read appends a week of a part to a content, so many seconds later.
func (p Part) read(k content, week uint16, later int32) content {
	w := &p.Table.weeks[week]
	for _, s := range p.Table.spans[w.span : w.span+w.spans] {
		from, until := s.from+later, s.until+later
		if n := len(k.spans); n > 0 && k.spans[n-1].Until == from {
			k.spans[n-1].Until = until
			continue
		}
		k.spans = append(k.spans, hours.Window{From: from, Until: until})
	}
	if p.Starts {
		for _, m := range p.Table.starts[w.start : w.start+w.starts] {
			k.starts = append(k.starts, m+later)
		}
	}
	return k
}

// emptied returns an empty content in the room of another.
func (k content) emptied() content { return content{k.spans[:0], k.starts[:0]} }

// yearAt returns the number of the year that has a week.
func (t *Table) yearAt(w int) int32 { return t.rows[t.find(int64(w)).row].year }

// weekAt returns the number of a week, which is empty outside the years 1 to 9999.
func (t *Table) weekAt(w int) uint16 {
	if w < civil.WeeksBeforeYear(1) || w >= civil.WeeksBeforeYear(civil.LastYear+1) {
		return 0
	}
	p := t.find(int64(w))
	return t.years[t.rows[p.row].year].week[p.week]
}

// uniteStarts appends the starts of two sorted lists, each once.
func uniteStarts(marks, a, b []int32) []int32 {
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
		s = hours.Window{From: max(s.From-civil.WeekSeconds, 0), Until: s.Until - civil.WeekSeconds}
		if s.From < s.Until {
			k.spans = append(k.spans, s)
		}
	}
	for _, mark := range f.starts {
		if mark >= civil.WeekSeconds {
			k.starts = append(k.starts, mark-civil.WeekSeconds)
		}
	}
	return k
}

// movedTo returns the starts of windows that are still open somewhere in spans,
// each at the first second of its window that is.
func (k content) movedTo(spans []hours.Window) []int32 {
	var marks []int32
	for i, mark := range k.starts {
		until := int32(math.MaxInt32)
		if i+1 < len(k.starts) {
			until = k.starts[i+1]
		}
		for len(k.spans) > 0 && k.spans[0].Until <= mark {
			k.spans = k.spans[1:]
		}
		if len(k.spans) > 0 {
			until = min(until, k.spans[0].Until)
		}
		for len(spans) > 0 && spans[0].Until <= mark {
			spans = spans[1:]
		}
		if len(spans) > 0 && max(spans[0].From, mark) < until {
			marks = append(marks, max(spans[0].From, mark))
		}
	}
	return marks
}
