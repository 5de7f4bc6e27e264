package breach

import (
	"cmp"

	"github.com/tenggat/sla/policy/rule"
)

// reopen applies on_reopen to the last run when a ticket leaves solved or
// closed, if a status has ended it.
func (f *fold) reopen(m *timer, t instant, reason string) {
	r := m.last
	if r == nil || r.byStatus == notByStatus {
		return
	}
	onReopen := f.onReopen(m, t)
	if r.hidden && onReopen != rule.Ignore {
		m.trace |= tracedRecall
	}
	switch onReopen {
	case rule.StartAnew:
		if !r.hidden {
			m.trace |= tracedNew
		}
		f.open(m, t)
	case rule.Resume, rule.CountSolved:
		r.hidden = false
		f.resume(m, t, onReopen == rule.CountSolved)
		f.note(r, t, NoteReopened, reason)
		if m.trace&tracedStop == 0 {
			f.follow(m, t, reason)
		}
	case rule.Ignore:
		if r.hidden {
			m.drop()
			return
		}
		r.byStatus = byStatusReopened
		if r.ending == byCancel {
			m.trace |= tracedIgnore
		}
		return
	}
	switch {
	case m.trace&tracedStop == 0:
	case onReopen == rule.StartAnew && !m.once:
		m.drop()
	default:
		m.end(byStop, t, false)
	}
}

// onReopen is what a reopening at t does: it is that of the target that applies
// now, or of the last one, or of the metric.
func (f *fold) onReopen(m *timer, t instant) rule.OnReopen {
	b := cmp.Or(m.want, m.last.bound)
	switch {
	case b == nil:
		return m.metric.OnReopen()
	case b.tooLate(m.last.endedAt, t):
		return rule.StartAnew
	}
	return b.Target.OnReopen()
}

// tooLate reports whether a reopening at t is outside the target's reopen window,
// counted on its calendar from the end of the run.
func (b *binding) tooLate(ended, t instant) bool {
	limit := b.Target.ReopenWindow()
	if limit.IsZero() {
		return false
	}
	window := binding{Binding: rule.Binding{Target: b.Target, Calendar: b.Calendar, Budget: &rule.Given{Budget: limit}}}
	last := window.deadline(window.promise(ended), ended)
	return !last.isZero() && t.after(last)
}

// resume continues the last run, which has ended, from t on. The time between is
// counted if counted is true.
func (f *fold) resume(m *timer, t instant, counted bool) {
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
	r.ending, r.endedAt, r.byStatus = live, instant{}, notByStatus
	m.running = r
}
