package calendar

import (
	"slices"
	"strconv"
	"strings"
	"time"
	_ "time/tzdata"
)

// An oracle answers slowly and plainly what the table answers fast: it takes an
// instant, reads the label that the local clock shows then from package time,
// and compares it with what is written in the Spec. It shares nothing with the
// engine but the Spec. It does not know regions; its holidays are what the
// caller gives it.
type oracle struct {
	spec     Spec
	loc      *time.Location
	holidays map[string]bool    // dates that a region closes, as "2006-01-02"
	dates    map[int64]*written // by Unix time of the date in UTC
	windows  map[string][2]int
}

// written is what a Spec says about one date; dates are midnights in UTC.
type written struct {
	weekly        []string
	special       []SpecialHours
	dated, annual []Holiday
	region        bool
}

func newOracle(s Spec) *oracle {
	o := &oracle{spec: s, loc: time.UTC, dates: make(map[int64]*written), windows: make(map[string][2]int)}
	if s.TimeZone != "" {
		loc, err := time.LoadLocation(s.TimeZone)
		if err != nil {
			panic(err)
		}
		o.loc = loc
	}
	return o
}

// on collects what is written about a date.
func (o *oracle) on(date time.Time) *written {
	if w, known := o.dates[date.Unix()]; known {
		return w
	}
	w := &written{weekly: o.hoursOf(date), region: o.holidays[date.Format("2006-01-02")]}
	o.dates[date.Unix()] = w
	for _, s := range o.spec.SpecialHours {
		if covers(date, s.Date, s.From, s.Until) {
			w.special = append(w.special, s)
		}
	}
	for _, h := range o.spec.Holidays {
		switch {
		case h.Annual == date.Format("01-02"):
			w.annual = append(w.annual, h)
		case h.Region == "" && h.Annual == "" && covers(date, h.Date, h.From, h.Until):
			w.dated = append(w.dated, h)
		}
	}
	return w
}

// isOpen compares the label with the windows of its date and the night before.
func (o *oracle) isOpen(t time.Time) bool {
	label := t.In(o.loc)
	y, m, d := label.Date()
	date := time.Date(y, m, d, 0, 0, 0, 0, time.UTC) // a date, not an instant
	h, minute, sec := label.Clock()
	tod := h*3600 + minute*60 + sec
	for _, back := range []int{0, 1} {
		owner := date.AddDate(0, 0, -back)
		at := tod + back*86400
		if o.inWindows(owner, at) && !o.removed(date, tod) {
			return true
		}
	}
	return false
}

// removed reports whether special hours of a date, or of the night before, take
// a time of day away. What they take is taken from all windows.
func (o *oracle) removed(date time.Time, tod int) bool {
	for _, back := range []int{0, 1} {
		for _, s := range o.on(date.AddDate(0, 0, -back)).special {
			if o.contains(s.Closed, tod+back*86400) {
				return true
			}
		}
	}
	return false
}

func covers(date time.Time, day, from, until string) bool {
	text := date.Format("2006-01-02")
	return day == text || from != "" && from <= text && text <= until
}

// inWindows applies the layers of a date, strongest first, to one time of day.
func (o *oracle) inWindows(date time.Time, tod int) bool {
	w := o.on(date)
	for _, s := range w.special {
		if len(s.Hours)+len(s.Open)+len(s.Closed) == 0 {
			return false
		}
	}
	for _, h := range w.dated {
		if len(h.Hours) == 0 {
			return false
		}
	}
	replaced := false
	for _, s := range w.special {
		replaced = replaced || len(s.Hours) > 0
		if o.contains(s.Open, tod) || o.contains(s.Hours, tod) {
			return true
		}
	}
	if replaced || w.closedByWeaker() || !o.contains(w.weekly, tod) {
		return false
	}
	for _, layer := range [][]Holiday{w.dated, w.annual} {
		if len(layer) > 0 {
			return !slices.ContainsFunc(layer, func(h Holiday) bool { return !o.contains(h.Hours, tod) })
		}
	}
	isEve := len(o.spec.Eve) > 0 && o.on(date.AddDate(0, 0, 1)).isHoliday()
	return !isEve || o.contains(o.spec.Eve, tod)
}

func (w *written) closedByWeaker() bool {
	return w.region || slices.ContainsFunc(w.annual, func(h Holiday) bool { return len(h.Hours) == 0 })
}

// isHoliday reports whether a holiday closes a date and no special hours open it.
func (w *written) isHoliday() bool {
	if slices.ContainsFunc(w.dated, func(h Holiday) bool { return len(h.Hours) == 0 }) {
		return true
	}
	if slices.ContainsFunc(w.special, func(s SpecialHours) bool { return len(s.Hours)+len(s.Open) > 0 }) {
		return false
	}
	return w.closedByWeaker()
}

// hoursOf returns the windows of the weekly hours in force on a date.
func (o *oracle) hoursOf(date time.Time) []string {
	hours, from := o.spec.Hours, ""
	for _, v := range o.spec.Versions {
		if v.From <= date.Format("2006-01-02") && v.From > from {
			hours, from = v.Hours, v.From
		}
	}
	if _, always := hours["24x7"]; always {
		return []string{"00:00-24:00"}
	}
	var windows []string
	name := strings.ToLower(date.Weekday().String()[:3])
	for key, ws := range hours {
		from, until, isRange := strings.Cut(key, "-")
		switch {
		case key == "daily", key == name:
			windows = append(windows, ws...)
		case isRange:
			const week = "mon tue wed thu fri sat sun mon tue wed thu fri sat sun "
			days := week[strings.Index(week, from):]
			days = days[:strings.Index(days, until)+3]
			if strings.Contains(days, name) {
				windows = append(windows, ws...)
			}
		}
	}
	return windows
}

// contains reports whether a time of day, in seconds and past 24 hours for the
// next morning, lies in one of the windows.
func (o *oracle) contains(windows []string, tod int) bool {
	for _, text := range windows {
		w, known := o.windows[text]
		if !known {
			from, until, _ := strings.Cut(text, "-")
			w = [2]int{clockSeconds(from), clockSeconds(until)}
			if w[1] <= w[0] {
				w[1] += 86400
			}
			o.windows[text] = w
		}
		if w[0] <= tod && tod < w[1] {
			return true
		}
	}
	return false
}

func clockSeconds(s string) (sec int) {
	parts := strings.Split(s, ":")
	for i, unit := range []int{3600, 60, 1}[:len(parts)] {
		n, err := strconv.Atoi(parts[i])
		if err != nil {
			panic(err)
		}
		sec += n * unit
	}
	return sec
}
