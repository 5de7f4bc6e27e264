package breach

import (
	"time"

	"github.com/tenggat/sla/clock"
	"github.com/tenggat/sla/policy"
)

// Evaluate folds a ticket's history and reports where each target stands at an
// instant. The history may be in any order and is not changed; events after at
// are ignored, even if they have mistakes. The fold is a pure function of its arguments:
// it reads no clock, keeps no state and is safe for concurrent use with one Set.
//
// The error joins an [*EventError] for every event that cannot be evaluated, or
// is a [*NotCreatedError] if the ticket did not exist at that instant, or
// [ErrOutOfRange], or [ErrNilSet]. Anything else that is doubtful is a [Warning] in the Report.
func Evaluate(set *policy.Set, history []Event, at time.Time) (*Report, error) {
	f, err := foldHistory(set, history, at, false)
	if err != nil {
		return nil, err
	}
	return f.report(at.Round(0).UTC())
}

// Evaluator evaluates with a Clock's time. The zero Evaluator, and a nil one,
// return [ErrNilSet]. It is safe for concurrent use if its Clock is.
type Evaluator struct {
	Policies *policy.Set
	Clock    clock.Clock // nil is clock.System
}

// Evaluate is [Evaluate] at the Clock's present time.
func (e *Evaluator) Evaluate(history []Event) (*Report, error) {
	var with Evaluator
	if e != nil {
		with = *e
	}
	if with.Clock == nil {
		with.Clock = clock.System()
	}
	return Evaluate(with.Policies, history, with.Clock.Now())
}

// foldHistory folds the events that happened by at, with notes for ledgers or without.
func foldHistory(set *policy.Set, history []Event, at time.Time, notes bool) (*fold, error) {
	if set == nil {
		return nil, ErrNilSet
	}
	events, ticket, err := order(history, at)
	if err != nil {
		return nil, err
	}
	f := newFold(set)
	f.ticket.name, f.notes = ticket, notes
	seen := repeats{}
	for i := range events {
		e := &events[i]
		if earlier := seen.find(events[:i], e); earlier != nil {
			if !sameContent(earlier, e) {
				f.warnOfDuplicate(e.ID)
			}
			continue
		}
		f.apply(e)
	}
	return f, nil
}
