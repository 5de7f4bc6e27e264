package policy

import (
	"math/rand/v2"
	"slices"
	"strconv"
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
	and = and && fieldSlowly(c, diceValues(s, c.Field))
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
		done := e.Before == StatusSolved || e.Before == StatusClosed
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

// holdsByStatusSlowly says whether the condition would match by status an event
// that did nothing but move the ticket to where it is, of c's type or of none.
func holdsByStatusSlowly(c *Condition, e Change) bool {
	e.Changed, e.Created = nil, true
	untyped := e
	untyped.Type = ""
	return matchesSlowly(c, &e, true) && !matchesSlowly(c, &e, false) ||
		matchesSlowly(c, &untyped, true) && !matchesSlowly(c, &untyped, false)
}

// changeSlowly compares what the change did to a field.
func changeSlowly(c *Condition, e *Change) bool {
	var changed, from, to = false, "", ""
	for _, f := range e.Changed {
		if diceNames[f.Field] == c.Field {
			changed = true
			if len(f.From) == 1 {
				from = f.From[0]
			}
			if v := diceValues(&e.State, c.Field); len(v) == 1 {
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
	return fieldSlowly(c, diceValues(&e.State, c.Field))
}

// diceNames are the fields of random conditions and tickets, by their numbers.
var diceNames = []string{"plan", "tags", "seats"}

func diceFields() *fieldTable {
	return &fieldTable{
		own:   map[string]int{"plan": 0, "tags": 1, "seats": 2},
		names: diceNames,
	}
}

// diceValues are the values of a field of a random ticket.
func diceValues(s *State, field string) []string {
	if field == "" {
		return nil
	}
	return s.Values[slices.Index(diceNames, field)]
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

// fields are those of a random ticket.
func (d dice) fields() Fields {
	f := Fields{}
	for _, field := range diceNames {
		switch d.IntN(5) {
		case 0:
		case 1:
			f[field] = []string{""}
		case 2:
			f[field] = []string{d.pick("a", "b"), d.pick("a", "1")}
		default:
			f[field] = []string{d.pick("a", "b", "1", "2.5", "x")}
		}
	}
	return f
}

func (d dice) state() State {
	return State{
		Values:    valuesOf(d.fields(), diceNames),
		Category:  Category(d.IntN(len(categoryNames))),
		Responded: d.IntN(2) == 0,
	}
}

func (d dice) change() Change {
	c := Change{
		Type:     d.pick("created", "comment", "updated", "other"),
		Actor:    Actor(d.pick("customer", "agent", "bot", "system", "vendor", "", "robot")),
		Internal: d.IntN(3) == 0,
		Created:  d.IntN(5) == 0,
		From:     Category(d.IntN(len(categoryNames))),
		Before:   Category(d.IntN(len(categoryNames) - 1)),
		State:    d.state(),
	}
	for field := range 2 {
		switch d.IntN(4) {
		case 0:
			c.Changed = append(c.Changed, FieldChange{Field: field})
		case 1:
			c.Changed = append(c.Changed, FieldChange{Field: field, From: d.words("a", "b")})
		}
	}
	return c
}
