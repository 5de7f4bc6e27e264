package calendar

import (
	"math"
	"sort"
	"time"
)

// A stretch is a time during which a zone's offset does not change: the label
// of its local clock is the UTC second plus the offset.
type stretch struct {
	from, until int64
	offset      int64
}

// maxOffset is beyond every offset in the time zone database.
const maxOffset = 26 * 3600

// stretchAt returns the stretch in force at a second, from that second on.
func stretchAt(loc *time.Location, sec int64) stretch {
	_, offset := time.Unix(sec-unixSeconds, 0).In(loc).Zone()
	until, _ := changeAfter(loc, sec, int64(offset))
	return stretch{sec, until, int64(offset)}
}

// changeAfter returns when the offset in force at a second changes next, and to
// what.
func changeAfter(loc *time.Location, sec, offset int64) (change, next int64) {
	for {
		_, end := time.Unix(sec-unixSeconds, 0).In(loc).ZoneBounds()
		if end.IsZero() {
			return math.MaxInt64, offset
		}
		change = second(end)
		if change <= sec {
			// In the last UTC day of a leap year Go 1.26 puts the end of the
			// year a day early; nothing changes before that day is over.
			change = (sec/daySeconds + 1) * daySeconds
		}
		if change > endSecond+weekSeconds {
			return math.MaxInt64, offset
		}
		if _, o := time.Unix(change-unixSeconds, 0).In(loc).Zone(); int64(o) != offset {
			return change, int64(o)
		}
		sec = change
	}
}

// A zoneHistory holds the stretches of a zone while a calendar is compiled. It is
// asked about one week after the other.
type zoneHistory struct {
	loc       *time.Location
	stretches []stretch
	next      int64     // the offset after the last of them
	last      int       // where the question before was answered
	ruled     [2][7]int // the ruled year with the dates of a leap year or another
}

// newZoneHistory starts a week before the year 1 and covers the time until a
// second.
func newZoneHistory(loc *time.Location, until int64) *zoneHistory {
	h := &zoneHistory{loc: loc, stretches: []stretch{stretchAt(loc, -weekSeconds)}}
	first := &h.stretches[0]
	first.until, h.next = changeAfter(loc, first.from, first.offset)
	for year := firstRuledYear; year < firstRuledYear+ruledYears; year++ {
		*h.like(year) = year
	}
	h.cover(until)
	return h
}

// From firstRuledYear on, all zones follow rules, by which the clocks of two years
// change alike if the years begin on the same weekday and are as long. The
// ruledYears have all such pairs. Their stretches are copied to later years: to
// ask the zone costs much more.
const (
	firstRuledYear = 2101
	ruledYears     = 28
)

// cover covers the time until a second.
func (h *zoneHistory) cover(until int64) {
	asked := int64(daysBeforeYear(firstRuledYear+ruledYears)) * daySeconds
	for {
		last := h.stretches[len(h.stretches)-1]
		if last.until >= until {
			return
		}
		s := stretch{from: last.until, offset: h.next}
		if s.from < asked {
			s.until, h.next = changeAfter(h.loc, s.from, s.offset)
		} else {
			s.until, h.next = h.ruledChange(s.from, s.offset)
		}
		h.stretches = append(h.stretches, s)
	}
}

// ruledChange is changeAfter for seconds after the ruled years.
func (h *zoneHistory) ruledChange(sec, offset int64) (change, next int64) {
	for year := yearOf(int(sec / daySeconds)); year <= lastYear; year++ {
		like := *h.like(year)
		start, likeStart := int64(daysBeforeYear(year))*daySeconds, int64(daysBeforeYear(like))*daySeconds
		likeEnd := int64(daysBeforeYear(like+1)) * daySeconds
		i := sort.Search(len(h.stretches), func(i int) bool { return h.stretches[i].until > likeStart })
		for ; i < len(h.stretches) && h.stretches[i].from < likeEnd; i++ {
			change, next = start+max(h.stretches[i].from-likeStart, 0), h.stretches[i].offset
			if change > sec && next != offset {
				return change, next
			}
		}
	}
	return math.MaxInt64, offset
}

// like returns which ruled year has the same dates on the same weekdays.
func (h *zoneHistory) like(year int) *int {
	weekday := daysBeforeYear(year) % 7
	if leap(year) {
		return &h.ruled[1][weekday]
	}
	return &h.ruled[0][weekday]
}

// during returns the stretches that meet [from, until).
func (h *zoneHistory) during(from, until int64) []stretch {
	h.cover(until)
	i := h.last
	for i > 0 && from < h.stretches[i].from {
		i--
	}
	for i < len(h.stretches)-1 && h.stretches[i].until <= from {
		i++
	}
	h.last = i
	end := i + 1
	for end < len(h.stretches) && h.stretches[end].from < until {
		end++
	}
	return h.stretches[i:end]
}

// weeks returns the first week, counted from the year 1, that a stretch does not
// hold with all that lies near it.
func (s stretch) weeks() int {
	return int((min(s.until, endSecond+cycleWeeks*weekSeconds) - maxOffset) / weekSeconds)
}

// piece returns the UTC seconds of a stretch at which the local clock shows
// the labels [from, until); it is empty when the first is not before the last.
func (s stretch) piece(from, until int64) (int64, int64) {
	return max(from-s.offset, s.from), min(until-s.offset, s.until)
}
