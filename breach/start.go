package breach

import (
	"time"

	"github.com/tenggat/sla/policy"
)

// start begins new instances, and lets those go on that a reopening concerns.
func (f *fold) start(c *policy.Change, t time.Time) {
	for i := range f.measures {
		if f.measures[i].running() != nil {
			continue
		}
		if c.Reopened() && f.reopen(i, t) {
			continue
		}
		f.startNew(i, c, t)
	}
}

// startNew opens an instance if the event starts the metric.
func (f *fold) startNew(i int, c *policy.Change, t time.Time) {
	m, metric := &f.measures[i], f.metric(i)
	if metric.Repeat == policy.Once && len(m.runs) > 0 || !metric.Start.Matches(c) {
		return
	}
	if alreadyHolds(metric.Cancel, c) {
		return
	}
	r := f.open(m, t)
	if alreadyHolds(metric.Stop, c) {
		r.finish(byStop, t, c.Category.Done())
	}
}

// open begins a run at t under whatever target applies now.
func (f *fold) open(m *measure, t time.Time) *run {
	if last := m.current(); last != nil && !last.attached() {
		m.runs = m.runs[:len(m.runs)-1] // no target ever applied: nobody will ask for it
	}
	m.runs = append(m.runs, run{started: t, since: t, legs: append(m.first, leg{from: t, mode: shadow})})
	m.first = nil
	r := m.current()
	if m.want == nil {
		r.suspend(t, f.void())
	} else {
		f.attach(m, r, t)
	}
	return r
}

// reopen applies what the target, the policy or the metric says about a ticket
// that leaves solved or closed. It reports whether a run goes on or began.
func (f *fold) reopen(i int, t time.Time) bool {
	m := &f.measures[i]
	r := m.current()
	if r == nil || !r.byStatus {
		return false
	}
	rule := f.metric(i).OnReopen
	if r.attached() {
		rule = r.bound.target.OnReopen
		if rule != policy.Ignore && f.tooLate(r, t) {
			rule = policy.Anew
		}
	}
	switch rule {
	case policy.Anew:
		f.open(m, t)
		return true
	case policy.Resume, policy.CountSolved:
		f.goOn(m, r, t, rule == policy.CountSolved)
		return true
	}
	return false
}

// tooLate reports whether a reopening at t lies outside the target's window,
// counted in its calendar from the instant the run ended.
func (f *fold) tooLate(r *run, t time.Time) bool {
	target := r.bound.target
	if target.ReopenWindow.IsZero() {
		return false
	}
	window := binding{target: target, calendar: r.bound.calendar, budget: target.ReopenWindow}
	last := window.original(r.endedAt)
	return !last.IsZero() && t.After(last)
}

// goOn lets an ended run run on from t; counted says what the time between is.
func (f *fold) goOn(m *measure, r *run, t time.Time, counted bool) {
	ended := r.endedAt
	if r.attached() && !f.settle(r, t).breached {
		r.since = t // a deadline that lies behind was kept until now
	}
	r.ending, r.endedAt, r.byStatus = live, time.Time{}, false
	if !counted {
		r.enter(ended, stopped, nil)
		ended = t
	}
	switch {
	case !r.attached():
		r.enter(ended, shadow, nil)
	case r.detachedAt.IsZero():
		r.enter(ended, counting, r.bound)
	default:
		r.enter(ended, detached, nil)
	}
	f.follow(m, r, t)
}
