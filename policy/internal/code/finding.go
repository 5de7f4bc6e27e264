package code

// The codes of findings.
const (
	// Predicates.
	ImpossibleCondition = "impossible_condition" // a predicate that can never hold
	NeverStarts         = "never_starts"         // a metric that no event starts
	NeverStops          = "never_stops"          // a metric that no event stops
	StopAtStart         = "stop_at_start"        // the event that creates a ticket may match both start and stop, and only starts
	SimilarNames        = "similar_names"        // a field, or a field's value, spelt in two ways or nearly alike
	SimilarKey          = "similar_key"          // a field whose name is nearly a key of predicates

	// What is there for nothing.
	ShadowedPolicy  = "shadowed_policy"   // an earlier policy matches every ticket that this one does
	ShadowedTarget  = "shadowed_target"   // an earlier target of the metric applies wherever this one does
	UnusedCalendar  = "unused_calendar"   // no policy and no other calendar names it
	UnusedMetric    = "unused_metric"     // no target measures it
	UnusedPolicy    = "unused_policy"     // an abstract policy that none extends
	IdlePause       = "idle_pause"        // a pause rule that a target does not obey
	OutsideTerm     = "outside_term"      // a policy that is never valid within the agreement's term
	EmptyObjective  = "empty_objective"   // an objective that no target counts for
	MarkBeforeStart = "mark_before_start" // a threshold or at_risk that is reached before the clock starts

	// Durations.
	HoursForDays      = "hours_for_days"             // more hours than a working week has: working days were meant
	DaysWithoutNights = "days_without_nights"        // working days on a calendar that never closes
	NoCalendar        = "no_calendar"                // a target that counts round the clock, in a file with calendars that do not
	EarlyResolution   = "resolution_before_response" // a resolution due no later than the first response
	UnevenValues      = "uneven_values"              // two targets with different values of one field: one is misspelt

	// Calendars.
	HolidaysUnknown = "holidays_unknown" // a region's holidays are not known for all of the agreement's term

	// Comments.
	UnknownIgnore = "unknown_ignore" // an ignore comment that names no finding
	IdleIgnore    = "idle_ignore"    // an ignore comment for a finding that the line does not have

	// Credits.
	CreditOrder = "credit_order" // a lower attainment gives a smaller credit
	EarlyCredit = "early_credit" // a credit is due though the objective is attained
)

// Findings are the codes of findings that a comment can acknowledge.
var Findings = []string{
	ImpossibleCondition, NeverStarts, NeverStops, StopAtStart, SimilarNames, SimilarKey, ShadowedPolicy, ShadowedTarget, UnusedCalendar, UnusedMetric, UnusedPolicy, IdlePause, OutsideTerm, EmptyObjective, MarkBeforeStart, HoursForDays, DaysWithoutNights, NoCalendar, EarlyResolution, UnevenValues, HolidaysUnknown, CreditOrder, EarlyCredit,
}
