package policy

import (
	"math/rand/v2"
	"testing"

	"github.com/tenggat/sla/policy/rule"
)

// checkPredicate compares a compiled condition with what it means.
func checkPredicate(t *testing.T, d dice) {
	state := d.condition(false, 3)
	fields := diceFields()
	compiled := compile(&state, false, fields)
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
	compiled = compile(&event, true, fields)
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
func benchmarkPredicates(tb testing.TB) (state, event rule.Predicate, s *rule.Ticket, u *rule.Update) {
	tb.Helper()
	sc := Condition{Status: []Category{CategoryPending, CategoryOnHold}, All: []Condition{
		{Field: "plan", Is: "enterprise"}, {Field: "seats", GT: "5"}, {Field: "channel", In: []string{"web", "email"}},
	}}
	ec := Condition{Any: []Condition{
		{Event: []string{"comment"}, Actor: []Actor{ActorAgent}, Public: True, While: &Condition{Responded: True}},
		{Status: []Category{CategorySolved, CategoryClosed}},
	}}
	fields := rule.NewFieldTable(nil)
	state, event = compile(&sc, false, fields), compile(&ec, true, fields)
	s = ticketOf(fields, Fields{"plan": {"enterprise"}, "seats": {"7"}, "channel": {"email"}}, state, event)
	s.Category = rule.Pending
	u = &rule.Update{Type: "updated", Actor: rule.ActorNamed("agent"), From: rule.Open, Ticket: *s}
	u.Category = rule.Solved
	return state, event, s, u
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
