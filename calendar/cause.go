package calendar

import (
	"sort"

	"github.com/tenggat/sla/calendar/internal/civil"
	"github.com/tenggat/sla/calendar/internal/hours"
	"github.com/tenggat/sla/calendar/internal/table"
)

// A Cause is why a calendar is closed.
type Cause struct {
	Kind CauseKind
	// Name is the name of the holiday or of the special hours, as it is
	// written or as its region has it; it is empty for other kinds and where
	// no name was given.
	Name string
}

// String returns the kind in words and the name, if there is one.
func (c Cause) String() string {
	if c.Name == "" {
		return c.Kind.String()
	}
	return c.Kind.String() + ": " + c.Name
}

// CauseKind is the kind of a [Cause]. The zero CauseKind is that of open time.
type CauseKind uint8

const (
	_              CauseKind = iota
	OutsideHours             // the weekly hours have no window
	HolidayClosing           // a holiday closes or shortens the day
	SpecialClosing           // special hours close the day or a part of it
	ExceptClosing            // a calendar listed in except is open
)

// String returns the kind in words.
func (k CauseKind) String() string {
	switch k {
	case OutsideHours:
		return "outside hours"
	case HolidayClosing:
		return "holiday"
	case SpecialClosing:
		return "special hours"
	case ExceptClosing:
		return "except"
	default:
		return "open"
	}
}

// cause returns why a closed second is closed, and a later second up to which
// that cause holds as long as the calendar is closed.
//
// A calendar made of others is closed for its own entries where they close the
// whole date. Otherwise a union is closed because all its calendars are, an
// intersection because one is; of their causes the first that is not mere
// closing time counts.
func (c *Calendar) cause(sec int64) (Cause, int64) {
	outside := Cause{Kind: OutsideHours}
	switch {
	case sec < 0:
		return outside, 0
	case c == nil || c.table == nil || sec >= civil.EndSecond:
		return outside, civil.EndSecond
	}
	at := table.PeriodAt(c.loc, sec)
	label := sec + at.Offset
	cause, until := causeAt(c.schedule, label)
	until = min(until-at.Offset, at.Until)
	others, closed, change := c.membersCause(sec)
	switch {
	case !c.isMade():
		if len(c.except) > 0 && isOpenAt(c.schedule, label) {
			cause = Cause{Kind: ExceptClosing}
		}
	case dayCause(c.schedule, civil.DayAt(label)).Kind != 0:
	case closed:
		cause = others
	case cause == outside:
		cause = Cause{Kind: ExceptClosing}
	}
	return cause, max(min(until, change), sec+1)
}

// membersCause returns why the calendars of a union or an intersection leave a
// second closed, if they do, and the next second at which any member, those of
// Except included, is open or closed for another reason.
func (c *Calendar) membersCause(sec int64) (found Cause, closed bool, change int64) {
	change = civil.EndSecond
	open := 0
	for i, m := range c.members() {
		before, isOpen, row := m.at(sec)
		if isOpen {
			if end, ok := m.closing(sec, before, row); ok {
				change = min(change, end)
			}
		} else if end, ok := m.opening(sec, before, row); ok {
			change = min(change, end)
		}
		made := i < len(c.union)+len(c.intersect)
		switch {
		case made && isOpen:
			open++
		case made:
			cause, until := m.cause(sec)
			change = min(change, until)
			if found.Kind == 0 || found.Kind == OutsideHours {
				found = cause
			}
		}
	}
	return found, open == 0 || open < len(c.intersect), change
}

// cause returns why a label of the local clock is not in a window, and the
// label up to which that is so. A date that an entry closes is closed for it
// from midnight to midnight; on other dates an entry is the cause only where
// there would be a window without it.
func causeAt(s *hours.Schedule, label int64) (Cause, int64) {
	day := civil.DayAt(label)
	midnight := int64(day) * civil.DaySeconds
	until := midnight + civil.DaySeconds
	if quiet := quietUntil(s, day); quiet > day {
		return Cause{Kind: OutsideHours}, int64(quiet) * civil.DaySeconds
	}
	if cause := dayCause(s, day); cause.Kind != 0 {
		if seg := s.SegmentAt(day); seg != nil && seg.Closes() {
			until = int64(seg.Until) * civil.DaySeconds
		}
		return cause, until
	}
	tod := int32(label - midnight)
	for back := range 2 {
		seg := s.SegmentAt(day - back)
		if seg == nil || seg.Remove == hours.None {
			continue
		}
		in, end := within(s.Lists.Windows[seg.Remove], tod+int32(back*civil.DaySeconds))
		until = min(until, label+int64(end))
		if in {
			if all, _ := within(s.Lists.Windows[seg.Remove], 0); all && back == 0 && label+int64(end) >= midnight+civil.DaySeconds {
				until = int64(seg.Until) * civil.DaySeconds // whole days are taken
			}
			return Cause{SpecialClosing, s.Names[seg.Name]}, until
		}
	}
	found := Cause{Kind: OutsideHours}
	for back := range 2 {
		cause := partCause(s, day-back)
		if cause.Kind == 0 {
			continue
		}
		in, end := within(s.Weekly(day-back), tod+int32(back*civil.DaySeconds))
		until = min(until, label+int64(end))
		if in && found.Kind == OutsideHours {
			found = cause
		}
	}
	return found, until
}

// quietUntil returns the date until which no entry applies, from a date on, or
// that date itself if one may have.
func quietUntil(s *hours.Schedule, day int) int {
	if len(s.Annual) > 0 {
		return day
	}
	next := civil.EndDay + table.DaysAround
	if i := sort.Search(len(s.Dated), func(i int) bool { return s.Dated[i].Until >= day }); i < len(s.Dated) {
		next = min(next, s.Dated[i].From)
	}
	next = min(next, s.Region.Next(day-1))
	return max(next-1, day) // the date before may be an eve
}

// within reports whether a second of a day lies in a window, and for how many more
// seconds that holds.
func within(ws []hours.Window, tod int32) (in bool, seconds int32) {
	for _, w := range ws {
		switch {
		case tod < w.From:
			return false, w.From - tod
		case tod < w.Until:
			return true, w.Until - tod
		}
	}
	return false, 2 * civil.DaySeconds
}

// isOpenAt reports whether a label is in a window.
func isOpenAt(s *hours.Schedule, label int64) bool {
	day := civil.DayAt(label)
	tod := int32(label - int64(day)*civil.DaySeconds)
	today, _ := within(s.WindowsOn(day), tod)
	night, _ := within(s.WindowsOn(day-1), tod+civil.DaySeconds)
	return today || night
}

// dayCause returns the entry that closes a whole date, or the zero Cause.
func dayCause(s *hours.Schedule, day int) Cause {
	if seg := s.SegmentAt(day); seg != nil {
		switch {
		case seg.Holiday.Closes:
			return Cause{HolidayClosing, s.Names[seg.Holiday.Name]}
		case seg.Shut:
			return Cause{SpecialClosing, s.Names[seg.Name]}
		case seg.Replace != hours.None:
			return Cause{}
		}
	}
	annual, region, _, _ := s.HolidaysOn(day)
	switch {
	case annual.Closes:
		return Cause{HolidayClosing, s.Names[annual.Name]}
	case region.Closes:
		return Cause{HolidayClosing, s.Names[region.Name]}
	}
	// A night shift of a date that is closed is closed for the same reason.
	return Cause{}
}

// partCause returns the entry that changes the windows of a date, or the zero
// Cause.
func partCause(s *hours.Schedule, day int) Cause {
	if cause := dayCause(s, day); cause.Kind != 0 {
		return cause
	}
	if seg := s.SegmentAt(day); seg != nil {
		switch {
		case seg.Replace != hours.None:
			return Cause{SpecialClosing, s.Names[seg.Name]}
		case seg.IsHoliday:
			return Cause{HolidayClosing, s.Names[seg.Holiday.Name]}
		}
	}
	annual, region, isAnnual, isRegion := s.HolidaysOn(day)
	switch {
	case isAnnual:
		return Cause{HolidayClosing, s.Names[annual.Name]}
	case isRegion:
		return Cause{HolidayClosing, s.Names[region.Name]}
	case s.Eve != hours.None && s.IsHoliday(day+1):
		return Cause{HolidayClosing, "Eve of " + dayCause(s, day+1).Name}
	}
	return Cause{}
}
