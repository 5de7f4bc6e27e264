package calendar

import (
	"math/rand/v2"
	"testing"

	"github.com/tenggat/sla/calendar/internal/civil"
	"github.com/tenggat/sla/calendar/internal/hours"
)

// TestRegionDays compares the holidays of two regions, found by a set of dates, with
// a map of them.
func TestRegionDays(t *testing.T) {
	c := newChecker(new(Compiler))
	half := c.windows("hours", []string{"09:00-12:00"})
	jp := c.region("holidays[0]", Holiday{Region: "jp"}, hours.Entry{Shorten: half})
	us := c.region("holidays[1]", Holiday{Region: "us"}, hours.Entry{Closes: true})
	c.schedule.SetRegions(append(jp, us...))
	want := make(map[int]hours.Entry)
	for _, h := range append(jp, us...) {
		for _, day := range h.Days {
			e, merged := want[int(day)], h.Entry
			if e != (hours.Entry{}) {
				merged = c.schedule.Merge(e, h.Entry)
			}
			want[int(day)] = merged
		}
	}
	next := c.schedule.Region.Next(civil.EndDay)
	first, end := c.schedule.Region.Bounds()
	for day := civil.DaysBeforeYear(lastRegionYear + 3); day > civil.DaysBeforeYear(firstRegionYear-3); day-- {
		i, ok := c.schedule.Region.Find(day)
		if e, is := want[day]; ok != is || is && c.schedule.Entries[i] != e {
			t.Fatalf("%s has %v, want %v", civil.Format(day), c.schedule.Entries[i], e)
		}
		if ok {
			next = day
		}
		if got := c.schedule.Region.Next(day); got != next {
			t.Fatalf("after %s comes %d, want %d", civil.Format(day), got, next)
		}
		if ok && (day < first || day >= end) {
			t.Fatalf("%s is not within %s and %s", civil.Format(day), civil.Format(first), civil.Format(end))
		}
	}
	if _, ok := want[first]; !ok {
		t.Errorf("%s is not a holiday", civil.Format(first))
	}
	if _, ok := want[end-1]; !ok {
		t.Errorf("%s is not a holiday", civil.Format(end-1))
	}
	r := rand.New(rand.NewPCG(1, 1))
	var none hours.RegionDays
	for range 10 {
		if _, ok := none.Find(r.IntN(civil.EndDay)); ok || !none.Empty() {
			t.Error("no holidays have a date")
		}
	}
}

// TestDecreesAreInOrder: the last year that is known is that of the last line.
func TestDecreesAreInOrder(t *testing.T) {
	last := int32(0)
	for _, h := range decreed() {
		if len(h.days) != 1 || h.days[0] < last {
			t.Errorf("%s is out of order", h.name)
		}
		last = h.days[0]
	}
	if lastDecree() != civil.YearOf(int(last)) {
		t.Errorf("the last decree is for %d", lastDecree())
	}
}
