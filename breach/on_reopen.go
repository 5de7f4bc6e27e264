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
	next := leg{mode: shadow}
	switch {
	case !r.attached():
	case r.detachedAt.isZero():
		next.mode, next.bound = counting, r.bound
	default:
		next.mode = detached
	}
	between := leg{from: r.endedAt, mode: stopped}
	if counted {
		between.mode, between.ended, between.bound = next.mode, true, next.bound
	}
	if r.ending == byStop && next.bound != nil && r.endedAt.before(t) {
		// The breach of what was stopped too late stays at the stop.
		if last := &r.legs[len(r.legs)-1]; !last.lives() {
			f.enter(r, leg{from: r.endedAt, mode: counting, bound: r.bound})
		}
		f.addLeg(r, between)
	} else {
		f.enter(r, between)
	}
	next.from = t
	f.enter(r, next)
	r.ending, r.endedAt, r.byStatus = live, instant{}, false
	m.running = r
	f.follow(m, t)
}
