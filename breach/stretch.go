package breach

import (
	"time"
)

// stretch is a part of a run's time that is counted in one way.
type stretch struct {
	from, until instant
	leg         *leg
	pause       *hold // nil: not paused
}

// counts reports whether open time in the stretch is counted.
func (s *stretch) counts() bool { return s.leg.mode == counting && s.pause == nil }

// elapsed returns the open time of the stretch in its leg's calendar.
func (s *stretch) elapsed() time.Duration { return s.leg.bound.elapsed(s.from, s.until) }

// walk iterates over a run's stretches from its start to an end.
type walk struct {
	stretch
	timelines []timeline
	legs      []leg
	holds     []hold // of the current leg's rule, from the present one on
	at        instant
	end       instant
}

// walk begins a walk over the run's time until end.
func (r *run) walk(end instant) walk {
	return walk{timelines: *r.timelines, legs: r.legs, at: r.started, end: end}
}

// walkFrom begins a walk over a part of the run's time.
func (r *run) walkFrom(from, end instant) walk {
	w := r.walk(end)
	w.at = from
	i := len(w.legs) - 1
	for i > 0 && w.legs[i].from.after(w.at) {
		i--
	}
	w.legs = w.legs[i:]
	return w
}

// next moves to the next stretch that is not empty; it reports false at the end.
func (w *walk) next() bool {
	for w.at.before(w.end) {
		if w.leg == nil || len(w.legs) > 0 && !w.legs[0].from.after(w.at) {
			w.enter()
		}
		w.from, w.pause, w.until = w.at, nil, w.legEnd()
		if len(w.holds) > 0 {
			w.pauseOrCount()
		}
		w.at = w.until
		if w.from.before(w.until) {
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
func (w *walk) legEnd() instant {
	if len(w.legs) > 0 && w.legs[0].from.before(w.end) {
		return w.legs[0].from
	}
	return w.end
}

// pauseOrCount ends the stretch where the next hold begins, or marks it as paused
// by that hold and ends it where the hold ends.
func (w *walk) pauseOrCount() {
	h := &w.holds[0]
	if h.from.after(w.from) {
		if h.from.before(w.until) {
			w.until = h.from
		}
		return
	}
	w.pause = h
	if !h.until.isZero() && !h.until.after(w.until) {
		w.until = h.until
		w.holds = w.holds[1:]
	}
}
