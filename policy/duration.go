package policy

import (
	"fmt"
	"strconv"
	"strings"
	"time"

	"github.com/tenggat/sla/policy/internal/code"
	"github.com/tenggat/sla/policy/rule"
)

// Duration is how long a target gives: counted time, which is open time of the
// target's calendar, or a number of days. Durations are comparable; the zero
// Duration is not set.
type Duration struct {
	Time         time.Duration // counted time in whole seconds
	Days         int           // or working days
	CalendarDays bool          // Days are calendar days, counted round the clock
	AtClose      bool          // with Days, which may be 0: by that day's last closing
	At           time.Duration // with Days, which may be 0: by this local time of that day, in whole minutes since midnight
}

// maxDays bounds days: about four centuries of working days.
const maxDays = 100_000

// IsZero reports whether d is not set.
func (d Duration) IsZero() bool { return d == Duration{} }

// String returns d in the policy language: 1h30m, 2bd, 0bd@close. The zero
// Duration is the empty text.
func (d Duration) String() string { return d.terms("").String() }

// terms is the duration as the program keeps it, with working days counted as
// asked.
func (d Duration) terms(count DayCount) rule.Budget {
	b := rule.Budget{Time: d.Time, Days: d.Days, CalendarDays: d.CalendarDays, AtClose: d.AtClose, At: d.At}
	b.FromArrival = !d.CalendarDays && (count == DayCountFromArrival || count == "" && (d.AtClose || d.At != 0))
	return b
}

// ParseDuration reads counted time (30m, 4h, 1h30m, 90s), working days (2bd,
// 1bd@close, 0bd@close, 1bd@16:00) or calendar days (15cd, 15cd@close). The error is
// an [*Error] with a hint.
//
// A bare d is refused: to some a day is 24 hours, to others a working day.
func ParseDuration(text string) (Duration, error) {
	count, rest := leadingDigits(text)
	unit, at, limited := strings.Cut(rest, "@")
	if count == "" || unit != "bd" && unit != "cd" {
		d, err := parseTime(text)
		return Duration{Time: d}, err
	}
	days, err := strconv.Atoi(count)
	if err != nil || days > maxDays {
		return Duration{}, durationError(text, fmt.Sprintf("at most %d%s", maxDays, unit))
	}
	d := Duration{Days: days, CalendarDays: unit == "cd"}
	switch {
	case at == "close":
		d.AtClose = true
	case limited:
		clock, err := time.Parse("15:04", at)
		if err != nil || len(at) != len("15:04") {
			return Duration{}, durationError(text, "after @ write close, or a time of the day such as 16:00")
		}
		if d.At = time.Duration(clock.Hour())*time.Hour + time.Duration(clock.Minute())*time.Minute; d.At == 0 {
			return Duration{}, durationError(text, "for the end of the day before write @close with one day less")
		}
	case days == 0:
		return Duration{}, durationError(text, "write 0"+unit+"@close for the closing of the same day")
	}
	return d, nil
}

// parseTime reads a positive number of hours, minutes and seconds.
func parseTime(text string) (time.Duration, error) {
	units := []struct {
		symbol byte
		size   time.Duration
	}{{'h', time.Hour}, {'m', time.Minute}, {'s', time.Second}}
	var total time.Duration
	rest := text
	for _, unit := range units {
		digits, after := leadingDigits(rest)
		if digits == "" || after == "" || after[0] != unit.symbol {
			continue
		}
		n, err := strconv.ParseInt(digits, 10, 64)
		if err != nil || n > int64((1<<63-1-total)/unit.size) {
			return 0, durationError(text, "it must be shorter than 292 years")
		}
		total += time.Duration(n) * unit.size
		rest = after[1:]
	}
	switch {
	case rest != "" || text == "":
		return 0, durationError(text, timeHint(text))
	case total == 0:
		return 0, durationError(text, "it must be longer than zero")
	}
	return total, nil
}

func durationError(text, hint string) error {
	return &Error{Code: code.BadDuration, Message: fmt.Sprintf("%q is not a duration", text), Hint: hint}
}

// leadingDigits splits text after its leading digits.
func leadingDigits(text string) (digits, rest string) {
	end := 0
	for end < len(text) && '0' <= text[end] && text[end] <= '9' {
		end++
	}
	return text[:end], text[end:]
}
