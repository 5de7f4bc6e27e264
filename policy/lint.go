package policy

import (
	"cmp"
	"fmt"
	"slices"

	"github.com/tenggat/sla/policy/internal/source"
	"github.com/tenggat/sla/policy/rule"
)

// Warning is something a policy may say but hardly means. It has the fields of
// an [Error] and prints in the same way; its Code is one of the Lint constants.
type Warning Error

// String prints the warning as a compiler does:
//
//	sla.yaml:40:5: policies[3]: no ticket reaches the policy "chat": "standard" is tried before it and matches them all; put it before "standard" [shadowed_policy]
func (w *Warning) String() string { return (*Error)(w).Error() }

// Snippet returns the line of src the warning is on, with a caret under its
// column. It is empty if the warning has no line in src.
func (w *Warning) Snippet(src []byte) string { return (*Error)(w).Snippet(src) }

// The codes of [Warning]. They are stable: a tool may depend on them.
const (
	// Predicates.
	LintImpossibleCondition = "impossible_condition" // a predicate that can never hold
	LintNeverStarts         = "never_starts"         // a metric that no event starts
	LintNeverStops          = "never_stops"          // a metric that no event stops
	LintSimilarNames        = "similar_names"        // a field, or a field's value, spelt in two ways

	// What is there for nothing.
	LintShadowedPolicy  = "shadowed_policy"   // an earlier policy matches every ticket that this one does
	LintShadowedTarget  = "shadowed_target"   // an earlier target of the metric applies wherever this one does
	LintUnusedCalendar  = "unused_calendar"   // no policy and no other calendar names it
	LintUnusedMetric    = "unused_metric"     // no target measures it
	LintUnusedPolicy    = "unused_policy"     // an abstract policy that none extends
	LintIdlePause       = "idle_pause"        // a pause rule that no target obeys
	LintOutsideTerm     = "outside_term"      // a policy that is never valid within the agreement's term
	LintEmptyObjective  = "empty_objective"   // an objective that no target counts for
	LintMarkBeforeStart = "mark_before_start" // a threshold or at_risk that is reached before the clock starts

	// Durations.
	LintHoursForDays      = "hours_for_days"             // more hours than a working week has: working days were meant
	LintDaysWithoutNights = "days_without_nights"        // working days on a calendar that never closes
	LintNoCalendar        = "no_calendar"                // a target that counts round the clock, in a file with calendars that do not
	LintEarlyResolution   = "resolution_before_response" // a resolution due no later than the first response
	LintUnevenValues      = "uneven_values"              // two targets with different values of one field: one is misspelt

	// Calendars.
	LintContradictoryDate = "contradictory_date" // entries for one date that contradict one another
	LintOverlappingHours  = "overlapping_hours"  // windows of one day that overlap and are merged
	LintHolidaysUnknown   = "holidays_unknown"   // a region's holidays are not known for all of the agreement's term

	// Credits.
	LintCreditOrder = "credit_order" // a lower attainment gives a smaller credit
	LintEarlyCredit = "early_credit" // a credit is due though the objective is attained
)

// Lint returns what a Set may say but hardly means, sorted by its place. It
// speaks of what the Set itself wrote; for what a base wrote, lint the base.
// It looks at the agreement and the policies only, never at the clock, so its
// answer does not change from day to day.
func Lint(s *Set) []*Warning {
	l := linter{set: s, found: make(map[string][]finding), extended: make(map[string]bool), regions: make(map[string]int)}
	for i := range s.spec.Policies {
		l.extended[s.spec.Policies[i].Extends] = true
	}
	l.policies()
	l.unused()
	l.metrics()
	l.objectives()
	l.calendars()
	l.spelling()
	return l.placed()
}

// linter collects the warnings about a Set.
type linter struct {
	rule.Reasoner
	set      *Set
	warnings []*Warning
	found    map[string][]finding // by policy
	extended map[string]bool      // the policies that another extends
	regions  map[string]int       // the last year of each region's holidays
}

func (l *linter) warn(p source.Path, code, hint, format string, args ...any) {
	l.warnings = append(l.warnings, &Warning{Path: string(p), Code: code, Message: fmt.Sprintf(format, args...), Hint: hint})
}

// placed gives the warnings their lines and sorts them.
func (l *linter) placed() []*Warning {
	if from := l.set.sources; from != nil {
		for _, w := range l.warnings {
			f, p, at := from.find(source.Path(w.Path))
			w.File, w.Path, w.Line, w.Column = f.name, string(p), at.Line, at.Column
		}
	}
	slices.SortStableFunc(l.warnings, func(a, b *Warning) int {
		return cmp.Or(cmp.Compare(a.File, b.File), cmp.Compare(a.Line, b.Line), cmp.Compare(a.Column, b.Column), cmp.Compare(a.Path, b.Path))
	})
	return l.warnings
}

// resolved returns the i-th policy that the Set wrote, with what it inherits.
func (l *linter) resolved(i int) *resolved {
	return l.set.resolved[l.set.spec.Policies[i].Name]
}
