// Package rule is the compiled program of a policy Set: predicates over a
// ticket, targets with every rule resolved, and the search for the policies
// that apply. Package policy compiles it and package breach runs it.
//
// It is exported because those two packages share it. It is for breach only and
// has no compatibility promise: any of its names may change in any version.
// Other programs use [github.com/tenggat/sla/policy] and
// [github.com/tenggat/sla/breach].
//
// A [Program] and all that it returns is immutable and safe for concurrent
// use. [Program], [Policy], [Target], [Metric] and [Predicate] are small values
// that refer to unexported data; assigning to one changes only the variable
// that holds it.
//
//	p := set.Program()
//	for _, policy := range p.Match(nil, ticket, created) {
//		for _, target := range policy.Choose(nil, ticket) {
//			var b rule.Binding
//			due, ok := target.Bind(&b, ticket)
//		}
//	}
package rule
