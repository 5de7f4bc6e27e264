package breach

import "cmp"

// ending is how a run ended, if it did.
type ending uint8

const (
	live ending = iota
	byStop
	byCancel
)

// statusEnd is whether a status ended a run, so that a reopening concerns it.
type statusEnd uint8

const (
	notByStatus statusEnd = iota
	byStatus
	byStatusReopened // a reopening has left it as it is; another one may not
)

// run is one start of a timer until its end. It holds facts only; a report
// computes the rest from them.
type run struct {
	timelines *[]timeline // of the ticket
	next      *run        // of the same metric, begun later
	started   instant     // of the count; a restart moves it
	// original is the deadline without pauses under the target of the start,
	// which is origin; zero if there is none.
	original instant
	origin   *binding
	legs     []leg // consecutive, the first from started

	number     int32 // among the reported instances of its timer; 0: no target has ever applied
	ending     ending
	byStatus   statusEnd
	hidden     bool    // begun on a solved ticket, so that no report shows it before a reopening
	moved      bool    // the start was moved after the run had begun, or no event has started it
	endedAt    instant // by a stop or a cancel
	detachedAt instant // no target applies since; zero while one does

	bound   *binding // the target in force, or the last that was
	promise promise  // what bound promises from started
	want    *binding // the target that applied at the last match; not bound under keep, and when detached
	// since is the instant from which bound's deadline and thresholds have been in
	// force. Nothing of them is breached or crossed earlier.
	since  instant
	frozen *frozen // nil: there is none

	settled *settled // nil: nothing is settled
	notes   *[]Note  // nil: there are none
}

// settled is what later events cannot change any more. It is kept so that the
// cost of an event does not grow with the history.
type settled struct {
	until    instant
	count    count    // until then
	deadline point    // zero unless the run has reached it
	tallies  *tallies // nil: never judged afresh
}

// frozen is a breach as it was when another target took over.
type frozen struct {
	bound      *binding
	promise    promise
	since      instant
	deadline   instant
	breachedAt instant
}

// attached reports whether a target has ever applied.
func (r *run) attached() bool { return r.number > 0 }

// shown reports whether reports show the run.
func (r *run) shown() bool { return r.attached() && !r.hidden }

// end returns the end of the run's time as of an instant: that instant, or an
// earlier one if the run ended or its target stopped applying.
func (r *run) end(at instant) instant {
	if !r.detachedAt.isZero() {
		return r.detachedAt
	}
	if r.ending != live {
		return r.endedAt
	}
	return at
}

// judged returns the target that decides the verdict, and its promise.
func (r *run) judged() (*binding, promise) {
	if r.frozen != nil {
		return r.frozen.bound, r.frozen.promise
	}
	return r.bound, r.promise
}

// crossedAt returns when a threshold of the judging target that lies at t is crossed,
// t not being after end: not before the target is in force, and not while the
// metric has ended or no target applies.
func (r *run) crossedAt(t, end instant) instant {
	since := r.since
	if r.frozen != nil {
		since = r.frozen.since
	}
	if n := r.legAt(t); n > 0 && r.legs[n].from == t && r.legs[n-1].lives() {
		return later(t, since) // an event of that instant ended the run, and a reopening continued it
	}
	return later(cmp.Or(r.lives(t), end), since)
}

// legAt returns the index of the leg that t lies in; -1 before the first.
func (r *run) legAt(t instant) int {
	n := len(r.legs) - 1
	for n >= 0 && r.legs[n].from.after(t) {
		n--
	}
	return n
}

// lives returns the first instant at or after t at which the run has not ended
// and a target applies; zero if there is none. A breach is never earlier.
func (r *run) lives(t instant) (next instant) {
	for i := len(r.legs) - 1; i >= 0; i-- {
		switch l := &r.legs[i]; {
		case l.lives() && !l.from.after(t):
			return t
		case l.lives():
			next = l.from
		case !l.from.after(t):
			return next
		}
	}
	return next
}
