// Package thirdparty shows the fake clocks of other libraries at work, in a
// module of its own so that nobody else depends on them:
// github.com/jonboulle/clockwork is a [clock.Clock] as it is, and
// github.com/coder/quartz, whose Now takes more arguments, becomes one through
// [clock.Func].
//
//	cd examples/fakeclock/thirdparty && go test -v ./...
package thirdparty

import _ "github.com/tenggat/sla/clock" // what the tests adapt to
