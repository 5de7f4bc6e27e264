package policy

import (
	"math/rand/v2"
	"testing"

	"github.com/tenggat/sla/policy/rule"
)

// Conditions that are written differently and mean the same have one canonical
// text; the same text always means the same.
func TestCanonicalTextMeansOneThing(t *testing.T) {
	seen := make(map[string]Condition)
	var tickets []rule.Ticket
	d := dice{rand.New(rand.NewPCG(7, 7))}
	for range 60 {
		tickets = append(tickets, d.state())
	}
	for range 5000 {
		c := d.condition(false, 1)
		other, twice := seen[c.canonical()]
		seen[c.canonical()] = c
		for i := range tickets {
			if twice && holdsSlowly(&c, &tickets[i]) != holdsSlowly(&other, &tickets[i]) {
				t.Fatalf("%s and %s have the text %s", statePredicate(&c), statePredicate(&other), c.canonical())
			}
		}
	}
}

func TestCanonicalTextIgnoresSpelling(t *testing.T) {
	for _, pair := range [][2]string{
		{"{a: b}", "{field: a, is: b}"},
		{"{a: b}", "{field: a, in: [b]}"},
		{"{a: [b, c]}", "{field: a, in: [c, b, c]}"},
		{"{a: b, c: d}", "{c: d, a: b}"},
		{"{a: b, c: d}", "{all: [{c: d}, {a: b}]}"},
		{"{a: b, c: d}", "{all: [{all: [{c: d}]}, {a: b}]}"},
		{"{a: b}", "{any: [{a: b}]}"},
		{"{any: [{a: b}, {c: d}]}", "{any: [{c: d}, {a: b}]}"},
		{"{none: [{a: b}, {c: d}]}", "{all: [{none: [{a: b}]}, {none: [{c: d}]}]}"},
		{"{status: [solved, closed]}", "{status: [closed, solved]}"},
		{"{field: a, is_not: b}", "{field: a, not_in: [b]}"},
	} {
		if a, b := readCondition(t, pair[0]).canonical(), readCondition(t, pair[1]).canonical(); a != b {
			t.Errorf("%s is %s, but %s is %s", pair[0], a, pair[1], b)
		}
	}
	for _, pair := range [][2]string{
		{"{a: b}", "{a: c}"},
		{"{a: b}", "{field: a, contains: b}"},
		{`{a: "b]&c"}`, "{a: b}"},
		{"{any: [{a: b}, {c: d}]}", "{all: [{a: b}, {c: d}]}"},
		{"{field: a, lt: 1}", "{field: a, gt: 1}"},
		{"{status: solved}", "{field: status, is: solved}"},
	} {
		if a, b := readCondition(t, pair[0]).canonical(), readCondition(t, pair[1]).canonical(); a == b {
			t.Errorf("%s and %s are both %s", pair[0], pair[1], a)
		}
	}
}

// readCondition reads a condition as it would stand in a policy.
func readCondition(t *testing.T, src string) *Condition {
	t.Helper()
	var spec Spec
	var c collector
	c.read("condition.yaml", []byte("policies: [{match: "+src+"}]"), &spec)
	if len(c.errs) > 0 {
		t.Fatal(c.errs)
	}
	return spec.Policies[0].Match
}
