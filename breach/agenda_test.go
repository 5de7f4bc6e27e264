package breach_test

import (
	"fmt"
	"math/rand/v2"
	"slices"
	"testing"
	"time"

	"github.com/tenggat/sla/breach"
)

var monday = time.Date(2026, 1, 5, 9, 0, 0, 0, time.UTC)

func TestAgendaZeroValue(t *testing.T) {
	var a breach.Agenda
	if id, at, ok := a.Next(); ok {
		t.Errorf("next of nothing is %s at %s", id, at)
	}
	for id := range a.Due(monday) {
		t.Errorf("%s is due", id)
	}
	a.Remove("nobody")
	a.Set("a", monday)
	if id, at, ok := a.Next(); id != "a" || !at.Equal(monday) || !ok {
		t.Errorf("next is %s at %s, %t", id, at, ok)
	}
}

// TestAgendaAgainstAMap compares it with a map that is searched through.
func TestAgendaAgainstAMap(t *testing.T) {
	for seed := range uint64(50) {
		rng := rand.New(rand.NewPCG(seed, 4))
		var a breach.Agenda
		model := map[string]time.Time{}
		for range 500 {
			id := fmt.Sprint("T", rng.IntN(40))
			at := monday.Add(time.Duration(rng.IntN(100)) * time.Minute)
			switch rng.IntN(8) {
			case 0:
				a.Remove(id)
				delete(model, id)
			case 1:
				a.Set(id, time.Time{})
				delete(model, id)
			case 2:
				checkDue(t, &a, model, at.Add(-time.Hour))
			default:
				a.Set(id, at)
				model[id] = at
			}
			checkNext(t, &a, model)
		}
		checkDue(t, &a, model, monday.AddDate(0, 0, 1))
		if len(model) > 0 {
			t.Fatalf("not due in the end: %v", model)
		}
	}
}

func checkNext(t *testing.T, a *breach.Agenda, model map[string]time.Time) {
	t.Helper()
	id, at, ok := a.Next()
	if ok != (len(model) > 0) {
		t.Fatalf("next is %s at %s, %t; want one of %v", id, at, ok, model)
	}
	for other, earliest := range model {
		if earliest.Before(at) || !model[id].Equal(at) {
			t.Fatalf("next is %s at %s; want %s at %s", id, at, other, earliest)
		}
	}
}

// checkDue takes what is due from both.
func checkDue(t *testing.T, a *breach.Agenda, model map[string]time.Time, now time.Time) {
	t.Helper()
	var last time.Time
	for id := range a.Due(now) {
		at, ok := model[id]
		if !ok || at.After(now) || at.Before(last) {
			t.Fatalf("%s of %s is due at %s after one of %s", id, at, now, last)
		}
		last = at
		delete(model, id)
	}
	for id, at := range model {
		if !at.After(now) {
			t.Fatalf("%s of %s is not due at %s", id, at, now)
		}
	}
}

// TestAgendaDueCanSet reschedules a ticket while it is handled, and stops in
// the middle.
func TestAgendaDueCanSet(t *testing.T) {
	var a breach.Agenda
	for i, id := range []string{"a", "b", "c"} {
		a.Set(id, monday.Add(time.Duration(i)*time.Minute))
	}
	var seen []string
	for id := range a.Due(monday.Add(time.Hour)) {
		seen = append(seen, id)
		switch len(seen) {
		case 1:
			a.Set("a", monday.Add(90*time.Second)) // due again, between b and c
			a.Remove("b")
		case 2:
			a.Set("d", monday.Add(2*time.Hour)) // not due
		}
	}
	if want := []string{"a", "a", "c"}; !slices.Equal(seen, want) {
		t.Errorf("due: %v, want %v", seen, want)
	}
}

func TestAgendaDueStopsWhereTheCallerDoes(t *testing.T) {
	var a breach.Agenda
	a.Set("a", monday)
	a.Set("b", monday.Add(time.Minute))
	for range a.Due(monday.Add(time.Hour)) {
		break
	}
	if id, _, ok := a.Next(); id != "b" || !ok {
		t.Errorf("after one was taken next is %q, %t", id, ok)
	}
}

func BenchmarkAgendaSet(b *testing.B) {
	for _, n := range []int{1_000, 100_000} {
		b.Run(fmt.Sprint("tickets=", n), func(b *testing.B) {
			var a breach.Agenda
			ids := make([]string, n)
			for i := range ids {
				ids[i] = fmt.Sprint("T", i)
				a.Set(ids[i], monday.Add(time.Duration(i)*time.Second))
			}
			rng := rand.New(rand.NewPCG(1, 1))
			b.ReportAllocs()
			for b.Loop() {
				a.Set(ids[rng.IntN(n)], monday.Add(time.Duration(rng.IntN(n))*time.Second))
			}
		})
	}
}
