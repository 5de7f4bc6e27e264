package policy

import (
	"slices"
	"testing"
	"time"

	"github.com/tenggat/sla/policy/rule"
)

// named are the fields that the rules of a Set read, in their order.
func named(s *Set) []string {
	return slices.DeleteFunc(fieldNames(s), func(name string) bool { return name == "" })
}

func TestFieldNamesAreThoseThatRulesRead(t *testing.T) {
	s := mustParse(t, `
calendars: {a: {hours: 24x7}}
metrics:
  used: {start: {field: in_start, changed: true}, stop: {event: updated, while: {in_while: x}}, pause: {in_pause: x}}
  unused: {start: {field: in_nothing, changed: true}, stop: {status: solved}}
policies:
  - name: a
    match: {any: [{in_any: x}, {none: [{in_none: x}]}]}
    calendar: {field: in_calendar, map: {x: a}, default: a}
    targets: [{metric: used, when: {in_when: x}, by: in_by, within: {x: 1h}}, {metric: resolution, due: {field: in_due}}]
`)
	want := []string{"in_any", "in_by", "in_calendar", "in_due", "in_none", "in_pause", "in_start", "in_when", "in_while"}
	if got := slices.Sorted(slices.Values(named(s))); !slices.Equal(got, want) {
		t.Errorf("it reads %v, want %v", got, want)
	}
	for n, name := range fieldNames(s) {
		if got, ok := s.Program().FieldNumber(name); name != "" && (!ok || got != n) {
			t.Errorf("%s has the number %d, %v, and stands at %d", name, got, ok, n)
		}
	}
	if n, ok := s.Program().FieldNumber("status"); n != rule.StatusField || !ok {
		t.Errorf("the status has the number %d, %v", n, ok)
	}
	s = mustParse(t, "policies: [{name: a, match: {field: status, is: odd}, targets: []}]")
	if got := fieldNames(s)[rule.StatusField]; got != "status" {
		t.Errorf("the number of the status is that of %q", got)
	}
}

// A base and the Sets that extend it share predicates, so a field has the same
// number in all of them.
func TestExtendKeepsTheNumbersOfFields(t *testing.T) {
	base := mustParse(t, "policies: [{name: base, match: {x: a, y: b}, targets: [{metric: resolution, within: 1h}]}]")
	one := mustExtend(t, base, "policies: [{name: one, extends: base, match: {z: c}}]")
	two := mustExtend(t, base, "policies: [{name: two, extends: base, match: {v: d, z: c}, targets: [{metric: time_to_own, within: 1h}]}]")
	for _, field := range []string{"status", "x", "y"} {
		n, ok := base.Program().FieldNumber(field)
		for _, s := range []*Set{one, two} {
			if m, also := s.Program().FieldNumber(field); m != n || !ok || !also || fieldNames(s)[n] != fieldNames(base)[n] {
				t.Errorf("%s has the number %d in the base and %d in another", field, n, m)
			}
		}
	}
	if got := named(base); !slices.Equal(got, []string{"x", "y"}) {
		t.Errorf("the base reads %v", got)
	}
	if !slices.Contains(named(two), "assignee") || slices.Contains(named(one), "assignee") || slices.Contains(named(one), "v") {
		t.Errorf("they read %v and %v", named(one), named(two))
	}
	for fields, want := range map[*Fields]string{
		{"x": {"a"}, "y": {"b"}, "z": {"c"}, "v": {"d"}}: "two",
		{"x": {"a"}, "y": {"b"}, "z": {"c"}}:             "base",
		{"x": {"a"}, "y": {"b"}}:                         "base",
	} {
		if got := two.Match(*fields, time.Time{}); len(got) != 1 || got[0].Name != want {
			t.Errorf("%v matches %v, want %s", *fields, policyNames(got), want)
		}
	}
}

func TestTicketHoldsTheFieldsThatAreRead(t *testing.T) {
	s := mustParse(t, "policies: [{name: a, match: {plan: x}, targets: []}]")
	state := s.Program().Ticket(Fields{"plan": {"x"}, "other": {"y"}, "status": {""}})
	n, _ := s.Program().FieldNumber("plan")
	if !slices.Equal(state.Values[n], []string{"x"}) || state.Values[rule.StatusField] != nil || state.Category != rule.New {
		t.Errorf("the ticket is %+v", state)
	}
	if _, ok := s.Program().FieldNumber("other"); ok {
		t.Error("a field that no rule reads has a number")
	}
}
