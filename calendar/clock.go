package calendar

import "math"

// A clock is the offset of a zone's local clock during a UTC week, and for
// maxOffset on either side of it, so that it tells all of a local week's labels.
type clock struct {
	before, after int32 // the offsets before and after the change
	// change is when the offset changes, in seconds from the start of the week;
	// it means nothing where before and after are equal.
	change int32
}

// oddClock stands for offsets that change more than once in a week.
var oddClock = clock{change: math.MaxInt32, after: 1}

// clockOf returns the clock of a week that starts at a second, near being the
// stretches around it.
func clockOf(near []stretch, start int64) clock {
	switch len(near) {
	case 1:
		return clock{before: int32(near[0].offset), after: int32(near[0].offset)}
	case 2:
		return clock{before: int32(near[0].offset), after: int32(near[1].offset), change: int32(near[1].from - start)}
	default:
		return oddClock
	}
}

// around returns the stretches that meet a week and maxOffset on either side of it.
func (h *zoneHistory) around(w int) []stretch {
	start := int64(w) * weekSeconds
	return h.during(start-maxOffset, start+weekSeconds+maxOffset)
}

// offsetAt returns the offset at a second of consecutive stretches.
func offsetAt(all []stretch, sec int64) int64 {
	i := 0
	for i < len(all)-1 && all[i].until <= sec {
		i++
	}
	return all[i].offset
}

// offset returns the offset at a second of a week, counted from its start.
func (c *clock) offset(sec int32) int32 {
	if sec < c.change {
		return c.before
	}
	return c.after
}
