package breach

import (
	"cmp"

	"github.com/tenggat/sla/policy/rule"
)

// start begins new instances, and lets those go on that a reopening concerns.
// The event that starts a clock cannot end it as an event, but the status that
// the ticket is in can.
func (f *fold) start(u *rule.Update, t instant) {
	reopened := u.Reopened()
	for i := range f.timers {
		m := &f.timers[i]
		switch {
		case m.running != nil:
		case reopened && f.reopen(m, t):
		case m.once && m.last != nil:
		case m.metric.Start().Matches(u) && !m.metric.Cancel().HoldsByStatus(u):
			f.open(m, t)
			if m.metric.Stop().HoldsByStatus(u) {
				m.end(byStop, t, u.Category.Done())
			}
		}
	}
}

// open begins a run at t under whatever target applies now.
func (f *fold) open(m *timer, t instant) {
	r := m.last
	if r == nil || r.attached() {
		r = m.add(&f.runs.take(1)[0])
		r.legs = f.legs.take(1)
	} else { // no target ever applied to the last run: nobody will ask for it
		*r = run{legs: r.legs}
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

// add makes r the last run.
func (m *timer) add(r *run) *run {
	if m.last == nil {
		m.runs = r
	} else {
		m.last.next = r
	}
	m.last = r
	return r
}

// reopen applies what the target that applies now, or did last, or else the
// metric says about a ticket that leaves solved or closed. It reports whether a
// run goes on or began.
func (f *fold) reopen(m *timer, t instant) bool {
	r := m.last
	if r == nil || !r.byStatus {
		return false
	}
	onReopen := m.metric.OnReopen()
	if b := cmp.Or(m.want, r.bound); b != nil {
		onReopen = b.Target.OnReopen()
		if b.tooLate(r.endedAt, t) {
			onReopen = rule.StartAnew
		}
	}
	switch onReopen {
	case rule.StartAnew:
		f.open(m, t)
		return true
	case rule.Resume, rule.CountSolved:
		f.goOn(m, t, onReopen == rule.CountSolved)
		return true
	}
	return false
}

// tooLate reports whether a reopening at t lies outside the target's window,
// counted in its calendar from the instant at which the run ended.
func (b *binding) tooLate(ended, t instant) bool {
	limit := b.Target.ReopenWindow()
	if limit.IsZero() {
		return false
	}
	window := binding{Binding: rule.Binding{Target: b.Target, Calendar: b.Calendar, Budget: limit}}
	last := window.deadline(window.promise(ended), ended)
	return !last.isZero() && t.after(last)
}

// goOn lets the last run, which ended, run on from t; counted says what the time
// between is.
func (f *fold) goOn(m *timer, t instant, counted bool) {
	r := m.last
	ended := r.endedAt
	if counted && r.attached() && !r.settle(t).breached {
		r.since = t // a deadline that lies behind was kept until now
	}
	r.ending, r.endedAt, r.byStatus = live, instant{}, false
	m.running = r
	if !counted {
		f.enter(r, ended, stopped, nil)
		ended = t
	}
	switch {
	case !r.attached():
		f.enter(r, ended, shadow, nil)
	case r.detachedAt.isZero():
		f.enter(r, ended, counting, r.bound)
	default:
		f.enter(r, ended, detached, nil)
	}
	f.follow(m, t)
}
