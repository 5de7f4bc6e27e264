// Package thirdparty shows the fake clocks of other libraries at work, in a
// module of its own so that no other module depends on them:
// github.com/jonboulle/clockwork is a [github.com/tenggat/sla/clock.Clock] as it
// is, and github.com/coder/quartz, whose Now takes more arguments, becomes one
// through [github.com/tenggat/sla/clock.Func].
//
//	cd examples/fakeclock/thirdparty && go test -v ./...
package thirdparty
