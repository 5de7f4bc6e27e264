package calendar

import (
	"math/rand/v2"
	"slices"
	"testing"
	"time"
)

// TestLabels compares what the table knows of the local clock with the zone, mostly
// near the changes of all zones.
func TestLabels(t *testing.T) {
	r := rand.New(rand.NewPCG(8, 8))
	for _, name := range allZones(t) {
		c, err := New(Spec{TimeZone: name, Hours: Hours{"mon-fri": {"09:00-17:00"}}})
		if err != nil {
			t.Fatal(err)
		}
		changes := NewZone(c.loc, int64(DaysBeforeYear(2300))*DaySeconds).periods
		for range 300 {
			sec := r.Int64N(EndSecond)
			if s := changes[r.IntN(len(changes))]; s.From > 0 && r.IntN(4) > 0 {
				sec = s.From + r.Int64N(6*DaySeconds) - 3*DaySeconds
			}
			var reader Reader
			if got, want := c.label(&reader, sec), sec+PeriodAt(c.loc, sec).Offset; got != want {
				t.Fatalf("%s: the clock shows %d at %d, want %d", name, got, sec, want)
			}
			from := sec
			until := from + r.Int64N(2*DaySeconds)
			got, want := c.pieces(&reader, nil, from, until), appendPieces(nil, c.loc, from, until)
			if !slices.Equal(got, want) {
				t.Fatalf("%s: the labels %d to %d are shown at %v, want %v", name, from, until, got, want)
			}
		}
	}
}

// TestNextOpenAndCloseBeyondTheWeek compares openings and closings found in the week
// at hand with those that are counted.
func TestNextOpenAndCloseBeyondTheWeek(t *testing.T) {
	calendars := lawful(t)
	calendars["to Sunday midnight"] = mustNew(t, Spec{TimeZone: "UTC", Hours: Hours{"sun-mon": {"00:00-24:00"}, "wed": {"10:00-11:00"}}})
	r := rand.New(rand.NewPCG(6, 6))
	for name, c := range calendars {
		for range 2000 {
			at := anInstant(r)
			if r.IntN(3) == 0 { // the first or the last second of a week
				at = time.Unix(at.Unix()/WeekSeconds*WeekSeconds+4*DaySeconds-r.Int64N(2), 0)
			}
			sec := Second(at)
			before, open, near := c.at(sec)
			opening, ok := sec, true
			if !open {
				opening, ok = c.opening(sec, before, near)
			}
			if got, err := c.NextOpen(at); (err == nil) != ok || ok && !open && Second(got) != opening || open && got != at {
				t.Errorf("%s: NextOpen(%v) = %v, %v", name, at, got, err)
			}
			if c.IsOpen(at) != open {
				t.Errorf("%s: IsOpen(%v) = %v", name, at, !open)
			}
			closing := int64(0)
			if ok {
				closing, ok = c.closing(opening, before, near)
			}
			if got, err := c.NextClose(at); (err == nil) != ok || ok && Second(got) != closing {
				t.Errorf("%s: NextClose(%v) = %v, %v", name, at, got, err)
			}
		}
	}
}

// TestCountedDays compares the working days that are counted by years and blocks of
// weeks with one day after the other.
func TestCountedDays(t *testing.T) {
	r := rand.New(rand.NewPCG(9, 9))
	for name, spec := range plans() {
		c := mustNew(t, spec)
		working := func(day int) bool { return c.table.weeks[c.table.weekAt(day/7)].workdays&(1<<(day%7)) != 0 }
		for range 40 {
			var reader Reader
			from, n := 800+r.IntN(EndDay-6000), 1+r.IntN(900)
			day := from
			for left := n; left > 0 && day < from+5000; {
				if day++; working(day) {
					left--
				}
			}
			if got, ok := c.workday(&reader, from, n); day < from+5000 && (!ok || got != day) {
				t.Errorf("%s: %d working days after %s is %s, %v, want %s", name, n, Format(from), Format(got), ok, Format(day))
			}
			day = from
			for left := n; left > 0 && day > from-5000 && day > 0; {
				if day--; working(day) {
					left--
				}
			}
			if got, ok := c.workday(&reader, from, -n); day > max(from-5000, 0) && (!ok || got != day) {
				t.Errorf("%s: %d working days before %s is %s, %v, want %s", name, n, Format(from), Format(got), ok, Format(day))
			}
		}
	}
}
