package policytest

import (
	"slices"
	"testing"
	"time"

	"github.com/tenggat/sla/breach"
	"github.com/tenggat/sla/calendar"
	"github.com/tenggat/sla/policy"
)

// Timeline builds a ticket's history in Go with the short forms of scenario
// files:
//
//	history := policytest.NewTimeline(t, "Asia/Jakarta").
//		Created("2026-01-05 09:00", breach.Customer, "priority", "high").
//		Comment("+30m", breach.Agent).
//		Updated("fri 16:00", "status", "solved").
//		Events()
//
// A mistake ends the test.
type Timeline struct {
	tb     testing.TB
	events []breach.Event
	moments
}

// NewTimeline returns an empty Timeline. Local times are in an IANA zone such
// as "Asia/Jakarta".
func NewTimeline(tb testing.TB, zone string) *Timeline {
	tb.Helper()
	location, err := calendar.LoadZone(zone)
	if err != nil {
		tb.Fatalf("policytest: %v", err)
	}
	return &Timeline{tb: tb, moments: moments{location}}
}

// Created adds the event that creates the ticket, with the fields given as
// pairs of a name and a value.
func (l *Timeline) Created(at string, by breach.Actor, fields ...string) *Timeline {
	l.tb.Helper()
	return l.Add(at, breach.Event{Type: breach.Created, Actor: by, Fields: l.pairs(fields)})
}

// Comment adds a public comment, with the fields it also sets.
func (l *Timeline) Comment(at string, by breach.Actor, fields ...string) *Timeline {
	l.tb.Helper()
	return l.Add(at, breach.Event{Type: breach.Comment, Actor: by, Fields: l.pairs(fields)})
}

// Updated adds a change of fields. An empty value clears a field.
func (l *Timeline) Updated(at string, fields ...string) *Timeline {
	l.tb.Helper()
	return l.Add(at, breach.Event{Type: breach.Updated, Fields: l.pairs(fields)})
}

// Add adds any event, at an instant whose short forms count from the event
// added before. The event's own At is ignored.
func (l *Timeline) Add(at string, e breach.Event) *Timeline {
	l.tb.Helper()
	base := time.Time{}
	if n := len(l.events); n > 0 {
		base = l.events[n-1].At
	}
	e.At = l.must(at, base)
	l.events = append(l.events, e)
	return l
}

// Events returns the history so far.
func (l *Timeline) Events() []breach.Event { return slices.Clone(l.events) }

// Instant reads an instant whose short forms count from the first event, as
// those of a scenario's expectations do.
func (l *Timeline) Instant(at string) time.Time {
	l.tb.Helper()
	base := time.Time{}
	if len(l.events) > 0 {
		base = l.events[0].At
	}
	return l.must(at, base)
}

func (l *Timeline) must(text string, base time.Time) time.Time {
	l.tb.Helper()
	t, err := l.read(text, base)
	if err != nil {
		l.tb.Fatalf("policytest: %q: %v", text, err)
	}
	return t
}

func (l *Timeline) pairs(texts []string) policy.Fields {
	l.tb.Helper()
	if len(texts)%2 != 0 {
		l.tb.Fatalf("policytest: fields %q are not pairs of a name and a value", texts)
	}
	fields := make(policy.Fields, len(texts)/2)
	for i := 0; i < len(texts); i += 2 {
		fields[texts[i]] = []string{texts[i+1]}
	}
	return fields
}
