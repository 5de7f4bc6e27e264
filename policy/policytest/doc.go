// Package policytest tests service level policies with files: a scenario tells
// a ticket's history and what must hold of it at certain instants. Policy
// authors write scenarios beside their policies, and go test runs them.
//
//	func TestPolicies(t *testing.T) { policytest.Run(t, "testdata/*.yaml") }
//
// # A scenario file
//
// A file names the policy under test, or holds it, and lists scenarios:
//
//	policy: ../sla.yaml            # beside this file; a pattern may match several
//	time_zone: Asia/Jakarta        # of local times; without it, the policy's
//	scenarios:
//	  - name: Paused over lunch
//	    events:
//	      - {at: 2026-01-05 09:00, type: created, actor: customer, fields: {priority: high}}
//	      - {at: +2h30m, fields: {status: pending}}
//	      - {at: 13:30, type: comment, actor: agent, fields: {status: open}}
//	    expect:
//	      - at: 15:00
//	        targets:
//	          first_response: {state: met, elapsed: 3h30m}
//	          resolution: {state: running, elapsed: 4h, deadline: tue 11:00}
//	          ola/resolution: none
//	        warnings: []
//
// An event has the keys at, type (without it, updated), actor, internal, fields,
// reason and id, which mean what they mean in [breach.Event]. A field is a text, a
// list of texts, or null, which clears it.
//
// # What is expected
//
// Only what is written is compared. A check has the keys at, targets, void, next
// (of the whole report) and warnings (their codes, all of them, in order). A
// target is named by its metric, which means the latest SLA instance; kind and
// number may be added: ola/group_ownership, next_response#2. Its value is none, or
// a map with the keys of a report's JSON, in the forms of a policy:
//
//   - text: state, policy, revision, calendar, time_zone
//   - true or false: breached, at_risk, projected
//   - counted time, such as 1h30m: within, elapsed, remaining, overdue, paused;
//     plain time: wall_elapsed, wall_remaining, wall_paused
//   - instants, or none: started_at, completed_at, deadline, original_deadline,
//     breached_at, next
//   - thresholds: instants by name, {warning: 10:00}; crossed: the names of all
//     that are crossed, in the policy's order
//   - pauses: all of them, each with from, until, status and reason
//
// # Instants
//
// An instant is written in one of these forms:
//
//   - 2026-01-05 09:00, or with seconds: local time
//   - 09:00 and mon 09:00: the first such time at or after the instant it counts
//     from
//   - +2h30m: plain time after the instant it counts from
//   - 2026-01-05T09:00:00+07:00: the same everywhere
//
// A short form counts from the entry before it in its list. The first check of a
// scenario, and everything that is expected, counts from the first event. A local
// time that does not exist, or comes twice, is a mistake.
//
// # When a scenario fails
//
// A failure prints what differs and the ledger of the targets concerned, so that
// the reader sees where the time went. With
//
//	go test . -run TestPolicies/pauses.yaml -update
//
// the values of expectations are written from what is, for review; comments and
// layout stay. A value written _ and a check with nothing but its instant are
// filled in. This package defines the flag, in tests only; a test that has an
// -update of its own looks it up with [flag.Lookup].
//
// Mistakes in a scenario file are [policy.Errors], with line, column and the way
// to fix them, as mistakes in a policy are. Programs that are not tests use
// [Load] and [Scenario.Check]; tests that want their history in Go use
// [Timeline].
package policytest
