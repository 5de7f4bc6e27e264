package calendar

import (
	"math/rand/v2"
	"slices"
	"testing"
)

// plans are schedules with something of everything that makes a week differ.
func plans() map[string]Spec {
	return map[string]Spec{
		"indonesia": {TimeZone: "Asia/Jakarta", Hours: Hours{"mon-fri": {"08:00-12:00", "13:00-17:00"}}, Holidays: []Holiday{{Region: "id"}, {Annual: "12-31", Hours: []string{"08:00-12:00"}}}},
		"britain":   {TimeZone: "Europe/London", Hours: Hours{"mon-fri": {"09:00-17:30"}}, Holidays: []Holiday{{Region: "gb"}}, Eve: []string{"09:00-15:00"}},
		"night":     {TimeZone: "America/Santiago", Hours: Hours{"daily": {"22:00-06:00"}}, Holidays: []Holiday{{Annual: "01-01"}, {Annual: "02-29"}, {Annual: "12-31"}}},
		"skipped":   {TimeZone: "Pacific/Apia", Hours: AlwaysOpen()},
		"early":     {TimeZone: "Asia/Tokyo", Hours: Hours{"sun-mon": {"20:00-09:00"}}, Versions: []Version{{From: "0003-12-30", Hours: Hours{"sat": {"10:00-11:00"}}}}, Holidays: []Holiday{{Annual: "02-29"}}},
		"late":      {TimeZone: "Europe/Paris", Hours: Hours{"daily": {"10:00-11:00"}}, SpecialHours: []SpecialHours{{Date: "9998-12-31", Closed: []string{"10:30-24:00"}}}},
		"new year":  {TimeZone: "America/Havana", Hours: Hours{"daily": {"23:00-01:00"}}, SpecialHours: []SpecialHours{{From: "2399-12-30", Until: "2400-01-02"}, {Date: "2003-12-28", Open: []string{"10:00-12:00"}}}},
	}
}

// contentAt returns a week of a table in the form it was compiled from.
func contentAt(t *Table, w int) content {
	return Part{Table: t, Starts: true}.read(content{}, t.weekAt(w), 0)
}

// TestWeeksAlone compares the weeks of tables, which are worked out in runs and
// copied from year to year, with each week worked out by itself.
func TestWeeksAlone(t *testing.T) {
	for name, spec := range plans() {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			c := mustNew(t, spec)
			tab, s := c.table, c.schedule
			s.Lists.indexes = make(map[string]int32)
			first, end := int(tab.rows[0].week), int(tab.rows[len(tab.rows)-1].week)
			slow := &compiler{schedule: s, dates: make(map[dateKey]int32), special: s.Special(7*first-daysAround, 7*end+daysAround)}
			zone := NewZone(c.loc, 0)
			for w := first; w < end; w++ {
				near := zone.around(w)
				var lists dateLists
				for i := range lists {
					lists[i] = slow.list(w*7 - daysAround + i)
				}
				workdays := slow.fill(w, lists, near)
				want := slow.content
				n := tab.weekAt(w)
				have, week := contentAt(tab, w), tab.weeks[n]
				if !slices.Equal(want.spans, have.spans) || !slices.Equal(want.starts, have.starts) {
					t.Fatalf("the week of %s has %v, want %v", Format(7*w), have, want)
				}
				if c := weekClockOf(near, int64(w)*WeekSeconds); week.clock != c {
					t.Fatalf("the week of %s has the clock %v, want %v", Format(7*w), week.clock, c)
				}
				marked := tab.startDates(weeksAround{tab.weekAt(w - 1), n, tab.weekAt(w + 1)}, near, w)
				if week.workdays != workdays || week.workdays != marked {
					t.Fatalf("the week of %s has the working days %07b, want %07b, and %07b by its marks", Format(7*w), week.workdays, workdays, marked)
				}
			}
		})
	}
}

// TestMixedWeeks compares eleven centuries of calendars made of others with
// those of the others, week by week.
func TestMixedWeeks(t *testing.T) {
	var members []*Calendar
	for _, spec := range plans() {
		members = append(members, mustNew(t, spec))
	}
	week := func(c *Calendar, w int) []Window { return contentAt(c.table, w).spans }
	r := rand.New(rand.NewPCG(3, 3))
	for range 10 {
		a, b, out := members[r.IntN(len(members))], members[r.IntN(len(members))], members[r.IntN(len(members))]
		union, err := New(Spec{Union: []*Calendar{a, b}, Except: []*Calendar{out}})
		both, err2 := New(Spec{Intersect: []*Calendar{a, b}})
		if err != nil && !neverOpen(err) || err2 != nil && !neverOpen(err2) {
			t.Fatal(err, err2)
		}
		for w := WeeksBeforeYear(1600); w < WeeksBeforeYear(2700); w++ {
			if union != nil {
				want := Subtract(Join(slices.Concat(week(a, w), week(b, w))), week(out, w), 0)
				if got := week(union, w); !slices.Equal(got, want) {
					t.Fatalf("the union has %v in the week of %s, want %v", got, Format(7*w), want)
				}
			}
			if both != nil {
				want := Intersect(week(a, w), week(b, w))
				if got := week(both, w); !slices.Equal(got, want) {
					t.Fatalf("the intersection has %v in the week of %s, want %v", got, Format(7*w), want)
				}
			}
		}
	}
}

// TestDatedWeeks looks at the working days and clocks of calendars made of others,
// which are worked out by what each week adds, week by week.
func TestDatedWeeks(t *testing.T) {
	members := make(map[string]*Calendar)
	for name, spec := range plans() {
		members[name] = mustNew(t, spec)
	}
	for _, test := range []struct {
		zone string
		spec Spec
	}{
		{"Asia/Jakarta", Spec{Union: []*Calendar{members["indonesia"], members["britain"]}}},
		{"America/New_York", Spec{Union: []*Calendar{members["britain"], members["night"]}, SpecialHours: []SpecialHours{{Date: "2026-11-01", Open: []string{"00:30-02:30"}}}}},
		{"Pacific/Apia", Spec{Intersect: []*Calendar{members["skipped"], members["indonesia"]}}},
		{"Africa/Casablanca", Spec{Union: []*Calendar{members["night"]}, Except: []*Calendar{members["early"]}}},
	} {
		test.spec.TimeZone = test.zone
		c := mustNew(t, test.spec)
		tab, zone := c.table, NewZone(c.loc, 0)
		for w := int(tab.rows[0].week); w < int(tab.rows[len(tab.rows)-1].week); w++ {
			near := zone.around(w)
			week := tab.weeks[tab.weekAt(w)]
			if want := weekClockOf(near, int64(w)*WeekSeconds); week.clock != want {
				t.Fatalf("%s: the week of %s has the clock %v, want %v", test.zone, Format(7*w), week.clock, want)
			}
			if want := tab.startDates(weeksAround{tab.weekAt(w - 1), tab.weekAt(w), tab.weekAt(w + 1)}, near, w); week.workdays != want {
				t.Fatalf("%s: the week of %s has the working days %07b, want %07b", test.zone, Format(7*w), week.workdays, want)
			}
		}
	}
}

// TestEqualHashes gives two weeks, and two years, one hash.
func TestEqualHashes(t *testing.T) {
	b := newBuilder(2000, 2001, 0)
	one, two := content{spans: []Window{{1, 2}}}, content{spans: []Window{{1, 3}}}
	b.weekIndexes[hashWeek(two, weekClock{}, 0)] = b.week(one, weekClock{}, 0)
	n := b.week(two, weekClock{}, 0)
	if n == b.week(one, weekClock{}, 0) || n != b.week(two, weekClock{}, 0) || !b.holds(n, two) {
		t.Errorf("the second week has the number %d", n)
	}
	weeks := make([]uint16, 52)
	b.yearIndexes[hashYear(weeks)] = b.year(append(slices.Clone(weeks), n))
	if y := b.year(weeks); y != 1 || b.year(weeks) != 1 || b.totals[y].weeks != 52 {
		t.Errorf("the second year has the number %d", y)
	}
}

// TestUnited compares what is in either of two lists, which is merged, with the
// two sorted.
func TestUnited(t *testing.T) {
	r := rand.New(rand.NewPCG(5, 5))
	list := func() (ws []Window, marks []int32) {
		for range r.IntN(8) {
			from := r.Int32N(60)
			ws = append(ws, Window{from, from + 1 + r.Int32N(9)})
			marks = append(marks, from)
		}
		slices.Sort(marks)
		return Join(ws), slices.Compact(marks)
	}
	for range 3000 {
		a, aMarks := list()
		b, bMarks := list()
		if got, want := Unite(nil, a, b), Join(slices.Concat(a, b)); !slices.Equal(got, want) {
			t.Fatalf("%v and %v are %v, want %v", a, b, got, want)
		}
		want := slices.Concat(aMarks, bMarks)
		slices.Sort(want)
		if got := uniteStarts(nil, aMarks, bMarks); !slices.Equal(got, slices.Compact(want)) {
			t.Fatalf("%v and %v are %v", aMarks, bMarks, got)
		}
	}
}

// TestDateSet compares the search for the next date with one date after the other.
func TestDateSet(t *testing.T) {
	r := rand.New(rand.NewPCG(4, 4))
	const dates = 400
	for range 300 {
		first := r.IntN(2*dates) - dates
		set := NewDateSet(first, first+dates)
		for range r.IntN(8) {
			set.Add(first + r.IntN(dates))
		}
		from := first + r.IntN(2*dates) - dates/2
		end := from + r.IntN(2*dates)
		want := from
		for want < end && !set.Has(want) {
			want++
		}
		if got := set.Next(from, end); got != want {
			t.Fatalf("after %d, before %d: %d, want %d", from, end, got, want)
		}
	}
}
