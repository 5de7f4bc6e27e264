package breach

import (
	"fmt"

	"github.com/tenggat/sla/policy"
	"github.com/tenggat/sla/policy/rule"
)

// fold is a ticket's state after some of its events. Evaluate makes one for a
// history, a Tracker keeps one; both give the events to apply in order.
type fold struct {
	set       *policy.Set
	program   rule.Program // of set
	ticket    ticket
	timers    []timer    // one for each timer of the program
	timelines []timeline // one for each pause rule of the program
	warnings  []Warning
	last      instant // of the last event applied
	unbound   bool    // a target would apply, but for a field's value

	runs     room[run]
	legs     room[leg]
	bindings room[binding]
	unused   *binding // the last one taken, if it came to nothing
}

func newFold(set *policy.Set) *fold {
	if set == nil {
		set = new(policy.Set)
	}
	p := set.Program()
	f := allocate(p.Timers(), p.PauseRules(), p.FieldNames())
	f.set, f.program = set, p
	for i := range f.timers {
		m := p.Timer(i).Metric
		f.timers[i].metric, f.timers[i].once = m, m.Once()
	}
	return f
}

// apply folds one event in.
func (f *fold) apply(e *Event) {
	warned := len(f.warnings)
	f.happen(e)
	for i := range f.warnings[warned:] {
		f.warnings[warned+i].EventID = e.ID
	}
}

// happen lets an event act on the ticket and on every timer. The order of its
// steps is part of the contract.
func (f *fold) happen(e *Event) {
	t := instantOf(e.At)
	f.last = t
	if e.Type == Created && !f.ticket.created.isZero() {
		f.warn(WarnSecondCreated, "a second created event; it is ignored")
		return
	}
	var changed [4]rule.FieldUpdate // so that few changes allocate nothing
	u := f.ticket.apply(f.program, e, changed[:0])
	if u.status && !f.ticket.known {
		f.warnUnmapped()
	}
	if f.ticket.created.isZero() {
		f.warn(WarnBeforeCreated, "dated before the ticket's creation; it only sets fields")
		return
	}
	f.stop(&u.Update, t)
	if f.mayMatchAnew(&u) {
		f.match()
		f.retarget(t)
	}
	f.cancelOrRestart(&u.Update, t)
	if u.Created || u.responded || u.status || len(u.Changed) > 0 {
		f.pause(t, e.Reason)
	}
	f.start(&u.Update, t)
}

// warn adds a warning about the event that is being applied, whose ID it gets
// from apply.
func (f *fold) warn(code, message string) {
	f.warnings = append(f.warnings, Warning{Code: code, Message: message})
}

// warnUnmapped warns of a status text that nobody mapped, once for each text.
func (f *fold) warnUnmapped() {
	message := fmt.Sprintf("status %q is in no category and counts as open", f.ticket.status)
	for _, w := range f.warnings {
		if w.Code == WarnUnmappedStatus && w.Message == message {
			return
		}
	}
	f.warn(WarnUnmappedStatus, message)
}

// stop ends the running instances that the event stops.
func (f *fold) stop(u *rule.Update, t instant) {
	for i := range f.timers {
		if m := &f.timers[i]; m.running != nil && m.metric.Stop().Matches(u) {
			m.end(byStop, t, endsByStatus(m.metric.Stop(), u))
		}
	}
}

// cancelOrRestart ends the running instances that the event cancels, and puts
// those back to zero that it restarts.
func (f *fold) cancelOrRestart(u *rule.Update, t instant) {
	for i := range f.timers {
		m := &f.timers[i]
		switch {
		case m.running == nil:
		case m.metric.Cancel().Matches(u):
			m.end(byCancel, t, endsByStatus(m.metric.Cancel(), u))
		case m.metric.Restart().Matches(u):
			f.restart(m.running, t)
		}
	}
}

// restart puts a running run back to zero. A breach never un-happens, so a
// breached one stays as it is; one whose target went away does not run.
func (f *fold) restart(r *run, t instant) {
	if r.attached() {
		v := r.settle(t)
		if !r.detachedAt.isZero() || v.breachedBefore(t) {
			return
		}
	}
	last := r.legs[len(r.legs)-1]
	last.from = t
	r.legs = append(r.legs[:0], last)
	r.started, r.since, r.settled = t, t, nil
	if r.attached() {
		r.put(r.bound)
		r.setOriginal()
	}
}

// pause records which pause rules hold from t on.
func (f *fold) pause(t instant, reason string) {
	for i := range f.timelines {
		f.timelines[i].update(f.program.PauseRule(i), &f.ticket, t, reason)
	}
}
