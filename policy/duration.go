package policy

import (
	"fmt"
	"strconv"
	"strings"
	"time"

	"github.com/tenggat/sla/policy/internal/code"
)

// Duration is how long a target gives: counted time, which is open time of the
// target's calendar, or a number of working days. Durations are comparable; the
// zero Duration is not set.
type Duration struct {
	Time    time.Duration // counted time in whole seconds
	Days    int           // or working days
	AtClose bool          // with Days: by that working day's last closing
}

// maxDays bounds working days: about four centuries of them.
const maxDays = 100_000

// IsZero reports whether d is not set.
func (d Duration) IsZero() bool { return d == Duration{} }

// String returns d in the policy language: 1h30m, 2bd, 0bd@close. The zero
// Duration is the empty text.
func (d Duration) String() string {
	switch {
	case d.IsZero():
		return ""
	case d.AtClose:
		return strconv.Itoa(d.Days) + "bd@close"
	case d.Days != 0:
		return strconv.Itoa(d.Days) + "bd"
	}
	return formatTime(d.Time)
}

// formatTime is d without the zero units that [time.Duration.String] leaves.
func formatTime(d time.Duration) string {
	text := d.String()
	if strings.HasSuffix(text, "m0s") {
		text = text[:len(text)-2]
	}
	if strings.HasSuffix(text, "h0m") {
		text = text[:len(text)-2]
	}
	return text
}

// ParseDuration reads counted time (30m, 4h, 1h30m, 90s) or working days (2bd,
// 1bd@close, 0bd@close). The error is an [*Error] with a hint.
//
// A bare d is refused: to some a day is 24 hours, to others a working day.
func ParseDuration(text string) (Duration, error) {
	count, rest := leadingDigits(text)
	if count == "" || rest != "bd" && rest != "bd@close" {
		d, err := parseTime(text)
		return Duration{Time: d}, err
	}
	days, err := strconv.Atoi(count)
	if err != nil || days > maxDays {
		return Duration{}, durationError(text, fmt.Sprintf("at most %dbd", maxDays))
	}
	d := Duration{Days: days, AtClose: rest == "bd@close"}
	if d.IsZero() {
		return Duration{}, durationError(text, "write 0bd@close for the closing of the same working day")
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

// timeHint guesses what the writer of a bad duration had in mind.
func timeHint(text string) string {
	digits, unit := leadingDigits(strings.TrimSpace(text))
	unit = strings.ToLower(strings.TrimSpace(unit))
	switch {
	case strings.HasPrefix(text, "-"):
		return "it must be longer than zero"
	case digits == "":
		return "write counted time such as 30m, 4h or 1h30m, or working days such as 2bd"
	case unit == "":
		return fmt.Sprintf("add a unit: %[1]sm, %[1]sh, or %[1]sbd for working days", digits)
	case unit == "d" || unit == "day" || unit == "days":
		hours := "24h for each day"
		if n, err := strconv.ParseInt(digits, 10, 32); err == nil {
			hours = strconv.FormatInt(24*n, 10) + "h"
		}
		return fmt.Sprintf("write %sbd for working days, or %s of counted time", digits, hours)
	case unit[0] == '.' || unit[0] == ',':
		return "write whole numbers, such as 1h30m"
	}
	return "the units are h, m, s in this order, each once, or bd for working days"
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
