package breach

import (
	"sort"
	"time"

	"github.com/tenggat/sla/calendar"
)

// tallies are a run's time counted under each target that it was judged afresh
// by. A run that goes back and forth between two targets is not counted anew from
// its start at every change.
type tallies struct {
	now *tally // of the target in force; nil if others count, too
	all []*tally
}

// tally is a run's time until the end of each of its stretches, counted by one
// calendar and one pause rule throughout.
type tally struct {
	calendar *calendar.Calendar
	rule     int
	marks    []tallyMark // the first is at the start
}

// tallyMark is what a run has counted by an instant.
type tallyMark struct {
	at    instant
	count count
}

// judgedBy makes the tally of a target the one in force. All legs that count are
// under that target.
// Nothing else stays settled.
func (r *run) judgedBy(b *binding, known *tallies) {
	if known == nil {
		known = &tallies{}
	}
	r.settled = &settled{until: r.started, tallies: known}
	rule := b.Target.PauseRule()
	for _, t := range known.all {
		if t.calendar == b.Calendar && t.rule == rule {
			known.now = t
			return
		}
	}
	known.now = &tally{calendar: b.Calendar, rule: rule, marks: []tallyMark{{at: r.started}}}
	known.all = append(known.all, known.now)
}

// known returns what a run is counted as under each target; nil if it was never
// judged afresh.
func (r *run) known() *tallies {
	if r.settled == nil {
		return nil
	}
	return r.settled.tallies
}

// tally returns the tally in force; nil if there is none.
func (r *run) tally() *tally {
	if known := r.known(); known != nil {
		return known.now
	}
	return nil
}

// count returns what the run has counted by an end.
func (t *tally) count(r *run, end instant) count {
	last := &t.marks[len(t.marks)-1]
	if last.at.before(end) {
		c := last.count
		for w := r.walkFrom(last.at, end); w.next(); {
			c.add(&w.stretch)
		}
		return c
	}
	i := sort.Search(len(t.marks), func(i int) bool { return !t.marks[i].at.before(end) })
	if i == 0 || t.marks[i].at == end {
		return t.marks[i].count
	}
	before, after := &t.marks[i-1], &t.marks[i]
	c := before.count
	switch open := r.bound.elapsed(before.at, end); {
	case after.count.elapsed > c.elapsed:
		c.elapsed = sum(c.elapsed, open)
	case after.count.wallPaused > c.wallPaused:
		c.paused, c.wallPaused = sum(c.paused, open), sum(c.wallPaused, end.sub(before.at))
		c.pauses++
	}
	return c
}

// extend counts on to an instant that is not after the last event: later events can
// still change what comes then.
func (t *tally) extend(r *run, end instant) {
	last := t.marks[len(t.marks)-1]
	for w := r.walkFrom(last.at, end); w.next(); {
		last.at = w.until
		last.count.add(&w.stretch)
		t.marks = append(t.marks, last)
	}
}

// reach returns the instant at which the run has counted d, which it has by the end.
func (t *tally) reach(r *run, d time.Duration, end instant) instant {
	i := sort.Search(len(t.marks), func(i int) bool { return t.marks[i].count.elapsed >= d })
	before := &t.marks[i-1]
	if i == len(t.marks) {
		return r.reachFrom(before.at, d-before.count.elapsed, end).at
	}
	return r.bound.add(before.at, d-before.count.elapsed)
}
