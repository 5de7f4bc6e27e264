package breach_test

import (
	"github.com/tenggat/sla/breach"
	"github.com/tenggat/sla/policy/rule"
)

// naiveNow is what has happened to a clock at an instant, which a later event
// of the same instant may have to know.
type naiveNow struct {
	tick     int
	start    bool // a start has matched
	atOnce   bool // an instance has begun under a status that stops it
	stop     bool // a stop has matched, of an instance that a status had stopped
	anew     bool // a reopening has begun a new instance, as on_reopen says
	fresh    bool // a reopening has begun an instance, as the start says
	ignored  bool // a reopening has left a cancelled instance alone
	recalled bool // a reopening has shown an instance that was remembered from an earlier instant
}

// begun forgets what was at earlier instants.
func (c *naiveClock) begun(tick int) {
	if c.now.tick != tick {
		c.now = naiveNow{tick: tick}
	}
}

// previous is the instance before the last one.
func (c *naiveClock) previous() *naiveInstance {
	if len(c.instances) < 2 {
		return nil
	}
	return c.instances[len(c.instances)-2]
}

// drop removes the last instance.
func (c *naiveClock) drop() { c.instances = c.instances[:len(c.instances)-1] }

// stop stops the running instance, or completes one that a status has ended.
func (n *naive) stop(c *naiveClock, tick int, change *rule.Update) {
	if !c.Metric.Stop().Matches(change) {
		return
	}
	byEvent := !c.Metric.Stop().MatchesByStatus(change)
	byStatus := !byEvent && change.Moved() && change.Category.Done()
	if byEvent {
		c.now.start = false
	}
	i := c.last()
	if i == nil {
		return
	}
	if i.running {
		previous := c.previous()
		switch {
		case byEvent && c.now.recalled:
			c.now.recalled = false
			c.drop() // as if it were answered before it was reopened
		case byEvent && c.now.anew && previous != nil && previous.shown && !previous.stopped:
			c.now.anew = false
			c.drop()
			n.complete(c, previous, tick, false)
		case !c.Metric.Once() && i.born == tick && (!byEvent || c.now.anew || c.now.fresh):
			c.drop() // a promise of zero length
		default:
			n.finish(i, tick, true)
			n.end(i, tick, true, byStatus)
		}
		return
	}
	switch {
	case i.hidden && i.born == tick:
		i.hidden = false
		n.complete(c, i, tick, byStatus)
	case i.hidden:
		c.drop()
	case !i.stopped && (i.byStatus && !i.left && change.From != rule.Void && change.Before.Done() || c.now.ignored):
		n.complete(c, i, tick, byStatus)
	case i.stopped && i.byStatus && byEvent:
		if i.ended == tick {
			i.byStatus = false // both at one instant: as if the event had come first
		} else {
			c.now.stop = true
		}
	}
}

// complete stops an instance that a status has cancelled.
func (n *naive) complete(c *naiveClock, i *naiveInstance, tick int, byStatus bool) {
	if n.onReopen(c, i, tick) == rule.CountSolved {
		n.countSolved(i, tick)
	}
	if i.attached {
		n.revive(i, tick)
	}
	n.finish(i, tick, true)
	n.end(i, tick, true, byStatus)
}

// countSolved counts the time since an instance ended.
func (n *naive) countSolved(i *naiveInstance, tick int) {
	for k := i.ended; k < tick; k++ {
		i.cells[k-i.start].run = true
	}
	if i.attached {
		n.rewrite(i, i.ended, tick)
	}
}

// cancel cancels the running instance. If it began at this very instant, a
// status that cancels it was there first.
func (n *naive) cancel(c *naiveClock, tick int, change *rule.Update) {
	i := c.last()
	if i == nil || !i.running || !c.Metric.Cancel().Matches(change) {
		return
	}
	byStatus := c.Metric.Cancel().MatchesByStatus(change)
	done := change.Moved() && change.Category.Done()
	n.finish(i, tick, false)
	n.end(i, tick, false, byStatus && done)
	switch {
	case !byStatus:
		c.now.start = false
	case i.born == tick && done:
		i.hidden = true
	case i.born == tick:
		c.drop()
	}
}

// reopen revives the last instance, if a status ended it.
func (n *naive) reopen(c *naiveClock, event int, change *rule.Update) {
	i, tick := c.last(), n.ticks[event]
	if i == nil || i.running || !i.byStatus || !change.Reopened() {
		return
	}
	onReopen := n.onReopen(c, i, tick)
	if onReopen == rule.Ignore {
		i.left = true
		switch {
		case i.hidden:
			c.drop()
		case !i.stopped:
			c.now.ignored = true
		}
		return
	}
	c.now.recalled = i.hidden
	if onReopen == rule.StartAnew {
		c.now.anew = !i.hidden
		i = n.begin(c, event)
		switch {
		case c.now.stop && c.Metric.Once():
			n.finish(i, tick, true)
			n.end(i, tick, true, false)
		case c.now.stop:
			c.drop()
		}
		return
	}
	i.hidden = false
	if onReopen == rule.CountSolved {
		n.countSolved(i, tick)
	}
	if c.now.stop { // as if the stop had come after the reopening
		if i.attached {
			n.revive(i, tick)
		}
		n.finish(i, tick, true)
		n.end(i, tick, true, false)
		return
	}
	i.running, i.byStatus, i.stopped = true, false, false
	switch {
	case i.attached && c.applies:
		n.revive(i, tick)
	case i.attached: // it is cancelled without another breach
		i.attached, i.done, i.verdict = false, tick, breach.Cancelled
	}
	n.match(c, event)
}

// onReopen is what a reopening at a tick does to an instance that has ended.
func (n *naive) onReopen(c *naiveClock, i *naiveInstance, tick int) rule.OnReopen {
	by := naiveRule{}
	switch {
	case c.applies:
		by = c.rule
	case i.shown:
		by = i.rule
	}
	switch {
	case by.target.IsZero():
		return c.Metric.OnReopen()
	case n.outsideWindow(i, by, tick):
		return rule.StartAnew
	}
	return by.target.OnReopen()
}

// start begins an instance if the event does, or if one of this instant would
// have, had the status not been another.
func (n *naive) start(c *naiveClock, event int, change *rule.Update) {
	last := c.last()
	if last != nil && (last.running || c.Metric.Once() && !last.hidden) {
		return
	}
	if c.Metric.Start().Matches(change) {
		c.now.start, c.now.fresh = true, c.now.fresh || change.Reopened() && c.Metric.Stop().ReadsStatus()
	} else if !c.now.start || !change.Moved() {
		return
	}
	if last != nil && c.Metric.Once() {
		return
	}
	cancelled, stopped := holdsByStatus(c.Metric.Cancel(), change), holdsByStatus(c.Metric.Stop(), change)
	switch {
	case cancelled && change.Category.Done() && (last == nil || !last.byStatus):
		i := n.begin(c, event)
		n.finish(i, i.start, false)
		n.end(i, i.start, false, true)
		i.hidden = true
	case cancelled || stopped && !c.Metric.Once():
	case stopped:
		i := n.begin(c, event)
		n.finish(i, i.start, true)
		n.end(i, i.start, true, change.Category.Done())
		c.now.atOnce = true
	default:
		n.begin(c, event)
	}
}
