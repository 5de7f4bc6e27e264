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
func (b *binding) promise(start time.Time) promise {
	p := promise{within: b.budget.Time, opening: b.target.Boundary == policy.NextOpen}
	switch {
	case !b.due.IsZero():
		p.within = max(0, b.calendar.Elapsed(start, b.due))
	case b.budget.Days > 0 || b.budget.AtClose:
		end, err := b.workingDays(b.budget, start)
		if err != nil {
			return promise{unreachable: true}
		}
		p.within = b.calendar.Elapsed(start, end)
		if earliest, err := b.calendar.Add(start, p.within); err == nil && earliest.Before(end) {
			p.opening = true
		}
	}
	return p
}

func (b *binding) workingDays(d policy.Duration, start time.Time) (time.Time, error) {
	if d.AtClose {
		return b.calendar.CloseOfDay(start, d.Days)
	}
	return b.calendar.AddDays(start, d.Days)
}

// original returns the deadline that the binding gives a clock that starts at
// start and never pauses; zero if there is none.
func (b *binding) original(start time.Time) time.Time {
	if !b.due.IsZero() {
		return b.due
	}
	p := b.promise(start)
	if p.unreachable {
		return time.Time{}
	}
	at, err := b.calendar.Add(start, p.within)
	if err == nil && p.opening && !b.calendar.IsOpen(at) {
		at, err = b.calendar.NextOpen(at)
	}
	if err != nil {
		return time.Time{}
	}
	return at
}
