package calendar

import (
	"cmp"
	"fmt"
	"maps"
	"slices"

	"github.com/tenggat/sla/calendar/internal/hours"
)

// Finding is something in a [Spec] that is legal but probably a mistake. It has
// the fields of an [Error] and is printed in the same way.
type Finding Error

// String prints the finding as an [Error] is printed.
func (f *Finding) String() string { return (*Error)(f).Error() }

// Lint returns what is legal in a Spec but probably a mistake: windows of one day
// that overlap, and entries for one date that contradict one another. It is for a
// Spec that [New] accepts; of others it passes over what cannot be read. It does
// not look into the calendars that the Spec is made of.
func Lint(spec Spec) []*Finding {
	var l linter
	l.hours("hours", spec.Hours)
	for i, v := range spec.Versions {
		l.hours(fmt.Sprintf("versions[%d].hours", i), v.Hours)
	}
	l.annual(spec.Holidays)
	l.dates(&spec)
	return l.findings
}

type linter struct {
	findings []*Finding
}

func (l *linter) warn(path string, code Code, hint, format string, args ...any) {
	l.findings = append(l.findings, &Finding{Path: path, Code: code, Hint: hint, Message: fmt.Sprintf(format, args...)})
}

// keyedWindow is a window with the key of weekly hours under which it is written.
type keyedWindow struct {
	key, text string
	days      int // that the key names
	hours.Window
}

// hours warns about windows of one day that overlap.
func (l *linter) hours(path string, h Hours) {
	var week [7][]keyedWindow
	for _, key := range slices.Sorted(maps.Keys(h)) {
		first, n, ok := parseDays(key)
		if !ok {
			continue
		}
		for _, text := range h[key] {
			w, code, _, _ := parseWindow(text)
			if code != "" {
				continue
			}
			for i := range n {
				day := &week[(first+i)%7]
				*day = append(*day, keyedWindow{key, text, n, w})
			}
		}
	}
	warned := make(map[string]bool)
	for day, windows := range week {
		slices.SortStableFunc(windows, func(a, b keyedWindow) int { return cmp.Compare(a.From, b.From) })
		for i := range max(len(windows)-1, 0) {
			a, b := windows[i], windows[i+1]
			if b.From >= a.Until {
				continue
			}
			if a.days < b.days {
				a, b = b, a // the one for fewer days was probably meant to replace the other
			}
			if warned[a.key+" "+b.key] {
				continue
			}
			warned[a.key+" "+b.key] = true
			hint := "windows of one day are merged; remove what is there twice"
			if a.key != b.key {
				hint = fmt.Sprintf("%s does not replace %s on %s: a day has the windows of every key that names it; name each day once", b.key, a.key, dayNames[day])
			}
			l.warn(path+"."+b.key, codeOverlappingHours, hint, "on %s the windows %s and %s overlap", dayNames[day], a.text, b.text)
		}
	}
}

// lintedEntry is a holiday or special hours for given dates.
type lintedEntry struct {
	path        string
	from, until int // days, both inclusive
	closes      bool
	hours       []string // of a shortened or replaced day
	open        []string
}

// dates warns about dated entries that contradict one another.
func (l *linter) dates(spec *Spec) {
	entries := lintedEntries(spec)
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
				l.warn(b.path, codeContradictoryDate, "write one entry for a date", "%s: %s (%s)", dateOfDay(max(a.from, b.from)), what, a.path)
			}
		}
	}
}

func lintedEntries(spec *Spec) []lintedEntry {
	var entries []lintedEntry
	add := func(e lintedEntry, date, from, until string) {
		if date != "" {
			from, until = date, date
		}
		first, err1 := parseDate(from)
		last, err2 := parseDate(until)
		if err1 == nil && err2 == nil {
			e.from, e.until = first.day(), last.day()
			entries = append(entries, e)
		}
	}
	for i, h := range spec.Holidays {
		add(lintedEntry{path: index("holidays", i), closes: len(h.Hours) == 0, hours: h.Hours}, h.Date, h.From, h.Until)
	}
	for i, h := range spec.SpecialHours {
		closes := len(h.Hours)+len(h.Open)+len(h.Closed) == 0
		add(lintedEntry{path: index("special_hours", i), closes: closes, hours: h.Hours, open: h.Open}, h.Date, h.From, h.Until)
	}
	return entries
}

// contradicts describes how two entries for one date contradict one another;
// empty if they do not.
func (e *lintedEntry) contradicts(other *lintedEntry) string {
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

// annual warns about holidays of one day of the year that contradict one another.
func (l *linter) annual(holidays []Holiday) {
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
			l.warn(index("holidays", i), codeContradictoryDate, "write one entry for a date", "%s: another entry has other hours for this day (%s)", h.Annual, index("holidays", j))
		}
	}
}
