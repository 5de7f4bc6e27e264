package calendar

import (
	"errors"
	"fmt"
	"math"
	"runtime"
	"sync"
	"testing"
	"time"

	"github.com/tenggat/sla/calendar/internal/civil"
)

// inSeconds fails if f takes seconds: the machine may be busy, a hang takes hours.
func inSeconds(t *testing.T, what string, f func()) {
	t.Helper()
	done := make(chan struct{})
	go func() {
		defer close(done)
		f()
	}()
	select {
	case <-done:
	case <-time.After(50 * time.Second):
		t.Fatalf("%s does not end", what)
	}
}

func TestNothingHangs(t *testing.T) {
	year := func(y int) time.Time { return time.Date(y, 5, 5, 5, 5, 5, 5, time.UTC) }
	minute := mustNew(t, Spec{TimeZone: "Asia/Tokyo", Hours: AlwaysOpen(), Holidays: []Holiday{
		{From: "0001-01-01", Until: "9999-12-31", Hours: []string{"12:00-12:01"}},
		{Annual: "07-01"}, // and much more
	}, Except: []*Calendar{mustNew(t, Spec{TimeZone: "Asia/Tokyo", Hours: AlwaysOpen(), Holidays: []Holiday{{Annual: "03-05"}}})}})
	late := mustNew(t, Spec{TimeZone: "Europe/Paris", Hours: Hours{"sat": {"10:00-11:00"}}, Holidays: []Holiday{{From: "0001-01-01", Until: "9998-06-01"}, {From: "9998-06-10", Until: "9999-12-31"}}})
	for name, c := range map[string]*Calendar{"a minute a year": minute, "once in 9998": late, "always": nil} {
		inSeconds(t, name, func() {
			for _, at := range []time.Time{year(1), year(1970), year(2026), year(9999), year(-5), year(20000), {}, time.Unix(1<<62, 0), time.Unix(-1<<62, 0)} {
				for _, d := range []time.Duration{1, -1, time.Hour, -time.Hour, 1<<63 - 1, -1 << 63} {
					c.Add(at, d)
					c.Elapsed(at, at.Add(d))
				}
				for _, n := range []int{1, -1, math.MaxInt, math.MinInt} {
					c.AddDays(at, n)
					c.CloseOfDay(at, n)
				}
				c.IsOpen(at)
				c.NextOpen(at)
				c.NextClose(at)
				for range c.Spans(at, year(9999)) {
					break
				}
			}
		})
	}
	// Closed for the same cause for most of all time.
	taken := mustNew(t, Spec{TimeZone: "Europe/Paris", Hours: Hours{"daily": {"10:00-11:00"}}, SpecialHours: []SpecialHours{{Name: "taken", From: "0001-01-02", Until: "9998-06-01", Closed: []string{"00:00-24:00"}}}})
	covered := mustNew(t, Spec{TimeZone: "UTC", Hours: AlwaysOpen(), Except: []*Calendar{mustNew(t, Spec{TimeZone: "UTC", Hours: AlwaysOpen(), Holidays: []Holiday{{From: "9998-01-01", Until: "9998-01-02"}}})}})
	rounds := 200
	if testing.Short() {
		rounds = 20
	}
	inSeconds(t, "a span of thousands of years", func() {
		for range rounds {
			for s := range taken.Spans(year(2), year(9997)) {
				if s.Cause != (Cause{SpecialClosing, "taken"}) || s.Until != year(9997) {
					t.Errorf("closed for %v until %v", s.Cause, s.Until)
				}
			}
			for s := range covered.Spans(year(2), year(9997)) {
				if s.Cause.Kind != ExceptClosing || s.Until != year(9997) {
					t.Errorf("closed for %v until %v", s.Cause, s.Until)
				}
			}
		}
	})
	want := time.Date(9998, 6, 6, 8, 0, 0, 0, time.UTC) // a Saturday, 10:00 in summer
	if got, err := late.NextOpen(year(2026)); err != nil || !got.Equal(want) {
		t.Errorf("the only opening is at %v, %v; want %v", got, err, want)
	}
	if got, err := late.Add(year(2026), time.Hour); err != nil || !got.Equal(want.Add(time.Hour)) {
		t.Errorf("an hour from now is %v, %v", got, err)
	}
	if got, err := late.AddDays(year(2026), 0); err != nil || !got.Equal(want) {
		t.Errorf("AddDays 0 is %v, %v", got, err)
	}
	for what, err := range map[string]error{
		"an hour and a second":            second2(late.Add(year(2026), time.Hour+time.Second)),
		"back before the first":           second2(late.Add(year(2026), -time.Nanosecond)),
		"a second working day":            second2(late.AddDays(year(2026), 1)),
		"a working day before the first":  second2(late.AddDays(year(2026), -1)),
		"an opening after the last":       second2(late.NextOpen(year(9999))),
		"a closing after the last":        second2(late.NextClose(year(9999))),
		"a closing of what never closes":  second2((*Calendar)(nil).NextClose(year(2026))),
		"the end of time":                 second2((*Calendar)(nil).Add(year(9999), 24*365*time.Hour)),
		"the last second":                 second2((*Calendar)(nil).Add(time.Unix(civil.EndSecond-civil.UnixSeconds-1, 0), time.Second)),
		"the beginning of time":           second2((*Calendar)(nil).Add(year(1), -24*365*time.Hour)),
		"the day after the last":          second2((*Calendar)(nil).AddDays(year(9999), 365)),
		"a close of day beyond the years": second2((*Calendar)(nil).CloseOfDay(year(9999), 365)),
	} {
		if !errors.Is(err, ErrNotFound) {
			t.Errorf("%s: %v, want ErrNotFound", what, err)
		}
	}
	open := 0
	for s := range minute.Spans(year(2020), year(2024)) {
		if s.Open {
			open++
		}
	}
	if open != 4 { // 5 March, when the other calendar is closed
		t.Errorf("open %d times in four years, want once a year", open)
	}
}

func second2(_ time.Time, err error) error { return err }

// TestBigSpecs compiles the worst that fits in the megabyte a policy file may
// have.
// Feeds list one holiday under many names of files, and again in a longer range:
// equal entries count once.
func TestEqualEntriesOfOneDate(t *testing.T) {
	s := Spec{TimeZone: "UTC", Hours: Hours{"daily": {"09:00-17:00"}}}
	for i := range 100 {
		s.Holidays = append(s.Holidays, Holiday{Date: "2026-12-25", Name: "Christmas"})
		s.Holidays = append(s.Holidays, Holiday{From: "2026-12-24", Until: fmt.Sprintf("2026-12-%02d", 25+i%3), Name: "Christmas"})
		s.SpecialHours = append(s.SpecialHours, SpecialHours{Date: "2026-12-31", Name: "Eve", Hours: []string{"09:00-12:00"}})
	}
	c := mustNew(t, s)
	for date, want := range map[string]time.Duration{
		"2026-12-23": 8 * time.Hour, "2026-12-24": 0, "2026-12-25": 0, "2026-12-27": 0, "2026-12-28": 8 * time.Hour, "2026-12-31": 3 * time.Hour,
	} {
		midnight := moment(t, c, date+" 00:00")
		if got := c.Elapsed(midnight, midnight.AddDate(0, 0, 1)); got != want {
			t.Errorf("%s is open for %v, want %v", date, got, want)
		}
	}
	for i := range 33 {
		s.Holidays = append(s.Holidays, Holiday{Date: "2026-12-25", Name: fmt.Sprint("Christmas ", i)})
	}
	if _, err := New(s); err == nil {
		t.Error("33 different entries of one date are accepted")
	}
}

func TestBigSpecs(t *testing.T) {
	if testing.Short() {
		t.Skip("seconds of work")
	}
	full := make([]string, maxWindows)
	for i := range full {
		full[i] = fmt.Sprintf("%02d:%02d-%02d:%02d", i/4, i%4*15, i/4, i%4*15+7)
	}
	worst := map[string]Spec{
		"a window for each date":  {TimeZone: "America/New_York", Hours: Hours{"daily": full}},
		"a version for each week": {TimeZone: "America/New_York", Hours: Hours{"daily": full[:9]}},
		"overlapping ranges":      {TimeZone: "America/New_York", Hours: Hours{"daily": full}},
	}
	s := worst["a window for each date"]
	for i := range 8000 {
		s.SpecialHours = append(s.SpecialHours, SpecialHours{Date: civil.Format(100 + i*440), Open: []string{fmt.Sprintf("%02d:%02d:%02d-23:59", i/3600, i/60%60, i%60)}})
	}
	worst["a window for each date"] = s
	s = worst["a version for each week"]
	for i := range 9000 {
		s.Versions = append(s.Versions, Version{From: civil.Format(400*i + 7), Hours: Hours{"daily": {full[i%maxWindows]}}})
	}
	worst["a version for each week"] = s
	s = worst["overlapping ranges"]
	for i := range 15 {
		s.SpecialHours = append(s.SpecialHours, SpecialHours{From: civil.Format(i), Until: "9999-12-31", Closed: full})
	}
	for i := range 4000 {
		s.Holidays = append(s.Holidays, Holiday{From: civil.Format(900 * i), Until: civil.Format(900*i + 500), Hours: full[:3]})
	}
	worst["overlapping ranges"] = s
	for name, s := range worst {
		inSeconds(t, name, func() {
			start := time.Now()
			c, err := New(s)
			var e *Error
			if err != nil && (!errors.As(err, &e) || e.Code != codeTooComplex && e.Code != codeTooMany) {
				t.Errorf("%s: %v", name, err)
			}
			size := 0
			if c != nil {
				size = c.table.Bytes()
			}
			t.Logf("%s: %v, %d KiB, %v", name, time.Since(start).Round(time.Millisecond), size>>10, err)
		})
	}
}

// TestMemory measures what a calendar keeps.
func TestMemory(t *testing.T) {
	heap := func() uint64 {
		var m runtime.MemStats
		runtime.GC()
		runtime.GC()
		runtime.ReadMemStats(&m)
		return m.HeapAlloc
	}
	for _, test := range []struct{ zone, region string }{{"America/New_York", "us"}, {"Europe/London", "gb"}, {"Asia/Jakarta", "id"}} {
		const n = 20
		var keep [n]*Calendar
		before := heap()
		for i := range keep {
			keep[i] = mustNew(t, Spec{TimeZone: test.zone, Hours: Hours{"mon-fri": {"09:00-12:00", "13:00-17:00"}}, Holidays: []Holiday{{Region: test.region}}})
		}
		each := (int64(heap()) - int64(before)) / n
		runtime.KeepAlive(&keep)
		t.Logf("%s: %d KiB", test.region, each>>10)
		if each > 128<<10 {
			t.Errorf("a calendar of region %s keeps %d KiB, more than 128", test.region, each>>10)
		}
	}
}

func TestNoAllocations(t *testing.T) {
	for name, c := range lawful(t) {
		to := benchFrom.Add(3652 * 24 * time.Hour)
		if n := testing.AllocsPerRun(100, func() {
			c.IsOpen(benchFrom)
			c.Elapsed(benchFrom, to)
			c.Add(benchFrom, 2000*time.Hour)
			c.Add(to, -8*time.Hour)
			c.AddDays(benchFrom, 30)
			c.NextOpen(benchFrom)
			c.NextClose(benchFrom)
		}); n != 0 {
			t.Errorf("%s: %v allocations", name, n)
		}
	}
}

// TestConcurrent asks one calendar from 16 goroutines, its first use included.
func TestConcurrent(t *testing.T) {
	london := mustNew(t, Spec{TimeZone: "Europe/London", Hours: Hours{"mon-fri": {"09:00-17:30"}}, Holidays: []Holiday{{Region: "gb"}}, Eve: []string{"09:00-15:00"}})
	tokyo := mustNew(t, Spec{TimeZone: "Asia/Tokyo", Hours: Hours{"mon-fri": {"09:00-18:00"}}, Holidays: []Holiday{{Region: "jp"}}})
	c := mustNew(t, Spec{Union: []*Calendar{london, tokyo}, SpecialHours: []SpecialHours{{Date: "2026-04-04", Open: []string{"10:00-12:00"}}}})
	from := time.Date(2026, 4, 1, 0, 0, 0, 0, time.UTC)
	want := ""
	var group sync.WaitGroup
	var results [16]string
	for i := range results {
		group.Go(func() {
			text := ""
			for s := range c.Spans(from, from.AddDate(0, 0, 14)) {
				u, err := c.Add(s.From, 10*time.Hour)
				v, err2 := c.AddDays(s.From, 2)
				text += fmt.Sprintln(s, c.Elapsed(from, s.Until), u, err, v, err2)
			}
			results[i] = text
		})
	}
	group.Wait()
	for _, got := range results {
		if want == "" {
			want = got
		}
		if got != want || len(got) < 1000 {
			t.Fatalf("%s\nand\n%s", got, want)
		}
	}
}
