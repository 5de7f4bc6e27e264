package calendar

import (
	"errors"
	"fmt"
)

// ErrNotFound is returned when the instant asked for lies before year 1 or
// after year 9999: there is not enough open time that way, no further opening,
// or, for a calendar that never closes, no closing.
var ErrNotFound = errors.New("calendar: no such instant between the years 1 and 9999")

// An Error is one mistake in a [Spec]. [New] returns all of them, joined.
type Error struct {
	// Path names the part of the Spec in the keys of the policy language,
	// such as "hours.mon-fri[0]" or "holidays[2].date". It is empty when the
	// calendar as a whole is wrong.
	Path string
	// Code says what kind of mistake it is; it does not change between
	// versions. The codes are:
	//
	//	always_with_windows  24x7 beside other days, or with windows
	//	bad_annual           an annual day that is not MM-DD
	//	bad_date             a date that is not YYYY-MM-DD
	//	bad_day              a key of hours that names no day
	//	bad_window           a window that is not HH:MM-HH:MM
	//	conflict             keys that exclude one another
	//	duplicate            the same thing twice
	//	empty_week           hours without any window
	//	empty_window         a window that closes when it opens
	//	impossible_date      a day that no calendar has, such as 30 February
	//	missing              something that must be written is not
	//	never_open           a calendar that is closed for ever
	//	nil_calendar         a nil member of union, intersect or except
	//	reversed_range       until before from
	//	too_complex          more than the compiled form can hold
	//	too_many             more of something than the limit allows
	//	unknown_kind         a kind of holiday that the region does not have
	//	unknown_region       a region that is not in Regions
	//	unknown_time_zone    a zone that this host's database does not have
	Code string
	// Message says what is wrong, quoting what was written.
	Message string
	// Hint says how to mend it; it may be empty.
	Hint string
}

// Error returns the path, the message and, in brackets, the hint.
func (e *Error) Error() string {
	s := e.Message
	if e.Path != "" {
		s = e.Path + ": " + s
	}
	if e.Hint != "" {
		s += " (" + e.Hint + ")"
	}
	return s
}

// Stable codes; documented on Error.Code.
const (
	codeAlwaysWithWindows = "always_with_windows"
	codeBadAnnual         = "bad_annual"
	codeBadDate           = "bad_date"
	codeBadDay            = "bad_day"
	codeBadWindow         = "bad_window"
	codeConflict          = "conflict"
	codeDuplicate         = "duplicate"
	codeEmptyWeek         = "empty_week"
	codeEmptyWindow       = "empty_window"
	codeImpossibleDate    = "impossible_date"
	codeMissing           = "missing"
	codeNeverOpen         = "never_open"
	codeNilCalendar       = "nil_calendar"
	codeReversedRange     = "reversed_range"
	codeTooComplex        = "too_complex"
	codeTooMany           = "too_many"
	codeUnknownKind       = "unknown_kind"
	codeUnknownRegion     = "unknown_region"
	codeUnknownTimeZone   = "unknown_time_zone"
)

// problems collects the mistakes of one Spec in the order they are found.
type problems []error

func (p *problems) add(path, code, hint, format string, args ...any) {
	*p = append(*p, &Error{Path: path, Code: code, Hint: hint, Message: fmt.Sprintf(format, args...)})
}
