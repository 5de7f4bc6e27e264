package calendar

import (
	"slices"
	"time"

	"github.com/tenggat/sla/calendar/internal/hours"
	"github.com/tenggat/sla/calendar/internal/table"
)

// A Calendar tells open time from closed. It does not change once [New] has
// made it, and is safe for concurrent use. A nil or zero Calendar is always
// open: without a calendar a target breaches early, never too late.
//
// Instants of the years 1 to 9999 (UTC) are answered exactly; all time outside
// them is closed. Results have the location of the time they were asked with.
type Calendar struct {
	table    *table.Table // nil: always open
	loc      *time.Location
	schedule *hours.Schedule // what is written, for causes
	// How it is made of other calendars; for causes.
	union, intersect, except []*Calendar
	size                     int // calendars in it, directly and indirectly, and itself
	known                    int // last year all holidays are known for, or 0
}

// members returns the calendars that a calendar is made of.
func (c *Calendar) members() []*Calendar {
	if c == nil {
		return nil
	}
	return slices.Concat(c.union, c.intersect, c.except)
}

// Location returns the zone of the calendar's dates. It is UTC for a nil or
// zero Calendar and for one that names no zone; a calendar made of others has
// the zone of the first unless it names its own.
func (c *Calendar) Location() *time.Location {
	if c == nil || c.loc == nil {
		return time.UTC
	}
	return c.loc
}

// KnownThrough returns the last year for which the calendar's holidays are
// known, or ok false if nothing limits them. It is the last decreed year of
// region id; the year up to which the rules of other regions hold, at most
// 2200; and the least of these if there are several. Later dates have whatever
// holidays the rules give until 2200, and after that none of regions.
func (c *Calendar) KnownThrough() (year int, ok bool) {
	if c == nil || c.known == 0 {
		return 0, false
	}
	return c.known, true
}

// isMade reports whether the calendar has other calendars instead of hours.
func (c *Calendar) isMade() bool { return len(c.union)+len(c.intersect) > 0 }
