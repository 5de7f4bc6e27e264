package calendar

import (
	"cmp"
	"fmt"
	"maps"
	"math"
	"slices"
	"strconv"
	"strings"

	"github.com/tenggat/sla/calendar/internal/civil"
	"github.com/tenggat/sla/calendar/internal/hours"
)

// A checker turns a Spec into a schedule and collects its mistakes.
type checker struct {
	problems
	compiler *Compiler
	names    map[string]int32 // by text, their indexes in the schedule
	schedule *hours.Schedule
	dated    []datedEntry
	regions  int // holidays that name a region
	known    int // the last year in which all of those are known, or 0
}

func newChecker(w *Compiler) *checker {
	return &checker{compiler: w, names: map[string]int32{"": 0}, schedule: &hours.Schedule{
		Annual: make(map[int]hours.Entry),
		Lists:  hours.NewLists(),
		Names:  []string{""},
	}}
}

// name returns the index of a name, which is kept once.
func (c *checker) name(s string) int32 {
	if i, known := c.names[s]; known {
		return i
	}
	i := int32(len(c.schedule.Names))
	c.schedule.Names = append(c.schedule.Names, s)
	c.names[s] = i
	return i
}

// windows reads a list of windows that may be left out.
func (c *checker) windows(path string, texts []string) int32 {
	if len(texts) == 0 {
		return hours.None
	}
	return c.schedule.Lists.Index(c.parseWindows(path, texts))
}

// hours reads weekly hours.
func (c *checker) hours(path string, h Hours) (days [7]int32) {
	if ws, always := h["24x7"]; always {
		if len(h) > 1 || len(ws) > 0 {
			c.add(path, codeAlwaysWithWindows, "write 24x7 alone, or the days without it", "24x7 already covers the whole week")
		}
		for i := range days {
			days[i] = c.schedule.Lists.Index(hours.WholeDay)
		}
		return days
	}
	var week [7][]hours.Window
	for _, key := range slices.Sorted(maps.Keys(h)) {
		at := path + "." + key
		first, n, ok := parseDays(key)
		if !ok {
			c.add(at, codeBadDay, dayHint(key), "%q names no day", key)
			continue
		}
		ws := c.parseWindows(at, h[key])
		for i := range n {
			d := (first + i) % 7
			week[d] = append(week[d], ws...)
		}
	}
	empty := true
	for i, ws := range week {
		ws = hours.Join(ws)
		if len(ws) > maxWindows {
			c.add(path, codeTooMany, "join windows that meet", "%s has %d windows; the limit is %d a day", dayNames[i], len(ws), maxWindows)
			ws = nil
		}
		empty = empty && len(ws) == 0
		days[i] = c.schedule.Lists.Index(ws)
	}
	if empty && !c.under(path) {
		c.add(path, codeEmptyWeek, `write windows such as mon-fri: ["09:00-17:00"], or 24x7`, "the week has no open window")
	}
	return days
}

// under reports whether a mistake was found in a part of the Spec.
func (c *checker) under(path string) bool {
	return slices.ContainsFunc(c.problems, func(err error) bool {
		p := err.(*Error).Path
		return p == path || strings.HasPrefix(p, path+".") || strings.HasPrefix(p, path+"[")
	})
}

// versions reads the weekly hours and those that replace them.
func (c *checker) versions(h Hours, versions []Version) {
	s := c.schedule
	s.Versions = append(s.Versions, hours.Version{From: math.MinInt, Days: c.hours("hours", h)})
	for i, v := range versions {
		path := fmt.Sprintf("versions[%d]", i)
		day, ok := c.date(path+".from", v.From)
		days := c.hours(path+".hours", v.Hours)
		if !ok {
			continue
		}
		if slices.ContainsFunc(s.Versions, func(w hours.Version) bool { return w.From == day }) {
			c.add(path+".from", codeDuplicate, "give each version its own date", "another version starts on %s", v.From)
			continue
		}
		s.Versions = append(s.Versions, hours.Version{From: day, Days: days})
	}
	slices.SortFunc(s.Versions, func(a, b hours.Version) int { return cmp.Compare(a.From, b.From) })
}

// date reads a date.
func (c *checker) date(path, text string) (day int, ok bool) {
	d, err := parseDate(text)
	if err != nil {
		c.add(path, err.Code, err.Hint, "%s", err.Message)
		return 0, false
	}
	return d.day(), true
}

// annual reads MM-DD.
func (c *checker) annual(path, text string) (key int, ok bool) {
	month, ok1 := twoDigits(text)
	if len(text) != len("01-02") || text[2] != '-' {
		ok1 = false
	}
	day := 0
	if ok1 {
		day, ok1 = twoDigits(text[3:])
	}
	if !ok1 {
		c.add(path, codeBadAnnual, "write month and day, such as 12-31", "%q is not a day of the year", text)
		return 0, false
	}
	const leapYear = 2000
	if month < 1 || month > civil.Months || day < 1 || day > civil.DaysIn(leapYear, month) {
		hint := "write month and day, such as 12-31"
		if day >= 1 && day <= civil.Months && month >= 1 && month <= civil.DaysIn(leapYear, day) {
			hint = fmt.Sprintf("the month comes first: %02d-%02d", day, month)
		}
		c.add(path, codeImpossibleDate, hint, "no year has a %s", text)
		return 0, false
	}
	return month*32 + day, true
}

// dateRange reads date, or from and until, and returns the dates half-open.
func (c *checker) dateRange(path, date, from, until string) (first, end int, ok bool) {
	if date != "" {
		day, ok := c.date(path+".date", date)
		return day, day + 1, ok
	}
	first, ok1 := c.date(path+".from", from)
	last, ok2 := c.date(path+".until", until)
	if !ok1 || !ok2 {
		return 0, 0, false
	}
	if last < first {
		c.add(path+".until", codeReversedRange, "swap the two", "the range ends on %s, before it starts on %s", until, from)
		return 0, 0, false
	}
	return first, last + 1, true
}

func index(path string, i int) string { return path + "[" + strconv.Itoa(i) + "]" }

// A datedEntry is a holiday or special hours before entries that name the same
// date are put together.
type datedEntry struct {
	hours.Segment
	path  string
	order int // in the Spec
}
