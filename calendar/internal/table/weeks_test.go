package table

import (
	"maps"
	"math"
	"math/rand/v2"
	"slices"
	"testing"

	"github.com/tenggat/sla/calendar/internal/civil"
	"github.com/tenggat/sla/calendar/internal/hours"
)

// TestWeeksAlone compares the weeks of tables, which are worked out in runs and
// copied from year to year, with each week worked out by itself.
func TestWeeksAlone(t *testing.T) {
	for name, p := range plans() {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			tab, s := p.compiled(t), p.schedule
			first, end := int(tab.rows[0].week), int(tab.rows[len(tab.rows)-1].week)
			slow := &compiler{schedule: s, dates: make(map[dateKey]int32), special: s.Special(7*first-DaysAround, 7*end+DaysAround)}
			zone := NewZone(p.location(t), 0)
			for w := first; w < end; w++ {
				near := zone.around(w)
				var lists dateLists
				for i := range lists {
					lists[i] = slow.list(w*7 - DaysAround + i)
				}
				workdays := slow.fill(w, lists, near)
				want := slow.content
				n := tab.weekAt(w)
				have, week := contentAt(tab, w), tab.weeks[n]
				if !slices.Equal(want.spans, have.spans) || !slices.Equal(want.starts, have.starts) {
					t.Fatalf("the week of %s has %v, want %v", civil.Format(7*w), have, want)
				}
				if c := weekClockOf(near, int64(w)*civil.WeekSeconds); week.clock != c {
					t.Fatalf("the week of %s has the clock %v, want %v", civil.Format(7*w), week.clock, c)
				}
				started := tab.startDates(weeksAround{tab.weekAt(w - 1), n, tab.weekAt(w + 1)}, near, w)
				if week.workdays != workdays || week.workdays != started {
					t.Fatalf("the week of %s has the working days %07b, want %07b, and %07b by its starts", civil.Format(7*w), week.workdays, workdays, started)
				}
			}
		})
	}
}

// TestMixedWeeks compares eleven centuries of tables that are put together with
// those of their parts, week by week.
func TestMixedWeeks(t *testing.T) {
	var members []*Table
	for _, p := range plans() {
		members = append(members, p.compiled(t))
	}
	week := func(t *Table, w int) []hours.Window { return contentAt(t, w).spans }
	r := rand.New(rand.NewPCG(3, 3))
	for range 10 {
		a, b, out := members[r.IntN(len(members))], members[r.IntN(len(members))], members[r.IntN(len(members))]
		union := combined(t, a, Part{Either, b, true}, Part{Without, out, true})
		both := combined(t, a, Part{Both, b, true})
		for w := civil.WeeksBeforeYear(1600); w < civil.WeeksBeforeYear(2700); w++ {
			want := hours.Subtract(hours.Join(slices.Concat(week(a, w), week(b, w))), week(out, w), 0)
			if got := week(union, w); !slices.Equal(got, want) {
				t.Fatalf("the union has %v in the week of %s, want %v", got, civil.Format(7*w), want)
			}
			want = hours.Intersect(week(a, w), week(b, w))
			if got := week(both, w); !slices.Equal(got, want) {
				t.Fatalf("the intersection has %v in the week of %s, want %v", got, civil.Format(7*w), want)
			}
		}
	}
}

// TestLocalizedWeeks looks at the working days and clocks of tables that are put
// together, which are worked out by what each week adds, week by week.
func TestLocalizedWeeks(t *testing.T) {
	members := make(map[string]*Table)
	for name, p := range plans() {
		members[name] = p.compiled(t)
	}
	for zone, tab := range map[string]*Table{
		"Asia/Jakarta":      combined(t, members["decrees"], Part{Either, members["rules"], true}),
		"America/New_York":  combined(t, members["rules"], Part{Either, members["night"], true}, Part{Either, members["new year"], true}),
		"Pacific/Apia":      combined(t, members["skipped"], Part{Both, members["decrees"], true}),
		"Africa/Casablanca": combined(t, members["night"], Part{Without, members["early"], true}),
	} {
		p := plan{zone, newSchedule(week2(nil), func(*hours.Schedule) {})}
		history := NewZone(p.location(t), int64(civil.DaysBeforeYear(Horizon+1))*civil.DaySeconds)
		from, until := EventfulYears(p.schedule, history, tab.From, tab.Until)
		tab, ok := Localize(tab, history, from, until, nil)
		if !ok {
			t.Fatal("the limits are reached")
		}
		slow := NewZone(p.location(t), 0)
		for w := int(tab.rows[0].week); w < int(tab.rows[len(tab.rows)-1].week); w++ {
			near := slow.around(w)
			week := tab.weeks[tab.weekAt(w)]
			if want := weekClockOf(near, int64(w)*civil.WeekSeconds); week.clock != want {
				t.Fatalf("%s: the week of %s has the clock %v, want %v", zone, civil.Format(7*w), week.clock, want)
			}
			if want := tab.startDates(weeksAround{tab.weekAt(w - 1), tab.weekAt(w), tab.weekAt(w + 1)}, near, w); week.workdays != want {
				t.Fatalf("%s: the week of %s has the working days %07b, want %07b", zone, civil.Format(7*w), week.workdays, want)
			}
		}
	}
}

// TestYearKinds compares the weeks of tables whose years are taken from others of
// their kind with each week put together by itself, from the first year of all.
func TestYearKinds(t *testing.T) {
	a := (&plan{"UTC", newSchedule(week2(daily, between(22, 30)), func(s *hours.Schedule) {
		addVersion(s, civil.DayOf(250, 6, 1), week2(daily, between(21, 29)))
		annual(s, 1, 1, closes)
		annual(s, 2, 29, closes)
	})}).compiled(t)
	week := week2([]int{6}, between(20, 26))
	week[2] = []hours.Window{between(1, 23)}
	b := (&plan{"UTC", newSchedule(week, func(s *hours.Schedule) {
		annual(s, 12, 28, closes)
		s.Dated = []hours.Segment{{From: civil.DayOf(301, 12, 28), Until: civil.DayOf(302, 1, 3) + 1, Shut: true}}
	})}).compiled(t)
	for _, op := range []Operation{Either, Both, Without} {
		from, until := min(a.From, b.From), max(a.Until, b.Until)
		other := Part{Operation: op, Table: b, Starts: true}
		tab, ok := Combine(a, other, from, until, nil)
		if !ok {
			t.Fatal("the limits are reached")
		}
		slow := mixer{one: Part{Table: a, Starts: true}, other: other}
		for w := civil.WeeksBeforeYear(1); w < civil.WeeksBeforeYear(until+civil.CycleYears); w++ {
			want := united(contentAt(a, w), contentAt(b, w))
			if op != Either {
				want = slow.workOut(mixedWeeks{a.weekAt(w - 1), a.weekAt(w), b.weekAt(w - 1), b.weekAt(w)})
			}
			if got := contentAt(tab, w); !slices.Equal(got.spans, want.spans) || !slices.Equal(got.starts, want.starts) {
				t.Fatalf("operation %d has %v in the week of %s, want %v", op, got, civil.Format(7*max(w, 0)), want)
			}
		}
	}
}

// united is what is open in either of two weeks.
func united(a, b content) content {
	k := content{hours.Join(slices.Concat(a.spans, b.spans)), slices.Concat(a.starts, b.starts)}
	slices.Sort(k.starts)
	k.starts = slices.Compact(k.starts)
	return k
}

// TestUniteAgreesWithPairs compares the union of many tables, some of them twice,
// with that of one after the other.
func TestUniteAgreesWithPairs(t *testing.T) {
	var parts []Part
	from, until := math.MaxInt, math.MinInt
	all := plans()
	for _, name := range slices.Sorted(maps.Keys(all)) {
		plan := all[name]
		p := Part{Table: plan.compiled(t), Starts: len(parts)%4 != 3}
		parts = append(parts, p)
		from, until = min(from, p.Table.From), max(until, p.Table.Until)
	}
	parts = append(parts, parts[0], parts[1])
	together, ok := Unite(parts, from, until, nil)
	if !ok {
		t.Fatal("the limits are reached")
	}
	for w := civil.WeeksBeforeYear(1900); w < civil.WeeksBeforeYear(2300); w++ {
		var want content
		for _, p := range parts {
			k := contentAt(p.Table, w)
			if !p.Starts {
				k.starts = nil
			}
			want = united(want, k)
		}
		if got := contentAt(together, w); !slices.Equal(got.spans, want.spans) || !slices.Equal(got.starts, want.starts) {
			t.Fatalf("the week of %s has %v, want %v", civil.Format(7*w), got, want)
		}
	}
}

// A Budget stops the building of a table soon after it is used up.
func TestBudget(t *testing.T) {
	p := plans()["decrees"]
	whole := NewBudget(1 << 30)
	zone := NewZone(p.location(t), 0)
	from, until := EventfulYears(p.schedule, zone, math.MaxInt, math.MinInt)
	if _, ok := Compile(p.schedule, zone, from, until, whole); !ok || whole.Exhausted() {
		t.Fatal("a budget without an end is exhausted")
	}
	cost := 1<<30 - whole.left
	for _, units := range []int{0, 1, cost / 2, cost - 1} {
		b := NewBudget(units)
		if _, ok := Compile(p.schedule, zone, from, until, b); ok || !b.Exhausted() {
			t.Errorf("%d of %d units are enough", units, cost)
		}
		if b.left < -2000 {
			t.Errorf("with %d units, %d more are spent", units, -b.left)
		}
	}
	if _, ok := Compile(p.schedule, zone, from, until, NewBudget(cost)); !ok {
		t.Errorf("%d units are not enough", cost)
	}
}

// TestCountedDays compares the working days that are counted by years and blocks of
// weeks with one day after the other.
func TestCountedDays(t *testing.T) {
	r := rand.New(rand.NewPCG(9, 9))
	for name, p := range plans() {
		tab := p.compiled(t)
		working := func(day int) bool { return tab.weeks[tab.weekAt(day/7)].workdays&(1<<(day%7)) != 0 }
		for range 40 {
			var reader Reader
			from, n := 800+r.IntN(civil.EndDay-6000), int64(1+r.IntN(900))
			before, isDay, near := tab.DaysBefore(&reader, from)
			if isDay != working(from) {
				t.Errorf("%s: %s is a working day: %v", name, civil.Format(from), isDay)
			}
			day := from
			for left := n; left > 0 && day < from+5000; {
				if day++; working(day) {
					left--
				}
			}
			rank := before + n
			if !isDay {
				rank--
			}
			if got, ok := tab.NthDay(rank, near); day < from+5000 && (!ok || got != day) {
				t.Errorf("%s: %d working days after %s is %s, %v, want %s", name, n, civil.Format(from), civil.Format(got), ok, civil.Format(day))
			}
			day = from
			for left := n; left > 0 && day > from-5000 && day > 0; {
				if day--; working(day) {
					left--
				}
			}
			if got, ok := tab.NthDay(before-n, near); day > max(from-5000, 0) && (!ok || got != day) {
				t.Errorf("%s: %d working days before %s is %s, %v, want %s", name, n, civil.Format(from), civil.Format(got), ok, civil.Format(day))
			}
		}
	}
}
