package breach

import (
	"time"

	"github.com/tenggat/sla/calendar"
)

// stretch is a piece of a run's time that counts in one way.
type stretch struct {
	from, until time.Time
	leg         *leg
	pause       *hold // not nil: paused by it
}

// counts reports whether open time in the stretch is counted.
func (s *stretch) counts() bool { return s.leg.mode == counting && s.pause == nil }

// elapsed returns the open time of the stretch in its leg's calendar.
func (s *stretch) elapsed() time.Duration {
	return s.leg.bound.calendar.Elapsed(s.from, s.until)
}

// walk goes through a run's stretches from its start to an end, in order.
type walk struct {
	stretch
	timelines []timeline
	legs      []leg
	holds     []hold // those of the current leg's rule that may lie ahead
	at        time.Time
	end       time.Time
}

// walk begins a walk over the run's time until end.
func (f *fold) walk(r *run, end time.Time) walk {
	return walk{timelines: f.timelines, legs: r.legs, at: r.started, end: end}
}

// walkOn begins a walk over what is not settled of the run's time until end.
func (f *fold) walkOn(r *run, end time.Time) walk {
	w := f.walk(r, end)
	w.at = r.settled.until
	i := len(w.legs) - 1
	for i > 0 && w.legs[i].from.After(w.at) {
		i--
	}
	w.legs = w.legs[i:]
	return w
}

// next moves to the next stretch that is not empty; it reports false at the end.
func (w *walk) next() bool {
	for w.at.Before(w.end) {
		if w.leg == nil || len(w.legs) > 0 && !w.legs[0].from.After(w.at) {
			w.enter()
		}
		w.from, w.pause, w.until = w.at, nil, w.legEnd()
		if len(w.holds) > 0 {
			w.pauseOrCount()
		}
		w.at = w.until
		if w.from.Before(w.until) {
			return true
		}
	}
	return false
}

// enter makes the next leg the current one.
func (w *walk) enter() {
	w.leg, w.legs = &w.legs[0], w.legs[1:]
	w.holds = nil
	if rule := w.leg.rule(); rule >= 0 {
		w.holds = w.timelines[rule].after(w.at)
	}
}

// legEnd returns where the current leg ends.
func (w *walk) legEnd() time.Time {
	if len(w.legs) > 0 && w.legs[0].from.Before(w.end) {
		return w.legs[0].from
	}
	return w.end
}

// pauseOrCount cuts the stretch where the next hold begins, or makes it that
// hold's and cuts it where the hold ends.
func (w *walk) pauseOrCount() {
	h := &w.holds[0]
	if h.from.After(w.from) {
		if h.from.Before(w.until) {
			w.until = h.from
		}
		return
	}
	w.pause = h
	if !h.until.IsZero() && !h.until.After(w.until) {
		w.until = h.until
		w.holds = w.holds[1:]
	}
}

// count sums up a run's time.
type count struct {
	elapsed    time.Duration // counted
	paused     time.Duration // open time in pauses
	wallPaused time.Duration
}

// count sums up the run's time until end.
func (f *fold) count(r *run, end time.Time) count {
	var c count
	w := f.walk(r, end)
	if r.settled != nil && !end.Before(r.settled.until) {
		c, w = r.settled.count, f.walkOn(r, end)
	}
	for w.next() {
		switch {
		case w.counts():
			c.elapsed += w.elapsed()
		case w.pause != nil:
			c.paused += w.elapsed()
			c.wallPaused += w.until.Sub(w.from)
		}
	}
	return c
}

// point is an instant at which a run's counted time reaches an amount.
type point struct {
	at      time.Time // zero: the calendar never gets there
	reached bool      // the run got there by the end of the walk; else it is a projection
	// calendar is the one that counted last; nil at the start and where open.
	calendar *calendar.Calendar
}

// reach returns the earliest instant at which the run, which has counted elapsed
// by end, has counted d. What is missing then it goes on counting from there in
// its calendar.
func (f *fold) reach(r *run, d, elapsed time.Duration, end time.Time) point {
	switch {
	case d <= 0:
		return point{at: r.started, reached: true}
	case d > elapsed:
		at, err := r.bound.calendar.Add(end, d-elapsed)
		if err != nil {
			return point{}
		}
		return point{at: at, calendar: r.bound.calendar}
	}
	for w := f.walk(r, end); w.next(); {
		if !w.counts() {
			continue
		}
		cal, open := w.leg.bound.calendar, w.elapsed()
		if open >= d {
			at, _ := cal.Add(w.from, d) // d lies within the stretch, so it exists
			return point{at: at, reached: true, calendar: cal}
		}
		d -= open
	}
	return point{} // never: elapsed is the sum of the stretches
}

// resume returns the first instant at or after t at which the run's time is
// counted.
func (f *fold) resume(r *run, t, end time.Time) point {
	for w := f.walk(r, end); w.next(); {
		if !w.counts() || !w.until.After(t) {
			continue
		}
		at, err := w.leg.bound.calendar.NextOpen(later(t, w.from))
		if err == nil && at.Before(w.until) {
			return point{at: at, reached: true}
		}
	}
	at, err := r.bound.calendar.NextOpen(later(t, end))
	if err != nil {
		return point{}
	}
	return point{at: at}
}

func later(a, b time.Time) time.Time {
	if a.Before(b) {
		return b
	}
	return a
}
