// Package breach evaluates a ticket's events against service level policies. It
// returns deadlines, remaining time and breaches as of an instant.
//
//	report, err := breach.Evaluate(set, history, time.Now())
//	if err != nil { ... }
//	if first, ok := report.Find(policy.SLA, "first_response"); ok {
//		fmt.Println(first.State, first.Deadline, first.Remaining)
//	}
//
// # The fold
//
// A ticket's service levels are a fold over its events. There are no counters
// that a late, repeated or out-of-order event, a changed policy or a changed
// calendar could leave wrong. The same events give the same [Report], however
// often and at whatever time it is computed.
//
// [Evaluate] takes a whole history. A [Tracker] takes one event at a time and
// can be stored between events; its Reports equal those of Evaluate. [Explain]
// accounts for every second, [Transitions] lists what changes next if no event
// comes, and an [Agenda] gives a host's timer the ticket that changes next.
//
// # Guarantees
//
//   - An instance is met if it stopped at or before its deadline, and missed if
//     it stopped after it. BreachedAt is the instant of the breach. It does not
//     depend on when the Report is made.
//   - Elapsed, Remaining, Overdue and Paused are open time of the calendar; the
//     Wall fields are plain time.
//   - A breach is never taken back, except under on_change: retroactive.
//   - Without an event nothing changes before [Instance.Next].
//   - Nothing here reads a clock (except [Evaluator], through its Clock), keeps
//     global state, starts a goroutine or does I/O. Evaluate is safe for
//     concurrent use; one Tracker or Agenda is not.
//   - Nothing panics, whatever the events are. A mistake in an event is an
//     [*EventError]. What is doubtful is a [Warning] in the Report.
//
// # Order
//
// Events are folded in the order of their instants. At equal instants the
// creation comes first, then the position decides. One event is applied in these
// steps: its fields; stops of running instances, under the target they run
// under; matching of policies; cancel; restart; pause or resume; start. So a
// ticket that is handed over meets its group's target before the next group's
// target starts, and an event that stops a clock is not late because it also
// changes the priority.
//
// # Deadlines
//
// The deadline is the earliest instant at which the counted time reaches the
// target. The target is breached at that instant unless it has stopped by then.
// An event at the same instant is in time, whether it stops the clock, cancels
// it or changes the target. Under boundary: next_open, and where working days
// end at an opening, a budget that is used up at closing time ends when counting
// would go on. BreachedAt is the deadline, or a later instant since which that
// deadline has been in force: if a higher priority moves the deadline into the
// past, BreachedAt is the instant of the change. Only a metric that has stopped
// before a target applied is judged as if the target had applied from its start:
// its BreachedAt may lie before the target was in force. The same holds for where a
// threshold lies ([Threshold.At]) and when it is crossed ([Threshold.CrossedAt]).
//
// Projected speaks of the deadline. If an instance pauses after its breach, the
// deadline stays and Projected is false, but thresholds that lie ahead move with
// the pause.
//
// A target in working days becomes counted time when its clock starts. An
// instance whose deadline is a ticket field never pauses and follows the field.
// A moved date is not a change of target; it takes effect as under on_change:
// carry, or retroactive.
//
// # Life of an instance
//
// A metric's clock runs whether or not a target applies to the ticket. A target
// that attaches late gets what the metric has measured since its start, less the
// pauses that its own rule would have made. If a metric that is measured once has
// already stopped, it is judged nevertheless. If a target stops applying without
// a successor, its instance is cancelled. If it applies again, the same instance
// goes on and the gap is not counted. A void ticket has no targets: everything
// that runs is cancelled, and goes on if the ticket leaves void.
//
// If an instance was breached when another target took over (on_change: carry),
// the breach, the deadline, Within and the thresholds stay. Policy, Calendar and
// the pause rule are those of the new target.
//
// When a ticket leaves solved or closed, on_reopen decides what becomes of the
// instances that those statuses ended: resume does not count the time between,
// count_solved counts all of it, also while no target applied. The target that
// applies to the reopened ticket decides, or else the last one that did. If a
// deadline was met but has passed since, the breach comes with the reopening,
// never before it. A reopening under no target breaches nothing: the instance is
// cancelled, and if a target returns, the breach comes with its return. A solved
// ticket that becomes void is reopened when it leaves void for an unsolved status.
//
// # Solved tickets
//
// Where a status already cancels a metric (solved, for the response metrics), what
// would start it is remembered: no report shows it, and if the ticket is reopened it
// goes on as on_reopen says. A customer who writes on a solved ticket, which the
// helpdesk reopens a second later, thus waits for an answer from then on. A stop
// that comes before the reopening makes it forgotten. An instance that a status has
// cancelled is completed by its own stop while the ticket stays solved: solved
// first and answered a second later is met.
//
// Where a status already stops a metric, the first instance of a metric that is
// measured once is met at once, with nothing counted (a phone call that is logged
// as solved), and runs on if the ticket is reopened. An instance of a metric that
// is measured each time does not start, so that no promise without length counts
// as kept.
//
// None of this depends on the order in which a change of status and another event of
// one instant come. So a history may be joined from a table of comments and a table of
// changes, whose clocks are equal to the second.
//
// # Converting exports
//
// A history may be joined from several tables of a helpdesk. There is one created event,
// with the fields of that time. Of events of one instant that are not changes of status
// the position decides, so that a question stays before its answer. A target that does
// not apply has no Instance; [NotStarted] is one that applies and waits for its start.
// The actor of an automatic reply is a Bot: as an Agent's, it would answer the ticket.
//
// # Compatibility
//
// The JSON of a Report has a format number, now 1. It changes when a key changes
// its meaning or is removed; keys may be added. The content of a Tracker's
// snapshot is not part of the API: a snapshot of another format or of another
// policy Set is refused.
package breach
