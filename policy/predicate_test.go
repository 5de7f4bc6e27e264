package policy

import (
	"math/rand/v2"
	"testing"
)

// checkPredicate compares a compiled condition with what it means.
func checkPredicate(t *testing.T, d dice) {
	state := d.condition(false, 3)
	fields := diceFields()
	compiled := newPredicate(&state, false, fields)
	for range 8 {
		s := d.state()
		want := holdsSlowly(&state, &s)
		if got := compiled.Holds(&s); got != want {
			t.Fatalf("%s holds for %+v: %v, want %v", compiled, s, got, want)
		}
		if reason := compiled.Failing(&s); want != (reason == "") {
			t.Fatalf("%s for %+v holds: %v, and fails because %q", compiled, s, want, reason)
		}
	}
	event := d.condition(true, 3)
	compiled = newPredicate(&event, true, fields)
	for range 8 {
		c := d.change()
		want := matchesSlowly(&event, &c, true)
		if got := compiled.Matches(&c); got != want {
			t.Fatalf("%s matches %+v: %v, want %v", compiled, c, got, want)
		}
		want = want && !matchesSlowly(&event, &c, false)
		if got := compiled.MatchesByStatus(&c); got != want {
			t.Fatalf("%s matches %+v by status: %v, want %v", compiled, c, got, want)
		}
		if got, want := compiled.HoldsByStatus(&c), holdsByStatusSlowly(&event, c); got != want {
			t.Fatalf("%s holds after %+v by status: %v, want %v", compiled, c, got, want)
		}
	}
}

func TestPredicateMeansItsCondition(t *testing.T) {
	for seed := range uint64(1500) {
		checkPredicate(t, dice{rand.New(rand.NewPCG(seed, 1))})
	}
}

func FuzzPredicate(f *testing.F) {
	f.Add(uint64(1), uint64(2))
	f.Fuzz(func(t *testing.T, a, b uint64) { checkPredicate(t, dice{rand.New(rand.NewPCG(a, b))}) })
}

func TestPredicatesDoNotAllocate(t *testing.T) {
	p, e, state, change := benchmarkPredicates(t)
	if n := testing.AllocsPerRun(100, func() { p.Holds(state); e.Matches(change); e.MatchesByStatus(change) }); n != 0 {
		t.Errorf("%v allocations", n)
	}
}

// benchmarkPredicates are predicates that hold only after everything in them
// has been asked.
func benchmarkPredicates(tb testing.TB) (state, event *Predicate, s *State, c *Change) {
	tb.Helper()
	yes := true
	plan, seats := "enterprise", 5.0
	sc := Condition{Status: []Category{StatusPending, StatusOnHold}, All: []Condition{
		{Field: "plan", Is: &plan}, {Field: "seats", GT: &seats}, {Field: "channel", In: []string{"web", "email"}},
	}}
	ec := Condition{Any: []Condition{
		{Event: []string{"comment"}, Actor: []Actor{Agent}, Public: &yes, While: &Condition{Responded: &yes}},
		{Status: []Category{StatusSolved, StatusClosed}},
	}}
	fields := new(fieldTable)
	state, event = newPredicate(&sc, false, fields), newPredicate(&ec, true, fields)
	values := valuesOf(Fields{"plan": {plan}, "seats": {"7"}, "channel": {"email"}}, fields.names)
	s = &State{Values: values, Category: StatusPending}
	c = &Change{Type: "updated", Actor: Agent, From: StatusOpen, State: State{Values: values, Category: StatusSolved}}
	return state, event, s, c
}

func BenchmarkPredicate(b *testing.B) {
	p, e, s, c := benchmarkPredicates(b)
	b.Run("Holds", func(b *testing.B) {
		b.ReportAllocs()
		for b.Loop() {
			p.Holds(s)
		}
	})
	b.Run("Matches", func(b *testing.B) {
		b.ReportAllocs()
		for b.Loop() {
			e.Matches(c)
		}
	})
	b.Run("MatchesByStatus", func(b *testing.B) {
		b.ReportAllocs()
		for b.Loop() {
			e.MatchesByStatus(c)
		}
	})
}
