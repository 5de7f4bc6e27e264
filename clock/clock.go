package clock

import (
	"sync"
	"time"
)

// Clock tells the time. Any type with a Now method is a Clock.
type Clock interface {
	// Now returns the current time.
	Now() time.Time
}

// Func adapts a function to a [Clock]. A nil Func tells the system's time.
type Func func() time.Time

// Now returns what the function returns, without a monotonic reading.
func (f Func) Now() time.Time {
	if f == nil {
		f = time.Now
	}
	return f().Round(0)
}

// System returns the system's clock. Inside a testing/synctest bubble it tells
// the bubble's time.
func System() Clock { return Func(time.Now) }

// Manual is a Clock that stands still until it is told otherwise. The zero
// Manual stands at the zero time. It is safe for concurrent use and must not be
// copied after first use.
type Manual struct {
	mu  sync.Mutex
	now time.Time
}

// NewManual returns a Manual that stands at t.
func NewManual(t time.Time) *Manual { return &Manual{now: t.Round(0)} }

// Now returns the instant at which the clock stands.
func (m *Manual) Now() time.Time {
	m.mu.Lock()
	defer m.mu.Unlock()
	return m.now
}

// Set puts the clock to t, which may lie in the past: people do set clocks
// back.
func (m *Manual) Set(t time.Time) {
	m.mu.Lock()
	defer m.mu.Unlock()
	m.now = t.Round(0)
}

// Advance moves the clock by d and returns the new time. A negative d moves it
// back.
func (m *Manual) Advance(d time.Duration) time.Time {
	m.mu.Lock()
	defer m.mu.Unlock()
	m.now = m.now.Add(d)
	return m.now
}
