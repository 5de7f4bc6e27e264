package breach

import "github.com/tenggat/sla/policy/rule"

// match finds the target that applies to the ticket for each timer.
func (f *fold) match() {
	for i := range f.timers {
		f.timers[i].target = rule.Target{}
	}
	if !f.void() {
		var policies [rule.Kinds]rule.Policy
		var targets [8]rule.Target
		for _, p := range f.program.Match(policies[:0], &f.ticket.Ticket, f.ticket.created.time()) {
			for _, t := range p.Choose(targets[:0], &f.ticket.Ticket) {
				f.timers[t.Timer()].target = t
			}
		}
	}
	f.unbound = false
	for i := range f.timers {
		m := &f.timers[i]
		if m.target.IsZero() {
			m.want = nil
			continue
		}
		want := f.spare()
		switch {
		case !want.bind(m.target, &f.ticket.Ticket):
			m.want, f.unbound = nil, f.unbound || !m.target.PromisesNothing(&f.ticket.Ticket)
		case !same(m.want, want):
			m.want, f.unused = want, nil
		}
	}
}

// spare is memory for a binding. It returns the same memory until it is in use,
// so that only a new binding takes some.
func (f *fold) spare() *binding {
	if f.unused == nil {
		f.unused = &f.bindings.take(1)[0]
	}
	return f.unused
}

// mayMatchAnew reports whether an event can have changed the policies or
// targets that apply.
func (f *fold) mayMatchAnew(u *update) bool {
	if u.Created || u.responded && f.program.RespondedDecides() ||
		u.asked && f.program.AskedDecides() || u.commented && f.program.CommentedDecides() {
		return true
	}
	if u.From != u.Category && (f.program.CategoryDecides() || u.From == rule.Void || f.void()) {
		return true
	}
	for i := range u.Changed {
		if f.program.Decides(u.Changed[i].Field) {
			return true
		}
	}
	return false
}

// void reports whether the ticket is void.
func (f *fold) void() bool { return f.ticket.Category == rule.Void }
