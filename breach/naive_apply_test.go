package breach_test

import (
	"time"

	"github.com/tenggat/sla/breach"
	"github.com/tenggat/sla/policy/rule"
)

// apply lets one event act on one clock, in the order of the design.
func (n *naive) apply(c *naiveClock, event int, change *rule.Update) {
	tick := n.ticks[event]
	c.begun(tick)
	for _, i := range c.instances {
		n.judge(i, tick)
	}
	n.stop(c, tick, change)
	c.rule, c.applies = n.ruleFor(c, &n.state)
	n.match(c, event)
	n.cancel(c, tick, change)
	n.restart(c, tick, change)
	if last := c.last(); c.now.start && change.Moved() && (c.now.atOnce || last != nil && last.hidden && last.born == tick) {
		c.drop() // the status of this instant is another
		c.now.atOnce = false
	}
	n.reopen(c, event, change)
	n.start(c, event, change)
}

// judge makes a breach before tick final. One made at tick is not: other events
// of that instant may change the target again.
func (n *naive) judge(i *naiveInstance, tick int) {
	n.breakAt(i, tick)
	if i.breach != nil && i.breach.at >= tick && i.done < 0 {
		i.breach = nil
	}
}

// breakAt notes the breach of a deadline before tick.
func (n *naive) breakAt(i *naiveInstance, tick int) {
	if !i.attached || i.done >= 0 || i.breach != nil {
		return
	}
	if deadline, sure := n.deadline(i, i.rule, tick); sure && deadline < tick {
		if lives := n.lives(i, deadline); lives < tick || i.stopped {
			i.breach = &naiveBreach{deadline: deadline, at: max(min(lives, tick), i.since), rule: i.rule, since: i.ruled}
		}
	}
}

// lives is the first tick from another on that was none between a stop and a
// reopening, and at which a target applied; the present one if there is none.
func (n *naive) lives(i *naiveInstance, tick int) int {
	tick = max(tick, i.start)
	for ; tick-i.start < len(i.cells); tick++ {
		if cell := i.cells[tick-i.start]; cell.run && cell.attached && !cell.ended {
			break
		}
	}
	return tick
}

// finish completes an instance, but for the verdict of its clock.
func (n *naive) finish(i *naiveInstance, tick int, stopped bool) {
	if !i.attached {
		return
	}
	i.stopped = stopped
	if stopped {
		i.stops = append(i.stops, tick)
	}
	n.breakAt(i, tick)
	i.done, i.verdict = tick, breach.Cancelled
	if stopped {
		i.verdict = breach.Met
		if i.breach != nil {
			i.verdict = breach.Missed
		}
	}
}

// revive takes a completion back. A breach of this very instant is not final.
func (n *naive) revive(i *naiveInstance, tick int) {
	i.attached, i.done, i.since = true, -1, tick
	if i.breach != nil && i.breach.at >= tick {
		i.breach = nil
	}
}

// end ends the metric's run.
func (n *naive) end(i *naiveInstance, tick int, stopped, byStatus bool) {
	i.running, i.ended, i.stopped, i.byStatus, i.left = false, tick, stopped, byStatus, false
}

// ruleFor is the target that applies to a clock.
func (n *naive) ruleFor(c *naiveClock, state *naiveState) (naiveRule, bool) {
	if state.Category == rule.Void {
		return naiveRule{}, false
	}
	for _, p := range n.program.Match(nil, &state.Ticket, n.zero) {
		if p.Kind() != c.Kind.Name {
			continue
		}
		for t := range p.Targets() {
			if t.Metric().Name() != c.Metric.Name() || !t.When().Holds(&state.Ticket) {
				continue
			}
			return n.ruleOf(t, state)
		}
	}
	return naiveRule{}, false
}

func (n *naive) ruleOf(t rule.Target, state *naiveState) (r naiveRule, ok bool) {
	var b rule.Binding
	_, ok = t.Bind(&b, &state.Ticket)
	r.target, r.name, r.calendar = t, b.CalendarName, b.Calendar
	if t.HasDue() {
		field, _ := t.ChoosingField(nil)
		text := firstOf(state.fields[field])
		if text == "" {
			return r, false
		}
		due, err := time.Parse(time.RFC3339, text)
		if err != nil {
			n.codes[breach.WarnBadDue] = true
			return r, false
		}
		tick := n.at(due)
		for open := 0; n.length(open) < t.Before(); {
			if tick--; n.isOpen(r.calendar, tick) {
				open++
			}
		}
		r.due = n.instant(tick)
		return r, true
	}
	if b.Budget != nil {
		r.budget, r.text = b.Budget.Budget, b.Budget.Text
	}
	if !ok && !t.PromisesNothing(&state.Ticket) {
		n.codes[breach.WarnNoTarget] = true
	}
	return r, ok
}

// match attaches, detaches and changes the target of an instance.
func (n *naive) match(c *naiveClock, event int) {
	i, tick := c.last(), n.ticks[event]
	switch {
	case i == nil || i.hidden:
	case !c.applies:
		if i.running && i.attached {
			n.finish(i, tick, false)
			i.attached = false
		}
	case !i.shown:
		if i.running || c.Metric.Once() && (c.rule.target.OnChange() != rule.Restart || tick == i.start) {
			n.attachLate(c, i, tick)
		}
	case i.running && i.attached && i.rule.same(c.rule):
	case i.running:
		n.change(c, i, event)
	}
}

// attachLate gives an instance its first target; one that has ended is judged
// all the same.
func (n *naive) attachLate(c *naiveClock, i *naiveInstance, tick int) {
	i.shown, i.attached, i.rule, i.since = true, true, c.rule, tick
	switch c.rule.target.OnChange() {
	case rule.Restart:
		i.start, i.cells = tick, nil
	case rule.Retroactive:
		i.since = i.start
	}
	if !i.running {
		i.since = i.start
	}
	i.ruled = i.since
	n.rewrite(i, i.start, tick)
	i.original = n.originalDeadline(i)
	if !i.running {
		n.finish(i, i.ended, i.stopped)
	}
}

// change lets another rule take over an instance, or the same one return.
func (n *naive) change(c *naiveClock, i *naiveInstance, event int) {
	tick := n.ticks[event]
	same, onChange := i.rule.same(c.rule), c.rule.target.OnChange()
	if moved := c.rule; onChange != rule.Retroactive {
		if moved.due = i.rule.due; moved.same(i.rule) {
			onChange = rule.Carry // the target is the same, only its date is another
		}
	}
	if !same && onChange == rule.Keep && i.rule.target.HasDue() && i.rule.target != c.rule.target {
		n.followDate(i, tick)
		return
	}
	if !i.attached && (same || onChange != rule.Restart) {
		n.revive(i, tick)
	}
	if same {
		return
	}
	switch onChange {
	case rule.Carry:
		i.rule, i.since, i.ruled = c.rule, tick, tick
	case rule.Retroactive:
		n.judgeAfresh(i, c.rule, tick)
	case rule.Restart:
		n.finish(i, tick, false)
		n.end(i, tick, false, false)
		n.begin(c, event).born = -1 // no event has started it
	case rule.Keep:
	}
}

// judgeAfresh judges an instance as if a rule had applied from its start.
func (n *naive) judgeAfresh(i *naiveInstance, r naiveRule, tick int) {
	broken := i.breach != nil
	i.rule, i.since, i.ruled, i.breach = r, i.start, i.start, nil
	n.rewrite(i, i.start, tick)
	i.original = n.originalDeadline(i)
	if n.breakAt(i, tick); broken && i.breach == nil {
		n.codes[breach.WarnBreachSuperseded] = true
	}
}

// followDate lets the date of a rule that is kept follow its field.
func (n *naive) followDate(i *naiveInstance, tick int) {
	warned := n.codes[breach.WarnBadDue]
	now, dated := n.ruleOf(i.rule.target, &n.state)
	if n.codes[breach.WarnBadDue] = warned; !warned {
		delete(n.codes, breach.WarnBadDue) // only the rule that applies is warned of
	}
	switch {
	case !dated && i.attached:
		n.finish(i, tick, false)
		i.attached = false
	case dated && (!i.attached || !now.due.Equal(i.rule.due)):
		if !i.attached {
			n.revive(i, tick)
		}
		if now.due.Equal(i.rule.due) {
			return // the same rule returns
		}
		i.rule.due = now.due
		if i.rule.target.OnChange() == rule.Retroactive {
			n.judgeAfresh(i, i.rule, tick)
		} else {
			i.since, i.ruled = tick, tick
		}
	}
}

func (n *naive) restart(c *naiveClock, tick int, change *rule.Update) {
	i := c.last()
	if i == nil || !i.running || !c.Metric.Restart().Matches(change) {
		return
	}
	if n.judge(i, tick); i.breach != nil {
		return
	}
	if i.shown && !i.attached {
		return // it is cancelled: neither running nor paused
	}
	i.start, i.cells, i.since, i.ruled = tick, nil, tick, tick
	if i.shown {
		i.original = n.originalDeadline(i)
	}
}

// outsideWindow reports whether a reopening comes later than the reopen window
// of a rule allows.
func (n *naive) outsideWindow(i *naiveInstance, r naiveRule, tick int) bool {
	window := r.target.ReopenWindow()
	last := i.ended
	switch {
	case window.IsZero():
		return false
	case window.InDays():
		last = n.workingDay(r.calendar, i.ended, window)
	default:
		for open := 0; n.length(open) < window.Time; last++ {
			if n.isOpen(r.calendar, last) {
				open++
			}
		}
	}
	for r.target.NextOpen() && !n.isOpen(r.calendar, last) {
		last++
	}
	return tick > last
}

// holdsByStatus reports whether an ending predicate already holds because of
// the status the ticket is in, whether or not this event moved it there.
func holdsByStatus(p rule.Predicate, change *rule.Update) bool {
	asked := *change
	asked.Created, asked.Changed = false, nil // what it did is not asked, only what the status is
	asked.From, asked.Before = (asked.Category+1)%(rule.Void+1), rule.New
	untyped := asked
	untyped.Type = ""
	return p.MatchesByStatus(&asked) || p.MatchesByStatus(&untyped)
}

// begin begins the next instance of a clock.
func (n *naive) begin(c *naiveClock, event int) *naiveInstance {
	tick := n.ticks[event]
	i := &naiveInstance{
		born: tick, start: tick, running: true, since: tick, ruled: tick, done: -1,
		shown: c.applies, attached: c.applies, rule: c.rule,
	}
	if i.shown {
		i.original = n.originalDeadline(i)
	}
	if last := c.last(); last != nil && last.hidden {
		c.drop() // a remembered start
	}
	if last := c.last(); last != nil {
		last.byStatus = false // a reopening concerns only the last one
	}
	c.instances = append(c.instances, i)
	return i
}
