package table

import (
	"math"
	"slices"
	"testing"
	"time"
	_ "time/tzdata"

	"github.com/tenggat/sla/calendar/internal/civil"
	"github.com/tenggat/sla/calendar/internal/hours"
)

// plan is a schedule in a zone.
type plan struct {
	zone     string
	schedule *hours.Schedule
}

const hour = 3600

// between is a window in hours; until is past 24 when it runs overnight.
func between(from, until float64) hours.Window {
	return hours.Window{From: int32(from * hour), Until: int32(until * hour)}
}

// week has the same windows on each of some days, counted from Monday.
func week2(days []int, windows ...hours.Window) (week [7][]hours.Window) {
	for _, d := range days {
		week[d] = windows
	}
	return week
}

var (
	weekdays = []int{0, 1, 2, 3, 4}
	daily    = []int{0, 1, 2, 3, 4, 5, 6}
)

// newSchedule makes a schedule with weekly hours and whatever else change adds.
func newSchedule(week [7][]hours.Window, change func(s *hours.Schedule)) *hours.Schedule {
	s := &hours.Schedule{Annual: make(map[int]hours.Entry), Lists: hours.NewLists(), Names: []string{""}}
	addVersion(s, math.MinInt, week)
	change(s)
	return s
}

func addVersion(s *hours.Schedule, from int, week [7][]hours.Window) {
	v := hours.Version{From: from}
	for i, windows := range week {
		v.Days[i] = s.Lists.Index(windows)
	}
	s.Versions = append(s.Versions, v)
}

func annual(s *hours.Schedule, month, day int, e hours.Entry) { s.Annual[month*32+day] = e }

var closes = hours.Entry{Closes: true}

// plans are schedules with something of everything that makes a week differ.
func plans() map[string]plan {
	return map[string]plan{
		"decrees": {"Asia/Jakarta", newSchedule(week2(weekdays, between(8, 12), between(13, 17)), func(s *hours.Schedule) {
			var days []int32
			for i := range int32(60) {
				days = append(days, int32(civil.DayOf(2024, 1, 1))+i*i%1095)
			}
			slices.Sort(days)
			s.SetRegions([]hours.DatedHoliday{{Entry: closes, Days: slices.Compact(days)}})
			annual(s, 12, 31, hours.Entry{Shorten: s.Lists.Index([]hours.Window{between(8, 12)})})
		})},
		"rules": {"Europe/London", newSchedule(week2(weekdays, between(9, 17.5)), func(s *hours.Schedule) {
			var christmas, may []int32
			for y := 1900; y <= 2200; y++ {
				christmas = append(christmas, int32(civil.DayOf(y, 12, 25)), int32(civil.DayOf(y, 12, 26)))
				first := civil.DayOf(y, 5, 1)
				may = append(may, int32(first+(7-first%7)%7))
			}
			s.SetRegions([]hours.DatedHoliday{{Entry: closes, Days: christmas}, {Entry: closes, Days: may}})
			s.Eve = s.Lists.Index([]hours.Window{between(9, 15)})
		})},
		"night": {"America/Santiago", newSchedule(week2(daily, between(22, 30)), func(s *hours.Schedule) {
			annual(s, 1, 1, closes)
			annual(s, 2, 29, closes)
			annual(s, 12, 31, closes)
		})},
		"skipped": {"Pacific/Apia", newSchedule(week2(daily, hours.WholeDay...), func(*hours.Schedule) {})},
		"early": {"Asia/Tokyo", newSchedule(week2([]int{6, 0}, between(20, 33)), func(s *hours.Schedule) {
			addVersion(s, civil.DayOf(3, 12, 30), week2([]int{5}, between(10, 11)))
			annual(s, 2, 29, closes)
		})},
		"late": {"Europe/Paris", newSchedule(week2(daily, between(10, 11)), func(s *hours.Schedule) {
			s.Removes = true
			s.Dated = []hours.Segment{{From: civil.DayOf(9998, 12, 31), Until: civil.DayOf(9998, 12, 31) + 1, Remove: s.Lists.Index([]hours.Window{between(10.5, 24)})}}
		})},
		"new year": {"America/Havana", newSchedule(week2(daily, between(23, 25)), func(s *hours.Schedule) {
			s.Dated = []hours.Segment{
				{From: civil.DayOf(2003, 12, 28), Until: civil.DayOf(2003, 12, 28) + 1, Add: s.Lists.Index([]hours.Window{between(10, 12)})},
				{From: civil.DayOf(2399, 12, 30), Until: civil.DayOf(2400, 1, 2) + 1, Shut: true},
			}
		})},
	}
}

func (p *plan) location(tb testing.TB) *time.Location {
	tb.Helper()
	loc, err := time.LoadLocation(p.zone)
	if err != nil {
		tb.Fatal(err)
	}
	return loc
}

// compiled is the table of a plan.
func (p *plan) compiled(tb testing.TB) *Table {
	tb.Helper()
	zone := NewZone(p.location(tb), int64(civil.DaysBeforeYear(Horizon+1))*civil.DaySeconds)
	from, until := EventfulYears(p.schedule, zone, math.MaxInt, math.MinInt)
	t, ok := Compile(p.schedule, zone, from, until, nil)
	if !ok {
		tb.Fatal("the limits are reached")
	}
	return t
}

// combined puts tables together.
func combined(tb testing.TB, t *Table, parts ...Part) *Table {
	tb.Helper()
	for _, p := range parts {
		var ok bool
		if t, ok = Combine(t, p, min(t.From, p.Table.From), max(t.Until, p.Table.Until), nil); !ok {
			tb.Fatal("the limits are reached")
		}
	}
	return t
}

// contentAt returns a week of a table in the form from which it was compiled.
func contentAt(t *Table, w int) content {
	return Part{Table: t, Starts: true}.read(content{}, t.weekAt(w), 0)
}
