package breach

import (
	"github.com/tenggat/sla/policy/rule"
)

// describe fills in the Instance of a run as of an instant.
func (f *fold) describe(i *Instance, r *run, at instant) {
	end, v := r.end(at), r.judge(at)
	judged, promise := r.judged()

	f.name(i, r.bound)
	i.Number, i.State = int(r.number), r.state(&v, at)
	if i.Breached = v.breached; v.breached {
		i.BreachedAt = v.breachedAt.time()
	}
	i.Projected = v.projected
	if i.Within = promise.within; judged.Budget != nil {
		i.WithinText = judged.Budget.Text
	}
	i.StartedAt = r.started.time()
	if i.State.completed() {
		i.CompletedAt = end.time()
	}
	if !v.deadline.isZero() {
		i.Deadline, i.WallRemaining = v.deadline.time(), max(0, v.deadline.sub(end))
	}
	if !r.original.isZero() {
		i.OriginalDeadline = r.original.time()
	}
	i.Elapsed, i.Paused, i.WallPaused = v.count.elapsed, v.count.paused, v.count.wallPaused
	i.setRemaining(r, end)
	i.WallElapsed = max(0, end.sub(r.started))
	pauses := v.count.pauses
	if i.State == Paused {
		pauses++
	}
	if pauses > 0 {
		i.Pauses = r.listPauses(make([]Pause, 0, pauses), end)
	}
	i.setMarks(r, judged.Target, &v, end)
}

// completed reports whether the instance has ended. A reopening can continue it.
func (s State) completed() bool { return s == Met || s == Missed || s == Cancelled }

// resumesAt returns when a paused run goes on if no event comes; zero if it does not.
func (r *run) resumesAt() instant {
	timeline := (*r.timelines)[r.legs[len(r.legs)-1].rule()]
	return timeline[len(timeline)-1].until
}

func (r *run) state(v *verdict, at instant) State {
	switch {
	case !r.detachedAt.isZero() || r.ending == byCancel:
		return Cancelled
	case r.ending == byStop && v.breached:
		return Missed
	case r.ending == byStop:
		return Met
	case r.paused(at):
		return Paused
	}
	return Running
}

// setRemaining sets the counted time until the deadline, or since it.
func (i *Instance) setRemaining(r *run, end instant) {
	judged, _ := r.judged()
	switch {
	case !i.Breached && judged.due.isZero():
		i.Remaining = max(0, i.Within-i.Elapsed)
	case !i.Breached:
		i.Remaining = max(0, judged.elapsed(end, judged.due))
	case judged.due.isZero():
		i.Overdue = max(0, i.Elapsed-i.Within)
	default: // the time counted until a due date may differ from Within
		i.Overdue = i.Elapsed - r.count(judged.due).elapsed
	}
}

// listPauses appends the run's pauses to an empty list. Adjacent equal pauses are
// merged.
func (r *run) listPauses(list []Pause, end instant) []Pause {
	var before *hold // the last one listed, until last
	var last instant
	add := func(h *hold, from, until instant) {
		if before != nil && last == from && before.status == h.status && before.reason == h.reason {
			list[len(list)-1].Until = until.time()
		} else {
			list = append(list, Pause{From: from.time(), Until: until.time(), Status: h.status, Reason: h.reason})
		}
		before, last = h, until
	}
	for w := r.walk(end); w.next(); {
		if w.pause != nil {
			add(w.pause, w.from, w.until)
		}
	}
	if r.ending == live && r.detachedAt.isZero() && r.paused(end) {
		timeline := (*r.timelines)[r.legs[len(r.legs)-1].rule()]
		add(&timeline[len(timeline)-1], end, instant{})
	}
	return list
}

// setMarks sets the thresholds, whether the instance is at risk, and the next
// instant at which anything changes.
func (i *Instance) setMarks(r *run, target rule.Target, v *verdict, end instant) {
	moving := i.State == Running
	note := func(at instant) {
		if moving && at.after(end) {
			i.Next = earlier(i.Next, at.time())
		}
	}
	if i.State == Paused {
		i.Next = r.resumesAt().time()
	}
	if !i.Breached {
		note(v.deadline)
		if open := moving || i.State == Paused; open && !target.AtRisk().IsZero() {
			p := r.pointAt(target.AtRisk(), i.Elapsed, end)
			i.AtRisk = p.crossedBy(end, i.State)
			note(p.at)
		}
	}
	if target.Thresholds() == 0 {
		return
	}
	i.Thresholds = make([]Threshold, target.Thresholds())
	for n := range i.Thresholds {
		m, row := target.Threshold(n), &i.Thresholds[n]
		p := r.pointAt(m, i.Elapsed, end)
		row.Name, row.Notify = m.Name, m.Notify()
		if row.Crossed = p.crossedBy(end, i.State); row.Crossed {
			row.CrossedAt = r.crossedAt(p.at, end).time()
		}
		if row.Crossed || !i.State.completed() {
			row.At = p.at.time()
		}
		if note(p.at); i.State == Paused && m.Wall && p.reached && p.at.after(end) {
			i.Next = earlier(i.Next, p.at.time()) // no pause stops plain time
		}
	}
}
