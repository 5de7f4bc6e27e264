package calendar

import "encoding/binary"

// A dater adds to the weeks of a table what depends on a zone: their clocks and
// working days.
type dater struct {
	*builder
	undated *table
	zone    *zoneHistory
	alike   map[string]int32
	known   map[datedWeek]uint16
}

// datedWeek is what the number of a week depends on.
type datedWeek struct {
	before, week, after uint16
	clock               clock
}

// dated returns the same table with the clocks and working days of a zone. It
// fails when the limits of the compiled form are reached.
func dated(t *table, zone *zoneHistory, from, until int) (*table, bool) {
	d := &dater{
		builder: newBuilder(from, until),
		undated: t,
		zone:    zone,
		alike:   make(map[string]int32),
		known:   make(map[datedWeek]uint16),
	}
	for y := d.first; y <= d.last; y++ {
		d.add(d.number(y))
	}
	return d.finish()
}

// number returns the number of a year, worked out if there was none like it before.
func (d *dater) number(y int) int32 {
	first, end := weeksBeforeYear(y), weeksBeforeYear(y+1)
	year, before, after := d.undated.yearAt(first), d.undated.weekAt(first-1), d.undated.weekAt(end)
	d.key = append(d.key[:0], byte(end-first))
	for _, part := range []uint64{uint64(year), uint64(before), uint64(after)} {
		d.key = binary.AppendUvarint(d.key, part)
	}
	d.key = d.zone.key(d.key, int64(first)*weekSeconds, int64(end)*weekSeconds)
	n, known := d.alike[string(d.key)]
	if !known {
		alike := string(d.key)
		n = d.workOut(first, d.undated.years[year].week[:end-first], before, after)
		d.alike[alike] = n
	}
	return n
}

// workOut works out a year that begins with a week, and returns its number.
func (d *dater) workOut(w int, weeks []uint16, before, after uint16) int32 {
	var year [maxWeeks]uint16
	var near []stretch
	var last datedWeek
	n, steady := uint16(0), w // until when near is all there is
	for i, week := range weeks {
		key := datedWeek{before: before, week: week, after: after, clock: last.clock}
		before = week
		if i+1 < len(weeks) {
			key.after = weeks[i+1]
		}
		if w+i >= steady {
			near = d.zone.around(w + i)
			key.clock = clockOf(near, int64(w+i)*weekSeconds)
			if len(near) == 1 {
				steady = near[0].weeks()
			}
		}
		if i == 0 || key != last || key.clock == oddClock {
			n, last = d.dated(key, near, w+i), key
		}
		year[i] = n
	}
	return d.year(year[:len(weeks)])
}

// dated returns the number of a week.
func (d *dater) dated(key datedWeek, near []stretch, w int) uint16 {
	n, known := d.known[key]
	if !known || key.clock == oddClock {
		n = d.week(d.undated.content(key.week), key.clock, d.workdays(key, near, w))
		d.known[key] = n
	}
	return n
}

// workdays returns the local dates of a week that have a mark.
func (d *dater) workdays(key datedWeek, near []stretch, w int) (mask uint8) {
	for i, week := range []uint16{key.before, key.week, key.after} {
		start := int64(w-1+i) * weekSeconds
		k := &d.undated.weeks[week]
		for _, m := range d.undated.marks[k.mark : k.mark+k.marks] {
			sec := start + int64(m)
			day := floorDiv(int(sec+offsetAt(near, sec)), daySeconds)
			if floorDiv(day, 7) == w {
				mask |= 1 << (day - 7*w)
			}
		}
	}
	return mask
}
