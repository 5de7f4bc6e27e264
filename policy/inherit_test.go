package policy

import (
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
)

// policyCalled is a compiled policy by its name.
func policyCalled(tb testing.TB, s *Set, name string) *Policy {
	tb.Helper()
	for _, p := range s.Policies() {
		if p.Name == name {
			return p
		}
	}
	tb.Fatalf("there is no policy %q that can match", name)
	return nil
}

// A chain of three levels: corporate, customer, service.
const threeLevels = `
revision: "7"
calendars:
  always: {hours: 24x7}
  other: {hours: 24x7}
policies:
  - name: corporate
    description: For everyone
    abstract: true
    kind: ola
    match: {customer: acme}
    valid: {from: 2026-01-01, until: 2026-12-31}
    calendar: always
    pause: {status: pending}
    at_risk: 50%
    on_change: keep
    on_reopen: ignore
    reopen_window: 10bd
    boundary: next_open
    targets:
      - {metric: resolution, by: priority, within: {high: 1h, default: 2h}, thresholds: [{at: 50%}]}
      - {metric: first_response, within: 30m}
  - name: acme
    extends: corporate
    match: {plan: gold}
    targets:
      - {metric: next_response, within: 5m}
      - {metric: resolution, calendar: other}
      - {metric: resolution, when: {vip: true}, within: 10m}
  - name: acme network
    extends: acme
    kind: sla
    match: {service: network}
    valid: {from: 2026-06-01}
    pause: never
    at_risk: -5m
    targets:
      - {metric: resolution, within: 3h, thresholds: []}
      - {metric: first_response, on_reopen: new, boundary: close}
`

func TestInheritance(t *testing.T) {
	const want = `ola acme (7), customer is acme and plan is gold, valid 2026-01-01..2026-12-31
  next_response when always: critical 5m true, medium 5m true, standard 5m true, other 5m true
    calendar always in UTC, pause never (-1), at risk 50%, boundary next_open
    on_change keep, on_reopen ignore, window "10bd"
  resolution when always: critical 2h true, medium 2h true, standard 2h true, other 2h true
    calendar other in UTC, pause the status is pending (0), at risk 50%, boundary next_open
    on_change keep, on_reopen ignore, window "10bd"
    50% at 50% for []
  resolution when vip is true: critical 10m true, medium 10m true, standard 10m true, other 10m true
    calendar always in UTC, pause the status is pending (0), at risk 50%, boundary next_open
    on_change keep, on_reopen ignore, window "10bd"
  first_response when always: critical 30m true, medium 30m true, standard 30m true, other 30m true
    calendar always in UTC, pause never (-1), at risk 50%, boundary next_open
    on_change keep, on_reopen ignore, window "10bd"
sla acme network (7), customer is acme and plan is gold and service is network, valid 2026-06-01..
  resolution when always: critical 3h true, medium 3h true, standard 3h true, other 3h true
    calendar other in UTC, pause never (-1), at risk -5m, boundary next_open
    on_change keep, on_reopen ignore, window "10bd"
  first_response when always: critical 30m true, medium 30m true, standard 30m true, other 30m true
    calendar always in UTC, pause never (-1), at risk -5m, boundary close
    on_change keep, on_reopen new, window "10bd"
  next_response when always: critical 5m true, medium 5m true, standard 5m true, other 5m true
    calendar always in UTC, pause never (-1), at risk -5m, boundary next_open
    on_change keep, on_reopen ignore, window "10bd"
  resolution when vip is true: critical 10m true, medium 10m true, standard 10m true, other 10m true
    calendar always in UTC, pause never (-1), at risk -5m, boundary next_open
    on_change keep, on_reopen ignore, window "10bd"
`
	s := mustParse(t, threeLevels)
	if got := describe(s); got != want {
		t.Errorf("inheritance gives something else (-want +got):\n%s", cmp.Diff(want, got))
	}
	if got := policyCalled(t, s, "acme").Description; got != "" {
		t.Errorf("the description %q is inherited", got)
	}
}

// The order in which policies stand does not matter to what they inherit.
func TestInheritanceFromAPolicyFurtherDown(t *testing.T) {
	head, policies, _ := strings.Cut(threeLevels, "policies:\n")
	parts := strings.Split(policies, "  - name: ")
	s := mustParse(t, head+"policies:\n  - name: "+parts[3]+"  - name: "+parts[2]+"  - name: "+parts[1])
	sorted := mustParse(t, threeLevels)
	for _, name := range []string{"acme", "acme network"} {
		a, b := compiledTargets(s, name), compiledTargets(sorted, name)
		if len(a) == 0 || len(a) != len(b) || a[0].Policy().Match().String() != b[0].Policy().Match().String() {
			t.Errorf("%s has %d targets, else %d", name, len(a), len(b))
		}
	}
}

// Each rule is the target's, else the policy's, else the metric's or the
// language's.
func TestRulesAreTheNearest(t *testing.T) {
	s := mustParse(t, `
metrics:
  own_pause: {start: {event: created}, stop: {status: solved}, pause: {status: on_hold}, on_reopen: ignore}
  pausable: {start: {event: created}, stop: {status: solved}, pausable: true}
  rigid: {start: {event: created}, stop: {status: solved}}
  unpaused: {start: {event: created}, stop: {status: solved}, pausable: true, pause: never}
policies:
  - name: with
    pause: {status: pending}
    on_reopen: count_solved
    targets:
      - {metric: own_pause, within: 1h}
      - {metric: pausable, within: 1h}
      - {metric: rigid, within: 1h}
      - {metric: unpaused, within: 1h}
      - {metric: own_pause, when: {a: b}, within: 1h, pause: {a: c}, on_reopen: new}
      - {metric: rigid, when: {a: b}, within: 1h, pause: {a: c}}
      - {metric: pausable, when: {a: b}, within: 1h, pause: never}
      - {metric: pausable, when: {a: c}, due: {field: f}}
  - name: without
    targets:
      - {metric: own_pause, within: 1h}
      - {metric: pausable, within: 1h}
`)
	type rules struct {
		pause    string
		onReopen OnReopen
	}
	want := map[string][]rules{
		"with": {
			{"the status is on_hold", OnReopenCountSolved}, {"the status is pending", OnReopenCountSolved}, {"always", OnReopenCountSolved}, {"always", OnReopenCountSolved},
			{"a is c", OnReopenNew}, {"a is c", OnReopenCountSolved}, {"always", OnReopenCountSolved}, {"always", OnReopenCountSolved},
		},
		"without": {{"the status is on_hold", OnReopenIgnore}, {"always", OnReopenResume}},
	}
	for name, rows := range want {
		compiled := compiledTargets(s, name)
		for i, target := range policyCalled(t, s, name).Targets() {
			if got := (rules{statePredicate(target.Pause).String(), target.OnReopen}); got != rows[i] {
				t.Errorf("target %d of %s has %v, want %v", i, name, got, rows[i])
			}
			if (target.Pause == nil) != (compiled[i].PauseRule() == -1) {
				t.Errorf("target %d of %s has the pause rule %d", i, name, compiled[i].PauseRule())
			}
			checkPauseRule(t, s, compiled[i], target.Pause)
			if c := timers(s)[compiled[i].Timer()]; c.Kind.Name != "sla" || c.Metric != compiled[i].Metric() {
				t.Errorf("target %d of %s has the timer %v", i, name, c)
			}
		}
	}
	if n := len(pauseRules(s)); n != 3 {
		t.Errorf("%d pause rules, want 3: equal rules are one", n)
	}
}

// What a deadline from a field cannot have is not inherited by it.
func TestDeadlineFromAFieldInheritsNoShares(t *testing.T) {
	s := mustParse(t, `
policies:
  - name: base
    abstract: true
    at_risk: 60%
    targets:
      - {metric: resolution, within: 1h, pause: {a: b}, at_risk: 50%}
  - name: dated
    extends: base
    targets: [{metric: resolution, due: {field: due_at}}]
  - name: dated with warning
    extends: dated
    targets: [{metric: resolution, at_risk: -1h, thresholds: [{at: -10m}]}]
`)
	for name, want := range map[string]Mark{"dated": {}, "dated with warning": {Offset: -time.Hour}} {
		target, compiled := policyCalled(t, s, name).Targets()[0], compiledTargets(s, name)[0]
		if target.Due != "due_at" || !compiled.HasDue() || target.Pause != nil || target.AtRisk != want {
			t.Errorf("%s: due %s, pause %v, at risk %s, want due_at, none, %s", name, target.Due, target.Pause, target.AtRisk, want)
		}
		if d, ok := budgetOf(s, compiled, nil); ok {
			t.Errorf("%s has the duration %s", name, d)
		}
	}
}

func TestCalendarChosenByAField(t *testing.T) {
	s := mustParse(t, `
calendars: {a: {hours: 24x7}, b: {hours: 24x7}, c: {hours: 24x7}}
policies:
  - name: p
    calendar: {field: office, map: {jakarta: a, london: b}, default: c}
    targets: [{metric: resolution, within: 1h}, {metric: first_response, within: 1h, calendar: a}]
  - {name: q, targets: [{metric: resolution, within: 1h}]}
`)
	targets := compiledTargets(s, "p")
	for office, want := range map[string]string{"jakarta": "a", "london": "b", "tokyo": "c", "": "c"} {
		if c := calendarFor(s, targets[0], Fields{"office": {office}}); c.Name != want || c.Calendar != s.calendar(want) {
			t.Errorf("office %q has %s, want %s", office, c.Name, want)
		}
		if c := calendarFor(s, targets[1], Fields{"office": {office}}); c.Name != "a" {
			t.Errorf("the target's own calendar is %s", c.Name)
		}
	}
	if c := calendarFor(s, targets[0], Fields{"office": {"jakarta", "london"}}); c.Name != "c" {
		t.Errorf("two offices have %s, want the default", c.Name)
	}
	if c := calendarFor(s, compiledTargets(s, "q")[0], nil); c.Name != "" || c.Calendar != nil {
		t.Errorf("no calendar is %q, %v", c.Name, c.Calendar)
	}
	if !watches(s, "office") {
		t.Error("the field that chooses is not watched")
	}
}

func TestWatches(t *testing.T) {
	s := mustParse(t, `
policies:
  - name: a
    match: {all: [{status: open}, {any: [{in_any: x}, {none: [{in_none: x}]}]}, {all: [{in_all: x}, {responded: true}]}]}
    on_change: retroactive
    pause: {in_pause: x}
    targets: [{metric: resolution, when: {in_when: x}, by: in_by, within: {x: 1h}}, {metric: resolution, due: {field: in_due}}]
`)
	for _, field := range []string{"in_any", "in_none", "in_all", "in_when", "in_by", "in_due"} {
		if !watches(s, field) {
			t.Errorf("%s is not watched", field)
		}
	}
	if watches(s, "in_pause") || !s.Program().RespondedDecides() || !s.Program().CategoryDecides() {
		t.Error("a pause rule is watched, or the response or the category is not")
	}
}

func TestClocksAreByKindThenByFirstAppearance(t *testing.T) {
	s := mustParse(t, `
policies:
  - {name: a, kind: uc, targets: [{metric: resolution, within: 1h}]}
  - {name: b, kind: ola, targets: [{metric: resolution, within: 1h}, {metric: next_response, within: 1h}]}
  - {name: c, targets: [{metric: next_response, within: 1h}]}
  - {name: d, kind: ola, targets: [{metric: first_response, within: 1h}, {metric: resolution, within: 2h}]}
  - {name: e, abstract: true, targets: [{metric: agent_work, within: 1h}]}
`)
	if got, want := clockNames(s), "sla/next_response ola/resolution ola/next_response ola/first_response uc/resolution"; got != want {
		t.Errorf("the clocks are %s, want %s", got, want)
	}
}
