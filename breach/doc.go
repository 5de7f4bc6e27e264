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
// # Compatibility
//
// The JSON of a Report has a format number, now 1, that changes when a key
// changes its meaning or goes away; keys may be added. A Tracker's snapshot is no
// interface and is refused under another format or another policy Set.
package breach
