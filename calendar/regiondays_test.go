package calendar

import (
	"math/rand/v2"
	"testing"
)

// TestRegionDays compares the holidays of two regions, found by a set of dates, with
// a map of them.
func TestRegionDays(t *testing.T) {
	c := newChecker()
	half := c.windows("hours", []string{"09:00-12:00"})
	jp := c.region("holidays[0]", Holiday{Region: "jp"}, entry{shorten: half})
	us := c.region("holidays[1]", Holiday{Region: "us"}, entry{closes: true})
	c.schedule.mergeRegions(append(jp, us...))
	want := make(map[int]entry)
	for _, h := range append(jp, us...) {
		for _, day := range h.days {
			e, merged := want[int(day)], h.entry
			if e != (entry{}) {
				merged = c.schedule.merge(e, h.entry)
			}
			want[int(day)] = merged
		}
	}
	next := c.schedule.region.next(endDay)
	first, end := c.schedule.region.bounds()
	for day := daysBeforeYear(lastRegionYear + 3); day > daysBeforeYear(firstRegionYear-3); day-- {
		i, ok := c.schedule.region.find(day)
		if e, is := want[day]; ok != is || is && c.schedule.entries[i] != e {
			t.Fatalf("%s has %v, want %v", dateString(day), c.schedule.entries[i], e)
		}
		if ok {
			next = day
		}
		if got := c.schedule.region.next(day); got != next {
			t.Fatalf("after %s comes %d, want %d", dateString(day), got, next)
		}
		if ok && (day < first || day >= end) {
			t.Fatalf("%s is not within %s and %s", dateString(day), dateString(first), dateString(end))
		}
	}
	if _, ok := want[first]; !ok {
		t.Errorf("%s is no holiday", dateString(first))
	}
	if _, ok := want[end-1]; !ok {
		t.Errorf("%s is no holiday", dateString(end-1))
	}
	r := rand.New(rand.NewPCG(1, 1))
	var none regionDays
	for range 10 {
		if _, ok := none.find(r.IntN(endDay)); ok || !none.empty() {
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
	if lastDecree() != yearOf(int(last)) {
		t.Errorf("the last decree is for %d", lastDecree())
	}
}
