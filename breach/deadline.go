package breach

import (
	"math/bits"
	"slices"
	"time"

	"github.com/tenggat/sla/calendar"
	"github.com/tenggat/sla/policy/rule"
)

// point is an instant at which a run's counted time reaches an amount.
type point struct {
	at      instant // zero: the calendar has too little open time
	reached bool    // by the end of the walk; otherwise it is a projection
}

// reach returns the earliest instant at which the run has counted d, elapsed being
// what it has counted by end. What is missing by end is counted on from there on
// its calendar.
func (r *run) reach(d, elapsed time.Duration, end instant) point {
	switch {
	case d <= 0:
		return point{at: r.started, reached: true}
	case d > elapsed:
		return point{at: r.bound.add(end, d-elapsed)}
	case r.undisturbed():
		return point{at: r.bound.add(r.started, d), reached: true}
	}
	if t := r.tally(); t != nil {
		return point{at: t.reach(r, d, end), reached: true}
	}
	return r.reachFrom(r.started, d, end)
}

// reachFrom returns the instant at which the run has counted d since an instant, which
// it has by the end.
func (r *run) reachFrom(from instant, d time.Duration, end instant) point {
	for w := r.walkFrom(from, end); w.next(); {
		if !w.counts() {
			continue
		}
		open := w.elapsed()
		if open >= d { // so the point lies within the stretch
			return point{at: w.leg.bound.add(w.from, d), reached: true}
		}
		d -= open
	}
	return point{} // never: elapsed is the sum of the stretches
}

// resume returns the first instant at or after t at which the run's time is
// counted.
func (r *run) resume(t, end instant) point {
	for w := r.walkFrom(later(t, r.started), end); w.next(); {
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

// deadline returns the instant by which the run must stop, elapsed being what it
// has counted by end.
func (r *run) deadline(elapsed time.Duration, end instant) point {
	if !r.bound.due.isZero() {
		return point{at: r.bound.due, reached: true}
	}
	if r.promise.unreachable {
		return point{}
	}
	if r.promise.within > 0 && r.undisturbed() {
		return point{at: r.original, reached: r.original.before(end)}
	}
	p := r.reach(r.promise.within, elapsed, end)
	if p.at.isZero() || !r.promise.opening || r.calendarAt(p.at).IsOpen(p.at.time()) {
		return p
	}
	return r.resume(p.at, end)
}

// calendarAt returns the calendar by which the run's time is counted from t on.
// Between a stop and a reopening it is that of the stop.
func (r *run) calendarAt(t instant) *calendar.Calendar {
	for _, l := range slices.Backward(r.legs) {
		switch {
		case l.from.after(t) || l.mode == stopped:
		case l.mode == counting:
			return l.bound.Calendar
		default:
			return r.bound.Calendar
		}
	}
	return r.bound.Calendar
}

// pointAt returns the instant of a threshold or of the at-risk point. It is
// counted from the start, so that it is in open time as deadlines are, unless the mark
// is in plain time.
func (r *run) pointAt(m rule.Mark, elapsed time.Duration, end instant) point {
	b, promise := r.judged()
	if promise.unreachable && !m.FromStart {
		return point{}
	}
	if m.Wall {
		return r.wallPoint(m, elapsed, end)
	}
	d := countedAt(promise.within, m)
	atDeadline := m.Percent == 0 && m.Offset == 0
	switch {
	case !b.due.isZero() && atDeadline:
		return point{at: b.due, reached: true}
	case !b.due.isZero():
	case d != promise.within || m.FromStart:
		return r.reach(d, elapsed, end)
	case r.frozen != nil:
		return point{at: r.frozen.deadline, reached: true}
	default:
		return r.deadline(elapsed, end)
	}
	if d <= 0 {
		return point{at: r.started, reached: true}
	}
	return point{at: b.add(r.started, d), reached: true}
}

// countedAt is the counted time at a mark of a target.
func countedAt(within time.Duration, m rule.Mark) time.Duration {
	from := within
	switch {
	case m.FromStart:
		from = 0
	case m.Percent != 0:
		const whole = 100_000 // Percent counts thousandths of one per cent
		hi, lo := bits.Mul64(uint64(within), uint64(m.Percent))
		from = maxDuration
		if hi < whole {
			q, _ := bits.Div64(hi, lo, whole)
			from = time.Duration(min(q, uint64(maxDuration)))
		}
	}
	if m.Offset > 0 {
		return sum(from, m.Offset)
	}
	return max(from+m.Offset, 0)
}

// crossedBy reports whether the point is reached by end. A point that a paused
// run has not reached is a projection, even if it is at end.
func (p *point) crossedBy(end instant, s State) bool {
	return !p.at.isZero() && !p.at.after(end) && (p.reached || s != Paused)
}
