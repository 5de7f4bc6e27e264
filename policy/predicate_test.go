package policy

import (
	"fmt"
	"math/rand/v2"
	"slices"
	"strconv"
	"strings"
	"testing"
)

// holdsSlowly is what a condition means for a ticket, said again straight from
// the design, field by field.
func holdsSlowly(c *Condition, s *State) bool {
	and := true
	if c.Status != nil {
		and = and && slices.Contains(c.Status, s.Category)
	}
	if c.Responded != nil {
		and = and && *c.Responded == s.Responded
	}
	and = and && fieldSlowly(c, s.Fields[c.Field])
	for i := range c.All {
		and = and && holdsSlowly(&c.All[i], s)
	}
	for i := range c.None {
		and = and && !holdsSlowly(&c.None[i], s)
	}
	or := len(c.Any) == 0
	for i := range c.Any {
		or = or || holdsSlowly(&c.Any[i], s)
	}
	return and && or
}

// fieldSlowly compares the values of a field.
func fieldSlowly(c *Condition, values []string) bool {
	if slices.Equal(values, []string{""}) {
		values = nil
	}
	one := func(of []string) bool { return len(values) == 1 && slices.Contains(of, values[0]) }
	switch {
	case c.Is != nil:
		return one([]string{*c.Is})
	case c.IsNot != nil:
		return !one([]string{*c.IsNot})
	case c.In != nil:
		return one(c.In)
	case c.NotIn != nil:
		return !one(c.NotIn)
	case c.Contains != nil:
		for _, v := range values {
			if slices.Contains(c.Contains, v) {
				return true
			}
		}
		return false
	case c.Exists != nil:
		return *c.Exists == (len(values) > 0)
	case c.LT != nil, c.GT != nil:
		if len(values) != 1 {
			return false
		}
		n, err := strconv.ParseFloat(values[0], 64)
		return err == nil && (c.LT != nil && n < *c.LT || c.GT != nil && n > *c.GT)
	}
	return true
}

// matchesSlowly is what a condition means for a change; status keys match only
// if byStatus is true.
func matchesSlowly(c *Condition, e *Change, byStatus bool) bool {
	and := true
	if c.Event != nil {
		and = and && slices.Contains(c.Event, e.Type)
	}
	if c.Actor != nil {
		and = and && slices.Contains(c.Actor, e.Actor)
	}
	if c.Public != nil {
		and = and && *c.Public == !e.Internal
	}
	if c.Reopened != nil {
		done := e.From == StatusSolved || e.From == StatusClosed
		left := e.Category != StatusSolved && e.Category != StatusClosed && e.Category != StatusVoid
		and = and && *c.Reopened == (!e.Created && done && left)
	}
	if c.Status != nil {
		moved := e.Created || e.From != e.Category
		and = and && byStatus && moved && slices.Contains(c.Status, e.Category)
	}
	if c.Responded != nil {
		and = and && *c.Responded == e.Responded
	}
	if c.While != nil {
		and = and && holdsSlowly(c.While, &e.State)
	}
	and = and && changeSlowly(c, e)
	for i := range c.All {
		and = and && matchesSlowly(&c.All[i], e, byStatus)
	}
	for i := range c.None {
		and = and && !matchesSlowly(&c.None[i], e, byStatus)
	}
	or := len(c.Any) == 0
	for i := range c.Any {
		or = or || matchesSlowly(&c.Any[i], e, byStatus)
	}
	return and && or
}

// changeSlowly compares what the change did to a field.
func changeSlowly(c *Condition, e *Change) bool {
	var changed, from, to = false, "", ""
	for _, f := range e.Changed {
		if f.Name == c.Field {
			changed = true
			if len(f.From) == 1 {
				from = f.From[0]
			}
			if v := e.Fields[c.Field]; len(v) == 1 {
				to = v[0]
			}
		}
	}
	switch {
	case c.Changed != nil:
		return *c.Changed == changed
	case c.ChangedTo != nil:
		return changed && to != "" && slices.Contains(c.ChangedTo, to)
	case c.ChangedFrom != nil:
		return changed && from != "" && slices.Contains(c.ChangedFrom, from)
	}
	return fieldSlowly(c, e.Fields[c.Field])
}

// dice makes random conditions, tickets and changes out of few words, so that
// they meet.
type dice struct{ *rand.Rand }

func (d dice) pick(words ...string) string { return words[d.IntN(len(words))] }

func (d dice) words(words ...string) []string {
	some := make([]string, 1+d.IntN(3))
	for i := range some {
		some[i] = d.pick(words...)
	}
	return some
}

func (d dice) truth() *bool {
	b := d.IntN(2) == 0
	return &b
}

func (d dice) categories() []Category {
	some := make([]Category, 1+d.IntN(3))
	for i := range some {
		some[i] = Category(d.IntN(len(categoryNames)))
	}
	return some
}

func (d dice) condition(event bool, depth int) Condition {
	var c Condition
	for c.canonical() == "" {
		if d.IntN(4) == 0 {
			c.Status = d.categories()
		}
		if d.IntN(6) == 0 {
			c.Responded = d.truth()
		}
		if d.IntN(2) == 0 {
			d.operator(&c, event)
		}
		if event {
			d.eventKeys(&c, depth)
		}
		if depth > 0 {
			c.All, c.Any, c.None = d.group(event, depth), d.group(event, depth), d.group(event, depth)
		}
	}
	return c
}

func (d dice) group(event bool, depth int) []Condition {
	if d.IntN(4) > 0 {
		return nil
	}
	group := make([]Condition, 1+d.IntN(2))
	for i := range group {
		group[i] = d.condition(event, depth-1)
	}
	return group
}

func (d dice) eventKeys(c *Condition, depth int) {
	if d.IntN(3) == 0 {
		c.Event = d.words("created", "comment", "updated")
	}
	if d.IntN(4) == 0 {
		c.Actor = []Actor{actors[d.IntN(len(actors))]}
	}
	if d.IntN(5) == 0 {
		c.Public = d.truth()
	}
	if d.IntN(6) == 0 {
		c.Reopened = d.truth()
	}
	if d.IntN(5) == 0 && depth > 0 {
		while := d.condition(false, depth-1)
		c.While = &while
	}
}

func (d dice) operator(c *Condition, event bool) {
	c.Field = d.pick("plan", "tags", "seats")
	operators := 8
	if event {
		operators = 11
	}
	value, values := d.pick("a", "b", "1", "2.5"), d.words("a", "b", "1", "2.5")
	number := float64(d.IntN(5)) / 2
	switch d.IntN(operators) {
	case 0:
		c.Is = &value
	case 1:
		c.IsNot = &value
	case 2:
		c.In = values
	case 3:
		c.NotIn = values
	case 4:
		c.Contains = values
	case 5:
		c.Exists = d.truth()
	case 6:
		c.LT = &number
	case 7:
		c.GT = &number
	case 8:
		c.Changed = d.truth()
	case 9:
		c.ChangedTo = values
	case 10:
		c.ChangedFrom = values
	}
}

func (d dice) state() State {
	s := State{Fields: Fields{}, Category: Category(d.IntN(len(categoryNames))), Responded: d.IntN(2) == 0}
	for _, field := range []string{"plan", "tags", "seats"} {
		switch d.IntN(5) {
		case 0:
		case 1:
			s.Fields[field] = []string{""}
		case 2:
			s.Fields[field] = []string{d.pick("a", "b"), d.pick("a", "1")}
		default:
			s.Fields[field] = []string{d.pick("a", "b", "1", "2.5", "x")}
		}
	}
	return s
}

func (d dice) change() Change {
	c := Change{
		Type:     d.pick("created", "comment", "updated", "other"),
		Actor:    Actor(d.pick("customer", "agent", "bot", "system", "vendor", "", "robot")),
		Internal: d.IntN(3) == 0,
		Created:  d.IntN(5) == 0,
		From:     Category(d.IntN(len(categoryNames))),
		State:    d.state(),
	}
	for _, field := range []string{"plan", "tags"} {
		switch d.IntN(4) {
		case 0:
			c.Changed = append(c.Changed, FieldChange{Name: field})
		case 1:
			c.Changed = append(c.Changed, FieldChange{Name: field, From: d.words("a", "b")})
		}
	}
	return c
}

// checkPredicate compares a compiled condition with what it means.
func checkPredicate(t *testing.T, d dice) {
	state := d.condition(false, 3)
	compiled := newPredicate(&state, false)
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
	compiled = newPredicate(&event, true)
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
	}
}

func TestPredicateMeansItsCondition(t *testing.T) {
	for seed := range uint64(3000) {
		checkPredicate(t, dice{rand.New(rand.NewPCG(seed, 1))})
	}
}

func FuzzPredicate(f *testing.F) {
	f.Add(uint64(1), uint64(2))
	f.Fuzz(func(t *testing.T, a, b uint64) { checkPredicate(t, dice{rand.New(rand.NewPCG(a, b))}) })
}

// Conditions that are written differently and mean the same have one canonical
// text; the same text always means the same.
func TestCanonicalTextMeansOneThing(t *testing.T) {
	seen := make(map[string]Condition)
	var tickets []State
	d := dice{rand.New(rand.NewPCG(7, 7))}
	for range 60 {
		tickets = append(tickets, d.state())
	}
	for range 20_000 {
		c := d.condition(false, 1)
		other, twice := seen[c.canonical()]
		seen[c.canonical()] = c
		for i := range tickets {
			if twice && holdsSlowly(&c, &tickets[i]) != holdsSlowly(&other, &tickets[i]) {
				t.Fatalf("%s and %s have the text %s", newPredicate(&c, false), newPredicate(&other, false), c.canonical())
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
	d := decoder{}
	d.read([]byte("policies: [{match: "+src+"}]"), &spec)
	if len(d.errs) > 0 {
		t.Fatal(d.errs)
	}
	return spec.Policies[0].Match
}

func TestPredicateInWords(t *testing.T) {
	for src, want := range map[string]string{
		"{plan: enterprise}":                       "plan is enterprise",
		"{plan: domain names}":                     `plan is "domain names"`,
		"{channel: [web, email, phone]}":           "channel is web, email or phone",
		"{plan: a, seats: 5}":                      "plan is a and seats is 5",
		"{field: created_by, is_not: bot}":         "created_by is not bot",
		"{field: tags, contains: [vip, gold]}":     "tags contains vip or gold",
		"{field: assignee, exists: false}":         "assignee is not set",
		"{field: seats, lt: 10}":                   "seats is below 10",
		"{field: seats, gt: 2.5}":                  "seats is above 2.5",
		"{status: [pending, on_hold]}":             "the status is pending or on_hold",
		"{responded: true, plan: a}":               "an agent has responded and plan is a",
		"{any: [{a: b}, {c: d, e: f}]}":            "(a is b or (c is d and e is f))",
		"{none: [{a: b}, {status: open}]}":         "not (a is b or the status is open)",
		"{field: a, not_in: [b, c]}":               "a is not b or c",
		`{a: ""}`:                                  `a is ""`,
		"{a: or}":                                  `a is "or"`,
		"{all: [{a: b}, {any: [{c: d}, {e: f}]}]}": "a is b and (c is d or e is f)",
	} {
		if got := newPredicate(readCondition(t, src), false).String(); got != want {
			t.Errorf("%s is %q, want %q", src, got, want)
		}
	}
	for name, want := range map[string]string{
		"first_response":  "the event is created",
		"next_response":   "the event is comment and the actor is customer and it is public and while an agent has responded",
		"resolution":      "the event is created",
		"group_ownership": "((group changes and group is set) or (the ticket is reopened and while group is set))",
	} {
		set, err := New(Spec{})
		if err != nil {
			t.Fatal(err)
		}
		if got := set.metric(name).Start.String(); got != want {
			t.Errorf("%s starts when %q, want %q", name, got, want)
		}
	}
	var none *Predicate
	if got := none.String(); got != "always" {
		t.Errorf("no predicate is %q", got)
	}
}

func TestFailingSaysTheActualValue(t *testing.T) {
	state := State{
		Fields:   Fields{"plan": {"basic"}, "tags": {"a", "b"}, "seats": {"7"}, "empty": {""}},
		Category: StatusOpen,
	}
	for src, want := range map[string]string{
		"{plan: basic}":                         "",
		"{plan: enterprise}":                    "plan must be enterprise, but is basic",
		"{plan: [gold, silver]}":                "plan must be gold or silver, but is basic",
		"{empty: x}":                            "empty must be x, but is not set",
		"{tags: a}":                             "tags must be a, but is a and b",
		"{field: plan, is_not: basic}":          "plan must not be basic, but is basic",
		"{field: tags, contains: c}":            "tags must contain c, but is a and b",
		"{field: none, exists: true}":           "none must be set, but is not",
		"{field: plan, exists: false}":          "plan must not be set, but is basic",
		"{field: seats, lt: 5}":                 "seats must be below 5, but is 7",
		"{field: seats, gt: 9}":                 "seats must be above 9, but is 7",
		"{status: [pending, on_hold]}":          "the status must be pending or on_hold, but is open",
		"{responded: true}":                     "an agent must have responded, but none has",
		"{plan: basic, seats: 8}":               "seats must be 8, but is 7",
		"{any: [{plan: x}, {plan: y}]}":         "one of these must hold, but none does: plan is x or plan is y",
		"{any: [{plan: x}]}":                    "plan must be x, but is basic",
		"{none: [{plan: basic}]}":               "this must not hold, but does: plan is basic",
		"{all: [{plan: basic}, {status: new}]}": "the status must be new, but is open",
	} {
		if got := newPredicate(readCondition(t, src), false).Failing(&state); got != want {
			t.Errorf("%s fails because %q, want %q", src, got, want)
		}
	}
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
	s = &State{Fields: Fields{"plan": {plan}, "seats": {"7"}, "channel": {"email"}}, Category: StatusPending}
	c = &Change{Type: "updated", Actor: Agent, From: StatusOpen, State: State{Fields: s.Fields, Category: StatusSolved}}
	return newPredicate(&sc, false), newPredicate(&ec, true), s, c
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

func ExamplePredicate_Failing() {
	set, err := Parse("sla.yaml", []byte(`
policies:
  - name: vip
    match: {plan: enterprise, channel: [web, email]}
    targets: [{metric: resolution, within: 8h}]
`))
	if err != nil {
		fmt.Println(err)
		return
	}
	vip := set.Policies()[0]
	fmt.Println(vip.Match)
	fmt.Println(vip.Match.Failing(&State{Fields: Fields{"plan": {"enterprise"}, "channel": {"phone"}}}))
	// Output:
	// plan is enterprise and channel is web or email
	// channel must be web or email, but is phone
}

// The words of a predicate say its values and nothing that could be taken for
// something else.
func TestWordsQuoteWhatCouldBeMisread(t *testing.T) {
	for _, value := range []string{"a or b", "", "not", "a, b", `"`, "line\nbreak", "a)"} {
		if got := quote(value); !strings.HasPrefix(got, `"`) {
			t.Errorf("%q is said as %s", value, got)
		}
	}
	for _, value := range []string{"a", "a-b", "Zürich", "24x7", "a@b.c"} {
		if got := quote(value); got != value {
			t.Errorf("%q is said as %s", value, got)
		}
	}
}
