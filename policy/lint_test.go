package policy

import (
	"fmt"
	"math/rand/v2"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"

	"github.com/tenggat/sla/policy/internal/code"
	"github.com/tenggat/sla/policy/rule"
)

// TestLintFiles lints every file of testdata/lint and compares what is found
// with the file of the same name that ends in .lint.
func TestLintFiles(t *testing.T) {
	found := make(map[Code]bool)
	for _, name := range glob(t, "testdata/lint/*.yaml") {
		t.Run(filepath.Base(name), func(t *testing.T) {
			s := mustLoad(t, strings.TrimPrefix(name, "testdata/"))
			var out strings.Builder
			for _, w := range s.Lint() {
				found[w.Code] = true
				fmt.Fprintln(&out, w)
				if w.Line == 0 {
					t.Errorf("%s has no place", w)
				}
			}
			golden(t, strings.TrimSuffix(name, ".yaml")+".lint", []byte(out.String()))
		})
	}
	for _, code := range findingCodes(t) {
		if !found[code] {
			t.Errorf("no file of testdata/lint has the warning %s", code)
		}
	}
}

// glob lists the files that a pattern matches; there must be one.
func glob(tb testing.TB, pattern string) []string {
	tb.Helper()
	names, err := filepath.Glob(pattern)
	if err != nil || len(names) == 0 {
		tb.Fatalf("no file matches %s: %v", pattern, err)
	}
	return names
}

// TestLintExamples says what there is to say about the examples.
func TestLintExamples(t *testing.T) {
	for name, want := range map[string][]string{
		"customer-care.yaml": {code.UnusedCalendar, code.IdlePause, code.IdlePause, code.IdlePause, code.IdlePause}, // night: no policy names it; responses do not pause
		"incidents.yaml":     nil,
	} {
		var got []string
		for _, w := range mustLoad(t, name).Lint() {
			got = append(got, string(w.Code))
			t.Log(w)
		}
		if !slices.Equal(got, want) {
			t.Errorf("%s: %q, want %q", name, got, want)
		}
	}
}

// TestReasonerIsSound compares what the reasoner says of random predicates with
// every ticket and event there is in a small world.
func TestReasonerIsSound(t *testing.T) {
	random := rand.New(rand.NewPCG(4, 2026))
	said := 0
	for range 2_000 {
		event := random.IntN(2) == 0
		fields := rule.NewFieldTable(nil)
		compile(&Condition{Field: "f", Exists: True}, false, fields) // the number 1
		p, q := compile(randomCondition(random, event, 2), event, fields), compile(randomCondition(random, event, 2), event, fields)
		var r rule.Reasoner
		implied, impossible := r.Implies(p, q), r.Impossible(p)
		if implied || impossible {
			said++
		}
		for _, c := range smallWorld {
			holds := func(p rule.Predicate) bool {
				if event {
					return p.Matches(c)
				}
				return p.Holds(&c.Ticket)
			}
			if impossible && holds(p) {
				t.Fatalf("said to be impossible: %s\nbut it holds of %+v", p, c)
			}
			if implied && holds(p) && !holds(q) {
				t.Fatalf("said to imply one another: %s\nand %s\nbut not of %+v", p, q, c)
			}
		}
	}
	if said < 100 {
		t.Errorf("the reasoner said something in %d cases only", said)
	}
}

// smallWorld holds a change of every sort that randomCondition can tell apart.
var smallWorld = func() []*rule.Update {
	var world []*rule.Update
	values := [][]string{nil, {"1"}, {"2"}, {"x"}, {"1", "x"}}
	for _, kind := range []string{"created", "comment"} {
		for _, actor := range []rule.Actor{rule.ActorNamed("agent"), 0} {
			for _, from := range []rule.Category{rule.New, rule.Solved} {
				for _, to := range []rule.Category{rule.New, rule.Pending, rule.Solved} {
					for bits := range 4 {
						for i, now := range values {
							c := &rule.Update{Type: kind, Actor: actor, Internal: bits&1 != 0, Created: kind == "created", From: from, Before: from}
							c.Category, c.Responded = to, bits&2 != 0 && !c.Created
							c.Values = [][]string{nil, now}
							c.Asked, c.Commented = i%2 == 0, actor
							if i%2 == bits%2 {
								c.Changed = []rule.FieldUpdate{{Field: 1, From: values[(i+1)%len(values)]}}
							}
							world = append(world, c)
						}
					}
				}
			}
		}
	}
	return world
}()

func randomCondition(random *rand.Rand, event bool, depth int) *Condition {
	c := &Condition{}
	some := func(from ...string) []string {
		picked := slices.Clone(from)
		random.Shuffle(len(picked), func(i, j int) { picked[i], picked[j] = picked[j], picked[i] })
		return picked[:1+random.IntN(len(picked))]
	}
	truth := func() Bool { return boolOf(random.IntN(2) == 0) }
	if random.IntN(4) == 0 {
		for _, name := range some("new", "pending", "solved") {
			c.Status = append(c.Status, Category(name))
		}
	}
	if random.IntN(6) == 0 {
		c.Responded = truth()
	}
	if !event && random.IntN(6) == 0 {
		c.Asked = truth()
	}
	if !event && random.IntN(6) == 0 {
		c.LastComment = actors[:1+random.IntN(2)]
	}
	if event {
		if random.IntN(4) == 0 {
			c.Event = some("created", "comment")
		}
		if random.IntN(4) == 0 {
			c.Actor = []Actor{ActorAgent}
		}
		if random.IntN(6) == 0 {
			c.Public = truth()
		}
		if random.IntN(6) == 0 {
			c.Reopened = truth()
		}
		if depth > 0 && random.IntN(6) == 0 {
			c.While = randomCondition(random, false, depth-1)
		}
	}
	if random.IntN(2) == 0 {
		randomTest(random, c, event, some)
	}
	if depth > 0 {
		for _, group := range []*[]Condition{&c.All, &c.Any, &c.None} {
			for range random.IntN(3) * random.IntN(2) {
				*group = append(*group, *randomCondition(random, event, depth-1))
			}
		}
	}
	if c.canonical() == "" {
		randomTest(random, c, event, some)
	}
	return c
}

func randomTest(random *rand.Rand, c *Condition, event bool, some func(...string) []string) {
	operators := 6
	if event {
		operators = 9
	}
	c.Field = "f"
	limit := strconv.Itoa(random.IntN(4))
	switch random.IntN(operators) {
	case 0:
		c.In = some("1", "2", "x")
	case 1:
		c.NotIn = some("1", "2", "x")
	case 2:
		c.Contains = some("1", "2", "x")
	case 3:
		c.Exists = boolOf(random.IntN(2) == 0)
	case 4:
		c.LT = limit
	case 5:
		c.GT = limit
	case 6:
		c.Changed = boolOf(random.IntN(2) == 0)
	case 7:
		c.ChangedTo = some("1", "2", "x")
	case 8:
		c.ChangedFrom = some("1", "2", "x")
	}
}
