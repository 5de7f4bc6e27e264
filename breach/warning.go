package breach

import (
	"fmt"
	"slices"

	"github.com/tenggat/sla/policy/rule"
)

// Warning reports that something in the history or the policies is probably a
// mistake. The Report is valid all the same.
type Warning struct {
	Code    WarningCode `json:"code"`
	EventID string      `json:"event_id,omitzero"`
	Message string      `json:"message"`
}

// WarningCode is the kind of a [Warning]. Codes are stable: a tool may depend on
// them.
type WarningCode string

// The codes of warnings. The first group is about events, in the order in which
// they are folded; the second about the ticket as it is at the Report's instant.
const (
	WarnUnmappedStatus   WarningCode = "unmapped_status"   // a status no category lists; it counts as open
	WarnDuplicateID      WarningCode = "duplicate_id"      // two events with one ID and different content
	WarnSecondCreated    WarningCode = "second_created"    // a second created event, ignored
	WarnBeforeCreated    WarningCode = "before_created"    // an event dated before the creation only set fields
	WarnBreachSuperseded WarningCode = "breach_superseded" // a retroactive change took a breach back

	WarnNoTarget            WarningCode = "no_target"            // the matrix has no duration for the ticket's value
	WarnUnmappedCalendar    WarningCode = "unmapped_calendar"    // no calendar is mapped to the field's value; the default counts
	WarnBadZone             WarningCode = "bad_zone"             // a field that holds no time zone; the default holds
	WarnBadWithin           WarningCode = "bad_within"           // a field that holds no duration; the default holds
	WarnBadDue              WarningCode = "bad_due"              // a due field that is not an RFC 3339 instant
	WarnHolidaysUnknown     WarningCode = "holidays_unknown"     // a deadline is after the last year whose holidays are known
	WarnDeadlineUnreachable WarningCode = "deadline_unreachable" // the calendar has too little open time ahead
)

// warn adds a warning that is not there yet.
func (r *Report) warn(code WarningCode, format string, args ...any) {
	w := Warning{Code: code, Message: fmt.Sprintf(format, args...)}
	if !slices.Contains(r.Warnings, w) {
		r.Warnings = append(r.Warnings, w)
	}
}

// warnOf adds the warnings about an instance.
func (r *Report) warnOf(run *run, i *Instance) {
	if i.Deadline.IsZero() {
		r.warn(WarnDeadlineUnreachable, "%s: calendar %q has too little open time ahead to reach the deadline", i.Metric, i.Calendar)
	}
	known, limited := run.bound.Calendar.KnownThrough()
	if limited && later(instantOf(i.Deadline), run.end(instantOf(r.AsOf))).isPast(known, run.bound.Calendar.Location()) {
		r.warn(WarnHolidaysUnknown, "the holidays of calendar %q are known through %d only", i.Calendar, known)
	}
}

// warnOfChoices warns of field values for which a default holds although they are
// set.
func (f *fold) warnOfChoices(r *Report, want *binding) {
	if field, values, unknown := want.Target.UnknownZone(&f.ticket.Ticket); unknown {
		r.warn(WarnBadZone, "field %q is %s, which is not a time zone such as Asia/Jakarta; the default of calendar %q holds",
			field, quoted(values), want.CalendarName)
	}
	if field, values, unread := want.Target.UnreadBudget(&f.ticket.Ticket); unread {
		r.warn(WarnBadWithin, "%s: field %q is %s, which is not a duration such as 4h or 2bd; the default of %s holds",
			want.Target.Metric().Name(), field, quoted(values), want.Budget.Text)
	}
	if field, values, unmapped := want.Target.UnmappedCalendar(&f.ticket.Ticket); unmapped {
		r.warn(WarnUnmappedCalendar, "no calendar is mapped to %s %s; the default %q counts", field, quoted(values), want.CalendarName)
	}
}

// warnUnbound warns of targets that would apply if the ticket's fields had a
// usable value.
func (f *fold) warnUnbound(r *Report) {
	s := &f.ticket.Ticket
	for _, p := range f.program.Match(nil, s, f.ticket.created.time()) {
		for _, t := range p.Choose(nil, s) {
			if !new(binding).bind(t, s) && !t.PromisesNothing(s) {
				f.warnOfField(r, t)
			}
		}
	}
}

func (f *fold) warnOfField(r *Report, t rule.Target) {
	code := WarnNoTarget
	if t.HasDue() {
		if _, values := t.ChoosingField(&f.ticket.Ticket); values == nil {
			return // no deadline was set, and nothing is wrong
		}
		code = WarnBadDue
	}
	r.warn(code, "policy %q: no target for %s: %s", t.Policy().Name(), t.Metric().Name(), f.unboundReason(t))
}
