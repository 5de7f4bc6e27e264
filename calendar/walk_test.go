package calendar

import (
	"fmt"
	"math/rand/v2"
	"slices"
	"testing"
	"time"
)

// A walk is the oracle's answer for every minute of some days: the slow way to
// every result. The windows and offsets of these tests are whole minutes.
type walk struct {
	start   time.Time
	minute  []minute
	starts  map[int64]bool // local dates on which a window starts
	owns    func(owner time.Time, m int) bool
	belongs [][]owned // of each minute, once asked for
}

type minute struct {
	open bool
	date int64 // as the oracle has them
	tod  int   // minutes
}

func (o *oracle) walk(start time.Time, days int) *walk {
	w := newWalk(o.loc, o.isOpen, o.windowStarts, start, days)
	w.owns = o.owns
	return w
}

// newWalk asks about every minute. Without windowStarts, working days are not
// known.
func newWalk(loc *time.Location, isOpen func(time.Time) bool, windowStarts func(before, label time.Time) bool, start time.Time, days int) *walk {
	w := &walk{start: start, minute: make([]minute, days*1440), starts: make(map[int64]bool)}
	before := start.Add(-time.Minute).In(loc)
	for i := range w.minute {
		t := w.at(i)
		label := t.In(loc)
		y, m, d := label.Date()
		date := time.Date(y, m, d, 0, 0, 0, 0, time.UTC).Unix()
		w.minute[i] = minute{isOpen(t), date, label.Hour()*60 + label.Minute()}
		if windowStarts != nil && windowStarts(before, label) {
			w.starts[w.minute[i].date] = true
		}
		before = label
	}
	return w
}

// windowStarts reports whether a window becomes open at label, the clock having
// shown before a minute ago: a start of a window lies between the two, and the
// window is open.
func (o *oracle) windowStarts(before, label time.Time) bool {
	date := time.Date(label.Year(), label.Month(), label.Day(), 0, 0, 0, 0, time.UTC)
	shown := time.Date(before.Year(), before.Month(), before.Day(), before.Hour(), before.Minute(), 0, 0, time.UTC)
	tod := label.Hour()*60 + label.Minute()
	//narrowing:ok minutes of a day or two: before is a minute before label
	elapsed := min(tod-int(shown.Sub(date)/time.Minute), 2*1440)
	for _, back := range []int{0, 1440} {
		owner := date.AddDate(0, 0, -back/1440)
		if !o.owns(owner, tod+back) {
			continue
		}
		if elapsed == 1 {
			if !o.owns(owner, tod+back-1) {
				return true
			}
			continue
		}
		for i := range elapsed {
			s := tod + back - i
			if o.owns(owner, s) && !o.owns(owner, s-1) {
				return true
			}
			if !o.owns(owner, s) {
				break
			}
		}
	}
	return false
}

// owns reports whether a minute, counted from an owner's midnight, lies in one of
// that date's windows.
func (o *oracle) owns(owner time.Time, m int) bool {
	if m < 0 {
		return false
	}
	return o.inWindows(owner, m*60) && !o.removed(owner.AddDate(0, 0, m/1440), m%1440*60)
}

func (w *walk) at(i int) time.Time { return w.start.Add(time.Duration(i) * time.Minute) }

func (w *walk) elapsed(i, j int) (d time.Duration) {
	if j < i {
		return -w.elapsed(j, i)
	}
	for _, m := range w.minute[i:j] {
		if m.open {
			d += time.Minute
		}
	}
	return d
}

// add returns the nearest minute with so much open time in between, or -1 if
// the walk ends before.
func (w *walk) add(i int, d time.Duration) int {
	for ; d > 0; i++ {
		if i == len(w.minute) {
			return -1
		}
		if w.minute[i].open {
			d -= time.Minute
		}
	}
	for ; d < 0; i-- {
		if i == 0 {
			return -1
		}
		if w.minute[i-1].open {
			d += time.Minute
		}
	}
	return i
}

func (w *walk) next(i int, open bool) int {
	for ; i < len(w.minute); i++ {
		if w.minute[i].open == open {
			return i
		}
	}
	return -1
}

// owned is a window that a minute lies in: the date it is written for, the one
// on which it became open (0 if that was before the walk), how far it has come,
// in minutes since the owner's midnight, and its last minute of the walk.
type owned struct {
	owner, start      int64
	from, until, last int
}

// workingDays returns for every minute the windows it lies in, that of its own
// date first.
func (w *walk) workingDays() [][]owned {
	if w.belongs != nil {
		return w.belongs
	}
	windows := make(map[int64][]owned) // by owner
	for i, m := range w.minute {
		var now []owned
		for _, back := range []int64{0, 1} {
			owner := m.date - back*86400
			at := w.since(owner, i)
			if !w.owns(time.Unix(owner, 0).UTC(), at) {
				continue
			}
			// A clock that is set back shows minutes again: the window is the same.
			// One that is set forward skips some within a window.
			k := slices.IndexFunc(windows[owner], func(o owned) bool { return o.from <= at && at < o.until || o.last == i-1 })
			if k < 0 {
				k = len(windows[owner])
				windows[owner] = append(windows[owner], owned{owner: owner, start: m.date, from: at, last: i})
				if i == 0 {
					windows[owner][k].start = 0
				}
			}
			o := &windows[owner][k]
			o.until, o.last = max(o.until, at+1), i
			now = append(now, *o)
		}
		w.belongs = append(w.belongs, now)
	}
	return w.belongs
}

// since returns the minutes from the midnight of a date to a minute, as the
// clock counts them.
func (w *walk) since(date int64, i int) int {
	return int(w.minute[i].date-date)/60 + w.minute[i].tod //narrowing:ok a walk lasts some days
}

// addDays follows the words of AddDays.
func (w *walk) addDays(i, n int) int {
	if i = w.next(i, true); i < 0 || n == 0 {
		return i
	}
	first, _ := w.ofDay(i, n)
	return first
}

// closeOfDay follows the words of CloseOfDay.
func (w *walk) closeOfDay(i, n int) int {
	if i = w.next(i, true); i < 0 {
		return i
	}
	_, last := w.ofDay(i, n)
	return last
}

// endOfDays follows the words of EndOfDays.
func (w *walk) endOfDays(i int, d Days) int {
	open := w.next(i, true)
	if open < 0 || len(w.starts) == 0 {
		return -1
	}
	own := w.workingDays()[open][0].start
	timeOfDay := w.since(own, open)
	n := d.N
	if d.FromArrival && !w.minute[i].open && n > 0 {
		timeOfDay = w.minute[i].tod
		if own > w.minute[i].date { // this day is the first after the arrival
			n--
		}
	}
	if d.At > 0 {
		timeOfDay = int(d.At / time.Minute) //narrowing:ok a time of the day
	}
	end := func(n int) int {
		first, last := w.ofDayAt(open, n, timeOfDay)
		if d.AtClose {
			return last
		}
		return first
	}
	if at := end(n); at > i || d.N > 0 {
		return at
	}
	return end(1)
}

// ofDay returns the minute that AddDays names, and the last closing of its day,
// for an open minute.
func (w *walk) ofDay(i, n int) (first, last int) {
	if len(w.starts) == 0 {
		return -1, -1
	}
	return w.ofDayAt(i, n, w.since(w.workingDays()[i][0].start, i))
}

// ofDayAt is ofDay with another time of day.
func (w *walk) ofDayAt(i, n, timeOfDay int) (first, last int) {
	if len(w.starts) == 0 {
		return -1, -1
	}
	belongs := w.workingDays()
	own := belongs[i][0].start
	if own == 0 {
		return -1, -1
	}
	var days []int64
	for date := range w.starts {
		days = append(days, date)
	}
	slices.Sort(days)
	k, _ := slices.BinarySearch(days, own)
	if k += n; k < 0 || k >= len(days) {
		return -1, -1
	}
	if days[k] == w.minute[0].date || days[k]+86400 >= w.minute[len(w.minute)-1].date {
		return -1, -1 // only a part of it is in the walk
	}
	first, last = -1, -1
	for j, m := range w.minute {
		if !m.open || m.date < days[k] || m.date > days[k]+86400 {
			continue
		}
		if !slices.ContainsFunc(belongs[j], func(o owned) bool { return o.start == days[k] }) {
			continue
		}
		if first < 0 && w.since(days[k], j) >= timeOfDay {
			first = j
		}
		last = j + 1
	}
	if first < 0 {
		first = last
	}
	return first, last
}

// agree compares the engine with the walk at a minute, and over a distance.
func (w *walk) agree(t *testing.T, c *Calendar, r *rand.Rand) {
	t.Helper()
	check := func(what string, i, want int, got time.Time, err error) {
		t.Helper()
		if want < 0 {
			return // it lies beyond the walk
		}
		if err != nil || !got.Equal(w.at(want)) {
			t.Errorf("%s from %v = %v, %v; want %v", what, w.at(i), got.UTC(), err, w.at(want))
		}
	}
	for i, m := range w.minute {
		if got := c.IsOpen(w.at(i)); got != m.open {
			t.Fatalf("IsOpen(%v, %s) = %v", w.at(i), w.at(i).In(c.Location()), got)
		}
	}
	inside := len(w.minute) / 3 // leave room on both sides
	for range 60 {
		i, j := inside+r.IntN(inside), inside+r.IntN(inside)
		if got, want := c.Elapsed(w.at(i), w.at(j)), w.elapsed(i, j); got != want {
			t.Errorf("Elapsed(%v, %v) = %v, want %v", w.at(i), w.at(j), got, want)
		}
		d := time.Duration(r.IntN(2*60*12)-60*12) * time.Minute
		got, err := c.Add(w.at(i), d)
		check(fmt.Sprintf("Add %v", d), i, w.add(i, d), got, err)
		got, err = c.NextOpen(w.at(i))
		check("NextOpen", i, w.next(i, true), got, err)
		got, err = c.NextClose(w.at(i))
		if open := w.next(i, true); open >= 0 {
			check("NextClose", i, w.next(open, false), got, err)
		}
		n := r.IntN(5) - 2
		got, err = c.AddDays(w.at(i), n)
		check(fmt.Sprintf("AddDays %d", n), i, w.addDays(i, n), got, err)
		days := Days{N: r.IntN(3), FromArrival: r.IntN(2) > 0}
		switch r.IntN(3) {
		case 0:
			days.AtClose = true
		case 1:
			days.At = time.Duration(1+r.IntN(24*60-1)) * time.Minute
		default:
			days.N++
		}
		if c.ownWindows() {
			got, err = c.EndOfDays(w.at(i), days)
			check(fmt.Sprintf("EndOfDays %+v", days), i, w.endOfDays(i, days), got, err)
			got, err = c.CloseOfDay(w.at(i), n)
			check(fmt.Sprintf("CloseOfDay %d", n), i, w.closeOfDay(i, n), got, err)
		}
		w.agreeSpans(t, c, i, j)
	}
}

// agreeSpans checks that spans cover the time between two minutes without a gap
// and tell open from closed as the walk does.
func (w *walk) agreeSpans(t *testing.T, c *Calendar, i, j int) {
	t.Helper()
	at := i
	var before Span
	for s := range c.Spans(w.at(i), w.at(j)) {
		if !s.From.Equal(w.at(at)) || !s.From.Before(s.Until) {
			t.Fatalf("span %v to %v, want one from %v", s.From, s.Until, w.at(at))
		}
		if s.Open != (s.Cause == Cause{}) || at > i && s.Open == before.Open && s.Cause == before.Cause {
			t.Errorf("span %+v after %+v", s, before)
		}
		for ; w.at(at).Before(s.Until); at++ {
			if w.minute[at].open != s.Open {
				t.Fatalf("span %+v is wrong at %v", s, w.at(at))
			}
		}
		before = s
	}
	if want := max(i, j); at != want && i < j {
		t.Errorf("spans of %v to %v end at %v", w.at(i), w.at(j), w.at(at))
	}
}
