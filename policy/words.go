package policy

import (
	"fmt"
	"strconv"
	"strings"
)

// String says the predicate in one line of words. A nil Predicate is "always".
func (p *Predicate) String() string {
	if p == nil {
		return "always"
	}
	return strings.Join(p.words(), " and ")
}

// words are the parts of the predicate, of which all must hold.
func (p *Predicate) words() []string {
	var parts []string
	say := func(format string, args ...any) { parts = append(parts, fmt.Sprintf(format, args...)) }
	if len(p.events) > 0 {
		say("the event is %s", oneOf(p.events))
	}
	if p.actors != 0 {
		say("the actor is %s", oneOf(p.actorNames()))
	}
	if p.public != unasked {
		say("it is %s", pick(p.public, "public", "internal"))
	}
	if p.categories != 0 && p.event {
		say("the status becomes %s", oneOf(p.categoryNames()))
	} else if p.categories != 0 {
		say("the status is %s", oneOf(p.categoryNames()))
	}
	if p.reopened != unasked {
		say("the ticket is %s", pick(p.reopened, "reopened", "not reopened"))
	}
	if p.responded != unasked {
		say("an agent has %s", pick(p.responded, "responded", "not responded"))
	}
	for i := range p.tests {
		parts = append(parts, p.tests[i].String())
	}
	if p.while != nil {
		say("while %s", p.while.enclosed())
	}
	for _, q := range p.all {
		parts = append(parts, q.words()...)
	}
	if len(p.any) > 0 {
		say("%s", enclose(p.any, " or "))
	}
	if len(p.none) > 0 {
		say("not %s", enclose(p.none, " or "))
	}
	return parts
}

// enclosed is the predicate in brackets, unless it has only one part.
func (p *Predicate) enclosed() string {
	if len(p.words()) == 1 {
		return p.String()
	}
	return "(" + p.String() + ")"
}

func enclose(predicates []*Predicate, between string) string {
	parts := make([]string, len(predicates))
	for i, p := range predicates {
		parts[i] = p.enclosed()
	}
	return "(" + strings.Join(parts, between) + ")"
}

func pick(a answer, ifYes, ifNo string) string {
	if a == yes {
		return ifYes
	}
	return ifNo
}

func (p *Predicate) actorNames() []string {
	var names []string
	for _, a := range actors {
		if p.actors&a.bit() != 0 {
			names = append(names, string(a))
		}
	}
	return names
}

func (p *Predicate) categoryNames() []string {
	var names []string
	for i, name := range categoryNames {
		if p.categories&Category(i).bit() != 0 {
			names = append(names, name)
		}
	}
	return names
}

// String says the test as a sentence about its field.
func (t *test) String() string {
	switch t.op {
	case opIn:
		return fmt.Sprintf("%s is %s", quote(t.field), oneOf(t.values))
	case opNotIn:
		return fmt.Sprintf("%s is not %s", quote(t.field), oneOf(t.values))
	case opContains:
		return fmt.Sprintf("%s contains %s", quote(t.field), oneOf(t.values))
	case opExists:
		return quote(t.field) + not(t.want, " is set", " is not set")
	case opLess:
		return fmt.Sprintf("%s is below %s", quote(t.field), formatNumber(t.limit))
	case opGreater:
		return fmt.Sprintf("%s is above %s", quote(t.field), formatNumber(t.limit))
	case opChanged:
		return quote(t.field) + not(t.want, " changes", " does not change")
	case opChangedTo:
		return fmt.Sprintf("%s changes to %s", quote(t.field), oneOf(t.values))
	}
	return fmt.Sprintf("%s changes from %s", quote(t.field), oneOf(t.values))
}

func not(want bool, ifWanted, ifNot string) string {
	if want {
		return ifWanted
	}
	return ifNot
}

func formatNumber(n float64) string { return strconv.FormatFloat(n, 'g', -1, 64) }

// oneOf joins values as alternatives: "a", "a or b", "a, b or c".
func oneOf(values []string) string {
	quoted := make([]string, len(values))
	for i, v := range values {
		quoted[i] = quote(v)
	}
	last := len(quoted) - 1
	if last == 0 {
		return quoted[0]
	}
	return strings.Join(quoted[:last], ", ") + " or " + quoted[last]
}

// quote is text as it is if it is one plain word, else in quotes, so that what
// is printed can have only one meaning.
func quote(text string) string {
	for _, r := range text {
		plain := r == '_' || r == '-' || r == '.' || r == '@' || r == ':' || r == '/' ||
			'0' <= r && r <= '9' || 'A' <= r && r <= 'Z' || 'a' <= r && r <= 'z' || r > 0x7f && strconv.IsPrint(r)
		if !plain {
			return strconv.Quote(text)
		}
	}
	switch text {
	case "", "or", "and", "not":
		return strconv.Quote(text)
	}
	return text
}

// Failing says the first condition of a state predicate that does not hold,
// with the ticket's actual value; it is empty when the predicate holds.
func (p *Predicate) Failing(s *State) string {
	if p.Holds(s) {
		return ""
	}
	if p.categories != 0 && p.categories&s.Category.bit() == 0 {
		return fmt.Sprintf("the status must be %s, but is %s", oneOf(p.categoryNames()), s.Category)
	}
	if !p.responded.allows(s.Responded) {
		return pick(p.responded, "an agent must have responded, but none has", "no agent must have responded, but one has")
	}
	for i := range p.tests {
		if !p.tests[i].holds(s) {
			return p.tests[i].failing(s)
		}
	}
	for _, q := range p.all {
		if reason := q.Failing(s); reason != "" {
			return reason
		}
	}
	for _, q := range p.none {
		if q.Holds(s) {
			return "this must not hold, but does: " + q.String()
		}
	}
	if len(p.any) == 1 {
		return p.any[0].Failing(s)
	}
	return "one of these must hold, but none does: " + strings.TrimSuffix(strings.TrimPrefix(enclose(p.any, " or "), "("), ")")
}

// failing says the test as a demand, and what the field is instead.
func (t *test) failing(s *State) string {
	field, actual := quote(t.field), "not set"
	if values := s.values(t.number); len(values) > 0 {
		actual = every(values)
	}
	switch t.op {
	case opIn:
		return fmt.Sprintf("%s must be %s, but is %s", field, oneOf(t.values), actual)
	case opNotIn:
		return fmt.Sprintf("%s must not be %s, but is %s", field, oneOf(t.values), actual)
	case opContains:
		return fmt.Sprintf("%s must contain %s, but is %s", field, oneOf(t.values), actual)
	case opExists:
		return field + not(t.want, " must be set, but is not", " must not be set, but is "+actual)
	case opLess:
		return fmt.Sprintf("%s must be below %s, but is %s", field, formatNumber(t.limit), actual)
	}
	return fmt.Sprintf("%s must be above %s, but is %s", field, formatNumber(t.limit), actual)
}

// every joins values: "a", "a and b", "a, b and c".
func every(values []string) string {
	text := oneOf(values)
	if len(values) < 2 {
		return text
	}
	last := quote(values[len(values)-1])
	return strings.TrimSuffix(text, " or "+last) + " and " + last
}
