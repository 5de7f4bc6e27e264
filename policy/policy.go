package policy

import (
	"time"

	"github.com/tenggat/sla/calendar"
)

// Kind says between whom a policy is agreed. Policies of different kinds run
// side by side on one ticket.
type Kind string

// The kinds, in the order of reports.
const (
	SLA Kind = "sla" // with the customer
	OLA Kind = "ola" // between teams
	UC  Kind = "uc"  // with a vendor (underpinning contract)
)

// Repeat says whether a metric is measured once or again and again.
type Repeat string

// The values of Repeat.
const (
	Once Repeat = "once"
	Each Repeat = "each" // a new instance at the next start after a stop
)

// OnChange says what becomes of a running instance when another target takes
// over; the policy that takes over decides.
type OnChange string

// The values of OnChange.
const (
	Carry       OnChange = "carry"       // time counted stays counted
	Retroactive OnChange = "retroactive" // judged as if the new target had applied from the start
	Restart     OnChange = "restart"     // the old instance is cancelled, a new one starts at zero
	Keep        OnChange = "keep"        // the first target stays
)

// OnReopen says what becomes of an instance that a status ended, when the
// ticket leaves solved or closed.
type OnReopen string

// The values of OnReopen.
const (
	Resume      OnReopen = "resume"       // it runs on; the time between is not counted
	CountSolved OnReopen = "count_solved" // it runs on; the time between is counted
	Anew        OnReopen = "new"          // a new instance from zero
	Ignore      OnReopen = "ignore"       // it stays ended
)

// Boundary says what a budget that ends exactly at closing time is reported as.
type Boundary string

// The values of Boundary.
const (
	AtClose  Boundary = "close"     // the closing time
	NextOpen Boundary = "next_open" // the next opening
)

// Policy is a compiled policy of a [Set], inheritance resolved. Treat it as
// read-only: it is shared by everyone who evaluates with the Set.
type Policy struct {
	Name        string
	Description string
	Kind        Kind
	Revision    string     // of the file it came from
	Match       *Predicate // nil matches every ticket
	Valid       DateRange
	Targets     []*Target // own first, then inherited; the first of a metric whose When holds applies

	zone        *time.Location // of the dates of Valid
	from, until civilDate      // both inclusive; zero is unbounded
}

// ValidAt reports whether the policy is for tickets created at t.
func (p *Policy) ValidAt(t time.Time) bool {
	return p.from == 0 && p.until == 0 || p.validOn(dateOf(t, p.zone))
}

func (p *Policy) validOn(d civilDate) bool {
	return d >= p.from && (p.until == 0 || d <= p.until)
}

// Target is a compiled target of a [Policy], every rule resolved. Treat it as
// read-only.
type Target struct {
	Policy       *Policy
	Metric       *Metric
	When         *Predicate // nil always holds
	Pause        *Predicate // the one pause rule that holds; nil never pauses
	Due          string     // the field that holds the deadline; empty: see Budget
	By           string     // the field that chooses the budget, if one does
	AtRisk       Mark
	Thresholds   []Threshold
	OnChange     OnChange
	OnReopen     OnReopen
	ReopenWindow Duration // zero is no limit
	Boundary     Boundary
	// Clock is the target's index in [Set.Clocks], PauseRule that of Pause in
	// [Set.PauseRules], -1 for a nil Pause.
	Clock     int
	PauseRule int

	by, due  int // the numbers of By and Due
	within   Duration
	matrix   map[string]Duration
	calendar *calendarChoice // nil is always open
}

// Budget is how long the target gives a ticket. It is false where the target
// has no duration for the ticket, and where Due says the deadline. A nil State
// is a ticket without fields.
func (t *Target) Budget(s *State) (Duration, bool) {
	if t.By == "" {
		return t.within, !t.within.IsZero()
	}
	if value, ok := single(s.values(t.by)); ok {
		if d, ok := t.matrix[value]; ok {
			return d, true
		}
	}
	d, ok := t.matrix[otherwise]
	return d, ok
}

// otherwise is the key of a matrix for all values it does not name.
const otherwise = "default"

// DueIn are the values of the field Due on a ticket; none of a nil State.
func (t *Target) DueIn(s *State) []string { return s.values(t.due) }

// CalendarFor is the calendar that counts the target's time for a ticket, with
// its name. A target without a calendar has the name "" and a nil Calendar,
// which is always open. A nil State is a ticket without fields.
func (t *Target) CalendarFor(s *State) (name string, c *calendar.Calendar) {
	if t.calendar == nil {
		return "", nil
	}
	chosen := t.calendar.fallback
	if t.calendar.byValue == nil {
		return chosen.name, chosen.calendar
	}
	if value, ok := single(s.values(t.calendar.field)); ok {
		if mapped, ok := t.calendar.byValue[value]; ok {
			chosen = mapped
		}
	}
	return chosen.name, chosen.calendar
}

// calendarChoice is a compiled [CalendarChoice]: without a field, always the
// fallback.
type calendarChoice struct {
	field    int                      // its number
	byValue  map[string]namedCalendar // nil without a field
	fallback namedCalendar
}

type namedCalendar struct {
	name     string
	calendar *calendar.Calendar
}

// Metric is a compiled metric: when a clock starts, stops, restarts and is
// cancelled. Its pause rule is on the [Target]. Treat it as read-only.
type Metric struct {
	Name        string
	Description string
	Start       *Predicate
	Stop        *Predicate
	Restart     *Predicate // nil never
	Cancel      *Predicate // nil never
	Repeat      Repeat
	OnReopen    OnReopen

	pausable bool
	ownPause bool       // whether it has a pause rule of its own
	pause    *Predicate // that rule; nil is never
}

// Clock is a metric under a kind: what one state machine measures on a ticket,
// whichever policy of the kind applies.
type Clock struct {
	Kind   Kind
	Metric *Metric
}
