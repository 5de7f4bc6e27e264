package breach

import (
	"time"

	"github.com/tenggat/sla/policy"
)

// promise is what a binding promises from a start on, as counted time.
type promise struct {
	within time.Duration
	// opening: a budget used up exactly at closing time leads to the next
	// opening, by the target's boundary or because working days lead there.
	opening     bool
	unreachable bool // the calendar holds too little open time
}

// promise turns the binding's budget into counted time for a clock that starts
// at start. Working days become the open time until the instant they lead to.
func (b *binding) promise(start instant) promise {
	p := promise{within: b.budget.Time, opening: b.target.Boundary == policy.NextOpen}
	switch {
	case !b.due.isZero():
		p.within = max(0, b.calendar.Elapsed(start.time(), b.due.time()))
	case b.budget.Days > 0 || b.budget.AtClose:
		end, err := b.workingDays(b.budget, start)
		if err != nil {
			return promise{unreachable: true}
		}
		p.within = b.calendar.Elapsed(start.time(), end)
		if earliest, err := b.calendar.Add(start.time(), p.within); err == nil && earliest.Before(end) {
			p.opening = true
		}
	}
	return p
}

func (b *binding) workingDays(d policy.Duration, start instant) (time.Time, error) {
	if d.AtClose {
		return b.calendar.CloseOfDay(start.time(), d.Days)
	}
	return b.calendar.AddDays(start.time(), d.Days)
}

// deadline returns the instant to which a promise of the binding leads a clock
// that starts at start and never pauses; zero if there is none.
func (b *binding) deadline(p promise, start instant) instant {
	if !b.due.isZero() {
		return b.due
	}
	if p.unreachable {
		return instant{}
	}
	at, err := b.calendar.Add(start.time(), p.within)
	if err == nil && p.opening && !b.calendar.IsOpen(at) {
		at, err = b.calendar.NextOpen(at)
	}
	if err != nil {
		return instant{}
	}
	return instantOf(at)
}
