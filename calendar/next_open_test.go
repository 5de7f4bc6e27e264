package calendar

import (
	"math/rand/v2"
	"testing"
	"time"

	"github.com/tenggat/sla/calendar/internal/civil"
)

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
				at = time.Unix(at.Unix()/civil.WeekSeconds*civil.WeekSeconds+4*civil.DaySeconds-r.Int64N(2), 0)
			}
			sec := civil.Second(at)
			before, open, near := c.at(sec)
			opening, ok := sec, true
			if !open {
				opening, ok = c.opening(sec, before, near)
			}
			if got, err := c.NextOpen(at); (err == nil) != ok || ok && !open && civil.Second(got) != opening || open && got != at {
				t.Errorf("%s: NextOpen(%v) = %v, %v", name, at, got, err)
			}
			if c.IsOpen(at) != open {
				t.Errorf("%s: IsOpen(%v) = %v", name, at, !open)
			}
			closing := int64(0)
			if ok {
				closing, ok = c.closing(opening, before, near)
			}
			if got, err := c.NextClose(at); (err == nil) != ok || ok && civil.Second(got) != closing {
				t.Errorf("%s: NextClose(%v) = %v, %v", name, at, got, err)
			}
		}
	}
}
