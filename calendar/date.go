package calendar

import (
	"cmp"
	"fmt"
	"time"

	"github.com/tenggat/sla/calendar/internal/civil"
)

// Date is a date of the Gregorian calendar, without a time zone. Dates can be
// compared with ==. The zero Date is not a date.
type Date struct {
	Year  int
	Month time.Month
	Day   int
}

// DateOf returns the date of an instant in the instant's location.
func DateOf(t time.Time) Date {
	year, month, day := t.Date()
	return Date{year, month, day}
}

// ParseDate reads a date such as 2026-01-31, from year 0001 on. The error is an
// [*Error] with a hint.
func ParseDate(text string) (Date, error) {
	d, err := parseDate(text)
	if err != nil {
		return Date{}, err
	}
	return d, nil
}

func parseDate(text string) (Date, *Error) {
	year, month, day, ok := splitDate(text)
	switch {
	case text == "":
		return Date{}, &Error{Code: codeMissing, Message: "the date is missing", Hint: "write it as 2026-12-31"}
	case !ok:
		return Date{}, &Error{Code: codeBadDate, Message: fmt.Sprintf("%q is not a date", text), Hint: "write it as 2026-12-31"}
	case year > 0 && month >= 1 && month <= civil.Months && (day < 1 || day > civil.DaysIn(year, month)):
		return Date{}, &Error{Code: codeImpossibleDate, Message: fmt.Sprintf("there is no %s", text),
			Hint: fmt.Sprintf("the last day of that month is %04d-%02d-%02d", year, month, civil.DaysIn(year, month))}
	case year == 0 || month < 1 || month > civil.Months:
		return Date{}, &Error{Code: codeImpossibleDate, Message: fmt.Sprintf("there is no %s", text), Hint: "dates are YYYY-MM-DD, from year 0001 on"}
	}
	return Date{year, time.Month(month), day}, nil
}

// splitDate reads YYYY-MM-DD.
func splitDate(s string) (year, month, day int, ok bool) {
	if len(s) != len("2006-01-02") || s[4] != '-' || s[7] != '-' {
		return 0, 0, 0, false
	}
	century, ok1 := twoDigits(s)
	rest, ok2 := twoDigits(s[2:])
	month, ok3 := twoDigits(s[5:])
	day, ok4 := twoDigits(s[8:])
	return century*100 + rest, month, day, ok1 && ok2 && ok3 && ok4
}

// String writes the date as 2026-01-31.
func (d Date) String() string { return fmt.Sprintf("%04d-%02d-%02d", d.Year, int(d.Month), d.Day) }

// IsZero reports whether d is the zero Date.
func (d Date) IsZero() bool { return d == Date{} }

// Compare returns -1 if d is before e, 1 if it is after e, and 0 if they are
// equal.
func (d Date) Compare(e Date) int {
	return cmp.Or(cmp.Compare(d.Year, e.Year), cmp.Compare(d.Month, e.Month), cmp.Compare(d.Day, e.Day))
}

// day is the number of the date.
func (d Date) day() int { return civil.DayOf(d.Year, int(d.Month), d.Day) }

// dateOfDay is the date of a number.
func dateOfDay(n int) Date {
	month, day := civil.MonthDay(n)
	return Date{civil.YearOf(n), time.Month(month), day}
}
