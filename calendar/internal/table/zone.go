package table

import (
	"math"
	"sort"
	"time"

	"github.com/tenggat/sla/calendar/internal/civil"
)

// A Period is a time during which a zone's offset does not change: the label
// of its local clock is the UTC second plus the offset.
type Period struct {
	From, Until int64
	Offset      int64
}

// maxOffset is beyond every offset in the time zone database.
const maxOffset = 26 * 3600

// PeriodAt returns the period in force at a second, from that second on.
func PeriodAt(loc *time.Location, sec int64) Period {
	_, offset := time.Unix(sec-civil.UnixSeconds, 0).In(loc).Zone()
	until, _ := changeAfter(loc, sec, int64(offset))
	return Period{sec, until, int64(offset)}
}

// changeAfter returns when the offset in force at a second changes next, and to
// what.
func changeAfter(loc *time.Location, sec, offset int64) (change, next int64) {
	for {
		_, end := time.Unix(sec-civil.UnixSeconds, 0).In(loc).ZoneBounds()
		if end.IsZero() {
			return math.MaxInt64, offset
		}
		change = civil.Second(end)
		if change <= sec {
			// In the last UTC day of a leap year Go 1.26 puts the end of the
			// year a day early; nothing changes before that day is over.
			change = (sec/civil.DaySeconds + 1) * civil.DaySeconds
		}
		if change > civil.EndSecond+civil.WeekSeconds {
			return math.MaxInt64, offset
		}
		if _, o := time.Unix(change-civil.UnixSeconds, 0).In(loc).Zone(); int64(o) != offset {
			return change, int64(o)
		}
		sec = change
	}
}

// A Zone holds the periods of a zone while a calendar is compiled. It is
// asked about one week after the other.
type Zone struct {
	loc      *time.Location
	periods  []Period
	next     int64     // the offset after the last of them
	answered int       // where the question before was answered
	ruled    [2][7]int // the ruled year with the dates of a leap year or another
}

// NewZone starts a week before the year 1 and covers the time until a
// second.
func NewZone(loc *time.Location, until int64) *Zone {
	h := &Zone{loc: loc, periods: []Period{PeriodAt(loc, -civil.WeekSeconds)}}
	first := &h.periods[0]
	first.Until, h.next = changeAfter(loc, first.From, first.Offset)
	for year := firstRuledYear; year < firstRuledYear+ruledYears; year++ {
		*h.like(year) = year
	}
	h.cover(until)
	return h
}

// From firstRuledYear on, all zones follow rules, by which the clocks of two years
// change alike if the years begin on the same weekday and are as long. The
// ruledYears have all such pairs. Their periods are copied to later years: to
// ask the zone costs much more.
const (
	firstRuledYear = 2101
	ruledYears     = 28
)

// cover covers the time until a second.
func (h *Zone) cover(until int64) {
	asked := int64(civil.DaysBeforeYear(firstRuledYear+ruledYears)) * civil.DaySeconds
	for {
		last := h.periods[len(h.periods)-1]
		if last.Until >= until {
			return
		}
		s := Period{From: last.Until, Offset: h.next}
		if s.From < asked {
			s.Until, h.next = changeAfter(h.loc, s.From, s.Offset)
		} else {
			s.Until, h.next = h.ruledChange(s.From, s.Offset)
		}
		h.periods = append(h.periods, s)
	}
}

// ruledChange is changeAfter for seconds after the ruled years.
func (h *Zone) ruledChange(sec, offset int64) (change, next int64) {
	for year := civil.YearOf(civil.DayAt(sec)); year <= civil.LastYear; year++ {
		like := *h.like(year)
		start, likeStart := int64(civil.DaysBeforeYear(year))*civil.DaySeconds, int64(civil.DaysBeforeYear(like))*civil.DaySeconds
		likeEnd := int64(civil.DaysBeforeYear(like+1)) * civil.DaySeconds
		i := sort.Search(len(h.periods), func(i int) bool { return h.periods[i].Until > likeStart })
		for ; i < len(h.periods) && h.periods[i].From < likeEnd; i++ {
			change, next = start+max(h.periods[i].From-likeStart, 0), h.periods[i].Offset
			if change > sec && next != offset {
				return change, next
			}
		}
	}
	return math.MaxInt64, offset
}

// like returns which ruled year has the same dates on the same weekdays.
func (h *Zone) like(year int) *int {
	weekday := civil.DaysBeforeYear(year) % 7
	if civil.Leap(year) {
		return &h.ruled[1][weekday]
	}
	return &h.ruled[0][weekday]
}

// during returns the periods that meet [from, until).
func (h *Zone) during(from, until int64) []Period {
	h.cover(until)
	i := h.answered
	for i > 0 && from < h.periods[i].From {
		i--
	}
	for i < len(h.periods)-1 && h.periods[i].Until <= from {
		i++
	}
	h.answered = i
	end := i + 1
	for end < len(h.periods) && h.periods[end].From < until {
		end++
	}
	return h.periods[i:end]
}

// weeks returns the first week, counted from the year 1, that a period does not
// hold with all that lies near it.
func (s Period) weeks() int {
	//narrowing:ok the end of a period is after the year 1, and min bounds it
	return int((min(s.Until, civil.EndSecond+civil.CycleWeeks*civil.WeekSeconds) - maxOffset) / civil.WeekSeconds)
}

// piece returns the UTC seconds of a period at which the local clock shows
// the labels [from, until); it is empty when the first is not before the last.
func (s Period) piece(from, until int64) (int64, int64) {
	return max(from-s.Offset, s.From), min(until-s.Offset, s.Until)
}
