package breach

import (
	"cmp"

	"github.com/tenggat/sla/policy/rule"
)

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
