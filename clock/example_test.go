package clock_test

import (
	"fmt"
	"time"

	"github.com/tenggat/sla/clock"
)

// A test moves a Manual by hand, back as well as forward.
func ExampleManual() {
	m := clock.NewManual(time.Date(2026, 1, 5, 9, 0, 0, 0, time.UTC))
	m.Advance(90 * time.Minute)
	fmt.Println(m.Now())

	m.Set(time.Date(2026, 1, 5, 8, 59, 0, 0, time.UTC)) // somebody set the clock back
	fmt.Println(m.Now())
	// Output:
	// 2026-01-05 10:30:00 +0000 UTC
	// 2026-01-05 08:59:00 +0000 UTC
}

// Func shifts another clock: here a service is shown tomorrow.
func ExampleFunc() {
	today := clock.NewManual(time.Date(2026, 1, 5, 9, 0, 0, 0, time.UTC))
	tomorrow := clock.Func(func() time.Time { return today.Now().Add(24 * time.Hour) })
	fmt.Println(tomorrow.Now())
	// Output:
	// 2026-01-06 09:00:00 +0000 UTC
}

// host is a value of somebody else's that can tell the time, as the fake
// clocks of other libraries can.
type host struct{ now time.Time }

func (h host) Now() time.Time { return h.now }

// Any type with a Now method is a Clock as it is.
func ExampleClock() {
	var c clock.Clock = host{time.Date(2026, 1, 5, 9, 0, 0, 0, time.UTC)}
	fmt.Println(c.Now())
	// Output:
	// 2026-01-05 09:00:00 +0000 UTC
}
