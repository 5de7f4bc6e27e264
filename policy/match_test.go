package policy

import (
	"fmt"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/tenggat/sla/policy/rule"
)

// matchSlowly tries every policy.
func matchSlowly(s *Set, st *rule.Ticket, created time.Time) []rule.Policy {
	var found []rule.Policy
	for _, kind := range []string{"sla", "ola", "uc"} {
		for _, p := range compiledPolicies(s) {
			if p.Kind() == kind && p.ValidAt(created) && p.Match().Holds(st) {
				found = append(found, p)
				break
			}
		}
	}
	return found
}

// randomSet makes a Set of policies over few fields, some of them dated.
func randomSet(t testing.TB, d dice, base *Set) *Set {
	t.Helper()
	prefix := "p"
	if base != nil {
		prefix = "q"
	}
	var b strings.Builder
	b.WriteString("policies:\n")
	for i := range 1 + d.IntN(30) {
		fmt.Fprintf(&b, "- name: %s%d\n  kind: %s\n  targets: [{metric: %s, within: 1h}]\n", prefix, i, d.pick("sla", "sla", "ola", "uc"), d.pick("resolution", "first_response", "next_response"))
		switch d.IntN(4) {
		case 0:
			fmt.Fprintf(&b, "  match: {plan: %s}\n", d.pick("a", "b", "c"))
		case 1:
			fmt.Fprintf(&b, "  match: {plan: [%s, %s], seats: %d}\n", d.pick("a", "b"), d.pick("a", "c"), d.IntN(3))
		case 2:
			fmt.Fprintf(&b, "  match: {any: [{tags: %s}, {status: open}]}\n", d.pick("a", "b"))
		}
		if d.IntN(4) == 0 {
			fmt.Fprintf(&b, "  valid: {from: 2026-01-%02d, until: 2026-01-%02d}\n", 1+d.IntN(15), 15+d.IntN(15))
		}
		if i > 0 && d.IntN(3) == 0 {
			fmt.Fprintf(&b, "  extends: %s%d\n", prefix, d.IntN(i))
		}
	}
	parse := Parse
	if base != nil {
		parse = base.Extend
	}
	s, err := parse("random.yaml", []byte(b.String()))
	if err != nil {
		t.Fatalf("%v\n%s", err, b.String())
	}
	return s
}

func TestMatchFindsTheFirstOfEachKind(t *testing.T) {
	for seed := range uint64(80) {
		d := dice{rand.New(rand.NewPCG(seed, 2))}
		s := randomSet(t, d, nil)
		for layer := range 3 {
			if layer == 1 {
				s = randomSet(t, d, s)
			}
			for range 40 {
				fields := d.fields()
				fields["seats"] = []string{fmt.Sprint(d.IntN(3))}
				if d.IntN(3) == 0 {
					fields["plan"] = []string{"c"}
				}
				st := s.Program().Ticket(fields)
				st.Category, st.Responded = rule.Category(d.IntN(len(categories))), d.IntN(2) == 0
				created := time.Date(2026, 1, 1+d.IntN(31), d.IntN(24), 0, 0, 0, time.UTC)
				got, want := s.Program().Match(nil, st, created), matchSlowly(s, st, created)
				if !slices.Equal(got, want) {
					t.Fatalf("seed %d: %+v matches %v, want %v", seed, fields, compiledNames(got), compiledNames(want))
				}
			}
		}
	}
}

func policyNames(policies []*Policy) []string {
	var names []string
	for _, p := range policies {
		names = append(names, p.Name)
	}
	return names
}

func compiledNames(policies []rule.Policy) []string {
	var names []string
	for _, p := range policies {
		names = append(names, p.Name())
	}
	return names
}

func TestMatchReadsTheCategoryOfTheStatus(t *testing.T) {
	s := mustParse(t, `
statuses: {pending: [waiting]}
policies:
  - {name: waits, match: {status: pending}, targets: []}
  - {name: others, targets: []}
`)
	for status, want := range map[string]string{"waiting": "waits", "pending": "waits", "open": "others", "": "others", "odd": "others"} {
		if got := s.Match(Fields{"status": {status}}, time.Time{}); len(got) != 1 || got[0].Name != want {
			t.Errorf("status %q matches %v, want %s", status, policyNames(got), want)
		}
	}
	if got := s.Match(nil, time.Time{}); len(got) != 1 || got[0].Name != "others" {
		t.Errorf("no fields match %v", policyNames(got))
	}
}

func TestValidityIsOfTheTicketsCreationInTheSetsZone(t *testing.T) {
	s := mustParse(t, `
time_zone: Asia/Jakarta
policies:
  - {name: dated, valid: {from: 2026-01-02, until: 2026-01-03}, targets: []}
  - {name: open end, valid: {from: 2026-02-01}, targets: []}
  - {name: rest, targets: []}
`)
	for at, want := range map[string]string{
		"2026-01-01T23:59:59+07:00": "rest",
		"2026-01-02T00:00:00+07:00": "dated",
		"2026-01-01T17:00:00Z":      "dated",
		"2026-01-03T23:59:59+07:00": "dated",
		"2026-01-03T17:00:00Z":      "rest",
		"2026-02-01T00:00:00+07:00": "open end",
		"9999-12-31T00:00:00Z":      "open end",
	} {
		created, err := time.Parse(time.RFC3339, at)
		if err != nil {
			t.Fatal(err)
		}
		if got := s.Match(nil, created); len(got) != 1 || got[0].Name != want {
			t.Errorf("%s matches %v, want %s", at, policyNames(got), want)
		}
	}
}

// Where midnight does not exist, the day begins at the first instant of its
// date, and where a date begins twice, with the first.
func TestValidityWhereMidnightIsMissing(t *testing.T) {
	s := mustParse(t, `
time_zone: America/Havana
policies: [{name: dated, valid: {from: 2026-03-08, until: 2026-03-08}, targets: []}]
`)
	for at, want := range map[string]bool{
		"2026-03-08T04:59:59Z": false, // 23:59:59; the clock goes to 01:00
		"2026-03-08T05:00:00Z": true,
		"2026-03-09T03:59:59Z": true,
		"2026-03-09T04:00:00Z": false,
	} {
		created, err := time.Parse(time.RFC3339, at)
		if err != nil {
			t.Fatal(err)
		}
		if got := len(s.Match(nil, created)) == 1; got != want {
			t.Errorf("%s matches: %v, want %v", at, got, want)
		}
	}
}

func mustParse(tb testing.TB, src string) *Set {
	tb.Helper()
	s, err := Parse("test.yaml", []byte(src))
	if err != nil {
		tb.Fatal(err)
	}
	return s
}

// BenchmarkMatch finds a ticket's policy among 100, one per customer as vendors
// have them, and among 100 that have nothing in common to be looked up by.
func BenchmarkMatch(b *testing.B) {
	for name, format := range map[string]string{
		"customers": "- {name: p%[1]d, match: {customer: c%[1]d}, targets: []}\n",
		"numbers":   "- {name: p%[1]d, match: {field: seats, gt: %[2]d}, targets: []}\n",
		"tags":      "- {name: p%[1]d, match: {field: tags, contains: t%[1]d}, targets: []}\n",
		"dated":     "- {name: p%[1]d, valid: {until: 2026-01-01}, match: {customer: c%[1]d}, targets: []}\n",
	} {
		b.Run(name, func(b *testing.B) {
			src := "policies:\n"
			for i := range 100 {
				src += fmt.Sprintf(format, i, 100-i)
			}
			s := mustParse(b, src)
			state := s.Program().Ticket(Fields{"customer": {"c99"}, "seats": {"2"}, "tags": {"t0x", "t99"}, "priority": {"high"}})
			created := time.Date(2025, 6, 1, 0, 0, 0, 0, time.UTC)
			if got := s.Program().Match(nil, state, created); len(got) != 1 || got[0].Name() != "p99" {
				b.Fatalf("it matches %v", compiledNames(got))
			}
			dst := make([]rule.Policy, 0, 3)
			b.ReportAllocs()
			for b.Loop() {
				dst = s.Program().Match(dst[:0], state, created)
			}
		})
	}
}
