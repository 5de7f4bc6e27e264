package policy

import (
	"slices"
	"strconv"
	"strings"

	"github.com/tenggat/sla/policy/internal/phrase"
	"github.com/tenggat/sla/policy/rule"
)

// canonical is the same text for conditions that mean the same, whatever
// the order and spelling, and different texts for all others.
func (c *Condition) canonical() string {
	if c == nil {
		return ""
	}
	parts := c.parts()
	slices.Sort(parts)
	return strings.Join(slices.Compact(parts), "&")
}

// baseWeight is the weight of a target or a predicate without its values.
const baseWeight = 10

// weight is the work of inheriting a checked condition.
func (c *Condition) weight() int {
	if c == nil {
		return 0
	}
	n := baseWeight + c.While.weight()
	for _, values := range [...][]string{c.Event, c.CreatedDuring, c.In, c.NotIn, c.Contains, c.ChangedTo, c.ChangedFrom} {
		n += len(values)
	}
	for _, group := range c.groups() {
		for i := range group.of {
			n += group.of[i].weight()
		}
	}
	return n
}

// parts are the canonical texts of which all must hold.
func (c *Condition) parts() []string {
	var parts []string
	say := func(key string, values []string) {
		if len(values) > 0 {
			parts = append(parts, key+textSet(values))
		}
	}
	truth := func(key string, b Bool) {
		if b != 0 {
			parts = append(parts, key+"="+b.String())
		}
	}
	say("event", c.Event)
	say("actor", texts(c.Actor))
	say("status", texts(c.Status))
	truth("public", c.Public)
	truth("reopened", c.Reopened)
	truth("responded", c.Responded)
	say("created_during", c.CreatedDuring)
	say("last_comment", texts(c.LastComment))
	truth("asked", c.Asked)
	if c.Until != "" {
		say("until", []string{c.Until})
	}
	if c.While != nil {
		parts = append(parts, "while("+c.While.canonical()+")")
	}
	if t := c.test(); t != nil {
		parts = append(parts, canonicalTest(t))
	}
	for i := range c.All {
		parts = append(parts, c.All[i].parts()...)
	}
	if len(c.Any) == 1 {
		parts = append(parts, c.Any[0].parts()...)
	} else {
		say("any", canonicals(c.Any))
	}
	// None of several things is the same as not each of them.
	for i := range c.None {
		parts = append(parts, "not("+c.None[i].canonical()+")")
	}
	if c.Never {
		parts = append(parts, "never")
	}
	return parts
}

// test is the condition's test of a ticket field, if it has one. The condition
// has been checked.
func (c *Condition) test() *rule.Test {
	t := &rule.Test{Field: c.Field}
	switch {
	case c.Field == "":
		return nil
	case c.Is != "":
		t.Op, t.Values = rule.In, []string{c.Is}
	case c.IsNot != "":
		t.Op, t.Values = rule.NotIn, []string{c.IsNot}
	case c.In != nil:
		t.Op, t.Values = rule.In, c.In
	case c.NotIn != nil:
		t.Op, t.Values = rule.NotIn, c.NotIn
	case c.Contains != nil:
		t.Op, t.Values = rule.Contains, c.Contains
	case c.Exists != 0:
		t.Op, t.Want = rule.Exists, c.Exists == True
	case c.LT != "":
		t.Op = rule.Less
		t.Limit, _ = decimal(c.LT)
	case c.GT != "":
		t.Op = rule.Greater
		t.Limit, _ = decimal(c.GT)
	case c.Changed != 0:
		t.Op, t.Want = rule.Changed, c.Changed == True
	case c.ChangedTo != nil:
		t.Op, t.Values = rule.ChangedTo, c.ChangedTo
	default:
		t.Op, t.Values = rule.ChangedFrom, c.ChangedFrom
	}
	return t
}

// decimal reads a decimal number.
func decimal(text string) (n float64, ok bool) {
	n, err := strconv.ParseFloat(text, 64)
	return n, err == nil && strings.Trim(text, "0123456789+-.eE") == ""
}

// canonicalTest is the same text for tests that mean the same.
func canonicalTest(t *rule.Test) string {
	text := strconv.Quote(t.Field) + "#" + strconv.Itoa(int(t.Op))
	switch t.Op {
	case rule.Exists, rule.Changed:
		return text + strconv.FormatBool(t.Want)
	case rule.Less, rule.Greater:
		return text + phrase.Number(t.Limit)
	}
	return text + textSet(t.Values)
}

// textSet is a set of texts in canonical order.
func textSet(values []string) string {
	quoted := make([]string, len(values))
	for i, v := range values {
		quoted[i] = strconv.Quote(v)
	}
	slices.Sort(quoted)
	return "[" + strings.Join(slices.Compact(quoted), ",") + "]"
}

func canonicals(conditions []Condition) []string {
	all := make([]string, len(conditions))
	for i := range conditions {
		all[i] = conditions[i].canonical()
	}
	return all
}

type conditionGroup struct {
	key string
	of  []Condition
}

func (c *Condition) groups() []conditionGroup {
	return []conditionGroup{{"all", c.All}, {"any", c.Any}, {"none", c.None}}
}
