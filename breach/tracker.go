package breach

import (
	"time"

	"github.com/tenggat/sla/policy"
)

// Tracker evaluates a ticket's history one event at a time. After the same events
// its Report equals that of [Evaluate]. The cost of an event does not grow with
// the history.
//
// A Tracker is for one ticket and not safe for concurrent use; store it beside
// the ticket as a [Tracker.Snapshot]. The methods of a zero or nil Tracker return
// [ErrZeroTracker].
type Tracker struct {
	fold    *fold
	seen    map[string]uint64 // fingerprints of the events applied, by ID
	created bool              // the events of the last instant were creations
	applied int
}

// NewTracker returns a Tracker for a ticket without events; of a nil Set a zero
// Tracker.
func NewTracker(set *policy.Set) *Tracker {
	if set == nil {
		return new(Tracker)
	}
	t := &Tracker{fold: newFold(set), seen: map[string]uint64{}}
	t.fold.ticket.copies, t.fold.notes = true, true
	return t
}

// isZero reports whether neither NewTracker nor RestoreTracker has made t.
func (t *Tracker) isZero() bool { return t == nil || t.fold == nil }

// Apply folds one event in. Events come in the order of their instants; those
// of one instant in the order in which they happened, the creation first. An
// event that was applied before, by its ID, is dropped wherever it comes; an
// event with the same ID and different content is dropped with a warning, unless
// it belongs before the last event.
//
// The error is an [*OutOfOrderError] for an event that belongs before the last
// one, or an [*EventError] for one that cannot be evaluated; the Tracker is then
// as it was. The event belongs to the caller: the Tracker keeps no part of it.
func (t *Tracker) Apply(e Event) error {
	if t.isZero() {
		return ErrZeroTracker
	}
	if err := e.check(t.applied); err != nil {
		return err
	}
	name := t.fold.ticket.name
	if err := e.sameTicket(&name, t.applied); err != nil {
		return err
	}
	at := instantOf(e.At)
	late := t.applied > 0 && (at.before(t.fold.last) || at == t.fold.last && e.Type == Created && !t.created)
	if e.ID != "" {
		print := e.fingerprint()
		if seen, ok := t.seen[e.ID]; ok && (seen == print || !late) {
			t.fold.ticket.name = name
			if seen != print {
				t.fold.warnOfDuplicate(e.ID)
			}
			return nil
		}
		if !late {
			t.seen[e.ID] = print
		}
	}
	if late {
		return &OutOfOrderError{ID: e.ID, At: at.time(), Last: t.fold.last.time()}
	}
	t.created = e.Type == Created && (t.created || at != t.fold.last)
	t.applied++
	t.fold.ticket.name = name
	t.fold.apply(&e)
	return nil
}

// Report reports where each target stands at an instant. An instant before the
// last event is an [*EarlyReportError]; a ticket without a created event is a
// [*NotCreatedError]; [ErrOutOfRange] is returned as by [Evaluate].
func (t *Tracker) Report(at time.Time) (*Report, error) {
	if t.isZero() {
		return nil, ErrZeroTracker
	}
	at = at.Round(0).UTC()
	if instantOf(at).before(t.fold.last) {
		return nil, &EarlyReportError{At: at, Last: t.fold.last.time()}
	}
	return t.fold.report(at)
}

// Explain explains the Report of the same instant, with the same errors.
func (t *Tracker) Explain(at time.Time) (*Explanation, error) {
	r, err := t.Report(at)
	if err != nil {
		return nil, err
	}
	return t.fold.explain(r), nil
}
