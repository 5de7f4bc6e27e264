package rule

import (
	"fmt"
	"strings"

	"github.com/tenggat/sla/policy/internal/phrase"
)

// String describes the predicate in one line. The zero Predicate is "always".
func (p Predicate) String() string {
	if p.p == nil {
		return "always"
	}
	return p.p.String()
}

func (p *predicate) String() string { return strings.Join(p.words(), " and ") }

// words are the parts of the predicate, of which all must hold.
func (p *predicate) words() []string {
	var parts []string
	say := func(format string, args ...any) { parts = append(parts, fmt.Sprintf(format, args...)) }
	if len(p.types) > 0 {
		say("the event is %s", phrase.OneOf(p.types))
	}
	if p.actors != 0 {
		say("the actor is %s", phrase.OneOf(p.actors.names()))
	}
	if p.public != Either {
		say("it is %s", pick(p.public, "public", "internal"))
	}
	if p.categories != 0 && p.event {
		say("the status becomes %s", phrase.OneOf(p.categoryNames()))
	} else if p.categories != 0 {
		say("the status is %s", phrase.OneOf(p.categoryNames()))
	}
	if p.reopened != Either {
		say("the ticket is %s", pick(p.reopened, "reopened", "not reopened"))
	}
	if p.responded != Either {
		say("an agent has %s", pick(p.responded, "responded", "not responded"))
	}
	if p.asked != Either {
		say("a customer has %s", pick(p.asked, "asked", "not asked"))
	}
	if p.commented != 0 {
		say("the last comment is by %s", phrase.OneOf(p.commented.names()))
	}
	if len(p.during) > 0 {
		say("the ticket was created in the hours of %s", phrase.OneOf(p.hours()))
	}
	if p.until != nil {
		say("it is before the instant in %s", phrase.Quote(p.until.name))
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
func (p *predicate) enclosed() string {
	if len(p.words()) == 1 {
		return p.String()
	}
	return "(" + p.String() + ")"
}

func enclose(predicates []*predicate, between string) string {
	parts := make([]string, len(predicates))
	for i, p := range predicates {
		parts[i] = p.enclosed()
	}
	return "(" + strings.Join(parts, between) + ")"
}

func pick(a Answer, ifYes, ifNo string) string {
	if a == Yes {
		return ifYes
	}
	return ifNo
}

func (p *predicate) categoryNames() []string {
	var names []string
	for i, name := range categoryNames {
		if p.categories&Category(i).bit() != 0 {
			names = append(names, name)
		}
	}
	return names
}

// hours are the names of the calendars of which one was open at the creation.
func (p *predicate) hours() []string {
	names := make([]string, len(p.during))
	for i, c := range p.during {
		names[i] = c.Name
	}
	return names
}

// String writes the test as a sentence about its field.
func (t *test) String() string {
	switch t.Op {
	case In:
		return fmt.Sprintf("%s is %s", phrase.Quote(t.Field), phrase.OneOf(t.Values))
	case NotIn:
		return fmt.Sprintf("%s is not %s", phrase.Quote(t.Field), phrase.OneOf(t.Values))
	case Contains:
		return fmt.Sprintf("%s contains %s", phrase.Quote(t.Field), phrase.OneOf(t.Values))
	case Exists:
		return phrase.Quote(t.Field) + not(t.Want, " is set", " is not set")
	case Less:
		return fmt.Sprintf("%s is below %s", phrase.Quote(t.Field), phrase.Number(t.Limit))
	case Greater:
		return fmt.Sprintf("%s is above %s", phrase.Quote(t.Field), phrase.Number(t.Limit))
	case Changed:
		return phrase.Quote(t.Field) + not(t.Want, " changes", " does not change")
	case ChangedTo:
		return fmt.Sprintf("%s changes to %s", phrase.Quote(t.Field), phrase.OneOf(t.Values))
	}
	return fmt.Sprintf("%s changes from %s", phrase.Quote(t.Field), phrase.OneOf(t.Values))
}

func not(want bool, ifWanted, ifNot string) string {
	if want {
		return ifWanted
	}
	return ifNot
}

// Failing describes the first condition of a state predicate that does not hold,
// with the ticket's actual value. It is empty if the predicate holds.
func (p Predicate) Failing(t *Ticket) string {
	if p.p == nil {
		return ""
	}
	return p.p.failing(t)
}

func (p *predicate) failing(s *Ticket) string {
	if p.holds(s) {
		return ""
	}
	if p.categories != 0 && p.categories&s.Category.bit() == 0 {
		return fmt.Sprintf("the status must be %s, but is %s", phrase.OneOf(p.categoryNames()), s.Category)
	}
	if !p.responded.allows(s.Responded) {
		return pick(p.responded, "an agent must have responded, but none has", "no agent must have responded, but one has")
	}
	if !p.asked.allows(s.Asked) {
		return pick(p.asked, "a customer must have asked, but none has", "no customer must have asked, but one has")
	}
	if p.commented != 0 && p.commented&s.Commented == 0 {
		last := "of an unknown actor"
		if names := s.Commented.names(); len(names) > 0 {
			last = "by " + names[0]
		}
		return fmt.Sprintf("the last comment must be by %s, but is %s", phrase.OneOf(p.commented.names()), last)
	}
	if !p.createdIn(s) {
		return fmt.Sprintf("the ticket must have been created in the hours of %s, but was created %s",
			phrase.OneOf(p.hours()), s.Created.In(p.during[0].Calendar.Location()).Format("Mon 2 Jan 2006 15:04 MST"))
	}
	for i := range p.tests {
		if !p.tests[i].holds(s) {
			return p.tests[i].failing(s)
		}
	}
	for _, q := range p.all {
		if reason := q.failing(s); reason != "" {
			return reason
		}
	}
	for _, q := range p.none {
		if q.holds(s) {
			return "this must not hold, but does: " + q.String()
		}
	}
	if len(p.any) == 1 {
		return p.any[0].failing(s)
	}
	return "one of these must hold, but none does: " + strings.TrimSuffix(strings.TrimPrefix(enclose(p.any, " or "), "("), ")")
}

// failing writes what the test requires, and what the field is instead.
func (t *test) failing(s *Ticket) string {
	field, actual := phrase.Quote(t.Field), "not set"
	if values := s.values(t.number); len(values) > 0 {
		actual = phrase.Every(values)
	}
	switch t.Op {
	case In:
		return fmt.Sprintf("%s must be %s, but is %s", field, phrase.OneOf(t.Values), actual)
	case NotIn:
		return fmt.Sprintf("%s must not be %s, but is %s", field, phrase.OneOf(t.Values), actual)
	case Contains:
		return fmt.Sprintf("%s must contain %s, but is %s", field, phrase.OneOf(t.Values), actual)
	case Exists:
		return field + not(t.Want, " must be set, but is not", " must not be set, but is "+actual)
	case Less:
		return fmt.Sprintf("%s must be below %s, but is %s", field, phrase.Number(t.Limit), actual)
	}
	return fmt.Sprintf("%s must be above %s, but is %s", field, phrase.Number(t.Limit), actual)
}
