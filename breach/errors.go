package breach

import (
	"errors"
	"fmt"
	"time"
)

// EventError is an event that cannot be evaluated: a mistake of the host, not
// of the ticket.
type EventError struct {
	Index  int    // its position in the history, or the number of events applied before it
	ID     string // its ID, if it has one
	Field  string // the part that is wrong, as it is called in JSON: "at", "type", "actor", "ticket"
	Reason string // what is wrong, and the mend
}

func (e *EventError) Error() string {
	id := ""
	if e.ID != "" {
		id = fmt.Sprintf(" (id %q)", e.ID)
	}
	return fmt.Sprintf("event %d%s: %s: %s", e.Index, id, e.Field, e.Reason)
}

// ErrOutOfRange is returned for a report at an instant outside the years 1 to
// 9999, of which nothing can be said or written.
var ErrOutOfRange = errors.New("the instant lies outside the years 1 to 9999")

// NotCreatedError is a history that holds no created event at or before the
// instant asked for, so that there is no ticket to speak of.
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

// OutOfOrderError is an event that a [Tracker] has not seen and that belongs
// before the last event it applied. The Tracker is unchanged: evaluate the
// whole history again, or feed it to a new Tracker.
type OutOfOrderError struct {
	ID   string
	At   time.Time // of the event
	Last time.Time // of the last event applied
}

func (e *OutOfOrderError) Error() string {
	return fmt.Sprintf("event of %s belongs before the last one of %s: fold the whole history again",
		e.At.Format(time.RFC3339Nano), e.Last.Format(time.RFC3339Nano))
}

// EarlyReportError is a report asked of a [Tracker] for an instant before its
// last event, which it cannot take back. Use [Evaluate] over the history.
type EarlyReportError struct {
	At   time.Time
	Last time.Time
}

func (e *EarlyReportError) Error() string {
	return fmt.Sprintf("report for %s, before the last event of %s: evaluate the history instead",
		e.At.Format(time.RFC3339Nano), e.Last.Format(time.RFC3339Nano))
}

// StaleSnapshotError is a snapshot made under other policies, other holiday
// tables or another format. Fold the whole history again.
type StaleSnapshotError struct {
	Format int    // of the snapshot
	Digest string // of the Set it was made under
	Want   string // the digest of the Set at hand
}

func (e *StaleSnapshotError) Error() string {
	if e.Format != format {
		return fmt.Sprintf("snapshot has format %d, want %d: fold the whole history again", e.Format, format)
	}
	return fmt.Sprintf("snapshot was made under policies %q, not %q: fold the whole history again", e.Digest, e.Want)
}
