package calendar

import (
	"github.com/tenggat/sla/calendar/internal/civil"

	_ "embed"
	"strings"
)

const indonesia = "id"

// Indonesia's holidays follow the moon and the government: a joint decree of
// three ministers (SKB 3 Menteri) sets national holidays and joint leave for
// each year, and may be amended within it. The table lists what was decreed for
// 2024 to 2026 with the number of each decree, and the two election days of
// 2024. It was checked against at least two published lists a year.
//
//go:embed indonesia.csv
var decrees string

// decreed returns the holidays of the decrees, with their names in Indonesian.
func decreed() []regionHoliday {
	_, lines, _ := strings.Cut(decrees, "\n") // the first names the columns
	holidays := make([]regionHoliday, 0, strings.Count(lines, "\n"))
	for line := range strings.Lines(lines) {
		date, rest, _ := strings.Cut(line, ",")
		kind, rest, _ := strings.Cut(rest, ",")
		name, _, _ := strings.Cut(rest, ",")
		year, month, day, _ := splitDate(date)
		holidays = append(holidays, regionHoliday{kind: kind, name: name, days: []int32{int32(civil.DayOf(year, month, day))}})
	}
	return holidays
}

// lastDecree returns the last year for which there is a decree.
func lastDecree() int {
	all := strings.TrimSpace(decrees)
	year, _, _, _ := splitDate(all[strings.LastIndexByte(all, '\n')+1:][:len("2006-01-02")])
	return year
}
