package clock_test

import (
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"github.com/tenggat/sla/clock"
)

var monday = time.Date(2026, 1, 5, 9, 0, 0, 0, time.UTC)

// monotonic reports whether t carries a monotonic reading.
func monotonic(t time.Time) bool { return t != t.Round(0) }

func TestSystemTellsTheSystemsTime(t *testing.T) {
	before := time.Now().Round(0)
	now := clock.System().Now()
	after := time.Now().Round(0)
	if now.Before(before) || now.After(after) {
		t.Errorf("Now() = %v, want between %v and %v", now, before, after)
	}
}

func TestSystemTellsTheBubblesTime(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		c := clock.System()
		start := c.Now()
		time.Sleep(36 * time.Hour)
		if got := c.Now().Sub(start); got != 36*time.Hour {
			t.Errorf("a sleep of 36h moved the clock by %v", got)
		}
	})
}

func TestNoClockCarriesAMonotonicReading(t *testing.T) {
	now := time.Now()
	if !monotonic(now) {
		t.Skip("this platform has no monotonic readings")
	}
	manual := clock.NewManual(now)
	set := new(clock.Manual)
	set.Set(now)
	for name, c := range map[string]clock.Clock{
		"System":         clock.System(),
		"Func(time.Now)": clock.Func(time.Now),
		"nil Func":       clock.Func(nil),
		"NewManual":      manual,
		"Manual.Set":     set,
	} {
		if got := c.Now(); monotonic(got) {
			t.Errorf("%s: Now() = %v, which carries a monotonic reading", name, got)
		}
	}
	if got := manual.Advance(time.Hour); monotonic(got) {
		t.Errorf("Advance() = %v, which carries a monotonic reading", got)
	}
}

func TestNilFuncTellsTheSystemsTime(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		if got, want := clock.Func(nil).Now(), clock.System().Now(); !got.Equal(want) {
			t.Errorf("Now() = %v, want %v", got, want)
		}
	})
}

func TestFuncAsksEveryTime(t *testing.T) {
	now := monday
	c := clock.Func(func() time.Time { return now })
	for range 3 {
		if got := c.Now(); !got.Equal(now) {
			t.Errorf("Now() = %v, want %v", got, now)
		}
		now = now.Add(time.Minute)
	}
}

func TestManualStandsStill(t *testing.T) {
	m := clock.NewManual(monday)
	time.Sleep(time.Millisecond)
	if got := m.Now(); !got.Equal(monday) {
		t.Errorf("Now() = %v, want %v", got, monday)
	}
}

func TestManualKeepsItsZone(t *testing.T) {
	jakarta := time.FixedZone("WIB", 7*60*60)
	m := clock.NewManual(monday.In(jakarta))
	if got := m.Advance(time.Hour).Location(); got != jakarta {
		t.Errorf("after Advance the zone is %v, want %v", got, jakarta)
	}
}

func TestManualMovesBothWays(t *testing.T) {
	m := clock.NewManual(monday)
	for _, step := range []struct {
		name string
		move func()
		want time.Time
	}{
		{"forward", func() { m.Advance(90 * time.Minute) }, monday.Add(90 * time.Minute)},
		{"back", func() { m.Advance(-2 * time.Hour) }, monday.Add(-30 * time.Minute)},
		{"set ahead", func() { m.Set(monday.AddDate(0, 0, 3)) }, monday.AddDate(0, 0, 3)},
		{"set back", func() { m.Set(monday) }, monday},
	} {
		step.move()
		if got := m.Now(); !got.Equal(step.want) {
			t.Errorf("%s: Now() = %v, want %v", step.name, got, step.want)
		}
	}
}

func TestManualAdvanceReturnsTheNewTime(t *testing.T) {
	m := clock.NewManual(monday)
	got := m.Advance(time.Second)
	if want := monday.Add(time.Second); !got.Equal(want) || !m.Now().Equal(want) {
		t.Errorf("Advance = %v and Now = %v, want %v", got, m.Now(), want)
	}
}

func TestZeroManualStandsAtTheZeroTime(t *testing.T) {
	var m clock.Manual
	if got := m.Now(); !got.IsZero() {
		t.Errorf("Now() = %v, want the zero time", got)
	}
	if got, want := m.Advance(time.Hour), (time.Time{}).Add(time.Hour); !got.Equal(want) {
		t.Errorf("Advance() = %v, want %v", got, want)
	}
}

// Run with -race. Every goroutine's steps must count.
func TestManualIsSafeForConcurrentUse(t *testing.T) {
	const goroutines, steps = 8, 100
	m := clock.NewManual(monday)
	var wg sync.WaitGroup
	for range goroutines {
		wg.Go(func() {
			last := m.Now()
			for range steps {
				now := m.Advance(time.Second)
				if !now.After(last) {
					t.Errorf("after %v the clock told %v", last, now)
				}
				last = now
			}
		})
	}
	wg.Wait()
	if got, want := m.Now(), monday.Add(goroutines*steps*time.Second); !got.Equal(want) {
		t.Errorf("Now() = %v, want %v", got, want)
	}
}
