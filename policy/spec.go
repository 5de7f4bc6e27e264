package policy

import "github.com/tenggat/sla/calendar"

// Spec is the content of a policy file, as Go values. [Parse] makes one from
// YAML on its way to a [Set]; a host with policies in its own database fills
// one in and calls [New]. Both pass the same checks.
//
// Dates are written 2006-01-02 and are dates in TimeZone.
type Spec struct {
	// Revision is stamped on every result; empty is allowed.
	Revision string
	// TimeZone is the default zone of Calendars, and the zone of validity
	// dates, the agreement's term and reporting periods. Empty means UTC,
	// but a calendar with written windows then needs a zone of its own.
	TimeZone string
	// Fields declares the ticket's fields. If there are any, a predicate, matrix or
	// choice must not read another one.
	Fields     []FieldSpec
	Agreement  Agreement
	Calendars  map[string]CalendarSpec
	Statuses   map[Category][]string // the host's own status texts, by category
	Metrics    map[string]MetricSpec // beside the presets, or overriding them key by key
	Policies   []PolicySpec          // in order: the first match of a kind wins
	Objectives []Objective
}

// Agreement is what a customer reads first: the parties and the term. It does
// not influence evaluation.
type Agreement struct {
	Name        string
	Provider    string
	Customer    string
	Type        string // service, customer or multilevel
	Services    []string
	Channels    []string
	Term        DateRange
	Review      string // weekly, monthly, quarterly or yearly
	Obligations Obligations
	Severities  map[string]string // what each severity or priority means, for pages
	Exclusions  []string          // what the agreement does not cover, as sentences
	Reports     []AgreedReport    // what is reported, when and to whom
	Claims      []string          // how credits are claimed, as sentences
	Currency    string            // of fees and credits, such as IDR
}

// AgreedReport is a report that the provider owes.
type AgreedReport struct {
	Every string   // week, month, quarter or year
	Due   string   // when after the period: "day 10"
	To    string   // who gets it
	By    []string // the ticket fields whose values it lists apart
}

// Obligations are the promises of both parties, as sentences.
type Obligations struct {
	Provider []string
	Customer []string
}

// DateRange is a range of dates, both inclusive; an empty end is open.
type DateRange struct {
	From  string
	Until string
}

// CalendarSpec is a [calendar.Spec] in which the calendars that it is made of are
// named. The fields mean what they mean there.
type CalendarSpec struct {
	TimeZone     string // empty is the Spec's; with ZoneField for tickets that name no zone
	ZoneField    string // the ticket field that holds the zone: the same hours on the customer's own wall
	Hours        calendar.Hours
	Versions     []calendar.Version
	Holidays     []calendar.Holiday
	Eve          []string
	SpecialHours []calendar.SpecialHours
	Union        []string // names of calendars
	Intersect    []string
	Except       []string
}

// calendar is the calendar without those that it is made of.
func (c *CalendarSpec) calendar() calendar.Spec {
	return calendar.Spec{
		TimeZone:     c.TimeZone,
		Hours:        c.Hours,
		Versions:     c.Versions,
		Holidays:     c.Holidays,
		Eve:          c.Eve,
		SpecialHours: c.SpecialHours,
	}
}

// MetricSpec is when a clock starts, stops and pauses. In a Spec, a metric
// with the name of a preset overrides only the fields that are set.
type MetricSpec struct {
	Description string
	Start       *Condition // event predicate; required
	Stop        *Condition // event predicate; required
	Restart     *Condition // event predicate: a running instance goes back to zero
	Cancel      *Condition // event predicate: ends an instance without a verdict
	Pause       *Condition // state predicate: the metric's own pause rule
	Pausable    Bool       // whether the policy's pause rule holds for it; not set is false
	Repeat      Repeat     // empty is once
	OnReopen    OnReopen   // empty is resume
}

// PolicySpec is one policy as written, before inheritance. Empty fields are
// inherited from the policy named by Extends, but for Name, Description,
// Revision and Abstract, and Match, which is joined to the inherited one by
// "and".
type PolicySpec struct {
	Name         string
	Description  string
	Revision     string // empty is the Spec's
	Kind         Kind   // empty is SLA
	Extends      string
	Abstract     bool
	Match        *Condition // state predicate; nil matches every ticket
	Valid        DateRange  // compared with the ticket's creation
	Calendar     CalendarChoice
	Pause        *Condition // state predicate, for pausable metrics
	AtRisk       Mark       // zero is 75%
	OnChange     OnChange   // empty is carry
	OnReopen     OnReopen   // empty leaves it to the metric
	ReopenWindow Duration   // zero is no limit
	Boundary     Boundary   // empty is close
	DayCount     DayCount   // empty is as the durations are written
	Exclude      []Exclusion
	Targets      []TargetSpec
}

// TargetSpec is one target as written. Exactly one of Within (perhaps with FromField),
// Matrix (with By) and Due is set, itself or by inheritance. What it leaves empty is inherited
// from the target of the same metric and When, then from the policy.
type TargetSpec struct {
	Metric       string
	When         *Condition // state predicate; nil always holds
	Calendar     CalendarChoice
	Within       Duration // one duration for all; with FromField for tickets whose field has none
	FromField    string   // the field that holds the duration, such as 4h or 2bd
	By           []string // the fields whose values choose from Matrix, one after the other
	Matrix       Matrix
	Due          string   // the field that holds the deadline (RFC 3339)
	Before       Duration // with Due: the deadline is so much counted time before it
	Pause        *Condition
	AtRisk       Mark
	OnChange     OnChange
	OnReopen     OnReopen
	ReopenWindow Duration
	Boundary     Boundary
	DayCount     DayCount
	Exclude      []Exclusion // nil inherits; empty but not nil clears
	Commitment   Commitment
	Thresholds   []ThresholdSpec // nil inherits; empty but not nil clears
}

// CalendarChoice names a calendar, or chooses one by the value of a ticket
// field. The zero CalendarChoice inherits; with nothing to inherit, time is
// always open.
type CalendarChoice struct {
	Name    string            // one calendar
	Field   string            // or: the field whose value is looked up in Map
	Map     map[string]string // calendar names by field value; may be empty, but is required with Field
	Default string            // for values not in Map; required with Field
}

// Exclusion is a cause that is not the provider's: while its condition holds of a
// ticket, the instances of the target are marked as excluded, with the reason, and
// figures leave them out. Clocks and verdicts stay as they are.
type Exclusion struct {
	When   *Condition // state predicate, asked of the ticket as it is when a report is made
	Reason string
}

// ThresholdSpec is a named point on the way to the deadline or past it.
type ThresholdSpec struct {
	At     Mark
	Wall   bool     // the Offset of At, and Every, are plain time, not counted time
	Every  Duration // with Times: counted time after which it is repeated
	Times  int      // how often it is repeated; the repetitions are named "NAME #2" and so on
	Name   string   // empty is the text of At
	Notify []string // passed through to the host
}

// Objective is a share of targets to be attained in a period.
type Objective struct {
	Metric   string
	Policies []string
	Attain   Percent
	Period   string // week, month, quarter or year
	Credits  []Credit
}

// Credit is the share of the period's fee given back when attainment falls
// below a level.
type Credit struct {
	Below  Percent
	Credit Percent
}

// Condition is a predicate as written: every field that is set must hold. The
// zero Condition is an error. Event, Actor, Public, Reopened, While and the
// three Changed operators are for event predicates only.
type Condition struct {
	// Never, alone, is a predicate that never holds: it switches off a pause,
	// cancel or restart that would be inherited. It is for nothing else.
	Never bool

	Event     []string   // event types
	Actor     []Actor    // who acted
	Public    Bool       // not an internal note
	Reopened  Bool       // the event moved the ticket out of solved or closed
	While     *Condition // a state predicate that must hold after the event
	Status    []Category // events: moved into one of them; states: is in one of them
	Responded Bool       // a public agent comment has been made since creation

	// These three are for state predicates only.
	CreatedDuring []string // the ticket was created in the open time of one of these calendars
	LastComment   []Actor  // who made the last public comment; the creation counts as the creator's
	Asked         Bool     // a customer created the ticket or has made a public comment

	// Until is for pause rules only: the field with the instant (RFC 3339) until which
	// the rule holds. Without a readable instant there is no limit.
	Until string

	Field       string // with exactly one of the operators below
	Is          string
	IsNot       string
	In          []string
	NotIn       []string
	Contains    []string // one of the field's several values is one of these
	Exists      Bool
	LT          string // a decimal number
	GT          string // a decimal number
	Changed     Bool
	ChangedTo   []string
	ChangedFrom []string

	All  []Condition
	Any  []Condition
	None []Condition
}
