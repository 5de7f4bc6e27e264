package calendar

import (
	"fmt"
	"math/rand/v2"
	"testing"
	"time"
)

// zones are those in which other engines have been wrong, with a date on which
// something happens in each: a gap, a fold, a skipped or repeated date, a fall
// of the offset in summer, a change of half an hour.
var zones = []struct{ name, date string }{
	{"America/New_York", "2026-03-08"}, {"America/New_York", "2026-11-01"},
	{"America/Chicago", "2025-03-09"}, {"America/Denver", "2024-11-03"},
	{"America/Los_Angeles", "2026-11-01"}, {"America/Phoenix", "2026-03-08"},
	{"America/St_Johns", "2010-03-14"}, {"America/St_Johns", "2009-11-01"}, // at 00:01
	{"America/Halifax", "2026-03-08"}, {"America/Havana", "2026-03-08"}, {"America/Havana", "2026-11-01"},
	{"America/Sao_Paulo", "2018-11-04"}, {"America/Sao_Paulo", "2018-02-18"},
	{"America/Asuncion", "2023-10-01"}, {"America/Santiago", "2026-09-06"},
	{"America/Scoresbysund", "2024-03-31"}, {"America/Scoresbysund", "2025-10-26"},
	{"America/Nuuk", "2023-03-26"}, {"America/Caracas", "2016-05-01"},
	{"Europe/London", "2026-03-29"}, {"Europe/London", "2026-10-25"},
	{"Europe/Dublin", "2026-03-29"}, {"Europe/Dublin", "2026-10-25"},
	{"Europe/Berlin", "1945-05-24"}, {"Europe/Berlin", "2026-10-25"},
	{"Europe/Lisbon", "1992-09-27"}, {"Europe/Moscow", "2014-10-26"}, {"Europe/Istanbul", "2016-09-07"},
	{"Europe/Chisinau", "2026-03-29"}, {"Atlantic/Azores", "2026-03-29"},
	{"Africa/Casablanca", "2026-02-15"}, {"Africa/Casablanca", "2026-03-22"},
	{"Africa/Cairo", "2026-04-24"}, {"Africa/Cairo", "2026-10-30"}, {"Africa/Juba", "2021-02-01"},
	{"Asia/Tehran", "2021-03-22"}, {"Asia/Tehran", "2021-09-22"},
	{"Asia/Gaza", "2026-03-28"}, {"Asia/Gaza", "2023-10-28"}, {"Asia/Beirut", "2023-03-30"},
	{"Asia/Amman", "2014-10-31"}, {"Asia/Jerusalem", "2026-10-25"},
	{"Asia/Kathmandu", "1986-01-01"}, {"Asia/Kolkata", "2026-06-15"}, {"Asia/Jakarta", "1964-01-01"},
	{"Asia/Pyongyang", "2018-05-05"}, {"Asia/Tokyo", "1951-09-09"}, {"Asia/Shanghai", "1991-09-15"},
	{"Australia/Lord_Howe", "2026-04-05"}, {"Australia/Lord_Howe", "2026-10-04"},
	{"Australia/Sydney", "2026-10-04"}, {"Australia/Adelaide", "2026-04-05"},
	{"Pacific/Auckland", "2026-09-27"}, {"Pacific/Chatham", "2026-04-05"},
	{"Pacific/Apia", "2011-12-30"}, {"Pacific/Kwajalein", "1993-08-21"}, {"Pacific/Kiritimati", "1994-12-31"},
	{"Pacific/Norfolk", "2026-10-04"}, {"Antarctica/Troll", "2026-03-29"}, {"Etc/GMT+12", "2026-01-01"},
	{"UTC", "2040-12-31"}, {"America/New_York", "2040-12-31"}, {"Europe/London", "9400-03-26"},
}

// specs are hours that meet the changes in every way, around a date.
func specs(zone, date string) []Spec {
	day := func(n int) string {
		t, err := time.Parse("2006-01-02", date)
		if err != nil {
			panic(err)
		}
		return t.AddDate(0, 0, n).Format("2006-01-02")
	}
	return []Spec{
		{TimeZone: zone, Hours: Hours{"mon-fri": {"09:00-12:00", "13:00-17:00"}}},
		{TimeZone: zone, Hours: Hours{"daily": {"00:00-04:00"}}},
		{TimeZone: zone, Hours: Hours{"daily": {"22:00-06:00"}}, Holidays: []Holiday{{Date: date}}},
		{TimeZone: zone, Hours: AlwaysOpen(), Holidays: []Holiday{{Date: day(-1)}}},
		{TimeZone: zone, Hours: AlwaysOpen(), Eve: []string{"06:00-18:00"}, Holidays: []Holiday{{Date: date}, {Annual: day(2)[5:], Hours: []string{"23:00-24:00"}}}},
		{TimeZone: zone, Hours: Hours{"fri-mon": {"00:30-01:45", "02:15-02:45", "23:30-00:30"}, "wed": {"01:00-24:00"}},
			SpecialHours: []SpecialHours{
				{Date: date, Open: []string{"02:30-05:00"}, Closed: []string{"01:00-01:15"}},
				{Date: day(1), Hours: []string{"22:00-03:00"}},
				{From: day(3), Until: day(4), Closed: []string{"23:45-00:15"}},
				{Date: day(-2)},
			}},
		{TimeZone: zone, Hours: Hours{"mon": {"09:00-10:00"}},
			Versions: []Version{{From: day(0), Hours: Hours{"daily": {"21:00-03:00"}}}, {From: day(2), Hours: AlwaysOpen()}},
			Holidays: []Holiday{{From: day(4), Until: day(5), Hours: []string{"10:00-10:30"}}, {Annual: day(4)[5:]}}},
		{TimeZone: zone, Hours: Hours{"sat": {"23:30-23:15"}, "mon": {"00:00-00:30"}}}, // over the edge of a UTC week
	}
}

func TestEngineAgreesWithTheWalk(t *testing.T) {
	for i, z := range zones {
		t.Run(fmt.Sprintf("%s_%s", z.name, z.date), func(t *testing.T) {
			t.Parallel()
			r := rand.New(rand.NewPCG(3, uint64(i)))
			// Three of the eight each, so that every spec meets a third of the
			// dates.
			all := specs(z.name, z.date)
			for k := range 3 {
				k = (i + 3*k) % len(all)
				s := all[k]
				c := mustNew(t, s)
				around, _ := time.Parse("2006-01-02", z.date)
				newOracle(s).walk(around.AddDate(0, 0, -5), 11).agree(t, c, r)
				if t.Failed() {
					t.Fatalf("spec %d: %+v", k, s)
				}
			}
		})
	}
}
