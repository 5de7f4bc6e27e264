package table

import (
	"bytes"
	"encoding/binary"
	"slices"

	"github.com/tenggat/sla/calendar/internal/civil"
	"github.com/tenggat/sla/calendar/internal/hours"
)

// A uniter works out the weeks of many tables that are open when one of them is.
type uniter struct {
	*builder
	parts   []Part
	alike   map[string]int32  // years, by those of the parts
	mixed   map[string]uint16 // weeks, likewise
	key     []byte
	content content
}

// Unite returns a table that is open when one of the parts is. Its weeks know
// nothing of local dates. It fails when the limits of the compiled form are
// reached.
func Unite(parts []Part, from, until int, budget *Budget) (*Table, bool) {
	parts = distinct(parts)
	if len(parts) == 1 && parts[0].Starts {
		return parts[0].Table, true
	}
	years := 0
	for _, p := range parts {
		years = max(years, len(p.Table.years))
	}
	u := &uniter{
		builder: newBuilder(from, until, years, budget),
		parts:   parts,
		alike:   make(map[string]int32, years),
		mixed:   make(map[string]uint16),
	}
	u.addYears(u.yearIndex)
	return u.finish()
}

// distinct returns the parts without those that come twice.
func distinct(parts []Part) []Part {
	var once []Part
	for _, p := range parts {
		if !slices.Contains(once, p) {
			once = append(once, p)
		}
	}
	return once
}

// yearIndex returns the number of a year, worked out if there was none like it
// before.
func (u *uniter) yearIndex(y int) int32 {
	first, end := civil.WeeksBeforeYear(y), civil.WeeksBeforeYear(y+1)
	u.key = append(u.key[:0], byte(end-first))
	for i := range u.parts {
		u.key = binary.LittleEndian.AppendUint32(u.key, uint32(u.parts[i].Table.yearAt(first)))
	}
	u.spend(len(u.parts) / 4)
	n, known := u.alike[string(u.key)]
	if !known {
		key := string(u.key)
		n = u.workOut(first, end-first)
		u.alike[key] = n
	}
	return n
}

// workOut works out a year that begins with a week, and returns its number.
func (u *uniter) workOut(first, weeks int) int32 {
	var year [maxWeeks]uint16
	years := make([]*[maxWeeks]uint16, len(u.parts))
	for i := range u.parts {
		t := u.parts[i].Table
		years[i] = &t.years[t.yearAt(first)].week
	}
	var before []byte
	for i := range weeks {
		u.key = u.key[:0]
		for _, y := range years {
			u.key = binary.LittleEndian.AppendUint16(u.key, y[i])
		}
		if i > 0 && bytes.Equal(u.key, before) {
			year[i] = year[i-1]
			continue
		}
		before = append(before[:0], u.key...)
		year[i] = u.weekIndex()
	}
	u.spend(len(u.parts) * weeks / 16)
	return u.year(year[:weeks])
}

// weekIndex returns the number of the week that has the key.
func (u *uniter) weekIndex() uint16 {
	n, known := u.mixed[string(u.key)]
	if known || u.full {
		return n
	}
	k := u.content.emptied()
	for i := range u.parts {
		k = u.parts[i].read(k, binary.LittleEndian.Uint16(u.key[2*i:]), 0)
	}
	u.spend((len(k.spans) + len(k.starts)) / 2)
	k.spans = hours.Join(k.spans)
	slices.Sort(k.starts)
	k.starts = slices.Compact(k.starts)
	u.content = k
	n = u.week(k, weekClock{}, 0)
	u.mixed[string(u.key)] = n
	return n
}
