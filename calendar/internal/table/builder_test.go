package table

import (
	"math/rand/v2"
	"slices"
	"testing"

	"github.com/tenggat/sla/calendar/internal/hours"
)

// TestEqualHashes gives two weeks, and two years, one hash.
func TestEqualHashes(t *testing.T) {
	b := newBuilder(2000, 2001, 0, nil)
	one, two := content{spans: []hours.Window{{From: 1, Until: 2}}}, content{spans: []hours.Window{{From: 1, Until: 3}}}
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

// TestUniteStarts compares what is in either of two lists, which is merged, with
// the two sorted.
func TestUniteStarts(t *testing.T) {
	r := rand.New(rand.NewPCG(5, 5))
	list := func() (marks []int32) {
		for range r.IntN(8) {
			marks = append(marks, r.Int32N(60))
		}
		slices.Sort(marks)
		return slices.Compact(marks)
	}
	for range 3000 {
		aMarks, bMarks := list(), list()
		want := slices.Concat(aMarks, bMarks)
		slices.Sort(want)
		if got := uniteStarts(nil, aMarks, bMarks); !slices.Equal(got, slices.Compact(want)) {
			t.Fatalf("%v and %v are %v", aMarks, bMarks, got)
		}
	}
}
