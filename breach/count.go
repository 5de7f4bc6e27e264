package breach

import "time"

// count is the sum of a run's time.
type count struct {
	elapsed    time.Duration // counted
	paused     time.Duration // open time in pauses
	wallPaused time.Duration
	pauses     int // number of stretches in them
}

// count sums up the run's time until end.
func (r *run) count(end instant) count {
	if r.undisturbed() {
		return count{elapsed: max(0, r.bound.elapsed(r.started, end))}
	}
	if t := r.tally(); t != nil {
		return t.count(r, end)
	}
	var c count
	w := r.walk(end)
	if r.settled != nil && !end.before(r.settled.until) {
		c, w = r.settled.count, r.walkFrom(r.settled.until, end)
	}
	for w.next() {
		c.add(&w.stretch)
	}
	return c
}

// add adds a stretch.
func (c *count) add(s *stretch) {
	switch {
	case s.counts():
		c.elapsed = sum(c.elapsed, s.elapsed())
	case s.pause != nil:
		c.paused = sum(c.paused, s.elapsed())
		c.wallPaused = sum(c.wallPaused, s.until.sub(s.from))
		c.pauses++
	}
}

// sum adds durations that are not negative. It saturates.
func sum(a, b time.Duration) time.Duration {
	if a > maxDuration-b {
		return maxDuration
	}
	return a + b
}

// undisturbed reports whether all time since the run's start is counted under the
// target of its start, without a pause. Its deadline is then the original one.
func (r *run) undisturbed() bool {
	if len(r.legs) != 1 || r.legs[0].bound != r.bound || r.origin != r.bound {
		return false
	}
	rule := r.bound.Target.PauseRule()
	return rule < 0 || len((*r.timelines)[rule].after(r.started)) == 0
}

const maxDuration time.Duration = 1<<63 - 1
