package calendar

import (
	"fmt"
	"math/rand/v2"
	"testing"
	"time"
)

// moment reads "2026-01-05 09:00" in a calendar's zone.
func moment(t *testing.T, c *Calendar, text string) time.Time {
	t.Helper()
	m, err := time.ParseInLocation("2006-01-02 15:04", text, c.Location())
	if err != nil {
		t.Fatal(err)
	}
	return m
}

func TestWorkingDays(t *testing.T) {
	day := mustNew(t, Spec{TimeZone: "Asia/Jakarta", Hours: Hours{"mon-fri": {"08:00-12:00", "13:00-17:00"}, "sat": {"08:00-10:00"}}})
	night := mustNew(t, Spec{TimeZone: "Asia/Jakarta", Hours: Hours{"mon-fri": {"22:00-06:00"}}})
	always := mustNew(t, Spec{TimeZone: "Pacific/Apia", Hours: AlwaysOpen()})
	london := mustNew(t, Spec{TimeZone: "Europe/London", Hours: Hours{"mon-fri": {"09:00-17:00"}}})
	sun := mustNew(t, Spec{Union: []*Calendar{mustNew(t, Spec{TimeZone: "Asia/Jakarta", Hours: Hours{"mon-fri": {"08:00-17:00"}}}), london}})
	// Monday morning in Jakarta is Sunday night in UTC: the window starts in
	// one week of the table and is first open in the next.
	early := mustNew(t, Spec{TimeZone: "Asia/Jakarta", Hours: Hours{"mon": {"06:00-11:00"}},
		SpecialHours: []SpecialHours{{Date: "2031-06-02"}}, // 2030 is compiled by itself, 2029 is not
		Except:       []*Calendar{mustNew(t, Spec{TimeZone: "Asia/Jakarta", Hours: Hours{"mon": {"05:00-07:30"}}})}})
	// Half past eight in the evening in UTC is still today in Moscow, three
	// hours ahead, and was tomorrow when it was four.
	evening := mustNew(t, Spec{TimeZone: "Europe/Moscow", Union: []*Calendar{mustNew(t, Spec{TimeZone: "UTC", Hours: Hours{"mon-fri": {"20:30-20:45"}}})}})
	both := mustNew(t, Spec{Intersect: []*Calendar{mustNew(t, Spec{TimeZone: "Asia/Jakarta", Hours: Hours{"mon-fri": {"06:00-17:00"}}}), london}})
	for _, test := range []struct {
		what     string
		calendar *Calendar
		from     string
		n        int
		want     string
		closing  string
	}{
		{"the same time", day, "2026-01-05 09:30", 2, "2026-01-07 09:30", "2026-01-07 17:00"},
		{"today", day, "2026-01-05 09:30", 0, "2026-01-05 09:30", "2026-01-05 17:00"},
		{"from lunch", day, "2026-01-05 12:30", 1, "2026-01-06 13:00", "2026-01-06 17:00"},
		{"from a Sunday", day, "2026-01-04 09:30", 1, "2026-01-06 08:00", "2026-01-06 17:00"},
		{"from a Sunday, none", day, "2026-01-04 09:30", 0, "2026-01-05 08:00", "2026-01-05 17:00"},
		{"no such time on a Saturday", day, "2026-01-09 15:00", 1, "2026-01-10 10:00", "2026-01-10 10:00"},
		{"back", day, "2026-01-05 09:30", -1, "2026-01-03 09:30", "2026-01-03 10:00"},
		{"back from a Sunday", day, "2026-01-04 09:30", -2, "2026-01-02 08:00", "2026-01-02 17:00"},
		{"a year", day, "2026-01-05 09:30", 313, "2027-01-05 09:30", "2027-01-05 17:00"},
		{"a night", night, "2026-01-05 23:00", 1, "2026-01-06 23:00", "2026-01-07 06:00"},
		{"after midnight", night, "2026-01-06 02:00", 0, "2026-01-06 02:00", "2026-01-06 06:00"},
		{"after midnight, the next", night, "2026-01-06 02:00", 1, "2026-01-07 02:00", "2026-01-07 06:00"},
		{"Saturday's morning is Friday's night", night, "2026-01-10 02:00", 1, "2026-01-13 02:00", "2026-01-13 06:00"},
		{"and back", night, "2026-01-10 02:00", -1, "2026-01-09 02:00", "2026-01-09 06:00"},
		{"over a date that Apia skipped", always, "2011-12-29 10:00", 1, "2011-12-31 10:00", "2012-01-01 00:00"},
		{"union", sun, "2026-01-05 23:00", 1, "2026-01-06 23:00", "2026-01-07 00:00"},
		{"union over a weekend", sun, "2026-01-09 23:00", 1, "2026-01-12 23:00", "2026-01-13 00:00"},
		{"except", early, "2026-01-05 08:00", 1, "2026-01-12 08:00", "2026-01-12 11:00"},
		{"except, from before", early, "2026-01-05 06:00", 1, "2026-01-12 07:30", "2026-01-12 11:00"},
		{"except, in the first week of a year", early, "2025-12-22 08:00", 1, "2025-12-29 08:00", "2025-12-29 11:00"},
		{"except, in a year unlike the one before", early, "2029-12-24 08:00", 1, "2029-12-31 08:00", "2029-12-31 11:00"},
		{"Friday in UTC is Saturday in Moscow", evening, "2013-06-21 00:30", 1, "2013-06-22 00:30", "2013-06-22 00:45"},
		{"and no longer", evening, "2016-06-23 23:30", 1, "2016-06-24 23:30", "2016-06-24 23:45"},
		{"so that Monday follows", evening, "2016-06-24 23:30", 1, "2016-06-27 23:30", "2016-06-27 23:45"},
		{"intersection", both, "2026-01-09 16:30", 1, "2026-01-12 16:30", "2026-01-12 17:00"},
	} {
		got, err := test.calendar.AddDays(moment(t, test.calendar, test.from), test.n)
		if want := moment(t, test.calendar, test.want); err != nil || !got.Equal(want) {
			t.Errorf("%s: AddDays(%s, %d) = %v, %v; want %v", test.what, test.from, test.n, got, err, want)
		}
		got, err = test.calendar.CloseOfDay(moment(t, test.calendar, test.from), test.n)
		if want := moment(t, test.calendar, test.closing); err != nil || !got.Equal(want) {
			t.Errorf("%s: CloseOfDay(%s, %d) = %v, %v; want %v", test.what, test.from, test.n, got, err, want)
		}
	}
}

func TestEndOfDays(t *testing.T) {
	office := mustNew(t, Spec{TimeZone: "Asia/Jakarta", Hours: Hours{"mon-fri": {"09:00-17:00"}}})
	split := mustNew(t, Spec{TimeZone: "Asia/Jakarta", Hours: Hours{"mon-fri": {"09:00-12:00", "13:00-17:00"}}})
	whole := mustNew(t, Spec{TimeZone: "Asia/Jakarta", Hours: Hours{"mon-fri": {"00:00-24:00"}}})
	night := mustNew(t, Spec{TimeZone: "Asia/Jakarta", Hours: Hours{"mon-fri": {"22:00-06:00"}}})
	always := mustNew(t, Spec{TimeZone: "Asia/Jakarta", Hours: AlwaysOpen()})
	closing, arrival, both := Days{N: 1, AtClose: true}, Days{N: 1, FromArrival: true}, Days{N: 1, FromArrival: true, AtClose: true}
	four := Days{N: 1, FromArrival: true, At: 16 * time.Hour}
	for _, test := range []struct {
		what     string
		calendar *Calendar
		from     string
		days     Days
		want     string
	}{
		{"the next working day of a Saturday", office, "2026-01-10 10:00", both, "2026-01-12 17:00"},
		{"of a Friday evening", office, "2026-01-09 20:00", both, "2026-01-12 17:00"},
		{"of a Monday evening", office, "2026-01-05 18:00", both, "2026-01-06 17:00"},
		{"of a Monday morning before hours", office, "2026-01-05 07:00", both, "2026-01-06 17:00"},
		{"of a Monday", office, "2026-01-05 10:00", both, "2026-01-06 17:00"},
		{"two full working days from a Saturday", whole, "2026-01-10 10:00", Days{N: 2, FromArrival: true, AtClose: true}, "2026-01-14 00:00"},
		{"from the opening after a Saturday", office, "2026-01-10 10:00", closing, "2026-01-13 17:00"},
		{"the same time of day, from a Saturday", office, "2026-01-10 10:00", arrival, "2026-01-12 10:00"},
		{"in the evening, from a Friday", office, "2026-01-09 20:00", arrival, "2026-01-12 17:00"},
		{"by four, from a Saturday", office, "2026-01-10 10:00", four, "2026-01-12 16:00"},
		{"by four, from a Monday evening", office, "2026-01-05 18:00", four, "2026-01-06 16:00"},
		{"by nine in the evening", office, "2026-01-05 10:00", Days{N: 1, At: 21 * time.Hour}, "2026-01-06 17:00"},
		{"by half past twelve, at lunch", split, "2026-01-05 10:00", Days{N: 1, At: 12*time.Hour + 30*time.Minute}, "2026-01-06 13:00"},
		{"today by four", office, "2026-01-05 10:00", Days{At: 16 * time.Hour}, "2026-01-05 16:00"},
		{"today by four, after four", office, "2026-01-05 16:30", Days{At: 16 * time.Hour}, "2026-01-06 16:00"},
		{"today's closing, on a Saturday", office, "2026-01-10 10:00", Days{FromArrival: true, AtClose: true}, "2026-01-12 17:00"},
		{"today's closing, on a Monday evening", office, "2026-01-05 18:00", Days{FromArrival: true, AtClose: true}, "2026-01-06 17:00"},
		{"Saturday morning in Friday's night", night, "2026-01-10 02:00", both, "2026-01-13 06:00"},
		{"Saturday morning after Friday's night", night, "2026-01-10 07:00", both, "2026-01-13 06:00"},
		{"a calendar day", always, "2026-01-10 10:00", Days{N: 15}, "2026-01-25 10:00"},
		{"the end of a calendar day", always, "2026-01-10 10:00", Days{N: 15, AtClose: true}, "2026-01-26 00:00"},
		{"nothing", office, "2026-01-10 10:00", Days{}, "2026-01-12 09:00"},
	} {
		got, err := test.calendar.EndOfDays(moment(t, test.calendar, test.from), test.days)
		if want := moment(t, test.calendar, test.want); err != nil || !got.Equal(want) {
			t.Errorf("%s: EndOfDays(%s, %+v) = %v, %v; want %v", test.what, test.from, test.days, got, err, want)
		}
	}
}

// TestCloseOfDayIsAClosing: at the close of a day that has windows of its own the
// calendar has been open until then, and not before the working day is over.
func TestCloseOfDayIsAClosing(t *testing.T) {
	r := rand.New(rand.NewPCG(4, 4))
	for name, c := range lawful(t) {
		for range 100 {
			a, n := anInstant(r), r.IntN(60)-30
			closing, err := c.CloseOfDay(a, n)
			if err != nil {
				continue
			}
			if !c.IsOpen(closing.Add(-time.Nanosecond)) {
				t.Errorf("%s: CloseOfDay(%v, %d) = %v, but it is closed before", name, a, n, closing)
			}
			start, err := c.AddDays(a, n)
			if err != nil || closing.Before(start) {
				t.Errorf("%s: CloseOfDay(%v, %d) = %v is before AddDays, %v, %v", name, a, n, closing, start, err)
			}
		}
	}
}

// TestEntriesOfAUnion pins what a calendar made of others does with its own
// entries: they act by its own local dates.
func TestEntriesOfAUnion(t *testing.T) {
	jakarta := mustNew(t, Spec{TimeZone: "Asia/Jakarta", Hours: Hours{"mon-fri": {"08:00-17:00"}}, Holidays: []Holiday{{Date: "2026-01-08", Name: "Anniversary"}}})
	london := mustNew(t, Spec{TimeZone: "Europe/London", Hours: Hours{"mon-fri": {"09:00-17:00"}}}) // 16:00 to 24:00 in Jakarta
	sun := mustNew(t, Spec{Union: []*Calendar{jakarta, london},
		Holidays:     []Holiday{{Date: "2026-01-06", Name: "Outing"}, {Date: "2026-01-07", Name: "Short", Hours: []string{"09:00-20:00"}}},
		SpecialHours: []SpecialHours{{Date: "2026-01-10", Name: "Saturday", Open: []string{"09:00-11:00"}}, {Date: "2026-01-09", Name: "Drill", Closed: []string{"16:30-17:30"}}},
		Except:       []*Calendar{mustNew(t, Spec{TimeZone: "UTC", Hours: Hours{"mon": {"12:00-13:00"}}})},
	})
	want := []string{
		"Mon 08:00 Mon 19:00 open",
		"Mon 19:00 Mon 20:00 except",
		"Mon 20:00 Tue 00:00 open",
		"Tue 00:00 Wed 00:00 holiday: Outing",
		"Wed 00:00 Wed 08:00 outside hours",
		"Wed 08:00 Wed 09:00 holiday: Short",
		"Wed 09:00 Wed 20:00 open",
		"Wed 20:00 Thu 00:00 holiday: Short",
		"Thu 00:00 Thu 16:00 holiday: Anniversary",
		"Thu 16:00 Fri 00:00 open",
		"Fri 00:00 Fri 08:00 outside hours",
		"Fri 08:00 Fri 16:30 open",
		"Fri 16:30 Fri 17:30 special hours: Drill",
		"Fri 17:30 Sat 00:00 open",
		"Sat 00:00 Sat 09:00 outside hours",
		"Sat 09:00 Sat 11:00 open",
		"Sat 11:00 Sun 00:00 outside hours",
	}
	i := 0
	for s := range sun.Spans(moment(t, sun, "2026-01-05 08:00"), moment(t, sun, "2026-01-11 00:00")) {
		got := fmt.Sprint(s.From.Format("Mon 15:04 "), s.Until.Format("Mon 15:04 "), s.Cause)
		if i >= len(want) || got != want[i] {
			t.Errorf("span %d is %q", i, got)
		}
		i++
	}
	if i != len(want) {
		t.Errorf("%d spans, want %d", i, len(want))
	}
}

// TestAnswersDoNotDependOnTheLocation: the location of the question is only that
// of the answer.
func TestAnswersDoNotDependOnTheLocation(t *testing.T) {
	c := mustNew(t, Spec{TimeZone: "America/Havana", Hours: Hours{"daily": {"22:00-06:00"}}})
	again, err := time.LoadLocation("America/Havana")
	if err != nil {
		t.Fatal(err)
	}
	r := rand.New(rand.NewPCG(5, 5))
	for range 200 {
		a, d, n := anInstant(r), aDuration(r), r.IntN(20)-10
		want, _ := c.Add(a, d)
		days, _ := c.AddDays(a, n)
		for _, loc := range []*time.Location{time.UTC, c.Location(), again, time.FixedZone("", -11*3600-7)} {
			got, err := c.Add(a.In(loc), d)
			if !got.Equal(want) || err == nil && got.Location() != loc {
				t.Errorf("Add(%v, %v) = %v, want %v", a.In(loc), d, got, want)
			}
			if got, _ := c.AddDays(a.In(loc), n); !got.Equal(days) {
				t.Errorf("AddDays(%v, %d) = %v, want %v", a.In(loc), n, got, days)
			}
			if c.IsOpen(a.In(loc)) != c.IsOpen(a) {
				t.Errorf("IsOpen(%v)", a.In(loc))
			}
		}
	}
}

// On 32-bit platforms, seconds since year 1 do not fit an int: working days of a
// union ended two weeks late.
func TestWorkingDaysOfAUnionOn32Bits(t *testing.T) {
	office := func(zone string) *Calendar {
		c, err := New(Spec{TimeZone: zone, Hours: Hours{"mon-fri": {"09:00-17:00"}}})
		if err != nil {
			t.Fatal(err)
		}
		return c
	}
	both, err := New(Spec{
		TimeZone: "Europe/London",
		Union:    []*Calendar{office("Asia/Jakarta"), office("Europe/London")},
		Holidays: []Holiday{{Name: "Founders' day", Date: "2026-03-25"}},
	})
	if err != nil {
		t.Fatal(err)
	}
	created := time.Date(2026, 3, 18, 10, 0, 0, 0, time.UTC)
	due, err := both.AddDays(created, 3)
	if want := time.Date(2026, 3, 23, 10, 0, 0, 0, time.UTC); err != nil || !due.Equal(want) {
		t.Errorf("3 working days from %s end at %v, %v; want %s", created, due, err, want)
	}
	closing, err := both.CloseOfDay(created, 0)
	if want := time.Date(2026, 3, 18, 17, 0, 0, 0, time.UTC); err != nil || !closing.Equal(want) {
		t.Errorf("the day of %s closes at %v, %v; want %s", created, closing, err, want)
	}
	for span := range both.Spans(time.Date(2026, 3, 25, 0, 0, 0, 0, time.UTC), time.Date(2026, 3, 25, 1, 0, 0, 0, time.UTC)) {
		if span.Cause.Name != "Founders' day" {
			t.Errorf("the holiday has the cause %q", span.Cause.Name)
		}
	}
}
