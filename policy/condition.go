package policy

import (
	"slices"
	"strconv"
	"strings"
)

// canonical is the same text for conditions that say the same thing, whatever
// the order and spelling, and different texts for all others.
func (c *Condition) canonical() string {
	if c == nil {
		return ""
	}
	parts := c.parts()
	slices.Sort(parts)
	return strings.Join(slices.Compact(parts), "&")
}

// weight is the work of inheriting a checked condition.
func (c *Condition) weight() int {
	if c == nil {
		return 0
	}
	n := weightOfMany + c.While.weight()
	for _, values := range [...][]string{c.Event, c.In, c.NotIn, c.Contains, c.ChangedTo, c.ChangedFrom} {
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
	truth := func(key string, b *bool) {
		if b != nil {
			parts = append(parts, key+"="+strconv.FormatBool(*b))
		}
	}
	say("event", c.Event)
	say("actor", texts(c.Actor))
	say("status", names(c.Status))
	truth("public", c.Public)
	truth("reopened", c.Reopened)
	truth("responded", c.Responded)
	if c.While != nil {
		parts = append(parts, "while("+c.While.canonical()+")")
	}
	if c.Field != "" {
		t := newTest(c, new(fieldTable))
		parts = append(parts, t.canonical())
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

func (t *test) canonical() string {
	text := strconv.Quote(t.field) + "#" + strconv.Itoa(int(t.op))
	switch t.op {
	case opExists, opChanged:
		return text + strconv.FormatBool(t.want)
	case opLess, opGreater:
		return text + formatNumber(t.limit)
	}
	return text + textSet(t.values)
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

// texts are values as texts; nil stays nil.
func texts[T ~string](values []T) []string {
	if values == nil {
		return nil
	}
	all := make([]string, len(values))
	for i, v := range values {
		all[i] = string(v)
	}
	return all
}

func names(categories []Category) []string {
	all := make([]string, len(categories))
	for i, c := range categories {
		all[i] = c.String()
	}
	return all
}
