package calendar

import "sort"

// A Cause says why a calendar is closed.
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
	case c == nil || c.table == nil || sec >= endSecond:
		return outside, endSecond
	}
	at := stretchAt(c.loc, sec)
	label := sec + at.offset
	cause, until := causeAt(c.schedule, label)
	until = min(until-at.offset, at.until)
	others, closed, change := c.membersCause(sec)
	switch {
	case !c.isMade():
		if len(c.except) > 0 && c.schedule.isOpen(label) {
			cause = Cause{Kind: ExceptClosing}
		}
	case dayCause(c.schedule, floorDiv(int(label), daySeconds)).Kind != 0:
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
	change = endSecond
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
func causeAt(s *schedule, label int64) (Cause, int64) {
	day := floorDiv(int(label), daySeconds)
	midnight := int64(day) * daySeconds
	until := midnight + daySeconds
	if quiet := quietUntil(s, day); quiet > day {
		return Cause{Kind: OutsideHours}, int64(quiet) * daySeconds
	}
	if cause := dayCause(s, day); cause.Kind != 0 {
		if seg := s.segment(day); seg != nil && seg.closes() {
			until = int64(seg.until) * daySeconds
		}
		return cause, until
	}
	tod := int32(label - midnight)
	for back := range 2 {
		seg := s.segment(day - back)
		if seg == nil || seg.remove == none {
			continue
		}
		in, end := within(s.lists.windows[seg.remove], tod+int32(back*daySeconds))
		until = min(until, label+int64(end))
		if in {
			if all, _ := within(s.lists.windows[seg.remove], 0); all && back == 0 && label+int64(end) >= midnight+daySeconds {
				until = int64(seg.until) * daySeconds // whole days are taken
			}
			return Cause{SpecialClosing, s.names[seg.name]}, until
		}
	}
	found := Cause{Kind: OutsideHours}
	for back := range 2 {
		cause := partCause(s, day-back)
		if cause.Kind == 0 {
			continue
		}
		in, end := within(s.weekly(day-back), tod+int32(back*daySeconds))
		until = min(until, label+int64(end))
		if in && found.Kind == OutsideHours {
			found = cause
		}
	}
	return found, until
}

// quietUntil returns the date until which no entry has a say, from a date on, or
// that date itself if one may have.
func quietUntil(s *schedule, day int) int {
	if len(s.annual) > 0 {
		return day
	}
	next := endDay + daysAround
	if i := sort.Search(len(s.dated), func(i int) bool { return s.dated[i].until >= day }); i < len(s.dated) {
		next = min(next, s.dated[i].from)
	}
	next = min(next, s.region.next(day-1))
	return max(next-1, day) // the date before may be an eve
}

// within reports whether a second of a day lies in a window, and for how many more
// seconds that holds.
func within(ws []window, tod int32) (in bool, seconds int32) {
	for _, w := range ws {
		switch {
		case tod < w.from:
			return false, w.from - tod
		case tod < w.until:
			return true, w.until - tod
		}
	}
	return false, 2 * daySeconds
}

// isOpen reports whether a label is in a window.
func (s *schedule) isOpen(label int64) bool {
	day := floorDiv(int(label), daySeconds)
	tod := int32(label - int64(day)*daySeconds)
	today, _ := within(s.windows(day), tod)
	night, _ := within(s.windows(day-1), tod+daySeconds)
	return today || night
}

// dayCause returns the entry that closes a whole date, or the zero Cause.
func dayCause(s *schedule, day int) Cause {
	if seg := s.segment(day); seg != nil {
		switch {
		case seg.holiday.closes:
			return Cause{HolidayClosing, s.names[seg.holiday.name]}
		case seg.shut:
			return Cause{SpecialClosing, s.names[seg.name]}
		case seg.replace != none:
			return Cause{}
		}
	}
	annual, region, _, _ := s.holidays(day)
	switch {
	case annual.closes:
		return Cause{HolidayClosing, s.names[annual.name]}
	case region.closes:
		return Cause{HolidayClosing, s.names[region.name]}
	}
	// A night shift of a date that is closed is closed for the same reason.
	return Cause{}
}

// partCause returns the entry that changes the windows of a date, or the zero
// Cause.
func partCause(s *schedule, day int) Cause {
	if cause := dayCause(s, day); cause.Kind != 0 {
		return cause
	}
	if seg := s.segment(day); seg != nil {
		switch {
		case seg.replace != none:
			return Cause{SpecialClosing, s.names[seg.name]}
		case seg.isHoliday:
			return Cause{HolidayClosing, s.names[seg.holiday.name]}
		}
	}
	annual, region, isAnnual, isRegion := s.holidays(day)
	switch {
	case isAnnual:
		return Cause{HolidayClosing, s.names[annual.name]}
	case isRegion:
		return Cause{HolidayClosing, s.names[region.name]}
	case s.eve != none && s.isHoliday(day+1):
		return Cause{HolidayClosing, "Eve of " + dayCause(s, day+1).Name}
	}
	return Cause{}
}
