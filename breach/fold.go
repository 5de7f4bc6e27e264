package breach

import (
	"fmt"

	"github.com/tenggat/sla/policy"
	"github.com/tenggat/sla/policy/rule"
)

// fold is a ticket's state after some of its events. Evaluate makes one for a
// history, a Tracker keeps one. Both apply events in order.
//
// The words of the fold:
//
//   - timer: the state machine of one metric under one kind of policy (timer.go)
//   - run: one start of a timer until its end, a reported instance or none yet (run.go)
//   - leg: a part of a run under one target, or under none (leg.go)
//   - hold: a period in which a pause rule holds on the ticket (pause.go)
//   - stretch: a part of a run that is counted or paused throughout (stretch.go)
//   - binding: a target with the choices made that depend on the ticket (binding.go)
//   - promise: a binding's budget as counted time from a start (promise.go)
//   - verdict: a run's deadline and whether it was reached (verdict.go)
//   - settled: what later events cannot change any more (run.go)
//   - frozen: a breach that a later change of target does not touch (run.go)
type fold struct {
	set       *policy.Set
	program   rule.Program // of set
	ticket    ticket
	timers    []timer    // one for each timer of the program
	timelines []timeline // one for each pause rule of the program
	warnings  []Warning
	last      instant // of the last event applied
	notes     bool    // what happens to runs is noted, for a ledger
	unbound   bool    // a target applies but the ticket's fields choose no budget or deadline for it

	runs     arena[run]
	legs     arena[leg]
	bindings arena[binding]
	unused   *binding // the last one taken, if it is not in use
}

func newFold(set *policy.Set) *fold {
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

// happen applies an event to the ticket and to every timer. The order of its
// steps is part of the contract.
func (f *fold) happen(e *Event) {
	t := instantOf(e.At)
	if t != f.last {
		f.forgetTraces()
	}
	f.last = t
	if e.Type == Created && !f.ticket.created.isZero() {
		f.warn(WarnSecondCreated, "there is a second created event; it is ignored")
		return
	}
	var changed [4]rule.FieldUpdate // a few changes allocate nothing
	u := f.ticket.apply(f.program, e, changed[:0])
	if u.status && !f.ticket.known {
		f.warnUnmapped()
	}
	if f.ticket.created.isZero() {
		f.warn(WarnBeforeCreated, "the event is dated before the ticket's creation; it only sets fields")
		return
	}
	f.stop(&u.Update, t)
	if f.mayMatchAnew(&u) {
		f.match()
		f.retarget(t, e.Reason)
	}
	f.cancelOrRestart(&u.Update, t, e.Reason)
	if u.Created || u.responded || u.asked || u.commented || u.status || len(u.Changed) > 0 {
		f.pause(t, e.Reason)
	}
	f.start(&u.Update, t, e.Reason)
}

// warn adds a warning about the event that is being applied. Method apply sets
// its event ID.
func (f *fold) warn(code WarningCode, message string) {
	f.warnings = append(f.warnings, Warning{Code: code, Message: message})
}

// warnUnmapped warns of a status text that is in no category, once for each
// text.
func (f *fold) warnUnmapped() {
	message := fmt.Sprintf("status %q is in no category and counts as open", f.ticket.status)
	for _, w := range f.warnings {
		if w.Code == WarnUnmappedStatus && w.Message == message {
			return
		}
	}
	f.warn(WarnUnmappedStatus, message)
}

// stop ends the instances that the event stops.
func (f *fold) stop(u *rule.Update, t instant) {
	for i := range f.timers {
		m := &f.timers[i]
		if (m.running != nil || m.last != nil && m.last.byStatus != notByStatus || m.trace != 0) && m.metric.Stop().Matches(u) {
			f.stopTimer(m, u, t)
		}
	}
}

// cancelOrRestart ends the running instances that the event cancels, and sets
// those back to zero that it restarts.
func (f *fold) cancelOrRestart(u *rule.Update, t instant, reason string) {
	for i := range f.timers {
		m := &f.timers[i]
		switch {
		case m.running == nil:
		case m.metric.Cancel().MatchesByStatus(u):
			f.note(m.running, t, NoteCancelled, reason)
			m.cancelByStatus(t, endsByStatus(m.metric.Cancel(), u))
		case m.metric.Cancel().Matches(u):
			f.note(m.running, t, NoteCancelled, reason)
			m.end(byCancel, t, false)
			m.trace &^= tracedStart
		case m.metric.Restart().Matches(u):
			f.restart(m.running, t, reason)
		}
	}
}

// restart sets a running run back to zero. A breached run stays as it is,
// because a breach is never taken back. A run whose target no longer applies
// stays as it is, too.
func (f *fold) restart(r *run, t instant, reason string) {
	if r.attached() {
		v := r.settle(t)
		if !r.detachedAt.isZero() || v.breachedBefore(t) {
			return
		}
	}
	last := r.legs[len(r.legs)-1]
	last.from = t
	r.legs = append(r.legs[:0], last)
	r.moved = r.moved || r.started != t
	r.started, r.since, r.settled = t, t, nil
	f.note(r, t, NoteRestarted, reason)
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
