package breach

import (
	"time"

	"github.com/tenggat/sla/policy/rule"
)

// binding is a target as it applies to a ticket: the choices that depend on the
// ticket's fields are made. A nil binding is no target. Bindings never change,
// so that runs and legs share them.
type binding struct {
	rule.Binding
	due instant // zero unless the target has a due field
}

// same reports whether two bindings are the same target.
func same(a, b *binding) bool {
	return a == b || a != nil && b != nil && *a == *b
}

// movedTo reports whether b and another binding differ in their due date only.
func (b *binding) movedTo(other *binding) bool {
	moved := *b
	moved.due = other.due
	return moved == *other
}

// elapsed is the open time between two instants.
func (b *binding) elapsed(from, until instant) time.Duration {
	return b.Calendar.Elapsed(from.time(), until.time())
}

// add is the instant at which d of open time has passed since from; zero if the
// calendar never gets there.
func (b *binding) add(from instant, d time.Duration) instant {
	at, err := b.Calendar.Add(from.time(), d)
	if err != nil {
		return instant{}
	}
	return instantOf(at)
}

// nextOpen is the first open instant at or after t; zero if there is none.
func (b *binding) nextOpen(t instant) instant {
	at, err := b.Calendar.NextOpen(t.time())
	if err != nil {
		return instant{}
	}
	return instantOf(at)
}

// mode says what the time of a leg counts as.
type mode uint8

const (
	counting mode = iota // under a target: counted, unless its pause rule holds
	shadow               // no target has ever applied; counted as soon as one does
	detached             // the target no longer applied; not counted
	void                 // the ticket was void; not counted
	stopped              // between a stop and the reopening; not counted
)

// leg is a stretch of a run's time under one calendar and one pause rule. It
// lasts until the next leg begins, or the run ends.
type leg struct {
	from  instant
	mode  mode
	bound *binding // of a counting leg
}

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

// enter begins a leg at t, unless it would only continue the last one.
func (f *fold) enter(r *run, t instant, m mode, b *binding) {
	next := leg{from: t, mode: m, bound: b}
	if last := &r.legs[len(r.legs)-1]; last.from == t {
		*last = next
	} else if !last.continues(&next) {
		if len(r.legs) == 1 && cap(r.legs) == 1 { // what changes often changes back
			r.legs = append(f.legs.take(3)[:0], r.legs...)
		}
		r.legs = append(r.legs, next)
	}
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

// continues reports whether next counts time just as l does.
func (l *leg) continues(next *leg) bool {
	return l.mode == next.mode &&
		(l.mode != counting || l.bound.Calendar == next.bound.Calendar && l.rule() == next.rule())
}

// rule returns the index of the pause rule, -1 for none.
func (l *leg) rule() int {
	if l.mode != counting {
		return -1
	}
	return l.bound.Target.PauseRule()
}

// suspend stops the count at t because no target applies: the ticket is void,
// or no policy has a target for it.
func (f *fold) suspend(r *run, t instant) {
	m := detached
	switch {
	case f.void():
		m = void
	case !r.attached():
		m = shadow
	}
	if r.attached() && r.detachedAt.isZero() {
		r.detachedAt = t
	}
	f.enter(r, t, m, nil)
}
