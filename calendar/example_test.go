package calendar_test

import (
	"errors"
	"fmt"
	"time"
	_ "time/tzdata"

	"github.com/tenggat/sla/calendar"
)

func Example() {
	office, err := calendar.New(calendar.Spec{
		TimeZone: "Asia/Jakarta",
		Hours: calendar.Hours{
			"mon-thu": {"08:00-12:00", "13:00-17:00"},
			"fri":     {"08:00-11:30", "13:00-17:00"},
		},
		Holidays: []calendar.Holiday{
			{Region: "id", Kinds: []string{"national", "joint_leave"}},
			{Annual: "12-31", Name: "Year end", Hours: []string{"08:00-12:00"}},
		},
	})
	if err != nil {
		fmt.Println(err)
		return
	}
	asked := time.Date(2026, 3, 17, 15, 0, 0, 0, office.Location()) // before Nyepi and Idul Fitri
	due, _ := office.Add(asked, 8*time.Hour)
	fmt.Println("due", due.Format("Mon 2 Jan 15:04"))
	fmt.Println("open in between:", office.Elapsed(asked, due))
	year, _ := office.KnownThrough()
	fmt.Println("holidays are known through", year)
	// Output:
	// due Wed 25 Mar 15:00
	// open in between: 8h0m0s
	// holidays are known through 2026
}

func ExampleNew_mistakes() {
	_, err := calendar.New(calendar.Spec{
		TimeZone: "asia/jakarta",
		Hours:    calendar.Hours{"mon-fri": {"9:00-17:00"}},
		Holidays: []calendar.Holiday{{Date: "2026-02-30"}},
	})
	fmt.Println(err)
	var first *calendar.Error
	if errors.As(err, &first) {
		fmt.Println(first.Path, first.Code)
	}
	// Output:
	// time_zone: "asia/jakarta" is not a time zone; did you mean "Asia/Jakarta"? [unknown_time_zone]
	// hours.mon-fri[0]: "9:00-17:00" is not a window; write "09:00-17:00" [bad_window]
	// holidays[0].date: there is no 2026-02-30; the last day of that month is 2026-02-28 [impossible_date]
	// time_zone unknown_time_zone
}

func ExampleCalendar_Elapsed() {
	newYork, _ := calendar.New(calendar.Spec{
		TimeZone: "America/New_York",
		Hours:    calendar.Hours{"daily": {"00:00-06:00"}},
	})
	day := func(m time.Month, d int) (time.Time, time.Time) {
		return time.Date(2026, m, d, 0, 0, 0, 0, newYork.Location()), time.Date(2026, m, d, 12, 0, 0, 0, newYork.Location())
	}
	fmt.Println("clocks forward:", newYork.Elapsed(day(time.March, 8)))
	fmt.Println("any other day: ", newYork.Elapsed(day(time.March, 9)))
	fmt.Println("clocks back:   ", newYork.Elapsed(day(time.November, 1)))
	// Output:
	// clocks forward: 5h0m0s
	// any other day:  6h0m0s
	// clocks back:    7h0m0s
}

func ExampleCalendar_AddDays() {
	london, _ := calendar.New(calendar.Spec{
		TimeZone: "Europe/London",
		Hours:    calendar.Hours{"mon-fri": {"09:00-17:30"}},
		Holidays: []calendar.Holiday{{Region: "gb"}},
	})
	thursday := time.Date(2026, 4, 2, 16, 0, 0, 0, london.Location()) // before Good Friday
	next, _ := london.AddDays(thursday, 1)
	closing, _ := london.CloseOfDay(thursday, 1)
	fmt.Println(next.Format("Mon 2 Jan 15:04"))
	fmt.Println(closing.Format("Mon 2 Jan 15:04"))
	// Output:
	// Tue 7 Apr 16:00
	// Tue 7 Apr 17:30
}

// A tenant's calendars are compiled together, within a limit that one upload
// cannot exceed.
func ExampleCompiler() {
	compiler := calendar.NewCompiler(100_000)
	var offices []*calendar.Calendar
	for _, spec := range []calendar.Spec{
		{TimeZone: "Asia/Jakarta", Hours: calendar.Hours{"mon-fri": {"08:00-17:00"}}},
		{TimeZone: "Europe/London", Hours: calendar.Hours{"mon-fri": {"09:00-17:30"}}},
	} {
		office, err := compiler.New(spec)
		if err != nil {
			fmt.Println(err)
			return
		}
		offices = append(offices, office)
	}
	team, err := compiler.New(calendar.Spec{Union: offices})
	fmt.Println(team.Location(), err)

	_, err = calendar.NewCompiler(100).New(calendar.Spec{Hours: calendar.AlwaysOpen(), TimeZone: "America/New_York"})
	fmt.Println(err)
	// Output:
	// Asia/Jakarta <nil>
	// this calendar, with those compiled before it, takes too much work to compile; unite fewer calendars, or leave out those that are not used [too_much_work]
}

func ExampleCalendar_Spans() {
	shop, _ := calendar.New(calendar.Spec{
		TimeZone:     "Asia/Jakarta",
		Hours:        calendar.Hours{"daily": {"10:00-20:00"}},
		Holidays:     []calendar.Holiday{{Region: "id"}},
		SpecialHours: []calendar.SpecialHours{{Date: "2026-08-16", Name: "Stocktaking", Closed: []string{"18:00-20:00"}}},
	})
	from := time.Date(2026, 8, 16, 12, 0, 0, 0, shop.Location())
	for s := range shop.Spans(from, from.AddDate(0, 0, 2)) {
		state := "open"
		if !s.Open {
			state = "closed, " + s.Cause.String()
		}
		fmt.Println(s.From.Format("Mon 15:04"), "to", s.Until.Format("Mon 15:04"), state)
	}
	// Output:
	// Sun 12:00 to Sun 18:00 open
	// Sun 18:00 to Sun 20:00 closed, special hours: Stocktaking
	// Sun 20:00 to Mon 00:00 closed, outside hours
	// Mon 00:00 to Tue 00:00 closed, holiday: Hari Kemerdekaan Republik Indonesia
	// Tue 00:00 to Tue 10:00 closed, outside hours
	// Tue 10:00 to Tue 12:00 open
}

// A team that follows the sun: two offices, but never during maintenance.
func ExampleSpec_union() {
	jakarta, _ := calendar.New(calendar.Spec{TimeZone: "Asia/Jakarta", Hours: calendar.Hours{"mon-fri": {"08:00-17:00"}}})
	london, _ := calendar.New(calendar.Spec{TimeZone: "Europe/London", Hours: calendar.Hours{"mon-fri": {"09:00-17:00"}}})
	maintenance, _ := calendar.New(calendar.Spec{TimeZone: "UTC", Hours: calendar.Hours{"wed": {"11:00-12:00"}}})
	team, err := calendar.New(calendar.Spec{
		Union:  []*calendar.Calendar{jakarta, london},
		Except: []*calendar.Calendar{maintenance},
	})
	if err != nil {
		fmt.Println(err)
		return
	}
	from := time.Date(2026, 1, 7, 0, 0, 0, 0, time.UTC) // a Wednesday
	for s := range team.Spans(from, from.AddDate(0, 0, 1)) {
		if s.Open {
			fmt.Println(s.From.Format("15:04"), "to", s.Until.Format("15:04"))
		}
	}
	fmt.Println(team.Location())
	// Output:
	// 01:00 to 11:00
	// 12:00 to 17:00
	// Asia/Jakarta
}
