package policytest

import (
	"strings"
	"testing"
	"time"
	_ "time/tzdata"
)

func zone(t testing.TB, name string) *time.Location {
	t.Helper()
	z, err := time.LoadLocation(name)
	if err != nil {
		t.Fatal(err)
	}
	return z
}

func TestInstants(t *testing.T) {
	const monday = "2026-01-05T10:30:00+07:00"
	for _, tt := range []struct{ zone, base, text, want string }{
		{"Asia/Jakarta", "", "2026-01-05 09:00", "2026-01-05T09:00:00+07:00"},
		{"Asia/Jakarta", "", "2026-01-05 09:00:07", "2026-01-05T09:00:07+07:00"},
		{"Asia/Jakarta", "", "2026-01-05 09:00:07.25", "2026-01-05T09:00:07.25+07:00"},
		{"Asia/Jakarta", "", "2026-01-05T09:00:00Z", "2026-01-05T16:00:00+07:00"},
		{"Asia/Jakarta", monday, "+0s", monday},
		{"Asia/Jakarta", monday, "+2h30m", "2026-01-05T13:00:00+07:00"},
		{"Asia/Jakarta", monday, "+48h", "2026-01-07T10:30:00+07:00"},
		{"Asia/Jakarta", monday, "10:30", monday},
		{"Asia/Jakarta", monday, "10:30:01", "2026-01-05T10:30:01+07:00"},
		{"Asia/Jakarta", monday, "10:29", "2026-01-06T10:29:00+07:00"},
		{"Asia/Jakarta", monday, "mon 10:30", monday},
		{"Asia/Jakarta", monday, "mon 10:29", "2026-01-12T10:29:00+07:00"},
		{"Asia/Jakarta", monday, "sun 00:00", "2026-01-11T00:00:00+07:00"},
		// Monday 10:30 in Jakarta is Sunday evening in New York.
		{"America/New_York", monday, "22:30", monday},
		{"America/New_York", monday, "mon 09:00", "2026-01-05T21:00:00+07:00"},
		// The last day of a leap year, and the first of the next.
		{"UTC", "2028-02-28T23:00:00Z", "01:00", "2028-02-29T01:00:00Z"},
		{"UTC", "2028-12-31T23:00:00Z", "mon 01:00", "2029-01-01T01:00:00Z"},
		// An hour after 01:30 comes 03:30; the next 02:00 that exists is asked for on the 9th.
		{"America/New_York", "2026-03-08T01:30:00-05:00", "+1h", "2026-03-08T03:30:00-04:00"},
		{"America/New_York", "2026-03-08T03:30:00-04:00", "02:00", "2026-03-09T02:00:00-04:00"},
		// The 30th does not exist there; whoever means the 31st says so.
		{"Pacific/Apia", "2011-12-29T12:00:00-10:00", "sat 11:00", "2011-12-31T11:00:00+14:00"},
		// After the second 01:30 of the night the next one is a day away.
		{"America/New_York", "2026-11-01T01:45:00-05:00", "01:30", "2026-11-02T01:30:00-05:00"},
	} {
		var base time.Time
		if tt.base != "" {
			base, _ = time.Parse(time.RFC3339, tt.base)
		}
		got, err := moments{zone(t, tt.zone)}.read(tt.text, base)
		want, _ := time.Parse(time.RFC3339Nano, tt.want)
		if err != nil || !got.Equal(want) {
			t.Errorf("%s: %q after %s = %v, %v, want %v", tt.zone, tt.text, tt.base, got, err, want)
		}
	}
}

func TestInstantsThatAreNone(t *testing.T) {
	for _, tt := range []struct{ zone, text, want string }{
		{"UTC", "", "is not an instant"},
		{"UTC", "noon", "is not an instant"},
		{"UTC", "24:00", "is not an instant"},
		{"UTC", "9:00 mon", "is not an instant"},
		{"UTC", "Mon 09:00", "is not an instant"},
		{"UTC", "2026-02-29 09:00", "is not an instant"},
		{"UTC", "+", "is not an instant"},
		{"UTC", "+-2h", "is not an instant"},
		{"UTC", "+2bd", "is not an instant"},
		{"UTC", "0000-06-01 09:00", "outside the years"},
		{"UTC", "+2562047h", ""}, // 292 years are fine
		{"America/New_York", "2026-03-08 02:30", "does not exist"},
		{"America/New_York", "2026-11-01 01:30", "comes twice"},
		{"Pacific/Apia", "2011-12-30 09:00", "does not exist"},
	} {
		_, err := moments{zone(t, tt.zone)}.read(tt.text, time.Date(2026, 1, 5, 0, 0, 0, 0, time.UTC))
		switch {
		case tt.want == "" && err != nil:
			t.Errorf("%q: %v", tt.text, err)
		case tt.want != "" && (err == nil || !strings.Contains(err.Error(), tt.want)):
			t.Errorf("%s: %q: error %v, want one that says %q", tt.zone, tt.text, err, tt.want)
		}
	}
}

// What is shown is read as the same instant, anywhere and any time, and a wall
// time that is read is what the clocks of the zone show. The slow way to find a
// wall time is to try every offset a zone may have.
func FuzzInstant(f *testing.F) {
	zones := []string{"UTC", "Asia/Jakarta", "America/New_York", "Europe/London", "Australia/Lord_Howe", "Africa/Casablanca", "Pacific/Apia", "Asia/Kathmandu", "America/St_Johns", "Europe/Dublin"}
	for _, sec := range []int64{0, 1772953200, 1793512800, 1793516399, 1325239200, -2500000000, 4000000000} {
		for i := range zones {
			f.Add(sec, int64(0), i)
		}
	}
	f.Add(int64(1767600000), int64(250_000_000), 1)
	f.Fuzz(func(t *testing.T, sec, nsec int64, zoneIndex int) {
		const century = 100 * 366 * 86400
		sec %= century
		m := moments{zone(t, zones[uint(zoneIndex)%uint(len(zones))])}
		at := time.Unix(sec, nsec%int64(time.Second))
		text := m.show(at)
		if got, err := m.read(text, time.Time{}); err != nil || !got.Equal(at) {
			t.Errorf("%v is shown as %q and read as %v, %v", at, text, got, err)
		}

		wall := at.UTC() // any wall time, whether or not the zone has it
		var want []time.Time
		for offset := -16 * 3600; offset <= 16*3600; offset += 900 {
			u := wall.Add(-time.Duration(offset) * time.Second)
			if _, actual := u.In(m.zone).Zone(); actual == offset {
				want = append(want, u)
			}
		}
		got := m.instants(wall)
		if sec < -1500000000 && len(got) != len(want) {
			return // long ago offsets had seconds, which the slow way does not try
		}
		if len(got) != len(want) {
			t.Fatalf("%v in %v: %v, want %v", wall, m.zone, got, want)
		}
		for _, u := range want {
			if !got[0].Equal(u) && !got[len(got)-1].Equal(u) {
				t.Errorf("%v in %v: %v, want %v", wall, m.zone, got, want)
			}
		}
	})
}

// A time of day is the first at or after the base: no such time lies between.
func FuzzFirst(f *testing.F) {
	f.Add(int64(1767600000), uint16(540), 1)
	f.Add(int64(1772953200), uint16(120), -1)
	f.Fuzz(func(t *testing.T, sec int64, minute uint16, weekday int) {
		m := moments{zone(t, "America/New_York")}
		base := time.Unix(sec%4_000_000_000, 0)
		clock := time.Date(0, 1, 1, int(minute)/60%24, int(minute)%60, 0, 0, time.UTC)
		weekday %= 7
		got, err := m.first(base, weekday, clock)
		if err != nil {
			return // a time that does not exist, or comes twice
		}
		if got.Before(base) || got.In(m.zone).Format("15:04") != clock.Format("15:04") || weekday >= 0 && int(got.In(m.zone).Weekday()) != weekday {
			t.Fatalf("first %v on %d after %v is %v", clock, weekday, base, got)
		}
		for u := base.Truncate(time.Minute).Add(time.Minute); u.Before(got); u = u.Add(time.Minute) {
			if u.In(m.zone).Format("15:04") == clock.Format("15:04") && (weekday < 0 || int(u.In(m.zone).Weekday()) == weekday) {
				t.Fatalf("first %v on %d after %v is %v, but %v is before it", clock, weekday, base, got, u)
			}
		}
	})
}

func TestDurationsAreShownShort(t *testing.T) {
	for d, want := range map[time.Duration]string{
		0:                                "0s",
		time.Second:                      "1s",
		90 * time.Second:                 "1m30s",
		time.Minute:                      "1m",
		10 * time.Minute:                 "10m",
		time.Hour:                        "1h",
		100 * time.Hour:                  "100h",
		90 * time.Minute:                 "1h30m",
		2*time.Hour + time.Second:        "2h0m1s",
		250 * time.Millisecond:           "250ms",
		time.Hour + 500*time.Millisecond: "1h0m0.5s",
	} {
		if got := showDuration(d); got != want {
			t.Errorf("showDuration(%v) = %q, want %q", time.Duration(d), got, want)
		}
		if got, err := readDuration(showDuration(d)); err != nil || got != d {
			t.Errorf("readDuration(%q) = %v, %v", showDuration(d), got, err)
		}
	}
}
