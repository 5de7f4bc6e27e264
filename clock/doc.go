// Package clock tells the time, so that nothing else in this module has to ask
// the system.
//
// Evaluation functions take the instant they speak of as a parameter; a [Clock]
// only supplies the default for hosts that want "now". Any type with a Now
// method is a Clock, so the fake clocks of other libraries fit as they are.
//
// Which one to use:
//
//   - in a program: [System];
//   - in a test that moves time by hand, back as well as forward: [Manual];
//   - in a test with timers and goroutines: [System] inside a testing/synctest
//     bubble, where the system's clock is the bubble's;
//   - with github.com/jonboulle/clockwork, or any other type with
//     Now() time.Time: that value itself;
//   - with github.com/coder/quartz, whose Now takes more arguments, or to shift
//     or freeze another clock: [Func].
//
// The tests of examples/fakeclock use each of them on one small program.
//
// Instants carry no monotonic reading: facts about deadlines are stored and
// compared as wall times, and must come out equal after a round trip.
package clock
