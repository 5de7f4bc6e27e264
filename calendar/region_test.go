package calendar

import (
	"slices"
	"testing"
	"time"
)

// The holidays that a Region lists are the dates that it closes.
func TestRegionHolidays(t *testing.T) {
	for _, code := range []string{"id", "us", "gb", "jp"} {
		r, ok := LookupRegion(code)
		if !ok {
			t.Fatalf("there is no region %s", code)
		}
		c := mustNew(t, Spec{TimeZone: "UTC", Hours: AlwaysOpen(), Holidays: []Holiday{{Region: code}}})
		listed := make(map[Date]bool)
		var last Date
		for d, name := range r.Holidays() {
			if name == "" || d.Compare(last) < 0 {
				t.Errorf("%s: %s %q after %s", code, d, name, last)
			}
			listed[d], last = true, d
		}
		for at := time.Date(2024, 1, 1, 12, 0, 0, 0, time.UTC); at.Year() < 2027; at = at.AddDate(0, 0, 1) {
			if listed[DateOf(at)] == c.IsOpen(at) {
				t.Errorf("%s: %s is listed: %v", code, DateOf(at), listed[DateOf(at)])
			}
		}
	}
	id, _ := LookupRegion("id")
	if kinds := id.Kinds(); !slices.Equal(kinds, []string{"joint_leave", "national"}) || id.KnownThrough() != lastDecree() {
		t.Errorf("id has the kinds %v and is known through %d", kinds, id.KnownThrough())
	}
	n := 0
	for range id.Holidays("joint_leave") {
		n++
	}
	if n == 0 {
		t.Error("id has no joint leave")
	}
	if _, ok := LookupRegion("xx"); ok || (Region{}).Kinds() != nil {
		t.Error("there is a region that there is not")
	}
}
