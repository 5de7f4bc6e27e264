package policy

import (
	"fmt"
	"strconv"
	"strings"
	"unicode"
)

// timeUnits are the words for units, English and Indonesian.
var timeUnits = map[string]string{
	"h": "h", "hr": "h", "hrs": "h", "hour": "h", "hours": "h", "jam": "h",
	"m": "m", "min": "m", "mins": "m", "minute": "m", "minutes": "m", "menit": "m",
	"s": "s", "sec": "s", "secs": "s", "second": "s", "seconds": "s", "detik": "s",
	"bd": "bd", "working day": "bd", "working days": "bd", "workday": "bd", "workdays": "bd",
	"business day": "bd", "business days": "bd", "hari kerja": "bd",
	"cd": "cd", "calendar day": "cd", "calendar days": "cd", "hari kalender": "cd",
	"d": "d", "day": "d", "days": "d", "hari": "d",
	"w": "w", "week": "w", "weeks": "w", "minggu": "w", "pekan": "w",
}

// timeHint guesses what the writer of a bad duration had in mind.
func timeHint(text string) string {
	parts := durationWords(text)
	switch {
	case strings.HasPrefix(text, "-"):
		return "it must be longer than zero"
	case len(parts) == 0:
		return "write counted time such as 30m, 4h or 1h30m, or working days such as 2bd"
	case strings.ContainsAny(text, ".,"):
		return "write whole numbers, such as 1h30m"
	case len(parts) == 1 && parts[0].unit == "":
		return fmt.Sprintf("add a unit: %[1]sm, %[1]sh, or %[1]sbd for working days", parts[0].digits)
	}
	var meant strings.Builder
	for _, p := range parts {
		switch unit := timeUnits[p.unit]; {
		case unit == "d" && len(parts) == 1:
			return fmt.Sprintf("write %sbd for working days, or %s of counted time", p.digits, hoursOf(p.digits, 24))
		case unit == "w" && len(parts) == 1:
			return fmt.Sprintf("write the working days, such as %sbd, or %s of counted time", daysOf(p.digits, 5), hoursOf(p.digits, 7*24))
		default:
			meant.WriteString(p.digits + unit)
		}
	}
	if guess := meant.String(); guess != text { // else it is this mistake again
		if _, err := ParseDuration(guess); err == nil {
			return "write " + guess
		}
	}
	return "the units are h, m, s in this order, each once, or bd for working days"
}

// hoursOf is so many times a number of hours; in words if that is no number.
func hoursOf(digits string, hours int64) string {
	if n, err := strconv.ParseInt(digits, 10, 32); err == nil {
		return strconv.FormatInt(n*hours, 10) + "h"
	}
	return fmt.Sprintf("%dh for each", hours)
}

func daysOf(digits string, days int64) string {
	if n, err := strconv.ParseInt(digits, 10, 32); err == nil {
		return strconv.FormatInt(n*days, 10)
	}
	return strconv.FormatInt(days, 10)
}

// durationWord is a number with the word after it.
type durationWord struct{ digits, unit string }

// durationWords splits a text into numbers and words. It is empty if the text does not
// begin with a number.
func durationWords(text string) (parts []durationWord) {
	for rest := strings.TrimSpace(strings.ToLower(text)); rest != ""; {
		digits, after := leadingDigits(rest)
		if digits == "" {
			return nil
		}
		end := strings.IndexFunc(after, unicode.IsDigit)
		if end < 0 {
			end = len(after)
		}
		parts = append(parts, durationWord{digits, strings.Join(strings.Fields(after[:end]), " ")})
		rest = after[end:]
	}
	return parts
}
