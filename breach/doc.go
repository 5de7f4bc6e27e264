// Package breach folds a ticket's events into what its service levels look like
// at an instant: deadlines, remaining time and breaches.
//
//	report, err := breach.Evaluate(set, history, time.Now())
//	if err != nil { ... }
//	if first, ok := report.Find(policy.SLA, "first_response"); ok {
//		fmt.Println(first.State, first.Deadline, first.Remaining)
//	}
//
// # One idea
//
// A ticket's service levels are a fold over its events. There are no counters
// that a late, repeated or out-of-order event, a changed policy or a changed
// calendar could leave wrong: the same events give the same [Report], whoever
// asks, whenever and however often.
//
// [Evaluate] takes a whole history. A [Tracker] takes one event at a time and
// can be stored between them; its Reports equal those of Evaluate. [Explain]
// accounts for every second, [Transitions] tells what comes if nothing happens,
// and an [Agenda] tells a host's timer which ticket changes next.
//
// # What it promises
//
//   - An instance is met if it stopped at or before its deadline, missed after it.
//     BreachedAt is the instant of the breach, whoever looked when.
//   - Elapsed, Remaining, Overdue and Paused are time inside the calendar's
//     hours; the Wall fields are plain time.
//   - A breach never un-happens, except where a policy says on_change:
//     retroactive.
//   - Between events nothing changes before [Instance.Next].
//   - Nothing here reads a clock (but for [Evaluator], through its Clock), keeps
//     global state, starts a goroutine or does I/O. Evaluate is safe for
//     concurrent use; one Tracker or Agenda is not.
//   - Nothing panics, whatever the events. A mistake in an event is an
//     [*EventError]; what is merely doubtful is a [Warning] in the Report.
//
// # One event
//
// Events are folded by instant, at equal instants the creation first, then by
// position. One event is applied in this order: its fields; stops of running
// instances, under the target they run under; matching of policies; cancel;
// restart; pause or resume; start. So a ticket that is handed over meets its
// group's target before the next group's begins, and an event that stops a clock
// cannot be late because it also changes the priority.
//
// # Deadlines
//
// The deadline is the earliest instant at which the counted time reaches the
// target. At that instant the target is breached unless it has been stopped; an
// event at the very instant still comes in time, whether it stops the clock,
// cancels it or changes the target. Under boundary: next_open, and where working
// days lead to an opening, a budget used up at closing time ends when counting
// would go on. BreachedAt is the deadline, or later the instant since which that
// deadline has been in force: if a higher priority puts the deadline into the
// past, the breach comes with the change of priority.
//
// A target given in working days becomes counted time when its clock starts. An
// instance whose deadline is a ticket field never pauses, and follows the field:
// a date that is moved is no change of target, but takes effect as on_change:
// carry says, or retroactive.
//
// # Life of an instance
//
// A metric's clock runs whether or not a target applies to the ticket. A target
// that attaches late finds what the metric has measured since its start, less
// the pauses its own rule would have made; if a metric measured once is over by
// then, it is judged all the same. A target that goes away without a successor
// cancels its instance; if it comes back, the same instance goes on and the gap
// is not counted. A void ticket has no targets: everything running is
// cancelled, and goes on if the ticket is rescued.
//
// Of an instance that was breached when another target took over (on_change:
// carry), the breach, the deadline, Within and the thresholds stay; Policy,
// Calendar and the pause rule are those of the target that took over.
//
// When a ticket leaves solved or closed, on_reopen says what becomes of the
// instances that those statuses had ended: resume leaves the time between out,
// count_solved counts it whole. The target that applies to the reopened ticket
// decides, or else the last that did. A deadline that was kept, but lies behind, is
// breached at the reopening. A solved ticket that becomes void is reopened when
// it comes back unsolved.
//
// # Compatibility
//
// The JSON of a Report has a format number, now 1, that changes when a key
// changes its meaning or goes away; keys may be added. A Tracker's snapshot is no
// interface and is refused under another format or another policy Set.
package breach
