package calendar

import (
	"slices"
	"testing"
)

// TestYearKinds compares the weeks of tables whose years are taken from others of
// their kind with each week mixed by itself, from the first year of all.
func TestYearKinds(t *testing.T) {
	a := mustNew(t, Spec{TimeZone: "UTC", Hours: Hours{"daily": {"22:00-06:00"}},
		Versions: []Version{{From: "0250-06-01", Hours: Hours{"mon-sun": {"21:00-05:00"}}}},
		Holidays: []Holiday{{Annual: "01-01"}, {Annual: "02-29"}}})
	b := mustNew(t, Spec{TimeZone: "UTC", Hours: Hours{"sun": {"20:00-02:00"}, "wed": {"01:00-23:00"}},
		Holidays: []Holiday{{Annual: "12-28"}}, SpecialHours: []SpecialHours{{From: "0301-12-28", Until: "0302-01-03"}}})
	for _, op := range []Operation{Either, Both, Without} {
		from, until := min(a.table.From, b.table.From), max(a.table.Until, b.table.Until)
		other := Part{Operation: op, Table: b.table, Starts: true}
		tab, ok := Combine(a.table, other, from, until)
		if !ok {
			t.Fatal("the limits are reached")
		}
		slow := mixer{one: Part{Table: a.table, Starts: true}, other: other}
		for w := WeeksBeforeYear(1); w < WeeksBeforeYear(until+CycleYears); w++ {
			want := slow.workOut(mixedWeeks{a.table.weekAt(w - 1), a.table.weekAt(w), b.table.weekAt(w - 1), b.table.weekAt(w)})
			if got := contentAt(tab, w); !slices.Equal(got.spans, want.spans) || !slices.Equal(got.starts, want.starts) {
				t.Fatalf("operation %d has %v in the week of %s, want %v", op, got, Format(7*max(w, 0)), want)
			}
		}
	}
}
