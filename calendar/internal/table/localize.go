package table

import (
	"github.com/tenggat/sla/calendar/internal/civil"
)

// A localizer adds to the weeks of a table what depends on a zone: their clocks and
// working days.
type localizer struct {
	*builder
	plain       *Table
	zone        *Zone
	alike       map[localYear]int32
	stages      map[string]int32 // of the zone in a year, numbered
	key         []byte
	recent      []indexedWeek          // spares most look-ups in weekIndexes: it is by the plain week
	bitsAt      *startBitsAt           // those asked for last
	known       map[int32]*startBitsAt // by offset
	masks       map[changingWeek]uint8
	weekIndexes map[localWeek]uint16
}

// localYear is what the weeks of a year depend on: the plain year, the weeks
// beside it and the changes of the offset.
type localYear struct {
	year, stage   int32
	before, after uint16
}

// indexedWeek is a local week and its number.
type indexedWeek struct {
	localWeek
	index uint16
	known bool
}

// localWeek is a week with what depends on its zone.
type localWeek struct {
	week     uint16
	workdays uint8
	clock    weekClock
}

// weeksAround are a week and those beside it, whose windows may start on its local
// dates.
type weeksAround struct{ before, week, after uint16 }

// changingWeek is what the working days of a week depend on in which the offset
// changes once.
type changingWeek struct {
	weeksAround
	clock weekClock
}

// startBits has a bit for each local date on which a window of a week starts: 21
// dates, those of the local week before it, its own and the one after. The topmost
// bit is set when they are known.
type startBits uint32

const known startBits = 1 << 31

// startBitsAt are those of the weeks of a table at an offset.
type startBitsAt struct {
	offset int32
	weeks  []startBits
}

// Localize returns the same table with the clocks and working days of a zone; the two
// share their spans and starts. It fails when the limits of the compiled form are
// reached.
func Localize(t *Table, zone *Zone, from, until int, budget *Budget) (*Table, bool) {
	d := &localizer{
		builder:     newBuilder(from, until, len(t.years)+1, budget),
		plain:       t,
		zone:        zone,
		alike:       make(map[localYear]int32, 2*len(t.years)),
		stages:      make(map[string]int32),
		recent:      make([]indexedWeek, len(t.weeks)),
		known:       make(map[int32]*startBitsAt),
		masks:       make(map[changingWeek]uint8),
		weekIndexes: make(map[localWeek]uint16, len(t.weeks)),
	}
	d.spans, d.starts = t.spans, t.starts
	d.weekIndexes[localWeek{}] = 0
	d.addYears(d.yearIndex)
	return d.finish()
}

// yearIndex returns the number of a year, worked out if there was none like it before.
func (d *localizer) yearIndex(y int) int32 {
	first, end := civil.WeeksBeforeYear(y), civil.WeeksBeforeYear(y+1)
	key := localYear{d.plain.yearAt(first), d.stage(first, end), d.plain.weekAt(first - 1), d.plain.weekAt(end)}
	n, known := d.alike[key]
	if !known {
		n = d.workOut(first, d.plain.years[key.year].week[:end-first], key.before, key.after)
		d.alike[key] = n
	}
	return n
}

// stage returns a number that years share which have as many weeks and the same
// changes of the offset.
func (d *localizer) stage(first, end int) int32 {
	d.key = d.zone.key(append(d.key[:0], byte(end-first)), int64(first)*civil.WeekSeconds, int64(end)*civil.WeekSeconds)
	n, known := d.stages[string(d.key)]
	if !known {
		n = int32(len(d.stages))
		d.stages[string(d.key)] = n
	}
	return n
}

// workOut works out a year that begins with a week, and returns its number.
func (d *localizer) workOut(w int, weeks []uint16, before, after uint16) int32 {
	var year [maxWeeks]uint16
	var near []Period
	var key localWeek
	var last weeksAround
	steady := w // until when near is all there is
	for i, week := range weeks {
		around := weeksAround{before, week, after}
		if i+1 < len(weeks) {
			around.after = weeks[i+1]
		}
		if around == last && i > 0 && w+i < steady {
			year[i] = year[i-1] // and before is what it was
			continue
		}
		last = around
		if w+i >= steady {
			near = d.zone.around(w + i)
			key.clock = weekClockOf(near, int64(w+i)*civil.WeekSeconds)
			if len(near) == 1 {
				steady = near[0].weeks()
			}
		}
		key.week, before = week, week
		key.workdays = d.workdays(around, key.clock, near, w+i)
		recent := &d.recent[week]
		if key != recent.localWeek || !recent.known {
			*recent = indexedWeek{key, d.weekIndex(key), true}
		}
		year[i] = recent.index
	}
	d.spend(len(weeks) / 4)
	return d.year(year[:len(weeks)])
}

// weekIndex returns the number of a week.
func (d *localizer) weekIndex(key localWeek) uint16 {
	n, known := d.weekIndexes[key]
	switch {
	case known:
		return n
	case len(d.weeks) == maxContents || !d.budget.Spend(weekUnits):
		d.full = true
		return 0
	}
	n = uint16(len(d.weeks))
	d.weekIndexes[key] = n
	w := d.plain.weeks[key.week]
	w.clock, w.workdays = key.clock, key.workdays
	d.weeks = append(d.weeks, w)
	return n
}

// workdays returns the local dates of a week on which a window starts.
func (d *localizer) workdays(around weeksAround, c weekClock, near []Period, w int) uint8 {
	if len(near) == 1 {
		shares := d.bitsAtOffset(c.before)
		before, week, after := d.bits(shares, around.before), d.bits(shares, around.week), d.bits(shares, around.after)
		return uint8(before>>14|week>>7|after) & (1<<7 - 1)
	}
	key := changingWeek{around, c}
	mask, known := d.masks[key]
	if !known || c == oddClock {
		mask = d.plain.startDates(around, near, w)
		d.masks[key] = mask
	}
	return mask
}

// bitsAtOffset returns the start bits of the weeks where the offset does not change.
func (d *localizer) bitsAtOffset(offset int32) *startBitsAt {
	if d.bitsAt == nil || d.bitsAt.offset != offset {
		if d.known[offset] == nil {
			d.known[offset] = &startBitsAt{offset, make([]startBits, len(d.plain.weeks))}
		}
		d.bitsAt = d.known[offset]
	}
	return d.bitsAt
}

// bits returns the start bits of a week.
func (d *localizer) bits(all *startBitsAt, week uint16) startBits {
	if all.weeks[week] == 0 {
		all.weeks[week] = d.plain.startBits(week, all.offset)
	}
	return all.weeks[week]
}

// startBits works out the start bits of a week at an offset.
func (t *Table) startBits(n uint16, offset int32) startBits {
	s := known
	w := &t.weeks[n]
	for _, m := range t.starts[w.start : w.start+w.starts] {
		s |= 1 << ((m + offset + civil.WeekSeconds) / civil.DaySeconds)
	}
	return s
}

// startDates returns the local dates of a week on which a window starts, those of the
// weeks around it being known.
func (t *Table) startDates(around weeksAround, near []Period, w int) (mask uint8) {
	for i, week := range []uint16{around.before, around.week, around.after} {
		start := int64(w-1+i) * civil.WeekSeconds
		k := &t.weeks[week]
		for _, m := range t.starts[k.start : k.start+k.starts] {
			sec := start + int64(m)
			day := civil.DayAt(sec + offsetAt(near, sec))
			if civil.FloorDiv(day, 7) == w {
				mask |= 1 << (day - 7*w)
			}
		}
	}
	return mask
}
