package calendar

import (
	"fmt"
	"sort"
	"testing"
	"time"

	"github.com/tenggat/sla/calendar/internal/civil"

	_ "time/tzdata"

	"github.com/rickar/cal/v2"
	"github.com/rickar/cal/v2/us"
)

// officeSpec is Monday to Friday, 9 to 17, with so many dated holidays over
// twenty years.
func officeSpec(zone string, holidays int) Spec {
	s := Spec{TimeZone: zone, Hours: Hours{"mon-fri": {"09:00-17:00"}}}
	for i := range holidays {
		day := civil.DayOf(2010, 1, 1) + i*(20*365)/holidays
		s.Holidays = append(s.Holidays, Holiday{Date: civil.Format(day)})
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

// The instant that all queries start from: a Wednesday morning in New York.
var benchFrom = time.Date(2015, 3, 4, 15, 30, 0, 0, time.UTC)

var benchSpans = []struct {
	name string
	span time.Duration
}{
	{"1day", 24 * time.Hour}, {"30days", 30 * 24 * time.Hour}, {"1year", 365 * 24 * time.Hour}, {"10years", 3652 * 24 * time.Hour},
}

// BenchmarkQuery asks every query of office hours with 0, 10 and 1,000 holidays,
// in a zone with daylight saving and one without. No result depends on them.
func BenchmarkQuery(b *testing.B) {
	for _, zone := range []string{"New_York", "Jakarta"} {
		for _, holidays := range []int{0, 10, 1000} {
			area := map[string]string{"New_York": "America/", "Jakarta": "Asia/"}[zone]
			c := mustNew(b, officeSpec(area+zone, holidays))
			benchQueries(b, fmt.Sprintf("%s/%d", zone, holidays), c)
		}
	}
	benchQueries(b, "night", mustNew(b, Spec{TimeZone: "America/New_York", Hours: Hours{"mon-fri": {"22:00-06:00"}}}))
}

func benchQueries(b *testing.B, name string, c *Calendar) {
	run := func(query string, f func()) {
		b.Run(name+"/"+query, func(b *testing.B) {
			b.ReportAllocs()
			for b.Loop() {
				f()
			}
		})
	}
	night := benchFrom.Add(14 * time.Hour)
	run("IsOpen", func() { c.IsOpen(benchFrom) })
	for _, s := range benchSpans {
		to := benchFrom.Add(s.span)
		run("Elapsed/"+s.name, func() { c.Elapsed(benchFrom, to) })
	}
	run("Add/8h", func() { c.Add(benchFrom, 8*time.Hour) })
	run("Add/2000h", func() { c.Add(benchFrom, 2000*time.Hour) })
	run("NextOpen/day", func() { c.NextOpen(benchFrom) })
	run("NextOpen/night", func() { c.NextOpen(night) })
	run("NextClose/day", func() { c.NextClose(benchFrom) })
	run("NextClose/night", func() { c.NextClose(night) })
	run("AddDays/5", func() { c.AddDays(benchFrom, 5) })
	run("CloseOfDay/5", func() { c.CloseOfDay(benchFrom, 5) })
}

// BenchmarkOthers puts the same questions to rickar/cal and to this package:
// Monday to Friday, 9 to 17, New York, the federal holidays but Juneteenth.
func BenchmarkOthers(b *testing.B) {
	loc, err := time.LoadLocation("America/New_York")
	if err != nil {
		b.Fatal(err)
	}
	theirs := cal.NewBusinessCalendar()
	theirs.SetWorkHours(9*time.Hour, 17*time.Hour)
	theirs.AddHoliday(us.NewYear, us.MlkDay, us.PresidentsDay, us.MemorialDay, us.IndependenceDay,
		us.LaborDay, us.ColumbusDay, us.VeteransDay, us.ThanksgivingDay, us.ChristmasDay)
	from := benchFrom.In(loc)
	ours := mustNew(b, Spec{TimeZone: "America/New_York", Hours: Hours{"mon-fri": {"09:00-17:00"}}, Holidays: []Holiday{{Region: "us"}}})
	for _, s := range benchSpans {
		to := from.Add(s.span)
		b.Run("cal/Elapsed/"+s.name, func(b *testing.B) {
			b.ReportAllocs()
			for b.Loop() {
				theirs.WorkHoursInRange(from, to)
			}
		})
		b.Run("calendar/Elapsed/"+s.name, func(b *testing.B) {
			b.ReportAllocs()
			for b.Loop() {
				ours.Elapsed(from, to)
			}
		})
	}
	for _, hours := range []int{8, 2000} {
		d := time.Duration(hours) * time.Hour
		b.Run(fmt.Sprintf("cal/Add/%dh", hours), func(b *testing.B) {
			b.ReportAllocs()
			for b.Loop() {
				theirs.AddWorkHours(from, d)
			}
		})
		b.Run(fmt.Sprintf("calendar/Add/%dh", hours), func(b *testing.B) {
			b.ReportAllocs()
			for b.Loop() {
				ours.Add(from, d)
			}
		})
	}
}

// A flat table is the layout that was not chosen: all open intervals of a
// horizon in one sorted list with their sums. It is kept to measure against.
type flat struct {
	from, until, before []int64
}

func newFlat(c *Calendar, from, until time.Time) *flat {
	f := new(flat)
	sum := int64(0)
	for s := range c.Spans(from, until) {
		if s.Open {
			f.from, f.until, f.before = append(f.from, civil.Second(s.From)), append(f.until, civil.Second(s.Until)), append(f.before, sum)
			sum += civil.Second(s.Until) - civil.Second(s.From)
		}
	}
	return f
}

func (f *flat) count(sec int64) int64 {
	i := sort.Search(len(f.from), func(i int) bool { return f.from[i] > sec }) - 1
	if i < 0 {
		return 0
	}
	return f.before[i] + min(sec, f.until[i]) - f.from[i]
}

func (f *flat) nth(k int64) int64 {
	i := sort.Search(len(f.before), func(i int) bool { return f.before[i] > k }) - 1
	return f.from[i] + k - f.before[i]
}

// BenchmarkLayout measures the table against the flat one, over the years 1900
// to 2200 and with random instants, as a host with many tickets asks.
func BenchmarkLayout(b *testing.B) {
	c := mustNew(b, Spec{TimeZone: "America/New_York", Hours: Hours{"mon-fri": {"09:00-17:00"}}, Holidays: []Holiday{{Region: "us"}}})
	f := newFlat(c, time.Date(1900, 1, 1, 0, 0, 0, 0, time.UTC), time.Date(2200, 1, 1, 0, 0, 0, 0, time.UTC))
	var at [1024]int64
	for i := range at {
		at[i] = civil.Second(benchFrom) + int64(i*7919)%(10*365)*civil.DaySeconds + int64(i*104729)%civil.DaySeconds
	}
	i := 0
	b.Run("weeks/Elapsed", func(b *testing.B) {
		for b.Loop() {
			c.table.Before(at[i%1024])
			c.table.Before(at[(i+7)%1024])
			i++
		}
		b.ReportMetric(float64(c.table.Bytes()), "bytes")
	})
	b.Run("flat/Elapsed", func(b *testing.B) {
		for b.Loop() {
			_ = f.count(at[(i+7)%1024]) - f.count(at[i%1024])
			i++
		}
		b.ReportMetric(float64(24*len(f.from)), "bytes")
	})
	b.Run("weeks/Add", func(b *testing.B) {
		for b.Loop() {
			k, _, row := c.table.Before(at[i%1024])
			c.table.Nth(k+8*3600, true, row)
			i++
		}
	})
	b.Run("flat/Add", func(b *testing.B) {
		for b.Loop() {
			f.nth(f.count(at[i%1024]) + 8*3600)
			i++
		}
	})
}

func BenchmarkNew(b *testing.B) {
	for _, region := range []string{"us", "gb", "id", "jp"} {
		b.Run(region, func(b *testing.B) {
			b.ReportAllocs()
			s := Spec{TimeZone: "America/New_York", Hours: Hours{"mon-fri": {"09:00-17:00"}}, Holidays: []Holiday{{Region: region}}}
			for b.Loop() {
				mustNew(b, s)
			}
		})
	}
}
