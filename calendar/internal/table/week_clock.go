package table

import (
	"math"

	"github.com/tenggat/sla/calendar/internal/civil"
)

// A weekClock is the offset of a zone's local clock during a UTC week, and for
// maxOffset on either side of it, so that it tells all of a local week's labels.
type weekClock struct {
	before, after int32 // the offsets before and after the change
	// change is when the offset changes, in seconds from the start of the week;
	// it means nothing where before and after are equal.
	change int32
}

// oddClock stands for offsets that change more than once in a week.
var oddClock = weekClock{change: math.MaxInt32, after: 1}

// weekClockOf returns the clock of a week that starts at a second, near being the
// periods around it.
func weekClockOf(near []Period, start int64) weekClock {
	switch len(near) {
	case 1:
		return weekClock{before: int32(near[0].Offset), after: int32(near[0].Offset)}
	case 2:
		return weekClock{before: int32(near[0].Offset), after: int32(near[1].Offset), change: int32(near[1].From - start)}
	default:
		return oddClock
	}
}

// around returns the periods that meet a week and maxOffset on either side of it.
func (h *Zone) around(w int) []Period {
	start := int64(w) * civil.WeekSeconds
	return h.during(start-maxOffset, start+civil.WeekSeconds+maxOffset)
}

// offsetAt returns the offset at a second of consecutive periods.
func offsetAt(all []Period, sec int64) int64 {
	i := 0
	for i < len(all)-1 && all[i].Until <= sec {
		i++
	}
	return all[i].Offset
}

// offset returns the offset at a second of a week, counted from its start.
func (c *weekClock) offset(sec int32) int32 {
	if sec < c.change {
		return c.before
	}
	return c.after
}
