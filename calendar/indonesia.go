package calendar

import (
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
	var holidays []regionHoliday
	lines := strings.Lines(decrees)
	header := true
	for line := range lines {
		if header {
			header = false
			continue
		}
		f := strings.SplitN(line, ",", 5)
		year, month, day, _ := splitDate(f[0])
		holidays = append(holidays, regionHoliday{kind: f[1], name: f[2], days: []int32{int32(dayOf(year, month, day))}})
	}
	return holidays
}

// lastDecree returns the last year for which there is a decree.
func lastDecree() int {
	all := strings.TrimSpace(decrees)
	year, _, _, _ := splitDate(all[strings.LastIndexByte(all, '\n')+1:][:len("2006-01-02")])
	return year
}
