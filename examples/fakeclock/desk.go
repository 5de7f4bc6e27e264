// Package fakeclock shows how to test time: a small help desk that keeps its
// tickets in memory and tells of warnings and breaches the moment they happen,
// and tests that take it through a weekend, a holiday and a change to daylight
// saving time in milliseconds.
//
//	go test -v ./examples/fakeclock
//
// The tests do it twice: with a [clock.Manual] that they move by hand, and
// inside testing/synctest with the system's clock and the timer that a program
// would use. The module in thirdparty does it with the fake clocks of others.
package fakeclock

import (
	"context"
	"errors"
	"sync"
	"time"

	"github.com/tenggat/sla/breach"
	"github.com/tenggat/sla/clock"
	"github.com/tenggat/sla/policy"
)

// Desk is a help desk. Make one with [NewDesk]. It is safe for concurrent use.
type Desk struct {
	policies *policy.Set
	clock    clock.Clock
	notify   func(Notice)
	wake     chan struct{} // tells Run that the agenda changed

	mu        sync.Mutex
	histories map[string][]breach.Event
	told      map[Notice]bool // without their instants, which a late event may move
	agenda    breach.Agenda
}

// Notice reports that a target's warning was crossed, or that it was breached.
type Notice struct {
	Ticket string
	Kind   policy.Kind
	Metric string
	Number int
	What   string    // the threshold's name, or Breach
	At     time.Time // when it happened, in UTC, however late it was noticed
}

// Breach is the part of a [Notice] about a breach.
const Breach = "breach"

// NewDesk returns a desk without tickets. It calls notify once for every warning
// and breach of a target instance, from one goroutine at a time; notify must not
// call the Desk.
func NewDesk(policies *policy.Set, now clock.Clock, notify func(Notice)) *Desk {
	return &Desk{
		policies: policies, clock: now, notify: notify,
		wake:      make(chan struct{}, 1),
		histories: make(map[string][]breach.Event),
		told:      make(map[Notice]bool),
	}
}

// Record takes an event. An event without an instant happens now.
func (d *Desk) Record(e breach.Event) error {
	d.mu.Lock()
	defer d.mu.Unlock()
	now := d.clock.Now()
	if e.At.IsZero() {
		e.At = now
	}
	// A full slice makes append copy, so that an event that is refused is in no
	// history.
	history := d.histories[e.Ticket]
	history = append(history[:len(history):len(history)], e)
	if err := d.look(e.Ticket, history, now); err != nil {
		return err
	}
	d.histories[e.Ticket] = history
	select {
	case d.wake <- struct{}{}:
	default: // Run has not yet looked at the last change
	}
	return nil
}

// Tick gives notice of everything that has happened by now.
func (d *Desk) Tick() {
	d.mu.Lock()
	defer d.mu.Unlock()
	now := d.clock.Now()
	for id := range d.agenda.Due(now) {
		_ = d.look(id, d.histories[id], now) // Record accepted these events
	}
}

// Next returns when Tick is due; the zero time is never.
func (d *Desk) Next() time.Time {
	d.mu.Lock()
	defer d.mu.Unlock()
	_, at, _ := d.agenda.Next()
	return at
}

// Report reports on a ticket as of now.
func (d *Desk) Report(ticket string) (*breach.Report, error) {
	d.mu.Lock()
	defer d.mu.Unlock()
	return breach.Evaluate(d.policies, d.histories[ticket], d.clock.Now())
}

// look evaluates a ticket, gives notice of what is new and notes when to look
// again. Caller holds mu.
func (d *Desk) look(id string, history []breach.Event, now time.Time) error {
	report, err := breach.Evaluate(d.policies, history, now)
	if early := (*breach.NotCreatedError)(nil); errors.As(err, &early) {
		d.agenda.Set(id, creation(history)) // the clock was set back
		return nil
	}
	if err != nil {
		return err
	}
	for i := range report.Targets {
		for _, n := range notices(id, &report.Targets[i]) {
			key := n
			key.At = time.Time{}
			if !d.told[key] {
				d.told[key] = true
				d.notify(n)
			}
		}
	}
	d.agenda.Set(id, earliest(report.Next(), upcoming(history, now)))
	return nil
}

// notices are the crossed thresholds and the breach of a target.
func notices(ticket string, i *breach.Instance) (list []Notice) {
	n := Notice{Ticket: ticket, Kind: i.Kind, Metric: i.Metric, Number: i.Number}
	for _, t := range i.Thresholds {
		if t.Crossed {
			n.What, n.At = t.Name, t.At.UTC()
			list = append(list, n)
		}
	}
	if i.Breached {
		n.What, n.At = Breach, i.BreachedAt.UTC()
		list = append(list, n)
	}
	return list
}

// creation is the instant at which a ticket that is not there yet will be.
func creation(history []breach.Event) (at time.Time) {
	for _, e := range history {
		if e.Type == breach.Created {
			at = earliest(at, e.At)
		}
	}
	return at
}

// upcoming is the instant of the next event, if the clock was set back before
// it.
func upcoming(history []breach.Event, now time.Time) (at time.Time) {
	for _, e := range history {
		if e.At.After(now) {
			at = earliest(at, e.At)
		}
	}
	return at
}

// earliest returns the earlier of two instants, of which the zero time is never.
func earliest(a, b time.Time) time.Time {
	if a.IsZero() || !b.IsZero() && b.Before(a) {
		return b
	}
	return a
}

// longest is how long Run sleeps at most: a timer does not notice when the
// system's clock is set, or that the machine was asleep.
const longest = time.Minute

// Run gives notice as things happen, until the context ends. It needs a Desk
// whose clock is the system's.
func (d *Desk) Run(ctx context.Context) {
	for {
		d.Tick()
		wait := longest
		if at := d.Next(); !at.IsZero() {
			wait = min(wait, at.Sub(d.clock.Now()))
		}
		timer := time.NewTimer(wait)
		select {
		case <-ctx.Done():
			timer.Stop()
			return
		case <-d.wake:
			timer.Stop()
		case <-timer.C:
		}
	}
}
