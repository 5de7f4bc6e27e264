package breach

import "cmp"

// verdict is a run's deadline and whether it was reached.
type verdict struct {
	deadline   instant // zero: the calendar has too little open time
	projected  bool    // paused: if it were resumed now
	breached   bool
	breachedAt instant
	count      count // of the run until its end
	reached    bool  // the deadline is counted, not projected
}

// breachedBefore reports whether the breach came before t. An event at the same
// instant is in time.
func (v *verdict) breachedBefore(t instant) bool {
	return v.breached && v.breachedAt.before(t)
}

// judge returns the verdict on a run as of an instant.
func (r *run) judge(at instant) verdict {
	return r.judgeCounted(r.count(r.end(at)), at)
}

// judgeCounted is judge for a run whose time until then is counted already.
func (r *run) judgeCounted(c count, at instant) verdict {
	end := r.end(at)
	v := verdict{count: c}
	if r.frozen != nil {
		v.deadline, v.breached, v.breachedAt = r.frozen.deadline, true, r.frozen.breachedAt
		return v
	}
	var deadline point
	if r.settled != nil && r.settled.deadline.reached {
		deadline = r.settled.deadline
	} else {
		deadline = r.deadline(v.count.elapsed, end)
	}
	v.deadline, v.reached = deadline.at, deadline.reached
	if deadline.at.isZero() {
		return v
	}
	lives := r.lives(deadline.at)
	switch {
	case r.ending == byCancel || !r.detachedAt.isZero():
		v.breached = !lives.isZero() && lives.before(end)
	case r.ending == byStop:
		v.breached = deadline.at.before(end)
	case !deadline.reached && r.paused(end):
		v.projected = true
	default:
		v.breached = !deadline.at.after(at)
	}
	if v.breached {
		v.breachedAt = later(cmp.Or(lives, end), r.since)
	}
	return v
}

// settle is judge as of an event. It keeps what is final, and does not compute a
// deadline that has not come.
func (r *run) settle(t instant) verdict {
	if tally := r.tally(); tally != nil {
		tally.extend(r, r.end(t))
	}
	v := verdict{count: r.count(r.end(t))}
	if r.frozen != nil || v.count.elapsed >= r.promise.within || !r.bound.due.isZero() {
		v = r.judgeCounted(v.count, t)
	}
	if r.settled == nil {
		r.settled = &settled{}
	}
	r.settled.until, r.settled.count = r.end(t), v.count
	if v.reached && r.bound.due.isZero() {
		r.settled.deadline = point{at: v.deadline, reached: true}
	}
	return v
}

// paused reports whether a run's pause rule holds at an instant that is not before the
// last event.
func (r *run) paused(at instant) bool {
	rule := r.legs[len(r.legs)-1].rule()
	return rule >= 0 && (*r.timelines)[rule].holding(at)
}
