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
	var c count
	w := r.walk(end)
	if r.settled != nil && !end.before(r.settled.until) {
		c, w = r.settled.count, r.walkOn(end)
	}
	for w.next() {
		switch {
		case w.counts():
			c.elapsed = sum(c.elapsed, w.elapsed())
		case w.pause != nil:
			c.paused = sum(c.paused, w.elapsed())
			c.wallPaused = sum(c.wallPaused, w.until.sub(w.from))
			c.pauses++
		}
	}
	return c
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
