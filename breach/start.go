package breach

import (
	"github.com/tenggat/sla/policy/rule"
)

// start begins new runs, and continues the runs that a reopening concerns. The
// event that starts a run cannot end it as an event, but the status of the
// ticket can.
func (f *fold) start(u *rule.Update, t instant, reason string) {
	reopened := u.Reopened()
	for i := range f.timers {
		m := &f.timers[i]
		if m.trace&tracedStart != 0 && u.Moved() {
			m.undoStart(t)
		}
		if reopened && m.running == nil {
			f.reopen(m, t, reason)
		}
		if m.startsNow(u) && !(m.once && m.last != nil) {
			f.begin(m, u, t)
		}
	}
}

// startsNow reports whether an event starts the metric, or gives a start of its instant
// another status.
func (m *timer) startsNow(u *rule.Update) bool {
	if m.running != nil || m.once && m.last != nil && !m.last.hidden {
		return false
	}
	if !m.metric.Start().Matches(u) {
		return m.trace&tracedStart != 0 && u.Moved()
	}
	m.trace |= tracedStart
	if u.Reopened() && m.metric.Stop().ReadsStatus() {
		m.trace |= tracedFresh
	}
	return true
}

// begin begins a run, unless the status of the ticket already cancels the metric, or
// stops it.
func (f *fold) begin(m *timer, u *rule.Update, t instant) {
	switch stops := m.metric.Stop().HoldsByStatus(u); {
	case m.metric.Cancel().HoldsByStatus(u):
		if u.Category.Done() {
			f.remember(m, t)
		}
	case !stops:
		f.open(m, t)
	case m.once:
		f.open(m, t)
		m.end(byStop, t, u.Category.Done())
		m.trace |= tracedAtOnce
	}
}

// open begins a run at t under the target that applies now, if there is one.
func (f *fold) open(m *timer, t instant) {
	if m.last != nil && m.last.hidden { // a remembered start, from a status that cancels to one that does not
		m.drop()
	}
	r := m.last
	if r == nil || r.attached() {
		r = m.add(&f.runs.take(1)[0])
		r.legs = f.legs.take(1)
	} else { // no target ever applied to the last run, so no report shows it
		*r = run{legs: r.legs}
	}
	if m.prior != nil {
		m.prior.byStatus = notByStatus // a reopening concerns only the last run
	}
	r.timelines, r.started, r.since = &f.timelines, t, t
	r.legs = append(r.legs[:0], leg{from: t, mode: shadow})
	m.running = r
	if m.want == nil {
		f.suspend(r, t)
	} else {
		f.attach(m, r, t)
	}
}
