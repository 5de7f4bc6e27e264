// Package calendar tells open time from closed: business hours, holidays and
// special days in a time zone, and how much of the time between two instants
// was open.
//
//	office, err := calendar.New(calendar.Spec{
//		TimeZone: "Asia/Jakarta",
//		Hours:    calendar.Hours{"mon-fri": {"08:00-12:00", "13:00-17:00"}},
//		Holidays: []calendar.Holiday{{Region: "id"}},
//	})
//	due, err := office.Add(asked, 8*time.Hour) // eight office hours later
//	spent := office.Elapsed(asked, now)        // office hours since
//
// A [Calendar] is made once, by [New], from a [Spec], which holds in Go what the
// calendars of a policy file hold in YAML. It never changes, and any number of
// goroutines may use it. A nil or zero Calendar is always open.
//
// # Open time
//
// An instant is open if the date and time of day that the zone's clock shows
// then lie in a window of that date. Windows are half-open: one of 09:00-17:00
// is open at 09:00 and closed at 17:00. 22:00-06:00 runs overnight and belongs
// to the date it starts on. Amounts of open time are real time: where the clock
// is set forward over a window, the window is shorter that day; where it is set
// back, longer, or open twice.
//
// [Calendar.Add] is the inverse of [Calendar.Elapsed]: Elapsed(t, u) is d for
// the u that Add(t, d) returns, and no instant nearer to t has that property.
// All queries read one table, so they cannot disagree. They are exact to the
// nanosecond for instants of the years 1 to 9999; time outside them is closed.
//
// # A date's windows
//
// What is written about a date applies in this order, weakest first:
//
//   - the weekly Hours, of the latest of the Versions that has begun;
//   - the Eve, if the next date is closed by a holiday;
//   - the holidays of regions, the annual ones, the dated ones;
//   - SpecialHours.
//
// A holiday closes the date or, with Hours, leaves of the weekly windows what
// lies inside its own; of several shortened days the strongest counts. A holiday
// never opens what a weaker one closes: to work on a public holiday, write
// SpecialHours, or take the date out of the region with Except. SpecialHours
// replace the windows (Hours), add to them (Open) and take from them (Closed);
// with none of the three they close the date. A dated closure wins over
// everything else written about its date. What Closed takes, it takes by the
// clock, also from a window of the night before.
//
// A calendar may be the union or the intersection of others in any zones, and
// have the open time of others taken out (Except). Its own holidays and special
// hours act on top of the union or intersection, by its own local dates.
//
// # Working days
//
// [Calendar.AddDays] counts working days: local dates on which a window starts.
// A night shift from Friday to Saturday is Friday's, with all its instants, and a
// date that a zone skipped is none. The windows of a calendar made of others are theirs, united,
// intersected or cut. [Calendar.CloseOfDay] is the end of such a day,
// [Calendar.EndOfDays] an end as agreements write it: "by the end of the next
// working day".
//
// # Regions
//
// [Regions] lists the countries and subdivisions whose holidays are known. Those
// of id, Indonesia, are set by decree for one year at a time; the kinds are
// national and joint_leave (cuti bersama), of which national alone is usual.
// The others follow the rules of github.com/rickar/cal, worked out for 1900 to
// 2200 when the calendar is made; the kinds are public, bank, religious and
// other, of which public and bank are usual, and a holiday that the rules give
// no kind is public. A day in lieu is a holiday besides the day itself. Rules
// know nothing of holidays that follow the moon (such as Matariki in nz), of
// one-off days (a state funeral, an election) and of laws to come: compare them
// with the list your agreement means, and write what is missing as dates.
// [Calendar.KnownThrough] returns how far a calendar's holidays are known.
//
// # Limits
//
// New refuses, with an [*Error], what no calendar needs and what would cost
// without bound: more than 96 windows on a day, 32 dated entries for one date,
// 64 entries that name a region, 100 calendars in one (directly and indirectly),
// 65,536 different weeks. A [Compiler] bounds what many calendars cost together:
// use one for the calendars of a tenant's file.
//
// # Cost
//
// Nothing is looked for day by day, so a span of ten years costs what a day
// does. Queries neither allocate nor lock. Measured on one core of an AMD EPYC
// that others were using, the least of forty runs of
//
//	go test ./calendar -run '^$' -bench 'Query/New_York/10$|Layout' -cpu 1 -benchtime 100000x -count 40
//
// for Monday to Friday, 9 to 17, in New York with 10 holidays, and for
// rickar/cal on the same input (Others/cal, 20x, the least of fifteen):
//
//	query               calendar   rickar/cal
//	Elapsed, 1 day         32 ns       7.6 µs
//	Elapsed, 30 days       32 ns        77 µs
//	Elapsed, 1 year        32 ns      0.84 ms
//	Elapsed, 10 years      29 ns       8.6 ms
//	Add, 8 hours           36 ns        16 µs
//	Add, 2,000 hours       42 ns       1.9 ms
//	IsOpen                 16 ns
//	NextOpen            19-21 ns
//	NextClose           20-21 ns
//	AddDays, 5             64 ns
//
// The same with 0 and with 1,000 holidays, and without daylight saving. New
// takes 0.2 ms (region id) to 1.0 ms (jp); a calendar keeps 40 to 115 KiB. A flat
// table of all open intervals from 1900 to 2200 answers as fast (31 ns, and 30
// ns for Add of the next eight hours, against 27 and 30) but takes 1.8 MB instead
// of 59 KB, and would end.
package calendar
