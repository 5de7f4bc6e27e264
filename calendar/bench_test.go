package calendar

import (
	"fmt"
	"path"
	"testing"
	"time"
	_ "time/tzdata"
)

// officeSpec is Monday to Friday, 9 to 17, with so many dated holidays.
func officeSpec(zone string, holidays int) Spec {
	s := Spec{TimeZone: zone, Hours: Hours{"mon-fri": {"09:00-17:00"}}}
	for i := range holidays {
		// Spread over twenty years, on dates that are no weekends more often than not.
		day := dayOf(2010, 1, 1) + i*(20*365)/holidays
		s.Holidays = append(s.Holidays, Holiday{Date: dateString(day)})
	}
	return s
}

func mustNew(tb testing.TB, s Spec) *Calendar {
	tb.Helper()
	c, err := New(s)
	if err != nil {
		tb.Fatal(err)
	}
	return c
}

func BenchmarkQuery(b *testing.B) {
	from := time.Date(2015, 3, 4, 10, 30, 0, 0, time.UTC)
	for _, zone := range []string{"America/New_York", "Asia/Jakarta"} {
		for _, holidays := range []int{0, 10, 1000} {
			c := mustNew(b, officeSpec(zone, holidays))
			run := func(query string, f func()) {
				b.Run(fmt.Sprintf("%s-holidays=%d/%s", path.Base(zone), holidays, query), func(b *testing.B) {
					b.ReportAllocs()
					for b.Loop() {
						f()
					}
				})
			}
			run("IsOpen", func() { c.IsOpen(from) })
			for _, d := range []time.Duration{24 * time.Hour, 30 * 24 * time.Hour, 365 * 24 * time.Hour, 3652 * 24 * time.Hour} {
				to := from.Add(d)
				run(fmt.Sprintf("Elapsed/days=%d", d/(24*time.Hour)), func() { c.Elapsed(from, to) })
			}
			for _, d := range []time.Duration{8 * time.Hour, 2000 * time.Hour, 20000 * time.Hour} {
				run(fmt.Sprintf("Add/%v", d), func() { c.Add(from, d) })
			}
			run("NextOpen", func() { c.NextOpen(from) })
			night := from.Add(14 * time.Hour)
			run("NextOpen/night", func() { c.NextOpen(night) })
			run("NextClose", func() { c.NextClose(from) })
			run("AddDays/5", func() { c.AddDays(from, 5) })
		}
	}
}

func BenchmarkNew(b *testing.B) {
	for _, region := range []string{"us", "gb", "id", "jp", "de-by"} {
		b.Run(region, func(b *testing.B) {
			b.ReportAllocs()
			s := Spec{TimeZone: "America/New_York", Hours: Hours{"mon-fri": {"09:00-17:00"}}, Holidays: []Holiday{{Region: region}}}
			for b.Loop() {
				if _, err := New(s); err != nil {
					b.Fatal(err)
				}
			}
		})
	}
}
