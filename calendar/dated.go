package calendar

// A dater adds to the weeks of a table what depends on a zone: their clocks and
// working days.
type dater struct {
	*builder
	undated *table
	zone    *zoneHistory
	alike   map[datedYear]int32
	stages  map[string]int32 // of the zone in a year, numbered
	key     []byte
	recent  []numbered        // spares most look-ups in numbers: it is by the undated week
	shares  *shares           // those asked for last
	known   map[int32]*shares // by offset
	masks   map[changingWeek]uint8
	numbers map[datedWeek]uint16
}

// datedYear is what the weeks of a year depend on: the undated year, the weeks
// beside it and the changes of the offset.
type datedYear struct {
	year, stage   int32
	before, after uint16
}

// numbered is a dated week and its number.
type numbered struct {
	datedWeek
	number uint16
	known  bool
}

// datedWeek is a week with what depends on its zone.
type datedWeek struct {
	week     uint16
	workdays uint8
	clock    clock
}

// weeksAround are a week and those beside it, whose windows may start on its local
// dates.
type weeksAround struct{ before, week, after uint16 }

// changingWeek is what the working days of a week depend on in which the offset
// changes once.
type changingWeek struct {
	weeksAround
	clock clock
}

// A share holds the local dates on which the windows of a week start: a bit for
// each of 21, those of the local week before it, its own and the one after. The
// topmost bit says that they are worked out.
type share uint32

const isShare share = 1 << 31

// shares are those of the weeks of a table at an offset.
type shares struct {
	offset int32
	weeks  []share
}

// dated returns the same table with the clocks and working days of a zone; the two
// share their spans and marks. It fails when the limits of the compiled form are
// reached.
func dated(t *table, zone *zoneHistory, from, until int) (*table, bool) {
	d := &dater{
		builder: newBuilder(from, until, len(t.years)+1),
		undated: t,
		zone:    zone,
		alike:   make(map[datedYear]int32, 2*len(t.years)),
		stages:  make(map[string]int32),
		recent:  make([]numbered, len(t.weeks)),
		known:   make(map[int32]*shares),
		masks:   make(map[changingWeek]uint8),
		numbers: make(map[datedWeek]uint16, len(t.weeks)),
	}
	d.spans, d.marks = t.spans, t.marks
	d.numbers[datedWeek{}] = 0
	d.addYears(d.number)
	return d.finish()
}

// number returns the number of a year, worked out if there was none like it before.
func (d *dater) number(y int) int32 {
	first, end := weeksBeforeYear(y), weeksBeforeYear(y+1)
	key := datedYear{d.undated.yearAt(first), d.stage(first, end), d.undated.weekAt(first - 1), d.undated.weekAt(end)}
	n, known := d.alike[key]
	if !known {
		n = d.workOut(first, d.undated.years[key.year].week[:end-first], key.before, key.after)
		d.alike[key] = n
	}
	return n
}

// stage returns a number that years share which have as many weeks and the same
// changes of the offset.
func (d *dater) stage(first, end int) int32 {
	d.key = d.zone.key(append(d.key[:0], byte(end-first)), int64(first)*weekSeconds, int64(end)*weekSeconds)
	n, known := d.stages[string(d.key)]
	if !known {
		n = int32(len(d.stages))
		d.stages[string(d.key)] = n
	}
	return n
}

// workOut works out a year that begins with a week, and returns its number.
func (d *dater) workOut(w int, weeks []uint16, before, after uint16) int32 {
	var year [maxWeeks]uint16
	var near []stretch
	var key datedWeek
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
			key.clock = clockOf(near, int64(w+i)*weekSeconds)
			if len(near) == 1 {
				steady = near[0].weeks()
			}
		}
		key.week, before = week, week
		key.workdays = d.workdays(around, key.clock, near, w+i)
		recent := &d.recent[week]
		if key != recent.datedWeek || !recent.known {
			*recent = numbered{key, d.dated(key), true}
		}
		year[i] = recent.number
	}
	return d.year(year[:len(weeks)])
}

// dated returns the number of a week.
func (d *dater) dated(key datedWeek) uint16 {
	n, known := d.numbers[key]
	switch {
	case known:
		return n
	case len(d.weeks) == maxContents:
		d.full = true
		return 0
	}
	n = uint16(len(d.weeks))
	d.numbers[key] = n
	w := d.undated.weeks[key.week]
	w.clock, w.workdays = key.clock, key.workdays
	d.weeks = append(d.weeks, w)
	return n
}

// workdays returns the local dates of a week on which a window starts.
func (d *dater) workdays(around weeksAround, c clock, near []stretch, w int) uint8 {
	if len(near) == 1 {
		shares := d.sharesAt(c.before)
		before, week, after := d.share(shares, around.before), d.share(shares, around.week), d.share(shares, around.after)
		return uint8(before>>14|week>>7|after) & (1<<7 - 1)
	}
	key := changingWeek{around, c}
	mask, known := d.masks[key]
	if !known || c == oddClock {
		mask = d.undated.marked(around, near, w)
		d.masks[key] = mask
	}
	return mask
}

// sharesAt returns the shares of the weeks where the offset does not change.
func (d *dater) sharesAt(offset int32) *shares {
	if d.shares == nil || d.shares.offset != offset {
		if d.known[offset] == nil {
			d.known[offset] = &shares{offset, make([]share, len(d.undated.weeks))}
		}
		d.shares = d.known[offset]
	}
	return d.shares
}

// share returns the share of a week.
func (d *dater) share(all *shares, week uint16) share {
	if all.weeks[week] == 0 {
		all.weeks[week] = d.undated.share(week, all.offset)
	}
	return all.weeks[week]
}

// share works out the share of a week at an offset.
func (t *table) share(n uint16, offset int32) share {
	s := isShare
	w := &t.weeks[n]
	for _, m := range t.marks[w.mark : w.mark+w.marks] {
		s |= 1 << ((m + offset + weekSeconds) / daySeconds)
	}
	return s
}

// marked returns the local dates of a week on which a window starts, those of the
// weeks around it being known.
func (t *table) marked(around weeksAround, near []stretch, w int) (mask uint8) {
	for i, week := range []uint16{around.before, around.week, around.after} {
		start := int64(w-1+i) * weekSeconds
		k := &t.weeks[week]
		for _, m := range t.marks[k.mark : k.mark+k.marks] {
			sec := start + int64(m)
			day := floorDiv(int(sec+offsetAt(near, sec)), daySeconds)
			if floorDiv(day, 7) == w {
				mask |= 1 << (day - 7*w)
			}
		}
	}
	return mask
}
