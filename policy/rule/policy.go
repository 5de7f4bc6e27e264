package rule

import (
	"fmt"
	"iter"
	"strings"
	"time"
)

// PolicyTerms describe a policy after inheritance.
type PolicyTerms struct {
	Name     string
	Revision string
	Kind     Kind
	Match    Predicate // zero matches every ticket
	// Valid are the dates of creation of the tickets it is for, both inclusive,
	// as numbers yyyymmdd; zero is open.
	ValidFrom, ValidUntil int
	Zone                  *time.Location // of the dates
	Targets               []TargetTerms  // the first of a metric whose When holds applies
}

// Kind is a kind of policy, with its place in reports.
type Kind struct {
	Name  string
	Order int // below [Kinds]
}

// Kinds is the number of kinds.
const Kinds = 3

// Policy is a compiled policy. The zero Policy is none.
type Policy struct{ p *policy }

type policy struct {
	PolicyTerms // without Targets
	targets     []*target
}

// newPolicy compiles terms.
func newPolicy(terms *PolicyTerms, fields *FieldTable) *policy {
	p := &policy{PolicyTerms: *terms}
	p.Targets = nil
	for i := range terms.Targets {
		p.targets = append(p.targets, newTarget(&terms.Targets[i], p, fields))
	}
	return p
}

// IsZero reports whether there is no policy.
func (p Policy) IsZero() bool { return p.p == nil }

// Name is the policy's name.
func (p Policy) Name() string { return p.p.Name }

// Revision is the revision that results of the policy carry.
func (p Policy) Revision() string { return p.p.Revision }

// Kind is the name of the policy's kind.
func (p Policy) Kind() string { return p.p.Kind.Name }

// Match is the condition under which the policy is for a ticket.
func (p Policy) Match() Predicate { return p.p.Match }

// ValidAt reports whether the policy is for tickets created at an instant.
func (p Policy) ValidAt(created time.Time) bool {
	return !p.p.dated() || p.p.validOn(dateOf(created, p.p.Zone))
}

// Validity describes the dates of creation of the tickets that the policy is
// for; it is empty if there is no limit.
func (p Policy) Validity() string {
	var parts []string
	if d := p.p.ValidFrom; d != 0 {
		parts = append(parts, "from "+dateText(d))
	}
	if d := p.p.ValidUntil; d != 0 {
		parts = append(parts, "until "+dateText(d))
	}
	return strings.Join(parts, " ")
}

func dateText(d int) string { return fmt.Sprintf("%04d-%02d-%02d", d/10_000, d/100%100, d%100) }

// Covers reports whether the policy is valid whenever q is.
func (p Policy) Covers(q Policy) bool {
	a, b := p.p, q.p
	return a.ValidFrom <= b.ValidFrom && (a.ValidUntil == 0 || b.ValidUntil != 0 && b.ValidUntil <= a.ValidUntil)
}

// Targets are the policy's targets, own ones first.
func (p Policy) Targets() iter.Seq[Target] {
	return func(yield func(Target) bool) {
		for _, t := range p.p.targets {
			if !yield(Target{t}) {
				return
			}
		}
	}
}

// Choose appends the targets that apply to a ticket for which the policy is: of
// each metric the first whose condition holds.
func (p Policy) Choose(chosen []Target, s *Ticket) []Target {
	before := len(chosen)
	for _, t := range p.p.targets {
		if has(chosen[before:], t.timer) || !t.When.Holds(s) {
			continue
		}
		chosen = append(chosen, Target{t})
	}
	return chosen
}

// has reports whether targets have one of a timer.
func has(targets []Target, timer int) bool {
	for _, t := range targets {
		if t.t.timer == timer {
			return true
		}
	}
	return false
}

// dated reports whether the policy is for the tickets of certain dates only.
func (p *policy) dated() bool { return p.ValidFrom != 0 || p.ValidUntil != 0 }

func (p *policy) validOn(date int) bool {
	return date >= p.ValidFrom && (p.ValidUntil == 0 || date <= p.ValidUntil)
}

// dateOf is the local date of an instant, as the number yyyymmdd.
func dateOf(t time.Time, zone *time.Location) int {
	year, month, day := t.In(zone).Date()
	return year*10_000 + int(month)*100 + day
}
