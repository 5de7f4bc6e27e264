package breach

// mode is how the time of a leg is counted.
type mode uint8

const (
	counting mode = iota // under a target: counted, unless its pause rule holds
	shadow               // no target has ever applied; counted once one does
	detached             // the target no longer applied; not counted
	void                 // the ticket was void; not counted
	stopped              // between a stop and the reopening; not counted
)

// leg is a part of a run's time under one calendar and one pause rule. It
// lasts until the next leg begins or the run ends.
type leg struct {
	from  instant
	mode  mode
	ended bool     // between a stop and the reopening, and counted nevertheless
	bound *binding // of a counting leg
}

// continues reports whether next counts time in the same way as l.
func (l *leg) continues(next *leg) bool {
	return l.mode == next.mode && l.ended == next.ended &&
		(l.mode != counting || l.bound.Calendar == next.bound.Calendar && l.rule() == next.rule())
}

// lives reports whether a target applies in the leg and the metric has not
// ended. A breach falls only into such a leg.
func (l *leg) lives() bool { return l.mode == counting && !l.ended }

// rule returns the index of the pause rule, -1 for none.
func (l *leg) rule() int {
	if l.mode != counting {
		return -1
	}
	return l.bound.Target.PauseRule()
}

// enter begins a leg, unless it would only continue the last one.
func (f *fold) enter(r *run, next leg) {
	if last := &r.legs[len(r.legs)-1]; last.from == next.from {
		*last = next
	} else if !last.continues(&next) {
		f.addLeg(r, next)
	}
}

// addLeg adds a leg to a run.
func (f *fold) addLeg(r *run, next leg) {
	if len(r.legs) == 1 && cap(r.legs) == 1 { // a change is often reverted later
		r.legs = append(f.legs.take(3)[:0], r.legs...)
	}
	r.legs = append(r.legs, next)
}

// suspend stops counting at t because no target applies: the ticket is void, or
// no policy has a target for it.
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
	f.enter(r, leg{from: t, mode: m})
}

func (m mode) String() string {
	switch m {
	case stopped:
		return "solved, until reopened"
	case void:
		return "the ticket was void"
	}
	return "no target applied"
}
