package policy

import (
	"math/rand/v2"
	"slices"
	"strconv"

	"github.com/tenggat/sla/policy/rule"
)

// holdsSlowly is what a condition means for a ticket, said again straight from
// the design, field by field.
func holdsSlowly(c *Condition, s *rule.Ticket) bool {
	and := true
	if c.Status != nil {
		and = and && slices.Contains(c.Status, Category(s.Category.String()))
	}
	if c.Responded != 0 {
		and = and && (c.Responded == True) == s.Responded
	}
	if c.Asked != 0 {
		and = and && (c.Asked == True) == s.Asked
	}
	if c.LastComment != nil {
		and = and && slices.ContainsFunc(c.LastComment, func(a Actor) bool { return rule.ActorNamed(string(a)) == s.Commented })
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
	case c.Is != "":
		return one([]string{c.Is})
	case c.IsNot != "":
		return !one([]string{c.IsNot})
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
	case c.Exists != 0:
		return (c.Exists == True) == (len(values) > 0)
	case c.LT != "", c.GT != "":
		if len(values) != 1 {
			return false
		}
		n, err := strconv.ParseFloat(values[0], 64)
		return err == nil && (c.LT != "" && n < floatOf(c.LT) || c.GT != "" && n > floatOf(c.GT))
	}
	return true
}

func floatOf(text string) float64 {
	n, err := strconv.ParseFloat(text, 64)
	if err != nil {
		panic(err)
	}
	return n
}

// matchesSlowly is what a condition means for a change; status keys match only
// if byStatus is true.
func matchesSlowly(c *Condition, e *rule.Update, byStatus bool) bool {
	and := true
	if c.Event != nil {
		and = and && slices.Contains(c.Event, e.Type)
	}
	if c.Actor != nil {
		and = and && slices.ContainsFunc(c.Actor, func(a Actor) bool { return rule.ActorNamed(string(a)) == e.Actor })
	}
	if c.Public != 0 {
		and = and && (c.Public == True) == !e.Internal
	}
	if c.Reopened != 0 {
		done := e.Before == rule.Solved || e.Before == rule.Closed
		left := e.Category != rule.Solved && e.Category != rule.Closed && e.Category != rule.Void
		and = and && (c.Reopened == True) == (!e.Created && done && left)
	}
	if c.Status != nil {
		moved := e.Created || e.From != e.Category
		and = and && byStatus && moved && slices.Contains(c.Status, Category(e.Category.String()))
	}
	if c.Responded != 0 {
		and = and && (c.Responded == True) == e.Responded
	}
	if c.While != nil {
		and = and && holdsSlowly(c.While, &e.Ticket)
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
func holdsByStatusSlowly(c *Condition, e rule.Update) bool {
	e.Changed, e.Created = nil, true
	untyped := e
	untyped.Type = ""
	return matchesSlowly(c, &e, true) && !matchesSlowly(c, &e, false) ||
		matchesSlowly(c, &untyped, true) && !matchesSlowly(c, &untyped, false)
}

// changeSlowly compares what the change did to a field.
func changeSlowly(c *Condition, e *rule.Update) bool {
	var changed, from, to = false, "", ""
	for _, f := range e.Changed {
		if diceNames[f.Field-1] == c.Field {
			changed = true
			if len(f.From) == 1 {
				from = f.From[0]
			}
			if v := diceValues(&e.Ticket, c.Field); len(v) == 1 {
				to = v[0]
			}
		}
	}
	switch {
	case c.Changed != 0:
		return (c.Changed == True) == changed
	case c.ChangedTo != nil:
		return changed && to != "" && slices.Contains(c.ChangedTo, to)
	case c.ChangedFrom != nil:
		return changed && from != "" && slices.Contains(c.ChangedFrom, from)
	}
	return fieldSlowly(c, diceValues(&e.Ticket, c.Field))
}

// diceNames are the fields of random conditions and tickets, by their numbers.
var diceNames = []string{"plan", "tags", "seats"}

// diceFields numbers the names from 1 on.
func diceFields() *rule.FieldTable {
	fields := rule.NewFieldTable(nil)
	for _, name := range diceNames {
		compile(&Condition{Field: name, Exists: True}, false, fields)
	}
	return fields
}

// diceValues are the values of a field of a random ticket.
func diceValues(s *rule.Ticket, field string) []string {
	if field == "" {
		return nil
	}
	return s.Values[1+slices.Index(diceNames, field)]
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

func (d dice) truth() Bool { return boolOf(d.IntN(2) == 0) }

func (d dice) categories() []Category {
	some := make([]Category, 1+d.IntN(3))
	for i := range some {
		some[i] = categories[d.IntN(len(categories))]
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
		if !event && d.IntN(6) == 0 {
			c.Asked = d.truth()
		}
		if !event && d.IntN(6) == 0 {
			c.LastComment = actors[:1+d.IntN(len(actors))]
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
	number := strconv.FormatFloat(float64(d.IntN(5))/2, 'g', -1, 64)
	switch d.IntN(operators) {
	case 0:
		c.Is = value
	case 1:
		c.IsNot = value
	case 2:
		c.In = values
	case 3:
		c.NotIn = values
	case 4:
		c.Contains = values
	case 5:
		c.Exists = d.truth()
	case 6:
		c.LT = number
	case 7:
		c.GT = number
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

func (d dice) state() rule.Ticket {
	fields := d.fields()
	values := [][]string{nil}
	for _, name := range diceNames {
		v := fields[name]
		if len(v) == 1 && v[0] == "" {
			v = nil
		}
		values = append(values, v)
	}
	return rule.Ticket{Values: values, Category: d.category(), Responded: d.IntN(2) == 0, Asked: d.IntN(2) == 0, Commented: rule.Actor(1 << d.IntN(6))}
}

func (d dice) category() rule.Category { return rule.Category(d.IntN(len(categories))) }

func (d dice) change() rule.Update {
	u := rule.Update{
		Type:     d.pick("created", "comment", "updated", "other"),
		Actor:    rule.ActorNamed(d.pick("customer", "agent", "bot", "system", "vendor", "", "robot")),
		Internal: d.IntN(3) == 0,
		Created:  d.IntN(5) == 0,
		From:     d.category(),
		Before:   rule.Category(d.IntN(len(categories) - 1)),
		Ticket:   d.state(),
	}
	for field := range 2 {
		switch d.IntN(4) {
		case 0:
			u.Changed = append(u.Changed, rule.FieldUpdate{Field: 1 + field})
		case 1:
			u.Changed = append(u.Changed, rule.FieldUpdate{Field: 1 + field, From: d.words("a", "b")})
		}
	}
	return u
}
