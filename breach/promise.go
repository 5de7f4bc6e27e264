package breach

import "time"

// promise is a binding's budget as counted time from a start.
type promise struct {
	within time.Duration
	// opening: a budget that is used up exactly at closing time ends at the next
	// opening, because of the target's boundary or because working days end there.
	opening     bool
	unreachable bool // the calendar has too little open time
}

// promise converts the binding's budget into counted time for a clock that starts
// at start. Working days become the open time until their end.
func (b *binding) promise(start instant) promise {
	p := promise{opening: b.Target.NextOpen()}
	switch {
	case !b.due.isZero():
		p.within = max(0, b.Calendar.Elapsed(start.time(), b.due.time()))
	case b.Budget == nil: // the due date is the zero instant, long before the start
	case !b.Budget.InDays():
		p.within = b.Budget.Time
	default:
		end, err := b.Budget.End(b.Calendar, start.time())
		if err != nil {
			return promise{unreachable: true}
		}
		p.within = b.Calendar.Elapsed(start.time(), end)
		if earliest, err := b.Calendar.Add(start.time(), p.within); err == nil && earliest.Before(end) {
			p.opening = true
		}
	}
	return p
}

// deadline returns the deadline of a promise for a clock that starts at start and
// never pauses; zero if there is none.
func (b *binding) deadline(p promise, start instant) instant {
	if !b.due.isZero() {
		return b.due
	}
	if p.unreachable {
		return instant{}
	}
	at, err := b.Calendar.Add(start.time(), p.within)
	if err == nil && p.opening && !b.Calendar.IsOpen(at) {
		at, err = b.Calendar.NextOpen(at)
	}
	if err != nil {
		return instant{}
	}
	return instantOf(at)
}
