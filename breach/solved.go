package breach

import "github.com/tenggat/sla/policy/rule"

// This file is about solved and closed tickets, and about events of one instant
// among which the ticket becomes solved or is reopened. Their order must not
// matter, so a stop, a start or a change of status completes what an earlier event
// of its instant did.

// trace is a set of what has happened to a timer at the instant of the last
// event.
type trace uint8

const (
	tracedStart  trace = 1 << iota // a start has matched, and no stop since
	tracedAtOnce                   // a start has begun a run, and the status has stopped it at once
	tracedStop                     // a stop has matched, of a run that a status had stopped earlier
	tracedNew                      // a reopening has begun a run, because on_reopen is new
	tracedFresh                    // a reopening has begun a run, because it matches the start
	tracedIgnore                   // a reopening has left a cancelled run as it is
	tracedRecall                   // a reopening has made a run of a start that was remembered earlier
)

// forgetTraces begins an instant.
func (f *fold) forgetTraces() {
	for i := range f.timers {
		f.timers[i].trace = 0
	}
}

// remember notes a start while a status cancels the metric. No report shows it
// until a reopening concerns it. A run that a status has ended is what a
// reopening concerns, and the later start adds nothing to it.
func (f *fold) remember(m *timer, t instant) {
	if m.last != nil && m.last.byStatus != notByStatus {
		return
	}
	f.open(m, t)
	m.end(byCancel, t, true)
	m.last.hidden = true
}

// cancelByStatus ends the running run at t because of the status that the ticket
// has moved into. A run of that very instant is as one that started after it.
func (m *timer) cancelByStatus(t instant, done bool) {
	r := m.running
	fresh := r.started == t && !r.moved
	m.end(byCancel, t, done)
	switch {
	case fresh && done:
		r.hidden = true
	case fresh:
		m.drop()
	}
}

// stopTimer applies an event that matches the stop of a metric: it ends the running
// run, or completes one that a status has ended.
func (f *fold) stopTimer(m *timer, u *rule.Update, t instant) {
	byEvent := !m.metric.Stop().MatchesByStatus(u)
	statusDid := endsByStatus(m.metric.Stop(), u)
	if byEvent {
		m.trace &^= tracedStart
	}
	r := m.last
	switch {
	case m.running != nil && byEvent && m.trace&tracedRecall != 0:
		// Had the stop come before the reopening, it had made the start forgotten.
		m.trace &^= tracedRecall
		m.drop()
	case m.running != nil && byEvent && m.trace&tracedNew != 0 && m.prior != nil && m.prior.ending == byCancel:
		// Had the stop come before the reopening, it had completed the run before.
		m.trace &^= tracedNew
		m.drop()
		f.complete(m, t, false)
	case m.running != nil && !m.once && r.started == t && !r.moved && (!byEvent || m.trace&(tracedNew|tracedFresh) != 0):
		// A run that has no length because of the status is not a promise kept.
		m.drop()
	case m.running != nil:
		m.end(byStop, t, statusDid)
	case r == nil:
	case r.hidden && r.started == t:
		r.hidden = false
		f.complete(m, t, statusDid)
	case r.hidden:
		m.drop()
	case r.ending == byCancel:
		solved := u.From != rule.Void && u.Before.Done()
		if r.byStatus == byStatus && solved || m.trace&tracedIgnore != 0 {
			f.complete(m, t, statusDid)
		}
	case r.byStatus != notByStatus && byEvent && r.endedAt == t:
		r.byStatus = notByStatus // as if the event had come before the status
	case r.byStatus != notByStatus && byEvent:
		m.trace |= tracedStop // it counts if the ticket is reopened at this instant
	}
}

// undoStart removes a run of this very instant that a status did not let run. The
// instant has brought another status, so the start is decided again.
func (m *timer) undoStart(t instant) {
	if m.trace&tracedAtOnce != 0 || m.last != nil && m.last.hidden && m.last.started == t {
		m.drop()
		m.trace &^= tracedAtOnce
	}
}

// complete ends the last run, which a status has cancelled, by its own stop.
func (f *fold) complete(m *timer, t instant, statusDid bool) {
	f.resume(m, t, f.onReopen(m, t) == rule.CountSolved)
	m.end(byStop, t, statusDid)
}

// drop removes the last run, of which no report tells.
func (m *timer) drop() {
	if m.last.attached() {
		m.number--
	}
	if m.last = m.prior; m.last == nil {
		m.runs = nil
	} else {
		m.last.next = nil
	}
	m.running = nil
}
