package breach

import (
	"fmt"
	"time"

	"github.com/tenggat/sla/policy"
)

// match finds the target that applies to the ticket for each measure.
func (f *fold) match() {
	for i := range f.measures {
		f.measures[i].target = nil
	}
	if !f.void() {
		for _, p := range f.set.AppendMatch(f.policies[:0], &f.ticket.State, f.ticket.created) {
			f.choose(p)
		}
	}
	f.unbound = false
	for i := range f.measures {
		m := &f.measures[i]
		want := binding{target: m.target}
		switch bound := m.target != nil && bind(&want, f.ticket.Fields); {
		case !bound:
			m.want, f.unbound = nil, f.unbound || m.target != nil
		case !same(m.want, &want):
			m.want = &binding{}
			*m.want = want // so that only a new binding is allocated
		}
	}
}

// choose notes the first target of each metric of p whose condition holds.
func (f *fold) choose(p *policy.Policy) {
	for _, t := range p.Targets {
		if m := &f.measures[t.Clock]; m.target == nil && t.When.Holds(&f.ticket.State) {
			m.target = t
		}
	}
}

// bind makes the choices of b's target that depend on the ticket's fields. It
// reports false where they lead to no target.
func bind(b *binding, fields policy.Fields) (ok bool) {
	b.calendarName, b.calendar = b.target.CalendarFor(fields)
	if b.target.Due != "" {
		b.due, ok = parseDue(fields[b.target.Due])
		return ok
	}
	b.budget, ok = b.target.Budget(fields)
	return ok
}

// parseDue reads a field that holds a deadline.
func parseDue(values []string) (time.Time, bool) {
	if len(values) != 1 {
		return time.Time{}, false
	}
	due, err := time.Parse(time.RFC3339, values[0])
	return due.UTC(), err == nil
}

// retarget lets every run follow the targets that apply from t on.
func (f *fold) retarget(t time.Time) {
	for i := range f.measures {
		m := &f.measures[i]
		r := m.current()
		switch {
		case r == nil:
		case r.ending == live:
			f.follow(m, r, t)
		case !r.attached() && f.metric(i).Repeat == policy.Once && m.want != nil:
			f.attach(m, r, t)
		}
	}
}

// follow puts a running run under the target that applies from t on, if
// another one does than before.
func (f *fold) follow(m *measure, r *run, t time.Time) {
	want := m.want
	returning := !r.detachedAt.IsZero()
	switch {
	case want == nil:
		r.want = nil
		r.suspend(t, f.void())
		return
	case !r.attached():
		f.attach(m, r, t)
		return
	case same(r.want, want) && !returning:
		return
	}
	if returning && !f.settle(r, t).breached {
		r.since = t // as in goOn
	}
	r.want = want
	rule := want.target.OnChange
	if same(r.bound, want) {
		rule = policy.Keep
	}
	switch rule {
	case policy.Restart:
		r.finish(byCancel, r.end(t), false)
		f.open(m, t)
		return
	case policy.Retroactive:
		f.judgeAfresh(r, t)
	case policy.Carry:
		f.carry(r, t)
	}
	r.detachedAt = time.Time{}
	r.enter(t, counting, r.bound)
}

// attach puts a run that never had a target under the one that applies: what
// the metric has measured counts as if the target had been there.
func (f *fold) attach(m *measure, r *run, t time.Time) {
	want := m.want
	if want.target.OnChange == policy.Restart && t.After(r.started) {
		if r.ending != live {
			return
		}
		r.started, r.legs = t, append(r.legs[:0], leg{from: t})
	}
	for i := range r.legs {
		if l := &r.legs[i]; l.mode == shadow {
			l.mode, l.bound = counting, want
		}
	}
	if r.ending == live {
		r.enter(t, counting, want)
	}
	m.number++
	r.number, r.settled = m.number, nil
	r.want, r.since = want, t
	if want.target.OnChange == policy.Retroactive {
		r.since = r.started
	}
	r.put(want)
	r.original = want.original(r.started)
}

// put makes b the target in force.
func (r *run) put(b *binding) {
	r.bound = b
	r.promise = b.promise(r.started)
	if r.settled != nil {
		r.settled.deadline = point{}
	}
}

// carry puts the wanted target in force: what is counted stays counted, and a
// breach already made stays as it is.
func (f *fold) carry(r *run, t time.Time) {
	v := f.settle(r, t)
	cancelled := !r.detachedAt.IsZero() // and with it the verdict given
	if r.frozen == nil && v.breached && (cancelled || v.breachedAt.Before(t)) {
		r.frozen = &frozen{bound: r.bound, promise: r.promise, deadline: v.deadline, breachedAt: v.breachedAt}
	}
	r.put(r.want)
	r.since = t
}

// judgeAfresh puts the wanted target in force as if it had been from the start.
func (f *fold) judgeAfresh(r *run, t time.Time) {
	before := f.judge(r, t)
	for i := range r.legs {
		if l := &r.legs[i]; l.mode == counting || l.mode == detached {
			l.mode, l.bound = counting, r.want
		}
	}
	r.frozen, r.settled = nil, nil
	r.put(r.want)
	r.since = r.started
	r.detachedAt = time.Time{}
	if before.breachedBefore(t) && !f.judge(r, t).breached {
		target := r.bound.target
		f.warn(WarnBreachSuperseded, fmt.Sprintf("%s: judged afresh under policy %q, the breach is taken back", target.Metric.Name, target.Policy.Name))
	}
}
