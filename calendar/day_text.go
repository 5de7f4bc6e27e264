package calendar

import (
	"slices"
	"strings"
)

var dayNames = [7]string{"mon", "tue", "wed", "thu", "fri", "sat", "sun"}

// parseDays reads a day, a range of days or "daily".
func parseDays(key string) (first, n int, ok bool) {
	if key == "daily" {
		return 0, 7, true
	}
	from, until, isRange := strings.Cut(key, "-")
	if !isRange {
		until = from
	}
	first, last := slices.Index(dayNames[:], from), slices.Index(dayNames[:], until)
	if first < 0 || last < 0 || isRange && first == last {
		return 0, 0, false
	}
	return first, (last-first+7)%7 + 1, true
}

// indonesianDays are the days as an Indonesian team writes them.
var indonesianDays = map[string]string{
	"senin": "mon", "selasa": "tue", "rabu": "wed", "kamis": "thu", "jumat": "fri", "jum'at": "fri", "sabtu": "sat", "minggu": "sun", "ahad": "sun",
}

func dayHint(key string) string {
	switch strings.ToLower(key) {
	case "weekday", "weekdays", "workdays":
		return `write "mon-fri"`
	case "weekend", "weekends":
		return `write "sat-sun"`
	case "everyday", "all", "setiap hari", "every day", "always":
		return `write "daily", or hours: 24x7`
	}
	if strings.ContainsAny(key, ",;+/&") {
		return `write a key for each day, or a range such as "mon-fri"`
	}
	text := strings.ReplaceAll(strings.ToLower(key), " ", "")
	for indonesian, name := range indonesianDays {
		text = strings.ReplaceAll(text, indonesian, name)
	}
	from, until, isRange := strings.Cut(text, "-")
	guess := dayGuess(from)
	if isRange {
		guess += "-" + dayGuess(until)
	}
	if _, _, ok := parseDays(guess); ok {
		return didYouMean(guess)
	}
	return "days are mon tue wed thu fri sat sun, ranges such as mon-fri, or daily"
}

func dayGuess(s string) string {
	for _, name := range dayNames {
		if len(s) >= 2 && strings.HasPrefix(s, name[:2]) {
			return name
		}
	}
	return s
}
