package breach

import (
	"time"
)

// stretch is a piece of a run's time that counts in one way.
type stretch struct {
	from, until instant
	leg         *leg
	pause       *hold // not nil: paused by it
}

// counts reports whether open time in the stretch is counted.
func (s *stretch) counts() bool { return s.leg.mode == counting && s.pause == nil }

// elapsed returns the open time of the stretch in its leg's calendar.
func (s *stretch) elapsed() time.Duration { return s.leg.bound.elapsed(s.from, s.until) }

// walk goes through a run's stretches from its start to an end, in order.
type walk struct {
	stretch
	timelines []timeline
	legs      []leg
	holds     []hold // those of the current leg's rule that may lie ahead
	at        instant
	end       instant
}

// walk begins a walk over the run's time until end.
func (r *run) walk(end instant) walk {
	return walk{timelines: *r.timelines, legs: r.legs, at: r.started, end: end}
}

// walkOn begins a walk over what is not settled of the run's time until end.
func (r *run) walkOn(end instant) walk {
	w := r.walk(end)
	w.at = r.settled.until
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

// pauseOrCount cuts the stretch where the next hold begins, or makes it that
// hold's and cuts it where the hold ends.
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

// undisturbed reports whether all time since the run's start has been counted
// under the target of its start, without a pause, so that its deadline is the
// original one.
func (r *run) undisturbed() bool {
	if len(r.legs) != 1 || r.legs[0].bound != r.bound || r.origin != r.bound {
		return false
	}
	rule := r.bound.Target.PauseRule()
	return rule < 0 || len((*r.timelines)[rule].after(r.started)) == 0
}

// count sums up a run's time.
type count struct {
	elapsed    time.Duration // counted
	paused     time.Duration // open time in pauses
	wallPaused time.Duration
	pauses     int // into how many stretches these fall
}

// count sums up the run's time until end.
func (r *run) count(end instant) count {
	if r.undisturbed() {
		return count{elapsed: max(0, r.bound.elapsed(r.started, end))}
	}
	var c count
	w := r.walk(end)
	if r.settled != nil && !end.before(r.settled.until) {
		c, w = r.settled.count, r.walkOn(end)
	}
	for w.next() {
		switch {
		case w.counts():
			c.elapsed = sum(c.elapsed, w.elapsed())
		case w.pause != nil:
			c.paused = sum(c.paused, w.elapsed())
			c.wallPaused = sum(c.wallPaused, w.until.sub(w.from))
			c.pauses++
		}
	}
	return c
}

// sum adds a duration that is not negative, and stops at the largest there is.
func sum(a, b time.Duration) time.Duration {
	if a > maxDuration-b {
		return maxDuration
	}
	return a + b
}

// point is an instant at which a run's counted time reaches an amount.
type point struct {
	at      instant  // zero: the calendar never gets there
	reached bool     // the run got there by the end of the walk; else it is a projection
	bound   *binding // whose calendar counted last; nil at the start
}

// reach returns the earliest instant at which the run, which has counted elapsed
// by end, has counted d. What is missing then it goes on counting from there in
// its calendar.
func (r *run) reach(d, elapsed time.Duration, end instant) point {
	switch {
	case d <= 0:
		return point{at: r.started, reached: true}
	case d > elapsed:
		return point{at: r.bound.add(end, d-elapsed), bound: r.bound}
	case r.undisturbed():
		return point{at: r.bound.add(r.started, d), bound: r.bound, reached: true}
	}
	for w := r.walk(end); w.next(); {
		if !w.counts() {
			continue
		}
		open := w.elapsed()
		if open >= d { // so the point lies within the stretch
			return point{at: w.leg.bound.add(w.from, d), reached: true, bound: w.leg.bound}
		}
		d -= open
	}
	return point{} // never: elapsed is the sum of the stretches
}

// resume returns the first instant at or after t at which the run's time is
// counted.
func (r *run) resume(t, end instant) point {
	for w := r.walk(end); w.next(); {
		if !w.counts() || !w.until.after(t) {
			continue
		}
		at := w.leg.bound.nextOpen(later(t, w.from))
		if !at.isZero() && at.before(w.until) {
			return point{at: at, reached: true}
		}
	}
	return point{at: r.bound.nextOpen(later(t, end))}
}
