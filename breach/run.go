package breach

const (
	counting mode = iota // under a target: counted, unless its pause rule holds
	shadow               // no target has ever applied; counted as soon as one does
	detached             // the target no longer applied; not counted
	void                 // the ticket was void; not counted
	stopped              // between a stop and the reopening; not counted
)

// ending says how a run ended, if it did.
type ending uint8

const (
	live ending = iota
	byStop
	byCancel
)

// run is one instance of a metric while it is folded: facts only. Whatever can
// be computed from them is computed when a report asks.
type run struct {
	timelines *[]timeline // of the ticket
	next      *run        // of the same metric, begun later
	number    int         // of the reported instances of its clock; 0: no target has ever applied
	started   instant     // of the count; a restart moves it
	// original is the deadline that the target of the start, which is origin,
	// gives without pauses; zero if there is none.
	original instant
	origin   *binding
	legs     []leg // consecutive, the first from started

	ending     ending
	byStatus   bool    // ended by a status: a reopening concerns it
	endedAt    instant // by a stop or a cancel
	detachedAt instant // no target applies since; zero while one does

	bound   *binding // the target in force, or the last that was
	promise promise  // what bound promises from started
	want    *binding // what applied when last looked: differs from bound under keep, and when detached
	// since is when the present deadline came into force: a breach of it cannot
	// be earlier.
	since  instant
	frozen *frozen // a breach that a later change of target must not touch

	settled *settled // nil: nothing is
}

// settled is what later events cannot change any more, kept so that an event
// costs the same however long the history is.
type settled struct {
	until    instant
	count    count // until then
	deadline point // zero unless the run has reached it
}

// frozen is a breach as it was when another target took over.
type frozen struct {
	bound      *binding
	promise    promise
	deadline   instant
	breachedAt instant
}

// attached reports whether a target has ever applied, so that reports show it.
func (r *run) attached() bool { return r.number > 0 }

// end returns the instant to which the run's time is known: at, or earlier if
// it ended or its target went away.
func (r *run) end(at instant) instant {
	if !r.detachedAt.isZero() {
		return r.detachedAt
	}
	if r.ending != live {
		return r.endedAt
	}
	return at
}

// judged returns the target that the verdict is about, and its promise.
func (r *run) judged() (*binding, promise) {
	if r.frozen != nil {
		return r.frozen.bound, r.frozen.promise
	}
	return r.bound, r.promise
}

// lives returns the first instant at or after t at which the run was not
// stopped and a target applied: no breach is made in between.
func (r *run) lives(t instant) instant {
	next := t
	for i := len(r.legs) - 1; i >= 0; i-- {
		switch l := &r.legs[i]; {
		case l.from.after(t) && l.mode == counting:
			next = l.from
		case l.from.after(t):
		case l.mode == counting:
			return t
		default:
			return next
		}
	}
	return t
}
