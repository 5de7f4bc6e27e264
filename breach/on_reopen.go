package breach

import (
	"cmp"

	"github.com/tenggat/sla/policy/rule"
)

// reopen applies on_reopen when a ticket leaves solved or closed: that of the
// target that applies now, or of the last one, or of the metric. It reports
// whether a run goes on or has begun.
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

// tooLate reports whether a reopening at t is outside the target's reopen window,
// counted on its calendar from the end of the run.
func (b *binding) tooLate(ended, t instant) bool {
	limit := b.Target.ReopenWindow()
	if limit.IsZero() {
		return false
	}
	window := binding{Binding: rule.Binding{Target: b.Target, Calendar: b.Calendar, Budget: limit}}
	last := window.deadline(window.promise(ended), ended)
	return !last.isZero() && t.after(last)
}

// goOn continues the last run, which has ended, from t on. The time between is
// counted if counted is true.
func (f *fold) goOn(m *timer, t instant, counted bool) {
	r := m.last
	ended := r.endedAt
	if counted && r.attached() && !r.settle(t).breached {
		r.since = t // a deadline that has passed was met until now
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
