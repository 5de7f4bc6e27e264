package calendar

import (
	"errors"
	"math/rand/v2"
	"testing"
	"time"

	"github.com/tenggat/sla/calendar/internal/civil"
)

// lawful returns calendars of every kind the laws must hold for.
func lawful(t *testing.T) map[string]*Calendar {
	office := mustNew(t, Spec{TimeZone: "Asia/Jakarta", Hours: Hours{"mon-thu": {"08:00-12:00", "13:00-17:00"}, "fri": {"08:00-11:30", "13:00-17:00"}},
		Holidays: []Holiday{{Region: "id", Kinds: []string{"national", "joint_leave"}}, {Annual: "12-31", Hours: []string{"08:00-12:00"}}}})
	london := mustNew(t, Spec{TimeZone: "Europe/London", Hours: Hours{"mon-fri": {"09:00-17:30"}}, Holidays: []Holiday{{Region: "gb"}}, Eve: []string{"09:00-15:00"}})
	return map[string]*Calendar{
		"nil":                   nil,
		"zero":                  {},
		"office":                office,
		"london":                london,
		"seconds":               mustNew(t, Spec{TimeZone: "Africa/Monrovia", Hours: Hours{"daily": {"00:00:01-00:00:02", "12:34:56-12:34:57", "23:59:59-24:00:00"}}}),
		"night":                 mustNew(t, Spec{TimeZone: "America/Havana", Hours: Hours{"daily": {"22:00-06:00"}}}),
		"24x7":                  mustNew(t, Spec{TimeZone: "Pacific/Apia", Hours: AlwaysOpen(), Holidays: []Holiday{{Annual: "02-29"}}}),
		"sun":                   mustNew(t, Spec{Union: []*Calendar{office, london}}),
		"overlap":               mustNew(t, Spec{Intersect: []*Calendar{office, london}, TimeZone: "UTC"}),
		"london is not jakarta": mustNew(t, Spec{Union: []*Calendar{london}, Except: []*Calendar{office}}),
		"rare":                  mustNew(t, Spec{TimeZone: "Asia/Tokyo", Hours: Hours{"mon": {"09:00-09:01"}}, Holidays: []Holiday{{From: "0001-01-01", Until: "9998-06-01"}}}),
	}
}

// anInstant returns an instant between the years 1 and 9999, most often in
// our time, and to the nanosecond.
func anInstant(r *rand.Rand) time.Time {
	nsec := []int64{0, 1, 999_999_999, r.Int64N(1e9)}[r.IntN(4)]
	if r.IntN(3) == 0 {
		return time.Unix(r.Int64N(civil.EndSecond)-civil.UnixSeconds, nsec)
	}
	return time.Unix(r.Int64N(80*365*civil.DaySeconds), nsec)
}

func aDuration(r *rand.Rand) time.Duration {
	d := time.Duration(r.Int64N(int64(1) << (1 + r.IntN(60))))
	if r.IntN(2) == 0 {
		d = -d
	}
	if r.IntN(2) == 0 {
		d = d.Truncate(time.Hour)
	}
	return d
}

func TestLaws(t *testing.T) {
	for name, c := range lawful(t) {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			r := rand.New(rand.NewPCG(7, 7))
			for range 1500 {
				laws(t, c, anInstant(r), anInstant(r), anInstant(r), aDuration(r), r.IntN(400)-200)
				if t.Failed() {
					return
				}
			}
		})
	}
}

// laws checks what must hold for any calendar, any three instants and any
// duration.
func laws(t *testing.T, c *Calendar, a, b, m time.Time, d time.Duration, n int) {
	t.Helper()
	const most = 1<<63 - 1
	ab, am, mb := c.Elapsed(a, b), c.Elapsed(a, m), c.Elapsed(m, b)
	if ab != -c.Elapsed(b, a) && ab != most && ab != -most-1 {
		t.Errorf("Elapsed(%v, %v) = %v, and %v back", a, b, ab, c.Elapsed(b, a))
	}
	near := func(d time.Duration) bool { return -most/2 < d && d < most/2 }
	if near(ab) && near(am) && near(mb) && am+mb != ab {
		t.Errorf("Elapsed from %v over %v to %v: %v and %v, but %v", a, m, b, am, mb, ab)
	}
	if b.After(a) && (ab < 0 || near(ab) && ab > b.Sub(a)) {
		t.Errorf("Elapsed(%v, %v) = %v", a, b, ab)
	}
	if got, err := c.Add(a, 0); err != nil || got != a {
		t.Errorf("Add(%v, 0) = %v, %v", a, got, err)
	}
	if u, err := c.Add(a, d); err == nil && d != 0 {
		if got := c.Elapsed(a, u); got != d {
			t.Errorf("Elapsed(%v, %v) = %v, want the %v added", a, u, got, d)
		}
		if u.After(a) != (d > 0) {
			t.Errorf("Add(%v, %v) = %v", a, d, u)
		}
		// The nearest such instant: a nanosecond nearer there is less.
		step := time.Nanosecond
		if d < 0 {
			step = -step
		}
		if got := c.Elapsed(a, u.Add(-step)); got == d {
			t.Errorf("Add(%v, %v) = %v, but a nanosecond nearer is as much", a, d, u)
		}
	} else if err != nil && !errors.Is(err, ErrNotFound) {
		t.Errorf("Add(%v, %v): %v", a, d, err)
	}
	if open, err := c.NextOpen(a); err == nil {
		if !c.IsOpen(open) || open.Before(a) || c.Elapsed(a, open) != 0 || c.IsOpen(a) != open.Equal(a) {
			t.Errorf("NextOpen(%v) = %v", a, open)
		}
	} else if c.IsOpen(a) {
		t.Errorf("NextOpen(%v): %v", a, err)
	}
	if closed, err := c.NextClose(a); err == nil {
		if c.IsOpen(closed) || !closed.After(a) || !c.IsOpen(closed.Add(-time.Nanosecond)) {
			t.Errorf("NextClose(%v) = %v", a, closed)
		}
		if open, _ := c.NextOpen(a); c.Elapsed(open, closed) != closed.Sub(open) {
			t.Errorf("between the opening %v and the closing %v only %v are open", open, closed, c.Elapsed(open, closed))
		}
	}
	daysLaws(t, c, a, n)
	count := 0
	at, sum := a, time.Duration(0)
	for s := range c.Spans(a, b) {
		if s.From != at || !s.Until.After(s.From) || s.Open != (s.Cause == Cause{}) || s.Open != c.IsOpen(s.From) {
			t.Errorf("span %+v after %v", s, at)
		}
		if s.Open {
			sum += s.Until.Sub(s.From)
		}
		at = s.Until
		if count++; count == 40 {
			break
		}
	}
	if got := c.Elapsed(a, at); got != sum && near(got) {
		t.Errorf("the spans of %v to %v are open for %v, Elapsed is %v", a, at, sum, got)
	}
}

func daysLaws(t *testing.T, c *Calendar, a time.Time, n int) {
	t.Helper()
	start, err := c.AddDays(a, 0)
	open, err2 := c.NextOpen(a)
	if start != open || !errors.Is(err, err2) {
		t.Errorf("AddDays(%v, 0) = %v, %v; NextOpen = %v, %v", a, start, err, open, err2)
	}
	u, err := c.AddDays(a, n)
	if err != nil || n == 0 {
		return
	}
	date := func(t time.Time) int64 {
		y, m, d := t.In(c.Location()).Date()
		return time.Date(y, m, d, 0, 0, 0, 0, time.UTC).Unix() / civil.DaySeconds
	}
	if days := date(u) - date(start); n > 0 && days < int64(n) || n < 0 && days > int64(n) {
		t.Errorf("AddDays(%v, %d) = %v, %d dates away", a, n, u, days)
	}
	if n == 1 {
		return
	}
	one, err := c.AddDays(a, n-1)
	if err == nil && !u.After(one) {
		t.Errorf("AddDays(%v, %d) = %v, but %d days are %v", a, n, u, n-1, one)
	}
}
