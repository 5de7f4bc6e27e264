package policy

import (
	"cmp"
	"fmt"
	"maps"
	"slices"
	"strings"

	"github.com/tenggat/sla/calendar"

	"github.com/tenggat/sla/policy/internal/code"
	"github.com/tenggat/sla/policy/internal/source"
)

// calendars warns about what a calendar says twice, and about holidays that
// nobody knows yet.
func (l *linter) calendars() {
	for _, name := range slices.Sorted(maps.Keys(l.set.spec.Calendars)) {
		c, p := l.set.spec.Calendars[name], source.Path("calendars").Key(name)
		l.hours(p.Key("hours"), c.Hours)
		for i, v := range c.Versions {
			l.hours(p.Key("versions").At(i).Key("hours"), v.Hours)
		}
		l.annual(p.Key("holidays"), c.Holidays)
		l.dates(p, &c)
		l.known(p.Key("holidays"), c.Holidays)
	}
}

// hours warns about windows of one day that overlap.
func (l *linter) hours(p source.Path, hours calendar.Hours) {
	type written struct {
		key string
		window
	}
	days := make(map[string][]written)
	for _, key := range slices.Sorted(maps.Keys(hours)) {
		for _, text := range hours[key] {
			for _, day := range daysOf(key) {
				days[day] = append(days[day], written{key, parseWindow(text)})
			}
		}
	}
	warned := make(map[string]bool)
	for _, day := range week {
		windows := days[day]
		slices.SortStableFunc(windows, func(a, b written) int { return cmp.Compare(a.from, b.from) })
		for i := range max(len(windows)-1, 0) {
			a, b := windows[i], windows[i+1]
			if b.from >= a.until {
				continue
			}
			if len(daysOf(a.key)) < len(daysOf(b.key)) {
				a, b = b, a // the one with fewer days was meant to replace the other
			}
			if warned[a.key+" "+b.key] {
				continue
			}
			warned[a.key+" "+b.key] = true
			hint := "windows of one day are put together; remove what is there twice"
			if a.key != b.key {
				hint = fmt.Sprintf("%s does not replace %s on %s: a day has the windows of every key that names it; name each day once", b.key, a.key, day)
			}
			l.warn(p.Key(b.key), code.OverlappingHours, hint, "on %s the windows %s and %s overlap", day, a.text, b.text)
		}
	}
}

var week = []string{"mon", "tue", "wed", "thu", "fri", "sat", "sun"}

// daysOf are the days a checked key of weekly hours names.
func daysOf(key string) []string {
	first, last, isRange := strings.Cut(key, "-")
	from, until := slices.Index(week, first), slices.Index(week, last)
	switch {
	case key == "daily":
		return week
	case from < 0:
		return nil
	case !isRange:
		return week[from : from+1]
	case from <= until:
		return week[from : until+1]
	}
	return slices.Concat(week[from:], week[:until+1])
}

// window is a window of the day in seconds; overnight it ends after 24 hours.
type window struct {
	text        string
	from, until int
}

// parseWindow reads a window that has been checked.
func parseWindow(text string) window {
	from, until, _ := strings.Cut(text, "-")
	w := window{text, secondOf(from), secondOf(until)}
	if w.until <= w.from {
		w.until += 24 * 60 * 60
	}
	return w
}

// secondOf reads HH:MM or HH:MM:SS.
func secondOf(text string) int {
	var hours, minutes, seconds int
	fmt.Sscanf(text, "%d:%d:%d", &hours, &minutes, &seconds)
	return hours*3600 + minutes*60 + seconds
}

// datedEntry is a holiday or special hours on given dates.
type datedEntry struct {
	at          source.Path
	from, until civilDate // inclusive
	closes      bool
	hours       []string // of a shortened or replaced day
	open        []string
}

// dates warns about dated entries that contradict one another.
func (l *linter) dates(p source.Path, c *CalendarSpec) {
	entries := datedEntries(p, c)
	order := make([]int, len(entries))
	for i := range order {
		order[i] = i
	}
	slices.SortStableFunc(order, func(i, j int) int { return cmp.Compare(entries[i].from, entries[j].from) })
	for n, i := range order {
		for _, j := range order[n+1:] {
			if entries[j].from > entries[i].until {
				break
			}
			a, b := &entries[min(i, j)], &entries[max(i, j)]
			if what := a.contradicts(b); what != "" {
				l.warn(b.at, code.ContradictoryDate, "write one entry for a date", "%s: %s (%s)", max(a.from, b.from), what, shortPath(p, a.at))
			}
		}
	}
}

// shortPath is a path below a calendar: "holidays[1]".
func shortPath(p, below source.Path) string {
	return strings.TrimPrefix(strings.TrimPrefix(string(below), string(p)), ".")
}

// String is the date as it is written.
func (d civilDate) String() string {
	return fmt.Sprintf("%04d-%02d-%02d", d/10_000, d/100%100, d%100)
}

func datedEntries(p source.Path, c *CalendarSpec) []datedEntry {
	var entries []datedEntry
	add := func(e datedEntry, date, from, until string) {
		if date != "" {
			from, until = date, date
		}
		if e.from, e.until = dateEnds(DateRange{from, until}); e.from != 0 {
			entries = append(entries, e)
		}
	}
	for i, h := range c.Holidays {
		add(datedEntry{at: p.Key("holidays").At(i), closes: len(h.Hours) == 0, hours: h.Hours}, h.Date, h.From, h.Until)
	}
	for i, h := range c.SpecialHours {
		closes := len(h.Hours)+len(h.Open)+len(h.Closed) == 0
		add(datedEntry{at: p.Key("special_hours").At(i), closes: closes, hours: h.Hours, open: h.Open}, h.Date, h.From, h.Until)
	}
	return entries
}

// contradicts says how two entries for one date disagree; empty if they do not.
func (e *datedEntry) contradicts(other *datedEntry) string {
	switch {
	case e.closes && other.closes:
		return ""
	case e.closes && len(other.hours)+len(other.open) > 0:
		return "another entry closes this date, and the closure wins"
	case other.closes && len(e.hours)+len(e.open) > 0:
		return "another entry gives this date hours, but this closure wins"
	case len(e.hours) > 0 && len(other.hours) > 0 && !slices.Equal(e.hours, other.hours):
		return "another entry gives this date other hours"
	}
	return ""
}

// annual warns about holidays of one day of the year that contradict one
// another.
func (l *linter) annual(p source.Path, holidays []calendar.Holiday) {
	first := make(map[string]int)
	for i, h := range holidays {
		if h.Annual == "" {
			continue
		}
		j, twice := first[h.Annual]
		if !twice {
			first[h.Annual] = i
			continue
		}
		if !slices.Equal(h.Hours, holidays[j].Hours) {
			l.warn(p.At(i), code.ContradictoryDate, "write one entry for a date", "%s: another entry says something else of this day (holidays[%d])", h.Annual, j)
		}
	}
}

// known warns about regions whose holidays are not known to the end of the
// agreement's term.
func (l *linter) known(p source.Path, holidays []calendar.Holiday) {
	from, until := dateEnds(l.set.term())
	end := int(until / 10_000)
	switch {
	case until == 0 && from == 0:
		return
	case until == 0:
		end = int(from/10_000) + farAhead
	}
	for i, h := range holidays {
		if h.Region == "" {
			continue
		}
		if _, asked := l.regions[h.Region]; !asked {
			l.regions[h.Region] = knownThrough(h.Region)
		}
		last := l.regions[h.Region]
		switch {
		case last == 0 || end <= last:
		case until == 0:
			l.warn(p.At(i).Key("region"), code.HolidaysUnknown, "give the agreement's term an end, and add later holidays when they are known",
				"the holidays of region %s are known through %d, and the agreement's term has no end", h.Region, last)
		default:
			l.warn(p.At(i).Key("region"), code.HolidaysUnknown, "update this library when they are, or write them as dates",
				"the holidays of region %s are known through %d, but the agreement's term runs until %s", h.Region, last, until)
		}
	}
}

// farAhead is how many years of holidays are enough for a term without an end.
const farAhead = 20

// knownThrough is the last year for which a region's holidays are known; 0 if
// nothing limits them.
func knownThrough(region string) int {
	c, err := calendar.New(calendar.Spec{
		TimeZone: "UTC",
		Hours:    calendar.AlwaysOpen(),
		Holidays: []calendar.Holiday{{Region: region}},
	})
	if err != nil {
		return 0 // the calendar it stands in has been compiled
	}
	year, _ := c.KnownThrough()
	return year
}
