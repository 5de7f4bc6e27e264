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
	Code Code
	// Message is what is wrong, with what was written in quotes.
	Message string
	// Hint is how to fix it; it may be empty.
	Hint string
}

// Code is the kind of a mistake ([Error]) or of a finding ([Finding]). Codes are
// stable: a tool may depend on them. The codes of errors:
//
//	always_with_windows  24x7 beside other days, or with windows
//	bad_annual           an annual day that is not MM-DD
//	bad_date             a date that is not YYYY-MM-DD
//	bad_day              a key of hours that is not a day or a range of days
//	bad_window           a window that is not HH:MM-HH:MM
//	conflict             keys that exclude one another
//	duplicate            the same thing twice
//	empty_week           hours without any window
//	empty_window         a window that closes when it opens
//	impossible_date      a day that does not exist, such as 30 February
//	missing_key          a required key is missing
//	never_open           the calendar is never open
//	nil_calendar         a nil member of union, intersect or except
//	no_zone_database     this host has no time zone database
//	reversed_range       until is before from
//	too_complex          more than the compiled form can hold
//	too_many             more of something than the limit allows
//	too_much_work        the calendars of a [Compiler] take too much work together
//	unknown_kind         a kind of holiday that the region does not have
//	unknown_region       a region that is not one of [Regions]
//	unknown_time_zone    not an IANA time zone
//
// The codes of findings:
//
//	contradictory_date  entries for one date contradict one another
//	overlapping_hours   windows of one day overlap and are merged
type Code string

// Error prints the mistake:
//
//	holidays[2].date: "2026-1-1" is not a date; write it as 2026-12-31 [bad_date]
func (e *Error) Error() string {
	s := e.Message
	if e.Path != "" {
		s = e.Path + ": " + s
	}
	if e.Hint != "" {
		s += "; " + e.Hint
	}
	if e.Code != "" {
		s += " [" + string(e.Code) + "]"
	}
	return s
}

// The codes, which are documented on [Code].
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
	codeMissing           = "missing_key"
	codeNeverOpen         = "never_open"
	codeNilCalendar       = "nil_calendar"
	codeNoZoneDatabase    = "no_zone_database"
	codeReversedRange     = "reversed_range"
	codeTooComplex        = "too_complex"
	codeTooMany           = "too_many"
	codeTooMuchWork       = "too_much_work"
	codeUnknownKind       = "unknown_kind"
	codeUnknownRegion     = "unknown_region"
	codeUnknownTimeZone   = "unknown_time_zone"
)

// problems collects the mistakes of one Spec in the order they are found.
type problems []error

// maxProblems is how many mistakes in a Spec are reported at most.
const maxProblems = 1000

func (p *problems) add(path string, code Code, hint, format string, args ...any) {
	if len(*p) >= maxProblems {
		return
	}
	*p = append(*p, &Error{Path: path, Code: code, Hint: hint, Message: fmt.Sprintf(format, args...)})
}

// The codes of findings.
const (
	codeContradictoryDate = "contradictory_date"
	codeOverlappingHours  = "overlapping_hours"
)

// didYouMean is the hint that offers a guess.
func didYouMean(guess string) string { return fmt.Sprintf("did you mean %q?", guess) }
