package breach

import (
	"fmt"

	"github.com/tenggat/sla/policy/rule"
)

// retarget puts every run under the target that applies from t on.
func (f *fold) retarget(t instant, reason string) {
	for i := range f.timers {
		m := &f.timers[i]
		switch r := m.last; {
		case m.running != nil:
			f.follow(m, t, reason)
		case r != nil && !r.attached() && !r.hidden && m.once && m.want != nil:
			f.attach(m, r, t)
		}
	}
}

// follow puts the running run under the target that applies from t on, if it is
// not the same as before.
func (f *fold) follow(m *timer, t instant, reason string) {
	r, want := m.running, m.want
	returning := !r.detachedAt.isZero()
	switch {
	case want == nil:
		r.want = nil
		f.suspend(r, t)
		return
	case !r.attached():
		f.attach(m, r, t)
		return
	case same(r.want, want) && r.keepsDate(want):
		f.followDate(r, t)
		return
	case same(r.want, want) && !returning:
		return
	}
	r.want = want
	onChange := want.Target.OnChange()
	switch {
	case same(r.bound, want):
		onChange = rule.Keep
	case r.bound.movedTo(want) && onChange != rule.Retroactive:
		onChange = rule.Carry // the target is the same, only its date has changed
	}
	switch onChange {
	case rule.Restart:
		m.end(byCancel, r.end(t), false)
		f.note(r, t, NoteCancelled, reason)
		f.open(m, t)
		m.last.moved = true // no event has started it
		return
	case rule.Retroactive:
		f.judgeAfresh(r, want, t)
	case rule.Carry:
		f.carry(r, want, t)
	case rule.Keep:
		if r.keepsDate(want) {
			f.followDate(r, t)
			return
		}
	}
	if onChange != rule.Keep {
		f.note(r, t, NoteTarget, reason)
	}
	r.detachedAt = instant{}
	f.enter(r, leg{from: t, mode: counting, bound: r.bound})
}

// attach puts a run that never had a target under the one that applies. What the
// metric has measured is counted as if the target had applied from the start.
func (f *fold) attach(m *timer, r *run, t instant) {
	want := m.want
	if want.Target.OnChange() == rule.Restart && t.after(r.started) {
		if r.ending != live {
			return
		}
		r.started, r.moved, r.legs = t, true, append(r.legs[:0], leg{from: t, mode: shadow})
	}
	for i := range r.legs {
		if l := &r.legs[i]; l.mode == shadow {
			l.mode, l.bound = counting, want
		}
	}
	if last := r.legs[len(r.legs)-1]; r.ending == live && last.mode != counting {
		f.enter(r, leg{from: t, mode: counting, bound: want})
	}
	m.number++
	r.number, r.settled = m.number, nil
	r.want, r.since = want, t
	if want.Target.OnChange() == rule.Retroactive || r.ending != live { // a run that has ended is not breached after its end
		r.since = r.started
	}
	r.put(want)
	r.setOriginal()
}

// put sets the target in force.
func (r *run) put(b *binding) {
	r.bound = b
	r.promise = b.promise(r.started)
	if r.settled != nil {
		r.settled.deadline = point{}
	}
}

// setOriginal sets the original deadline from the target in force.
func (r *run) setOriginal() {
	r.origin, r.original = r.bound, r.bound.deadline(r.promise, r.started)
}

// keepsDate reports whether the run stays under a target whose deadline is a field,
// although another target applies.
func (r *run) keepsDate(want *binding) bool {
	return r.bound.Target.HasDue() && r.bound.Target != want.Target
}

// followDate lets the deadline of a target that is kept follow its field.
func (f *fold) followDate(r *run, t instant) {
	var now binding
	returning := !r.detachedAt.isZero()
	switch dated := now.bind(r.bound.Target, &f.ticket.Ticket); {
	case !dated && returning, dated && !returning && now.due == r.bound.due:
		return
	case !dated:
		f.suspend(r, t)
		return
	}
	if now.due == r.bound.due { // the same target returns
		r.detachedAt = instant{}
		f.enter(r, leg{from: t, mode: counting, bound: r.bound})
		return
	}
	moved := &f.bindings.take(1)[0]
	*moved = *r.bound
	moved.due = now.due
	if moved.Target.OnChange() == rule.Retroactive {
		f.judgeAfresh(r, moved, t)
	} else {
		f.carry(r, moved, t)
	}
	r.detachedAt = instant{}
	f.enter(r, leg{from: t, mode: counting, bound: moved})
}

// carry puts a target in force. Counted time stays counted, and a breach stays as it
// is.
func (f *fold) carry(r *run, b *binding, t instant) {
	v := r.settle(t)
	cancelled := !r.detachedAt.isZero() // so its verdict is final
	if r.frozen == nil && v.breached && (cancelled || v.breachedAt.before(t)) {
		r.frozen = &frozen{bound: r.bound, promise: r.promise, since: r.since, deadline: v.deadline, breachedAt: v.breachedAt}
	}
	r.put(b)
	if known := r.known(); known != nil {
		known.now = nil
	}
	r.since = t
}

// judgeAfresh puts a target in force as if it had applied from the start.
func (f *fold) judgeAfresh(r *run, b *binding, t instant) {
	before, known := r.judge(t), r.known()
	for i := range r.legs {
		switch l := &r.legs[i]; l.mode {
		case detached:
			known = nil // this leg is not counted there
			l.mode, l.bound = counting, b
		case counting:
			l.bound = b
		}
	}
	r.judgedBy(b, known)
	r.frozen = nil
	r.put(b)
	r.setOriginal()
	r.since = r.started
	r.detachedAt = instant{}
	r.tally().extend(r, t)
	if after := r.judge(t); before.breachedBefore(t) && !after.breachedBefore(t) {
		target := r.bound.Target
		f.warn(WarnBreachSuperseded, fmt.Sprintf("%s: the breach is taken back; under policy %q the target is judged from the start", target.Metric().Name(), target.Policy().Name()))
	}
}
