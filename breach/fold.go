package breach

import (
	"fmt"
	"time"

	"github.com/tenggat/sla/policy"
)

// fold is a ticket's state after some of its events. Evaluate makes one for a
// history, a Tracker keeps one; both give the events to apply in order.
type fold struct {
	set       *policy.Set
	ticket    ticket
	measures  []measure  // one for each of set.Clocks
	timelines []timeline // one for each of set.PauseRules
	warnings  []Warning
	eventID   string    // of the event being applied
	last      time.Time // of the last event applied
	unbound   bool      // a target would apply, but for a field's value

	// Scratch, kept so that applying an event allocates nothing.
	changed  [4]policy.FieldChange
	policies [4]*policy.Policy
}

// measure is the state machine of one metric under one kind. Its last run is the
// one that may be running.
type measure struct {
	runs   []run
	number int            // of the last run that a target applied to
	target *policy.Target // that applies to the ticket now, but for its fields
	want   *binding       // the target that applies to the ticket now
	first  []leg          // room for the legs of the first run
}

// current returns the run that may still go on, or nil.
func (m *measure) current() *run {
	if len(m.runs) == 0 {
		return nil
	}
	return &m.runs[len(m.runs)-1]
}

// running returns the run whose metric has not ended, or nil.
func (m *measure) running() *run {
	if r := m.current(); r != nil && r.ending == live {
		return r
	}
	return nil
}

func newFold(set *policy.Set) *fold {
	if set == nil {
		set = new(policy.Set)
	}
	n := len(set.Clocks())
	f := &fold{
		set:       set,
		measures:  make([]measure, n),
		timelines: make([]timeline, len(set.PauseRules())),
	}
	// Most metrics have one run, and few changes of target or calendar.
	const room = 2
	runs, legs := make([]run, n), make([]leg, n*room)
	for i := range f.measures {
		f.measures[i].runs = runs[i : i : i+1]
		f.measures[i].first = legs[i*room : i*room : (i+1)*room]
	}
	return f
}

// apply folds one event in. The order of its steps is part of the contract.
func (f *fold) apply(e *Event) {
	t := e.At.Round(0).UTC()
	f.eventID, f.last = e.ID, t
	if e.Type == Created && !f.ticket.created.IsZero() {
		f.warn(WarnSecondCreated, "a second created event; it is ignored")
		return
	}
	responded, status := f.ticket.Responded, f.ticket.status
	change := f.ticket.apply(f.set, e, t, f.changed[:0])
	if f.ticket.status != status && !f.ticket.known {
		f.warnUnmapped()
	}
	if f.ticket.created.IsZero() {
		f.warn(WarnBeforeCreated, "dated before the ticket's creation; it only sets fields")
		return
	}
	f.end(byStop, &change, t)
	if f.mayMatchAnew(&change, responded) {
		f.match()
		f.retarget(t)
	}
	f.end(byCancel, &change, t)
	f.restart(&change, t)
	if len(change.Changed) > 0 || change.Created || f.ticket.Responded != responded {
		f.pause(t, e.Reason)
	}
	f.start(&change, t)
}

// warn adds a warning about the event that is being applied.
func (f *fold) warn(code, message string) {
	f.warnings = append(f.warnings, Warning{Code: code, EventID: f.eventID, Message: message})
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

// mayMatchAnew reports whether an event can have changed the policies or
// targets that apply.
func (f *fold) mayMatchAnew(c *policy.Change, responded bool) bool {
	if c.Created || f.ticket.Responded != responded && f.set.WatchesResponded() {
		return true
	}
	for i := range c.Changed {
		name := c.Changed[i].Name
		if f.set.Watches(name) || name == "status" && (c.From == policy.StatusVoid) != f.void() {
			return true
		}
	}
	return false
}

// void reports whether the ticket is void.
func (f *fold) void() bool { return f.ticket.Category == policy.StatusVoid }

// end ends the running instances that the event stops, or cancels.
func (f *fold) end(how ending, c *policy.Change, t time.Time) {
	for i := range f.measures {
		r := f.measures[i].running()
		if r == nil {
			continue
		}
		p := f.metric(i).Stop
		if how == byCancel {
			p = f.metric(i).Cancel
		}
		if p.Matches(c) {
			r.finish(how, t, endsByStatus(p, c))
		}
	}
}

// restart puts running instances back to zero where the event says so. A breach
// never un-happens, so a breached instance stays as it is; one whose target went
// away does not run.
func (f *fold) restart(c *policy.Change, t time.Time) {
	for i := range f.measures {
		r := f.measures[i].running()
		if r == nil || !f.metric(i).Restart.Matches(c) {
			continue
		}
		if r.attached() {
			v := f.settle(r, t)
			if !r.detachedAt.IsZero() || v.breachedBefore(t) {
				continue
			}
		}
		last := r.legs[len(r.legs)-1]
		last.from = t
		r.legs = append(r.legs[:0], last)
		r.started, r.since, r.settled = t, t, nil
		if r.attached() {
			r.put(r.bound)
			r.original = r.bound.original(t)
		}
	}
}

// pause records which pause rules hold from t on.
func (f *fold) pause(t time.Time, reason string) {
	for i, rule := range f.set.PauseRules() {
		f.timelines[i].update(rule, &f.ticket, t, reason)
	}
}

// metric returns the metric of a measure.
func (f *fold) metric(i int) *policy.Metric { return f.set.Clocks()[i].Metric }

// finish ends a run at t.
func (r *run) finish(how ending, t time.Time, byStatus bool) {
	r.ending, r.endedAt, r.byStatus = how, t, byStatus
}

// endsByStatus reports whether p matched c because the ticket was solved or
// closed, so that leaving these is a reopening.
func endsByStatus(p *policy.Predicate, c *policy.Change) bool {
	return c.Category.Done() && c.Moved() && p.MatchesByStatus(c)
}

// alreadyHolds reports whether the status keys of an event predicate hold for
// the ticket as it is, whether or not the event moved it there. What else the
// event is or changed does not count beside them: the event that starts a clock
// cannot end it as an event.
func alreadyHolds(p *policy.Predicate, c *policy.Change) bool {
	probe := *c
	probe.Created = true // creation moves a ticket into its category
	probe.Changed = nil
	if p.MatchesByStatus(&probe) {
		return true
	}
	probe.Type = ""
	return p.MatchesByStatus(&probe)
}
