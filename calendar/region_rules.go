package calendar

import (
	"slices"
	"time"

	"github.com/rickar/cal/v2"

	"github.com/tenggat/sla/calendar/internal/civil"
)

// The years for which the holidays of regions are worked out.
const (
	firstRegionYear = 1900
	lastRegionYear  = 2200
)

// A region is a country or subdivision and its holidays.
type region struct {
	code  string
	rules []*cal.Holiday // nil for Indonesia
	known int            // the last year its holidays are known for
}

// The kinds of holidays. A region that is made by rules has the first four, as
// far as its rules tell them apart; Indonesia has the others.
const (
	kindPublic     = "public"
	kindBank       = "bank"
	kindReligious  = "religious"
	kindOther      = "other"
	kindNational   = "national"
	kindJointLeave = "joint_leave"
)

// usualKinds are the holidays of a region that an office has off when its
// calendar names no kinds. Joint leave is taken from the annual leave of those
// who take it, and "other" are days such as Christmas Eve that many have off by
// custom.
var usualKinds = []string{kindPublic, kindBank, kindNational}

// shifted returns the rules with one of them moved by some days.
func shifted(rules []*cal.Holiday, wrong *cal.Holiday, days int) []*cal.Holiday {
	right := *wrong
	right.CalcOffset += days
	rules = slices.Clone(rules)
	rules[slices.Index(rules, wrong)] = &right
	return rules
}

// A regionHoliday is a holiday of a region with its dates.
type regionHoliday struct {
	kind string
	name string
	days []int32
}

// ruled returns the dates of a holiday that follows a rule, and its days in lieu. A
// day in lieu is a holiday besides the day itself, which matters to those who work
// at weekends; only a day that moves back from a Sunday, as King's Day does, is not
// kept on that Sunday.
func ruled(h *cal.Holiday) (actual, observed []int32) {
	// Some rules write to the Holiday they are given, so they get a copy.
	// Calc picks the day in lieu by the host's clock, so we do that ourselves.
	rule := *h
	rule.Observed = nil
	from, until := firstRegionYear-1, lastRegionYear+1
	if h.StartYear > 0 {
		from = max(from, h.StartYear)
	}
	if h.EndYear > 0 {
		until = min(until, h.EndYear)
	}
	if from > until {
		return nil, nil
	}
	first, end := civil.DaysBeforeYear(firstRegionYear), civil.DaysBeforeYear(lastRegionYear+1)
	actual = make([]int32, 0, until-from+1)
	for year := from; year <= until; year++ {
		day, ok := civilDay(&rule, year)
		if !ok {
			continue
		}
		weekday := time.Weekday((day + 1) % 7)
		lieu := 0
		if i := slices.IndexFunc(h.Observed, func(o cal.AltDay) bool { return o.Day == weekday }); i >= 0 {
			lieu = h.Observed[i].Offset
		}
		moved := lieu < 0 && weekday == time.Sunday
		if !moved && first <= day && day < end {
			actual = append(actual, int32(day))
		}
		if lieu != 0 && first <= day+lieu && day+lieu < end {
			observed = append(observed, int32(day+lieu))
		}
	}
	return actual, observed
}

// civilDay returns the date on which a holiday falls in a year. The rules answer
// with the start of a day by the host's clock, which may lie an hour on either
// side of midnight, so the date is read at noon.
func civilDay(h *cal.Holiday, year int) (day int, ok bool) {
	start, _ := h.Calc(year)
	if start.IsZero() {
		return 0, false
	}
	noon := start.Add(12 * time.Hour)
	_, offset := noon.Zone()
	day = civil.DayAt(civil.Second(noon) + int64(offset))
	if h.Month > 0 && h.Day > 0 && h.Day <= civil.DaysIn(year, int(h.Month)) {
		// A date that the host's zone never had, such as 1994-12-31 in
		// Kiritimati, comes back as the one beside it.
		want := civil.DayOf(year, int(h.Month), h.Day)
		if day == want-1 || day == want+1 {
			noon := time.Date(year, h.Month, h.Day, 12, 0, 0, 0, start.Location())
			if skipped := noon.Day() != h.Day; skipped {
				day = want
			}
		}
	}
	return day, true
}

// kindOf returns the kind of a holiday. Where the rules leave it open they mean
// a public holiday: the national holidays of Ireland have no type at all.
func kindOf(h *cal.Holiday) string {
	switch h.Type {
	case cal.ObservanceBank:
		return kindBank
	case cal.ObservanceReligious:
		return kindReligious
	case cal.ObservanceOther:
		return kindOther
	default:
		return kindPublic
	}
}
