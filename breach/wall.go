package breach

import (
	"time"

	"github.com/tenggat/sla/policy/rule"
)

// wallPoint returns the instant of a mark in plain time: that much before or after the
// deadline, or after the start.
//
// A mark before the deadline is crossed when the run, as it stands then, has no more
// plain time left than that. A pause that begins later moves the deadline, but does
// not take back what is crossed.
func (r *run) wallPoint(m rule.Mark, elapsed time.Duration, end instant) point {
	b, promise := r.judged()
	switch {
	case m.FromStart:
		return point{at: r.started.plus(m.Offset), reached: true}
	case !b.due.isZero():
		return point{at: later(b.due.plus(m.Offset), r.started), reached: true}
	}
	deadline := point{reached: true}
	if r.frozen != nil {
		deadline.at = r.frozen.deadline
	} else {
		deadline = r.deadline(elapsed, end)
	}
	if deadline.at.isZero() || m.Offset >= 0 {
		return point{at: deadline.at.plus(m.Offset), reached: deadline.reached}
	}
	var counted time.Duration
	for w := r.walk(end); w.next(); {
		if !w.counts() {
			continue
		}
		if at := w.leg.bound.deadlineFrom(w.from, promise, counted); !at.isZero() {
			if crossed := later(at.plus(m.Offset), w.from); !crossed.after(w.until) {
				return point{at: crossed, reached: true}
			}
		}
		counted = sum(counted, w.elapsed())
	}
	if r.ending != live || !r.detachedAt.isZero() {
		return point{} // it was not crossed by the end
	}
	return point{at: later(deadline.at.plus(m.Offset), end)}
}

// deadlineFrom returns the deadline of a promise as it stands at an instant by which so
// much is counted, if no pause follows; zero if there is none.
func (b *binding) deadlineFrom(t instant, p promise, counted time.Duration) instant {
	at := t
	if counted < p.within {
		at = b.add(t, p.within-counted)
	}
	if !at.isZero() && p.opening && !b.Calendar.IsOpen(at.time()) {
		at = b.nextOpen(at)
	}
	return at
}
