package policytest

import (
	"fmt"
	"slices"
	"strings"
	"time"
)

// Moments are read relative to an earlier one, on the wall clocks of a zone.
// See the package comment for the forms.
type moments struct {
	zone *time.Location
}

// The layouts of local times. Go also reads fractions of a second at 05.
var (
	dateLayouts  = []string{"2006-01-02 15:04", "2006-01-02 15:04:05"}
	clockLayouts = []string{"15:04", "15:04:05"}
)

var weekdays = []string{"sun", "mon", "tue", "wed", "thu", "fri", "sat"}

// mistake is a value that cannot be read: what is wrong, and how to fix it.
type mistake struct{ message, hint string }

func (m *mistake) Error() string { return m.message + "; " + m.hint }

var errForm = &mistake{"it is not an instant", `write "2026-01-05 09:00", "mon 09:00", "09:00", +2h30m or 2026-01-05T09:00:00+07:00`}

// read reads an instant; base is the one that short forms count from, zero if
// there is none yet.
func (m moments) read(text string, base time.Time) (time.Time, error) {
	t, err := m.readAny(text, base)
	if err == nil && (t.UTC().Year() < 1 || t.UTC().Year() > 9998) {
		return t, &mistake{"it is outside the years 1 to 9998", "write one inside"}
	}
	return t, err
}

func (m moments) readAny(text string, base time.Time) (time.Time, error) {
	if t, err := time.Parse(time.RFC3339, text); err == nil {
		return t, nil
	}
	if wall, ok := parseAny(text, dateLayouts); ok {
		return m.local(wall)
	}
	short, ok := m.short(text)
	if !ok {
		return time.Time{}, errForm
	}
	if base.IsZero() {
		return time.Time{}, &mistake{"there is no earlier instant to count from", "write the date"}
	}
	return short(base)
}

func parseAny(text string, layouts []string) (time.Time, bool) {
	for _, layout := range layouts {
		if t, err := time.Parse(layout, text); err == nil {
			return t, true
		}
	}
	return time.Time{}, false
}

// short reads the forms that count from an earlier instant.
func (m moments) short(text string) (func(base time.Time) (time.Time, error), bool) {
	if after, ok := strings.CutPrefix(text, "+"); ok {
		d, err := time.ParseDuration(after)
		if err != nil || d < 0 {
			return nil, false
		}
		return func(base time.Time) (time.Time, error) { return base.Add(d), nil }, true
	}
	day, clock, hasDay := strings.Cut(text, " ")
	if !hasDay {
		day, clock = "", text
	}
	weekday := slices.Index(weekdays, day)
	wall, ok := parseAny(clock, clockLayouts)
	if !ok || hasDay && weekday < 0 {
		return nil, false
	}
	return func(base time.Time) (time.Time, error) { return m.first(base, weekday, wall) }, true
}

// first returns the first instant at or after base with a time of day and, if
// not negative, a weekday.
func (m moments) first(base time.Time, weekday int, clock time.Time) (time.Time, error) {
	year, month, day := base.In(m.zone).Date()
	for i := range 8 {
		wall := time.Date(year, month, day+i, clock.Hour(), clock.Minute(), clock.Second(), clock.Nanosecond(), time.UTC)
		if weekday >= 0 && int(wall.Weekday()) != weekday {
			continue
		}
		if m.over(wall, base) {
			continue
		}
		return m.local(wall)
	}
	return time.Time{}, errForm
}

// over reports whether a wall time, or the gap in which it would lie, is past at
// an instant.
func (m moments) over(wall, at time.Time) bool {
	found := m.instants(wall)
	if len(found) == 0 {
		_, before := wall.Add(-24 * time.Hour).In(m.zone).Zone()
		found = []time.Time{wall.Add(-time.Duration(before) * time.Second)}
	}
	return found[len(found)-1].Before(at)
}

// local returns the instant at which the zone's clocks show a wall time, given
// as if it were UTC. There must be exactly one.
func (m moments) local(wall time.Time) (time.Time, error) {
	found := m.instants(wall)
	if len(found) == 1 {
		return found[0], nil
	}
	shown := wall.Format("2006-01-02 15:04:05")
	if len(found) == 0 {
		return time.Time{}, &mistake{fmt.Sprintf("%s does not exist in %s, where the clocks go forward", shown, m.zone), "write a time that does"}
	}
	return time.Time{}, &mistake{
		fmt.Sprintf("%s comes twice in %s", shown, m.zone),
		fmt.Sprintf("write %s or %s", found[0].Format(time.RFC3339), found[1].Format(time.RFC3339)),
	}
}

// instants returns all instants at which the zone's clocks show a wall time.
func (m moments) instants(wall time.Time) (found []time.Time) {
	for _, around := range []time.Duration{-24 * time.Hour, 0, 24 * time.Hour} {
		_, offset := wall.Add(around).In(m.zone).Zone()
		t := wall.Add(-time.Duration(offset) * time.Second).In(m.zone)
		if _, actual := t.Zone(); actual == offset && !slices.ContainsFunc(found, t.Equal) {
			found = append(found, t)
		}
	}
	slices.SortFunc(found, time.Time.Compare)
	return found
}

// none is the text for an instant or target that does not exist.
const none = "none"

// show writes an instant as a scenario does: local time, or in full where that
// would be ambiguous.
func (m moments) show(t time.Time) string {
	if t.IsZero() {
		return none
	}
	t = t.In(m.zone)
	year, month, day := t.Date()
	wall := time.Date(year, month, day, t.Hour(), t.Minute(), t.Second(), t.Nanosecond(), time.UTC)
	switch {
	case len(m.instants(wall)) != 1:
		return t.Format(time.RFC3339Nano)
	case t.Second() == 0 && t.Nanosecond() == 0:
		return t.Format("2006-01-02 15:04")
	}
	return t.Format("2006-01-02 15:04:05.999999999")
}

// readDuration reads a duration of zero or more.
func readDuration(text string) (time.Duration, error) {
	d, err := time.ParseDuration(text)
	if err != nil || d < 0 {
		return 0, &mistake{"it is not a duration", "write hours, minutes and seconds, such as 1h30m or 0s"}
	}
	return d, nil
}

// showDuration writes a duration without the zeros at its end.
func showDuration(d time.Duration) string {
	text := d.String()
	if strings.HasSuffix(text, "m0s") {
		text = strings.TrimSuffix(text, "0s")
	}
	if strings.HasSuffix(text, "h0m") {
		text = strings.TrimSuffix(text, "0m")
	}
	return text
}
