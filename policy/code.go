package policy

// Code is the kind of a mistake in a policy ([Error]) or of a finding
// ([Finding]). Codes are stable: a tool may depend on them.
//
// The codes of errors in reading a file:
//
//	syntax           the file is not YAML
//	encoding         the file is not UTF-8
//	too_large        more than 1 MiB, or more of something than the limit
//	too_deep         nested more than 64 levels
//	too_many_errors  more than 100 errors; the rest is not shown
//	empty_file       the file is empty
//	second_document  a file has one document
//	alias            anchors, aliases and merge keys are refused
//	tag              YAML tags are refused
//	duplicate_key    a key is in a map twice
//	unknown_key      the language does not have the key here
//	missing_key      a required key is missing
//	wrong_type       a list where text is expected, and so on
//	no_file          a pattern of LoadFS matches no file, or a file cannot be read
//	unknown_version  the version of the language is not 1
//
// The codes of errors in values:
//
//	bad_choice    not one of the words that are allowed here
//	bad_duration  not a duration, or a duration of zero or less
//	bad_percent   not a percentage
//	bad_mark      not a point before or after a deadline
//	bad_number    not a number
//	bad_date      not a date, or dates in the wrong order
//	empty         a text or list that must not be empty
//
// The codes of errors in names:
//
//	unknown_calendar  there is no such calendar
//	unknown_metric    there is no such metric
//	unknown_policy    there is no such policy
//	unknown_field     a ticket field that fields does not declare
//	unknown_value     a value that fields does not declare
//	duplicate_name    two things have the same name
//	duplicate_status  a status has two categories
//	duplicate_target  two targets have the same metric and when
//	cycle             a calendar or policy depends on itself
//
// The codes of other errors:
//
//	bad_condition  a predicate is empty, or has a key that is not allowed in it
//	conflict       keys exclude one another
//	too_much_work  the calendars of the file take too much work to compile
//
// Mistakes and findings in calendars, and mistakes in time zones, have the codes of
// [calendar.Code]. The codes of findings about predicates:
//
//	impossible_condition  a predicate can never hold
//	never_starts          no event starts the metric
//	never_stops           no event stops the metric
//	similar_key           a ticket field whose name is nearly a key of predicates
//	stop_at_start         a creation that matches stop starts the metric, and does not stop it
//	similar_names         a field, or a field's value, is spelt in two ways, or two are nearly alike
//
// The codes of findings about what has no effect:
//
//	shadowed_policy    an earlier policy matches every ticket that this one matches
//	shadowed_target    an earlier target of the metric applies wherever this one does
//	unused_calendar    no policy and no other calendar names the calendar
//	unused_metric      no target measures the metric
//	unused_policy      no policy extends the abstract policy
//	unknown_ignore     a comment "# ignore:" that names no finding
//	idle_ignore        a comment "# ignore:" for a finding that the line does not have
//	idle_pause         a target does not obey the policy's pause rule
//	outside_term       the policy is never valid within the agreement's term
//	empty_objective    no target counts for the objective
//	mark_before_start  a threshold or at_risk is reached before the clock starts
//
// The codes of findings about durations:
//
//	hours_for_days              more hours than a working week has: working days were probably meant
//	days_without_nights         working days on a calendar that never closes
//	no_calendar                 a target counts round the clock, in a file with calendars that close
//	resolution_before_response  the resolution is due no later than the first response
//	uneven_values               two targets have different values of one field: one is probably misspelt
//
// The codes of other findings:
//
//	holidays_unknown  a region's holidays are not known for all of the agreement's term
//	credit_order      a lower attainment gives a smaller credit
//	early_credit      a credit is due although the objective is attained
//
// [calendar.Code]: https://pkg.go.dev/github.com/tenggat/sla/calendar#Code
type Code string
