package policy

import (
	"fmt"
	"slices"
	"strings"

	"github.com/tenggat/sla/policy/internal/code"
	"github.com/tenggat/sla/policy/internal/phrase"
	"github.com/tenggat/sla/policy/internal/source"
)

// conditionChecker checks predicates, and bounds the work on all of them.
type conditionChecker struct {
	*compiler
	count   int // of predicates
	tooMany bool
}

// use is where a condition stands.
type use struct {
	event bool // for events; else for a ticket at an instant
	never bool // it may be "never"
	pause bool // it is a pause rule
}

// check checks an optional predicate.
func (c *conditionChecker) check(p source.Path, cond *Condition, as use) {
	if cond == nil {
		return
	}
	if cond.Never {
		bare := *cond
		bare.Never = false
		switch {
		case !as.never:
			c.fail(p, code.BadCondition, "leave it out", "never is only for pause, cancel and restart")
		case bare.canonical() != "" || bare.operators() > 0:
			c.fail(p, code.Conflict, "write never alone", "never excludes everything else")
		}
		return
	}
	c.checkCondition(p, cond, as, 0)
}

func (c *conditionChecker) checkCondition(p source.Path, cond *Condition, as use, depth int) {
	if depth > source.MaxDepth {
		c.fail(p, code.TooDeep, "", "predicates are nested more than %d levels", source.MaxDepth)
		c.tooMany = true
		return
	}
	if c.count++; c.count > maxConditions {
		if !c.tooMany {
			c.fail(p, code.TooLarge, "split the file", "there are more than %d predicates", maxConditions)
		}
		c.tooMany = true
		return
	}
	if cond.Never {
		c.fail(p, code.BadCondition, "write never in the place of the whole predicate", "never cannot be a part of a predicate")
	}
	asked := c.checkKeys(p, cond, as)
	asked = c.checkOperators(p, cond, as) || asked
	if cond.While != nil {
		asked = true
		c.checkCondition(p.Key("while"), cond.While, use{}, depth+1)
	}
	for _, group := range cond.groups() {
		if group.of == nil {
			continue
		}
		asked = true
		if len(group.of) == 0 {
			c.fail(p.Key(group.key), code.Empty, "leave it out", "the list of predicates is empty")
		}
		inside := as
		inside.pause = as.pause && group.key != "none"
		for i := range group.of {
			c.checkCondition(p.Key(group.key).At(i), &group.of[i], inside, depth+1)
		}
	}
	if !asked && !cond.Never {
		c.fail(p, code.BadCondition, "leave it out, or write what must hold", "the predicate is empty")
	}
}

// checkKeys checks the keys that are not about a field, and reports whether
// there is one.
func (c *conditionChecker) checkKeys(p source.Path, cond *Condition, as use) bool {
	eventKeys := []struct {
		key string
		set bool
	}{
		{"event", cond.Event != nil}, {"actor", cond.Actor != nil}, {"public", cond.Public != 0},
		{"reopened", cond.Reopened != 0}, {"while", cond.While != nil},
		{"changed", cond.Changed != 0}, {"changed_to", cond.ChangedTo != nil}, {"changed_from", cond.ChangedFrom != nil},
	}
	stateKeys := []struct {
		key string
		set bool
	}{
		{"created_during", cond.CreatedDuring != nil}, {"last_comment", cond.LastComment != nil}, {"asked", cond.Asked != 0},
	}
	asked := cond.Status != nil || cond.Responded != 0
	for _, k := range stateKeys {
		asked = asked || k.set
		if k.set && as.event {
			c.fail(p.Key(k.key), code.BadCondition, fmt.Sprintf("write while: {%s: ...}", k.key),
				"%s is about the ticket at an instant; here the predicate is about an event", k.key)
		}
	}
	if cond.Until != "" && !as.pause {
		c.fail(p.Key("until"), code.BadCondition, "use it in pause, and not in none", "until is only for pause rules")
	}
	asked = asked || cond.Until != ""
	c.texts(p.Key("created_during"), cond.CreatedDuring)
	for i, name := range cond.CreatedDuring {
		if name != "" {
			c.named(p.Key("created_during").At(i), "calendar", name, code.UnknownCalendar, c.hasCalendar, c.calendarNames)
			if c.zoneField(name) != "" {
				c.fail(p.Key("created_during").At(i), code.Conflict, "name a calendar with a fixed time_zone", "the zone of the calendar %q is a ticket field", name)
			}
		}
	}
	c.texts(p.Key("last_comment"), texts(cond.LastComment))
	for i, a := range cond.LastComment {
		c.choice(p.Key("last_comment").At(i), "an actor", string(a), texts(actors)...)
	}
	for _, k := range eventKeys {
		asked = asked || k.set
		if k.set && !as.event {
			c.fail(p.Key(k.key), code.BadCondition, fmt.Sprintf("for a ticket field of this name write {field: %s, is: VALUE}", k.key),
				"%s is about events; here the predicate is about the ticket at an instant", k.key)
		}
	}
	c.texts(p.Key("event"), cond.Event)
	c.texts(p.Key("actor"), texts(cond.Actor))
	for i, a := range cond.Actor {
		c.choice(p.Key("actor").At(i), "an actor", string(a), texts(actors)...)
	}
	if cond.Status != nil && len(cond.Status) == 0 {
		c.fail(p.Key("status"), code.Empty, "leave it out", "the list is empty")
	}
	for i, category := range cond.Status {
		c.choice(p.Key("status").At(i), "a status category", string(category), texts(categories)...)
	}
	return asked
}

// texts checks a list that, if it is there, must hold texts.
func (c *collector) texts(p source.Path, values []string) {
	if values != nil && len(values) == 0 {
		c.fail(p, code.Empty, "leave it out", "the list is empty")
	}
	if i := slices.Index(values, ""); i >= 0 {
		c.fail(p.At(i), code.Empty, "leave it out", "it is empty")
	}
}

// operatorKeys are the operators, in the order of the language.
func (c *Condition) operatorKeys() []string {
	var keys []string
	for _, o := range []struct {
		key string
		set bool
	}{
		{"is", c.Is != ""}, {"is_not", c.IsNot != ""}, {"in", c.In != nil}, {"not_in", c.NotIn != nil},
		{"contains", c.Contains != nil}, {"exists", c.Exists != 0}, {"lt", c.LT != ""}, {"gt", c.GT != ""},
		{"changed", c.Changed != 0}, {"changed_to", c.ChangedTo != nil}, {"changed_from", c.ChangedFrom != nil},
	} {
		if o.set {
			keys = append(keys, o.key)
		}
	}
	return keys
}

func (c *Condition) operators() int { return len(c.operatorKeys()) }

// checkOperators checks the field with its operator, and reports whether there
// is either.
func (c *conditionChecker) checkOperators(p source.Path, cond *Condition, as use) bool {
	keys := cond.operatorKeys()
	switch {
	case cond.Field == "" && len(keys) == 0:
		return false
	case cond.Field == "":
		c.fail(p.Key(keys[0]), code.BadCondition, fmt.Sprintf("add field: NAME; for a field called %[1]q write {field: %[1]s, is: VALUE}", keys[0]),
			"%s needs a field", keys[0])
	case len(keys) == 0:
		c.fail(p, code.BadCondition, fmt.Sprintf("write {field: %s, is: VALUE}, or another operator", phrase.Quote(cond.Field)),
			"field %s has no operator", phrase.Quote(cond.Field))
	case len(keys) > 1:
		c.fail(p, code.Conflict, "write one operator for a field, and several predicates under all",
			"field %s has the operators %s", phrase.Quote(cond.Field), strings.Join(keys, " and "))
	}
	for _, l := range []struct {
		key    string
		values []string
	}{{"in", cond.In}, {"not_in", cond.NotIn}, {"contains", cond.Contains}, {"changed_to", cond.ChangedTo}, {"changed_from", cond.ChangedFrom}} {
		c.texts(p.Key(l.key), l.values)
	}
	for _, n := range []struct{ key, number string }{{"lt", cond.LT}, {"gt", cond.GT}} {
		if _, ok := decimal(n.number); n.number != "" && !ok {
			c.fail(p.Key(n.key), code.BadNumber, "write a decimal number", "%q is not a number", n.number)
		}
	}
	for _, b := range []struct {
		key   string
		value Bool
	}{
		{"public", cond.Public}, {"reopened", cond.Reopened}, {"responded", cond.Responded}, {"asked", cond.Asked}, {"exists", cond.Exists}, {"changed", cond.Changed},
	} {
		if b.value < 0 || b.value > False {
			c.fail(p.Key(b.key), code.BadChoice, "use True or False", "%d is not a value of Bool", b.value)
		}
	}
	return true
}

// maxConditions bounds the work on predicates, however they were made.
const maxConditions = 100_000
