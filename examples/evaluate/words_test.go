package main

import (
	"testing"
	"time"

	"github.com/tenggat/sla/breach"
)

func TestWords(t *testing.T) {
	const day = 24 * time.Hour
	tests := []struct {
		d           time.Duration
		days, hours string // with days of 24 hours, and without
	}{
		{0, "0s", "0s"},
		{999 * time.Millisecond, "0s", "0s"},
		{time.Second, "1s", "1s"},
		{time.Minute - 1, "59s", "59s"},
		{time.Minute, "1m", "1m"},
		{61 * time.Second, "1m 1s", "1m 1s"},
		{time.Hour - time.Second, "59m 59s", "59m 59s"},
		{time.Hour, "1h", "1h"},
		{time.Hour + time.Second, "1h", "1h"}, // no smaller unit than the next
		{2*time.Hour + 15*time.Minute, "2h 15m", "2h 15m"},
		{day - time.Second, "23h 59m", "23h 59m"},
		{day, "1d", "24h"},
		{day + 59*time.Minute, "1d", "24h 59m"},
		{27 * time.Hour, "1d 3h", "27h"},
		{400*day + time.Hour, "400d 1h", "9601h"},
		{1<<63 - 1, "106751d 23h", "2562047h 47m"},
	}
	for _, tt := range tests {
		if got := words(tt.d, true); got != tt.days {
			t.Errorf("words(%v, true) = %q, want %q", tt.d, got, tt.days)
		}
		if got := words(tt.d, false); got != tt.hours {
			t.Errorf("words(%v, false) = %q, want %q", tt.d, got, tt.hours)
		}
	}
}

func TestStandingAndLeft(t *testing.T) {
	tests := []struct {
		instance       breach.Instance
		standing, left string
	}{
		{breach.Instance{State: breach.NotStarted}, "not started", "-"},
		{breach.Instance{State: breach.Running, Remaining: 135 * time.Minute}, "running", "2h 15m left"},
		{breach.Instance{State: breach.Running, AtRisk: true, Remaining: time.Minute}, "running, at risk", "1m left"},
		{breach.Instance{State: breach.Paused, Remaining: time.Hour}, "paused", "1h left"},
		{breach.Instance{State: breach.Paused, Breached: true, Overdue: 27 * time.Hour}, "paused, BREACHED", "1d 3h overdue"},
		{breach.Instance{State: breach.Running, Breached: true}, "running, BREACHED", "0s overdue"},
		{breach.Instance{State: breach.Met}, "met", "0s left"},
		{breach.Instance{State: breach.Missed, Breached: true, Overdue: time.Second}, "missed, BREACHED", "1s overdue"},
		{breach.Instance{State: breach.Cancelled, Remaining: time.Hour}, "cancelled", "-"},
		{breach.Instance{State: breach.Cancelled, Breached: true, Overdue: time.Hour}, "cancelled, BREACHED", "1h overdue"},
	}
	for _, tt := range tests {
		if got := standing(&tt.instance); got != tt.standing {
			t.Errorf("standing = %q, want %q", got, tt.standing)
		}
		if got := left(&tt.instance, true); got != tt.left {
			t.Errorf("%s: left = %q, want %q", tt.standing, got, tt.left)
		}
	}
}

func TestDeadline(t *testing.T) {
	jakarta := time.FixedZone("WIB", 7*3600)
	at := time.Date(2026, 1, 5, 10, 0, 0, 0, time.UTC)
	tests := []struct {
		instance breach.Instance
		want     string
	}{
		{breach.Instance{}, "-"},
		{breach.Instance{Deadline: at}, "2026-01-05 17:00 WIB"},
		{breach.Instance{Deadline: at.Add(7 * time.Second)}, "2026-01-05 17:00:07 WIB"},
		{breach.Instance{Deadline: at, Projected: true}, "~2026-01-05 17:00 WIB"},
	}
	for _, tt := range tests {
		if got := deadline(&tt.instance, jakarta); got != tt.want {
			t.Errorf("deadline = %q, want %q", got, tt.want)
		}
	}
}

func TestPrintable(t *testing.T) {
	tests := map[string]string{
		"":                 "-",
		"INC0000045":       "INC0000045",
		`a "b" \c`:         `a "b" \c`,
		"tiket émail 票":    "tiket émail 票",
		"a\x1b[31mb":       `"a\x1b[31mb"`,
		"two\nlines":       `"two\nlines"`,
		"\u202eevil":       `"\u202eevil"`,
		"broken\xffletter": `"broken\xffletter"`,
	}
	for text, want := range tests {
		if got := printable(text); got != want {
			t.Errorf("printable(%q) = %s, want %s", text, got, want)
		}
	}
}

// An attainment that is not full never reads as full.
func TestPercentRoundsDown(t *testing.T) {
	tests := []struct {
		part, whole int
		want        string
	}{{0, 3, "0.0 %"}, {1, 3, "33.3 %"}, {2, 3, "66.6 %"}, {9999, 10000, "99.9 %"}, {7, 7, "100.0 %"}}
	for _, tt := range tests {
		if got := percent(tt.part, tt.whole); got != tt.want {
			t.Errorf("percent(%d, %d) = %q, want %q", tt.part, tt.whole, got, tt.want)
		}
	}
}
