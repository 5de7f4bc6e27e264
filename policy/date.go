package policy

import "time"

// civilDate is a calendar date as the number yyyymmdd, so that dates compare as
// numbers; zero is no date.
type civilDate int64

// dateOf is the date on the wall at t.
func dateOf(t time.Time, zone *time.Location) civilDate {
	year, month, day := t.In(zone).Date()
	return civilDate(year*10_000 + int(month)*100 + day)
}

// parseDate reads 2006-01-02.
func parseDate(text string) (civilDate, error) {
	t, err := time.Parse(time.DateOnly, text)
	if err != nil {
		return 0, err
	}
	return dateOf(t, time.UTC), nil
}
