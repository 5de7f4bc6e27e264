// Package policy is the declarative side of an SLA engine: which promises hold
// for a ticket, in which hours they count, and when their clocks start, stop
// and pause. A support lead writes them in a YAML file that reads like the
// agreement it stands for; a program loads the file once and matches tickets
// against it. Package breach does the counting.
//
//	policies:
//	  - name: enterprise
//	    match: {plan: enterprise}
//	    targets:
//	      - metric: first_response
//	        by: priority
//	        within: {critical: 15m, default: 1h}
//
// [Parse], [Load] and [LoadFS] read files, and [New] takes the same as a Go
// value, [Spec]. All make a [Set], which is compiled, immutable and safe for
// concurrent use. The language is described in README.md beside this file, and
// to editors by schema.json.
//
// # Guarantees
//
// A mistake in a policy is found when it is loaded, not when a ticket runs into
// it. [Errors] holds all of them, each with file, line and column, the path to
// the key, a stable code, and a way to fix it:
//
//	sla.yaml:8:23: policies[0].targets[0].within.critical: "1d" is not a duration; write 1bd for working days, or 24h of counted time [bad_duration]
//
// What loads can be written back: [Set.YAML] loads to an equal Set. No input
// makes the loader panic or hang, and the work and memory it takes are bounded:
// a file has at most 1 MiB, 64 levels, and 1,000 calendars, and loads or is
// refused in about a second and 128 MiB.
//
// [Set.Digest] identifies what a Set decides. It is the same in every process; stored
// beside a result it tells whether the result is of the rules now in force.
//
// # Review
//
// [Set.Lint] lists what is legal but probably a mistake, such as a policy that no
// ticket reaches, and [Set.Diff] what changed between two revisions:
//
//	vip: first_response critical 15m → 10m
//
// Both are for people who review a change: no
// verdict depends on them.
//
// # Many tenants
//
// [Set.Extend] loads one tenant's file over a Set that all tenants share, with
// its calendars compiled once: 10,000 tenants with two policies each take 4
// seconds of one core and 160 MiB (go test -bench Tenants ./policy). Finding
// the policies of a ticket takes about 100 ns among 100 that ask for a value of
// one field, and 30 ns for each that cannot be looked up by one (go test -bench
// Match ./policy). Replace a Set by storing another in an
// [sync/atomic.Pointer]; an evaluation that has begun finishes with the old one.
package policy
