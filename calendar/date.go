package calendar

import (
	"fmt"
	"time"
)

// Days are counted from 0001-01-01, a Monday, as integers: stepping days with
// time.AddDate repeats or skips some where a zone moved across the date line.
// Seconds are counted from 0001-01-01 00:00 UTC, or, as labels of a local
// clock, from 0001-01-01 00:00 on that clock.
const (
	daySeconds  = 86400
	weekSeconds = 7 * daySeconds
	unixSeconds = 62135596800 // 1970-01-01 00:00 UTC
	lastYear    = 9999
	endDay      = 3652059 // 10000-01-01
	endSecond   = endDay * daySeconds
	cycleYears  = 400
	cycleWeeks  = 20871 // 400 Gregorian years are whole weeks
	monthsLimit = 12
)

// daysBeforeYear returns the number of the first day of a year, from year 0 on.
func daysBeforeYear(year int) int {
	y := uint(year - 1 + cycleYears) // not negative
	return int(365*y+y/4-y/100+y/400) - 7*cycleWeeks
}

// yearOf returns the year of a day.
func yearOf(day int) int {
	year := int(int64(day)*400/146097) + 1
	for day < daysBeforeYear(year) {
		year--
	}
	for day >= daysBeforeYear(year+1) {
		year++
	}
	return year
}

// weeksBeforeYear returns the number of the first week of an ISO year: the
// week, from Monday, that holds 4 January.
func weeksBeforeYear(year int) int {
	return floorDiv(daysBeforeYear(year)+3, 7)
}

func floorDiv(a, b int) int {
	q := a / b
	if a%b < 0 {
		q--
	}
	return q
}

func leap(year int) bool {
	return year%4 == 0 && (year%100 != 0 || year%400 == 0)
}

var monthDays = [monthsLimit + 1]int{0, 31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31}

// daysBeforeMonth are the days of a year before a month, in a year of 365 days.
var daysBeforeMonth = [monthsLimit + 1]int{0, 0, 31, 59, 90, 120, 151, 181, 212, 243, 273, 304, 334}

func daysIn(year, month int) int {
	if month == 2 && leap(year) {
		return 29
	}
	return monthDays[month]
}

// dayOf returns the number of a date of the proleptic Gregorian calendar.
func dayOf(year, month, day int) int {
	n := daysBeforeYear(year) + daysBeforeMonth[month] + day - 1
	if month > 2 && leap(year) {
		n++
	}
	return n
}

// monthDay returns the month and the day of the month of a day.
func monthDay(n int) (month, day int) {
	year := yearOf(n)
	day = n - daysBeforeYear(year) + 1
	for month = 1; day > daysIn(year, month); month++ {
		day -= daysIn(year, month)
	}
	return month, day
}

func dateString(n int) string {
	month, day := monthDay(n)
	return fmt.Sprintf("%04d-%02d-%02d", yearOf(n), month, day)
}

// second returns the second that t lies in.
func second(t time.Time) int64 { return t.Unix() + unixSeconds }

// instant returns a moment in t's location, so that answers read like the
// questions.
func instant(sec int64, nsec int, t time.Time) time.Time {
	return time.Unix(sec-unixSeconds, int64(nsec)).In(t.Location())
}

func floorMod(a, b int) int { return a - floorDiv(a, b)*b }
