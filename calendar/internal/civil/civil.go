// Package civil counts days and seconds of the proleptic Gregorian calendar as
// integers, and holds sets of days.
//
// Day 0 is 0001-01-01, a Monday. Second 0 is 0001-01-01 00:00 UTC or, for a label
// of a local clock, 0001-01-01 00:00 on that clock.
package civil

import (
	"fmt"
	"time"
)

// Days are integers because stepping days with time.AddDate repeats or skips some
// where a zone moved across the date line.
const (
	DaySeconds  = 86400
	WeekSeconds = 7 * DaySeconds
	UnixSeconds = 62135596800 // 1970-01-01 00:00 UTC
	LastYear    = 9999
	EndDay      = 3652059 // 10000-01-01
	EndSecond   = EndDay * DaySeconds
	CycleYears  = 400
	CycleWeeks  = 20871 // 400 Gregorian years are whole weeks
	Months      = 12
)

// DaysBeforeYear returns the number of the first day of a year, from year 0 on.
func DaysBeforeYear(year int) int {
	y := uint(year - 1 + CycleYears) // not negative
	return int(365*y+y/4-y/100+y/400) - 7*CycleWeeks
}

// YearOf returns the year of a day.
func YearOf(day int) int {
	year := int(int64(day)*400/146097) + 1 //narrowing:ok less than the day, which is an int
	for day < DaysBeforeYear(year) {
		year--
	}
	for day >= DaysBeforeYear(year+1) {
		year++
	}
	return year
}

// WeeksBeforeYear returns the number of the first week of an ISO year: the
// week, from Monday, that holds 4 January.
func WeeksBeforeYear(year int) int {
	return FloorDiv(DaysBeforeYear(year)+3, 7)
}

// DayAt is the day on which a second lies, of UTC or of the local clock. The
// division has 64 bits on every platform; an int has 32 on some, which is enough
// for the days of five million years.
func DayAt(sec int64) int {
	return int(FloorDiv(sec, DaySeconds)) //narrowing:ok callers ask about the years that the library knows
}

// FloorDiv divides and rounds down.
func FloorDiv[T int | int64](a, b T) T {
	q := a / b
	if a%b < 0 {
		q--
	}
	return q
}

// Leap reports whether a year has 366 days.
func Leap(year int) bool {
	return year%4 == 0 && (year%100 != 0 || year%400 == 0)
}

var monthDays = [Months + 1]int{0, 31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31}

// daysBeforeMonth are the days of a year before a month, in a year of 365 days.
var daysBeforeMonth = [Months + 1]int{0, 0, 31, 59, 90, 120, 151, 181, 212, 243, 273, 304, 334}

// DaysIn returns the number of days of a month.
func DaysIn(year, month int) int {
	if month == 2 && Leap(year) {
		return 29
	}
	return monthDays[month]
}

// DayOf returns the number of a date of the proleptic Gregorian calendar.
func DayOf(year, month, day int) int {
	n := DaysBeforeYear(year) + daysBeforeMonth[month] + day - 1
	if month > 2 && Leap(year) {
		n++
	}
	return n
}

// MonthDay returns the month and the day of the month of a day.
func MonthDay(n int) (month, day int) {
	year := YearOf(n)
	day = n - DaysBeforeYear(year) + 1
	for month = 1; day > DaysIn(year, month); month++ {
		day -= DaysIn(year, month)
	}
	return month, day
}

// Format writes a day as 2006-01-02.
func Format(n int) string {
	month, day := MonthDay(n)
	return fmt.Sprintf("%04d-%02d-%02d", YearOf(n), month, day)
}

// Second returns the second that t lies in.
func Second(t time.Time) int64 { return t.Unix() + UnixSeconds }

// Instant returns a moment in t's location, so that answers read like the
// questions.
func Instant(sec, nsec int64, t time.Time) time.Time {
	return time.Unix(sec-UnixSeconds, nsec).In(t.Location())
}

// FloorMod is the remainder of [FloorDiv]; it is not negative for positive b.
func FloorMod(a, b int) int { return a - FloorDiv(a, b)*b }
