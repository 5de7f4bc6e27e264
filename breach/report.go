package breach

import (
	"cmp"
	"time"

	"github.com/tenggat/sla/policy"
)

// Report is the result of evaluating a ticket's history under a policy Set as of
// an instant. It is plain data that belongs to the caller.
type Report struct {
	Ticket   string
	AsOf     time.Time // the instant of the Report
	Digest   string    // of the Set, see [policy.Set.Digest]
	Void     bool      // the ticket is void: leave it out of compliance
	Targets  []Instance
	Warnings []Warning
}

// State is the state of a target instance.
type State string

// The states.
const (
	NotStarted State = "not_started" // its metric has not started
	Running    State = "running"     // the clock runs, inside or outside its calendar's hours
	Paused     State = "paused"      // a pause rule holds
	Met        State = "met"         // stopped at or before the deadline
	Missed     State = "missed"      // stopped after the deadline
	Cancelled  State = "cancelled"   // ended without a stop
)

// Instance is one measurement of one target: how much time it gives, the deadline
// and the outcome.
//
// Counted durations are time inside the calendar's hours and outside pauses;
// wall durations are plain time. No duration is negative. Instants that do not
// exist are the zero time.
//
// The tags are the keys of the JSON form, in which durations are whole seconds.
type Instance struct {
	Policy   string      `json:"policy"` // the policy that applies now, or applied last
	Revision string      `json:"revision"`
	Kind     policy.Kind `json:"kind"`
	Metric   string      `json:"metric"`
	Number   int         `json:"instance_number"` // 1 for the first instance of its kind and metric on the ticket
	Calendar string      `json:"calendar"`        // empty: always open
	TimeZone string      `json:"time_zone"`       // of the calendar, or the policies' own; for showing instants

	State     State `json:"state"`
	Breached  bool  `json:"breached"`  // the deadline was reached without a stop at or before it
	AtRisk    bool  `json:"at_risk"`   // running or paused, not breached, past the at-risk point
	Excluded  bool  `json:"excluded"`  // an exclusion of the target holds of the ticket: figures leave the instance out
	Projected bool  `json:"projected"` // paused and not breached: Deadline is what it would be if resumed now

	// Commitment is how firm the target is; empty is firm. ExclusionReason is why the
	// instance is Excluded.
	Commitment      policy.Commitment `json:"commitment,omitzero"`
	ExclusionReason string            `json:"exclusion_reason,omitzero"`

	// Within is the target as counted time; 0, and absent from JSON together with
	// Remaining, while a target in days has not started. WithinText is the target as
	// it is written, such as 2bd; it is empty for a deadline that is a ticket field.
	Within           time.Duration `json:"within_seconds"`
	WithinText       string        `json:"within_text,omitzero"`
	StartedAt        time.Time     `json:"started_at,omitzero"`
	CompletedAt      time.Time     `json:"completed_at,omitzero"`      // met, missed or cancelled
	Deadline         time.Time     `json:"deadline,omitzero"`          // the instant by which it must stop
	OriginalDeadline time.Time     `json:"original_deadline,omitzero"` // the deadline as it was at the start; under retroactive, as the present target would have had it
	BreachedAt       time.Time     `json:"breached_at,omitzero"`       // the instant of the breach; it does not depend on when the Report is made

	Elapsed       time.Duration `json:"elapsed_seconds"`      // counted
	Remaining     time.Duration `json:"remaining_seconds"`    // counted, until the deadline; of a completed instance, what was left
	Overdue       time.Duration `json:"overdue_seconds"`      // counted, since the deadline
	WallElapsed   time.Duration `json:"wall_elapsed_seconds"` // plain time since StartedAt
	WallRemaining time.Duration `json:"wall_remaining_seconds"`
	Paused        time.Duration `json:"paused_seconds"`      // open time spent in pauses
	WallPaused    time.Duration `json:"wall_paused_seconds"` // plain time spent in pauses

	Pauses     []Pause     `json:"pauses,omitempty"`
	Thresholds []Threshold `json:"thresholds,omitempty"`
	Next       time.Time   `json:"next,omitzero"` // the next instant after AsOf at which any of this changes if no event comes
}

// Pause is a period in which an instance was paused.
type Pause struct {
	From   time.Time `json:"from"`
	Until  time.Time `json:"until,omitzero"`  // zero while it lasts
	Status string    `json:"status,omitzero"` // the ticket's status at its beginning
	Reason string    `json:"reason,omitzero"` // of the event that began it
}

// Threshold is a named point on an instance's way to its deadline or past it.
type Threshold struct {
	Name    string    `json:"name"`
	At      time.Time `json:"at,omitzero"` // where the mark lies, while paused if resumed now; zero if it cannot be crossed any more
	Crossed bool      `json:"crossed"`
	// CrossedAt is when it was crossed: At, or a later instant since which the target
	// is in force, or at which a target applied again or the ticket was reopened. It
	// does not depend on when the Report is made.
	CrossedAt time.Time `json:"crossed_at,omitzero"`
	Notify    []string  `json:"notify,omitzero"` // from the policy, for the host
}

// Find returns the latest instance of a kind and metric. A nil Report has none.
func (r *Report) Find(kind policy.Kind, metric string) (*Instance, bool) {
	if r == nil {
		return nil, false
	}
	var found *Instance
	for i := range r.Targets {
		if t := &r.Targets[i]; t.Kind == kind && t.Metric == metric && (found == nil || t.Number > found.Number) {
			found = t
		}
	}
	return found, found != nil
}

// Next returns the next instant after AsOf at which anything in the Report
// changes if no event comes: a threshold, the at-risk point or a breach. It is
// the zero time if nothing changes, as in a nil Report.
func (r *Report) Next() time.Time {
	if r == nil {
		return time.Time{}
	}
	var next time.Time
	for i := range r.Targets {
		next = earlier(next, r.Targets[i].Next)
	}
	return next
}

// earlier returns the earlier of two instants. The zero time means never.
func earlier(a, b time.Time) time.Time {
	if a.IsZero() || !b.IsZero() && b.Before(a) {
		return b
	}
	return a
}

// Compare orders instances for display: breached ones first, then by deadline,
// those without a deadline last.
func (i *Instance) Compare(other *Instance) int {
	return cmp.Or(
		cmp.Compare(boolRank(!i.Breached), boolRank(!other.Breached)),
		cmp.Compare(boolRank(i.Deadline.IsZero()), boolRank(other.Deadline.IsZero())),
		i.Deadline.Compare(other.Deadline),
		cmp.Compare(i.Metric, other.Metric),
		cmp.Compare(i.Number, other.Number),
	)
}

func boolRank(b bool) int {
	if b {
		return 1
	}
	return 0
}
