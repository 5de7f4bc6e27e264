package policy

import (
	"strings"
	"testing"

	"github.com/tenggat/sla/policy/internal/phrase"
	"github.com/tenggat/sla/policy/rule"
)

func TestPredicateInWords(t *testing.T) {
	for src, want := range map[string]string{
		"{plan: enterprise}":                        "plan is enterprise",
		"{plan: domain names}":                      `plan is "domain names"`,
		"{channel: [web, email, phone]}":            "channel is web, email or phone",
		"{plan: a, seats: 5}":                       "plan is a and seats is 5",
		"{field: created_by, is_not: bot}":          "created_by is not bot",
		"{field: tags, contains: [vip, gold]}":      "tags contains vip or gold",
		"{field: assignee, exists: false}":          "assignee is not set",
		"{field: seats, lt: 10}":                    "seats is below 10",
		"{field: seats, gt: 2.5}":                   "seats is above 2.5",
		"{status: [pending, on_hold]}":              "the status is pending or on_hold",
		"{responded: true, plan: a}":                "an agent has responded and plan is a",
		"{asked: true, last_comment: [agent, bot]}": "a customer has asked and the last comment is by agent or bot",
		"{created_during: [day, night]}":            "the ticket was created in the hours of day or night",
		"{any: [{a: b}, {c: d, e: f}]}":             "(a is b or (c is d and e is f))",
		"{none: [{a: b}, {status: open}]}":          "not (a is b or the status is open)",
		"{field: a, not_in: [b, c]}":                "a is not b or c",
		"{a: or}":                                   `a is "or"`,
		"{all: [{a: b}, {any: [{c: d}, {e: f}]}]}":  "a is b and (c is d or e is f)",
	} {
		if got := statePredicate(readCondition(t, src)).String(); got != want {
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
		if got := set.metric(name).Start().String(); got != want {
			t.Errorf("%s starts when %q, want %q", name, got, want)
		}
	}
	var none rule.Predicate
	if got := none.String(); got != "always" {
		t.Errorf("no predicate is %q", got)
	}
}

func TestFailingSaysTheActualValue(t *testing.T) {
	ticket := Fields{"plan": {"basic"}, "tags": {"a", "b"}, "seats": {"7"}, "empty": {""}}
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
		"{asked: true}":                         "a customer must have asked, but none has",
		"{last_comment: [agent, bot]}":          "the last comment must be by agent or bot, but is of an unknown actor",
		"{created_during: day}":                 "the ticket must have been created in the hours of day, but was created Mon 1 Jan 0001 00:00 UTC",
		"{plan: basic, seats: 8}":               "seats must be 8, but is 7",
		"{any: [{plan: x}, {plan: y}]}":         "one of these must hold, but none does: plan is x or plan is y",
		"{any: [{plan: x}]}":                    "plan must be x, but is basic",
		"{none: [{plan: basic}]}":               "this must not hold, but does: plan is basic",
		"{all: [{plan: basic}, {status: new}]}": "the status must be new, but is open",
	} {
		fields := rule.NewFieldTable(nil)
		p := compile(readCondition(t, src), false, fields)
		s := ticketOf(fields, ticket, p)
		s.Category = rule.Open
		if got := p.Failing(s); got != want {
			t.Errorf("%s fails because %q, want %q", src, got, want)
		}
	}
}

// The words of a predicate say its values and nothing that could be taken for
// something else.
func TestWordsQuoteWhatCouldBeMisread(t *testing.T) {
	for _, value := range []string{"a or b", "", "not", "a, b", `"`, "line\nbreak", "a)"} {
		if got := phrase.Quote(value); !strings.HasPrefix(got, `"`) {
			t.Errorf("%q is said as %s", value, got)
		}
	}
	for _, value := range []string{"a", "a-b", "Zürich", "24x7", "a@b.c"} {
		if got := phrase.Quote(value); got != value {
			t.Errorf("%q is said as %s", value, got)
		}
	}
}
