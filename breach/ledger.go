package breach

import (
	"cmp"
	"iter"
	"slices"
	"time"
)

// Ledger accounts for every second of an instance, from its start to its
// completion or the Report's instant. The zero Ledger, and a nil one, have no
// entries.
type Ledger struct {
	stretches []stretch
	notes     []Note
}

// Entry is a part of an instance's time with one cause.
type Entry struct {
	From, Until time.Time
	Kind        EntryKind
	// Cause is why the calendar is closed (the holiday's or the special hours'
	// name, or "outside hours") or why nothing is counted. Of a pause it is the
	// ticket's status.
	Cause  string
	Reason string // of a pause: the Reason of the event that began it
	Policy string // whose target applies; empty when stopped
}

// EntryKind is how the time of an [Entry] is counted.
type EntryKind string

// The kinds of entries.
const (
	EntryCounted EntryKind = "counted" // inside the calendar's hours and outside pauses
	EntryPaused  EntryKind = "paused"  // by the pause rule, inside and outside of hours
	EntryClosed  EntryKind = "closed"  // outside the calendar's hours
	EntryStopped EntryKind = "stopped" // the instance did not run
)

// Counted returns the time the entry adds to the instance's elapsed.
func (e *Entry) Counted() time.Duration {
	if e.Kind != EntryCounted {
		return 0
	}
	return e.Until.Sub(e.From)
}

// Entries yields the entries in order. Each begins where the one before ends, and
// the counted ones sum to the instance's Elapsed. Entries are computed one at a
// time, so that a ledger of many years needs little memory.
func (l *Ledger) Entries() iter.Seq[Entry] {
	return func(yield func(Entry) bool) {
		if l == nil {
			return
		}
		for i := range l.stretches {
			if !l.stretches[i].entries(yield) {
				return
			}
		}
	}
}

// entries yields the entries of one stretch.
func (s *stretch) entries(yield func(Entry) bool) bool {
	e := Entry{From: s.from.time(), Until: s.until.time()}
	if s.leg.mode != counting {
		e.Kind, e.Cause = EntryStopped, s.leg.mode.String()
		return yield(e)
	}
	e.Policy = s.leg.bound.Target.Policy().Name()
	if s.pause != nil {
		e.Kind, e.Cause, e.Reason = EntryPaused, s.pause.status, s.pause.reason
		return yield(e)
	}
	for span := range s.leg.bound.Calendar.Spans(e.From, e.Until) {
		e.From, e.Until = span.From.UTC(), span.Until.UTC()
		e.Kind, e.Cause = EntryCounted, ""
		if !span.Open {
			e.Kind, e.Cause = EntryClosed, cmp.Or(span.Cause.Name, span.Cause.Kind.String())
		}
		if !yield(e) {
			return false
		}
	}
	return true
}

// ledger copies the run's stretches, so that later events do not change it.
func (f *fold) ledger(r *run, at instant) (l Ledger) {
	for w := r.walk(r.end(at)); w.next(); {
		s := w.stretch
		leg := *s.leg
		s.leg = &leg
		if s.pause != nil {
			pause := *s.pause
			s.pause = &pause
		}
		l.stretches = append(l.stretches, s)
	}
	if r.notes != nil {
		l.notes = slices.Clone(*r.notes)
	}
	return l
}
