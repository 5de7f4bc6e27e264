package breach

import (
	"errors"
	"fmt"
	"time"
)

// EventError is an event that cannot be evaluated. It is a mistake of the host,
// not of the ticket.
type EventError struct {
	Index   int    // its position in the history, or the number of events applied before it
	ID      string // its ID, if it has one
	Field   string // the part that is wrong, by its name in JSON: "at", "type", "actor", "ticket"
	Message string // what is wrong
	Hint    string // how to fix it
}

func (e *EventError) Error() string {
	id := ""
	if e.ID != "" {
		id = fmt.Sprintf(" (id %q)", e.ID)
	}
	return fmt.Sprintf("event %d%s: %s: %s; %s", e.Index, id, e.Field, e.Message, e.Hint)
}

// ErrOutOfRange is returned for a report at an instant outside the years 1 to
// 9999, which RFC 3339 cannot write.
var ErrOutOfRange = errors.New("the instant is outside the years 1 to 9999")

// ErrNilSet is returned where a nil policy Set is given: a Set that a host forgot
// to load must not look like one without policies, which is new(policy.Set).
var ErrNilSet = errors.New("the policy Set is nil; load it, or give new(policy.Set) to have no policies")

// ErrZeroTracker is returned by the methods of a [Tracker] that [NewTracker] or
// [RestoreTracker] has not made of a Set.
var ErrZeroTracker = errors.New("the Tracker has no policies; make it with NewTracker or RestoreTracker, of a Set that is not nil")

// NotCreatedError reports that a history has no created event at or before the
// instant of the report, so that there is no ticket.
type NotCreatedError struct {
	Ticket string
	At     time.Time
}

func (e *NotCreatedError) Error() string {
	ticket := ""
	if e.Ticket != "" {
		ticket = fmt.Sprintf("ticket %q: ", e.Ticket)
	}
	return ticket + "no event of type \"created\" at or before " + e.At.Format(time.RFC3339)
}

// OutOfOrderError reports an event that a [Tracker] has not applied and that
// belongs before the last event it applied. The Tracker is unchanged. Evaluate the
// whole history, or apply it to a new Tracker.
type OutOfOrderError struct {
	ID   string
	At   time.Time // of the event
	Last time.Time // of the last event applied
}

func (e *OutOfOrderError) Error() string {
	return fmt.Sprintf("the event of %s is before the last one of %s; evaluate the whole history again",
		e.At.Format(time.RFC3339Nano), e.Last.Format(time.RFC3339Nano))
}

// EarlyReportError reports that a [Tracker] was asked for an instant before its
// last event. Use [Evaluate] over the history.
type EarlyReportError struct {
	At   time.Time
	Last time.Time
}

func (e *EarlyReportError) Error() string {
	return fmt.Sprintf("the report at %s is before the last event of %s; evaluate the history instead",
		e.At.Format(time.RFC3339Nano), e.Last.Format(time.RFC3339Nano))
}

// StaleSnapshotError reports a snapshot that was made under other policies, other
// holiday tables or another format. Evaluate the whole history again.
type StaleSnapshotError struct {
	Format int    // of the snapshot
	Digest string // of the Set it was made under
	Want   string // the digest of the Set at hand
}

func (e *StaleSnapshotError) Error() string {
	if e.Format != format {
		return fmt.Sprintf("the snapshot has format %d, want %d; evaluate the whole history again", e.Format, format)
	}
	return fmt.Sprintf("the snapshot was made under the policies %q, not %q; evaluate the whole history again", e.Digest, e.Want)
}
