package rule

import (
	"maps"
	"slices"
	"time"
)

// Program is the compiled form of a policy Set. The zero Program is not valid;
// [Empty] has no policies.
type Program struct{ p *program }

type program struct {
	base     *program // what it extends; nil if nothing
	zone     *time.Location
	statuses map[string]Category // own; without a base, also the names of categories
	fields   *FieldTable

	policies []*policy // own first, then the base's
	own      int       // how many of them are its own
	index    index     // of its own
	kinds    uint8     // bits of the kinds that there are policies of
	timers   []Timer
	pauses   []Predicate

	read      []string // the fields that rules of its policies read, by their numbers
	decisive  []bool   // by the number of a field
	category  bool     // decisive
	responded bool     // decisive
	asked     bool     // decisive
	commented bool     // decisive
}

// Source is what a Program is compiled from.
type Source struct {
	Base     Program // what it extends; zero if nothing
	Zone     *time.Location
	Statuses map[string]Category // the host's status texts, beside those of the base
	Fields   *FieldTable         // with which the predicates were compiled
	Policies []PolicyTerms       // in the order in which they are tried, before those of the base
}

// NewProgram compiles a source.
func NewProgram(s Source) Program {
	p := &program{base: s.Base.p, zone: s.Zone, statuses: s.Statuses, fields: s.Fields}
	if p.base == nil {
		// One look-up finds a status text or a category's own name.
		p.statuses = make(map[string]Category, len(s.Statuses)+len(categoryNames))
		maps.Copy(p.statuses, s.Statuses)
		for i, name := range categoryNames {
			p.statuses[name] = Category(i)
		}
	}
	var own []*policy
	for i := range s.Policies {
		own = append(own, newPolicy(&s.Policies[i], s.Fields))
	}
	p.arrange(own)
	return Program{p}
}

var empty = NewProgram(Source{Zone: time.UTC, Fields: NewFieldTable(nil)})

// Empty is a Program without policies.
func Empty() Program { return empty }

// Fields is the table of the ticket fields that the rules read. It must not be
// changed once the Program is in use.
func (p Program) Fields() *FieldTable {
	if p.p == nil {
		return nil
	}
	return p.p.fields
}

// Zone is the zone of validity dates and of reports without a calendar.
func (p Program) Zone() *time.Location { return p.p.zone }

// Policies is the number of policies that can match.
func (p Program) Policies() int { return len(p.p.policies) }

// Own is how many of the policies are not the base's. They come first.
func (p Program) Own() int { return p.p.own }

// Policy is a policy by its place in the order in which they are tried.
func (p Program) Policy(i int) Policy { return Policy{p.p.policies[i]} }

// Target is a target by the place of its policy, counted from 1, and its place in
// the policy, counted from 0.
func (p Program) Target(policy, target int) (t Target, ok bool) {
	if policy < 1 || policy > len(p.p.policies) {
		return t, false
	}
	targets := p.p.policies[policy-1].targets
	if target < 0 || target >= len(targets) {
		return t, false
	}
	return Target{targets[target]}, true
}

// Place is the place at which [Program.Target] finds a target.
func (p Program) Place(t Target) (policy, target int) {
	return slices.Index(p.p.policies, t.t.policy) + 1, slices.Index(t.t.policy.targets, t.t)
}

// Timers is the number of timers: one for every metric that a policy has a
// target for, once for each kind, by kind and then by first appearance.
func (p Program) Timers() int { return len(p.p.timers) }

// Timer is a timer by its number.
func (p Program) Timer(i int) Timer { return p.p.timers[i] }

// PauseRules is the number of the distinct pause rules of all targets.
func (p Program) PauseRules() int { return len(p.p.pauses) }

// PauseRule is a pause rule by its number.
func (p Program) PauseRule(i int) Predicate { return p.p.pauses[i] }

// FieldNames is the number of the fields of a [Ticket].
func (p Program) FieldNames() int { return max(len(p.p.read), 1) }

// FieldName is the name of a field by its number; empty for a number that no
// rule reads.
func (p Program) FieldName(field int) string {
	if field >= len(p.p.read) {
		return ""
	}
	return p.p.read[field]
}

// FieldNumber is the number of a field, by which [Ticket.Values] are kept. It is
// false for a field that no rule reads, except for the status.
func (p Program) FieldNumber(name string) (int, bool) { return p.p.fields.find(name) }

// Category is the category of a host's status text, as [policy.Set.Category]
// describes.
//
// [policy.Set.Category]: https://pkg.go.dev/github.com/tenggat/sla/policy#Set.Category
func (p Program) Category(status string) (c Category, known bool) {
	if status == "" {
		return New, true
	}
	for s := p.p; s != nil; s = s.base {
		if c, ok := s.statuses[status]; ok {
			return c, true
		}
	}
	if c, ok := CategoryNamed(status); ok {
		return c, true
	}
	return Open, false
}

// Decides reports whether a field, by its number, decides which policy, target,
// duration, deadline or calendar a ticket has.
func (p Program) Decides(field int) bool {
	return field < len(p.p.decisive) && p.p.decisive[field]
}

// CategoryDecides reports whether the status category decides that.
func (p Program) CategoryDecides() bool { return p.p.category }

// RespondedDecides reports whether an agent's first response decides which
// policy or target a ticket has.
func (p Program) RespondedDecides() bool { return p.p.responded }

// AskedDecides reports whether a customer's first question decides that.
func (p Program) AskedDecides() bool { return p.p.asked }

// CommentedDecides reports whether the actor of the last comment decides that.
func (p Program) CommentedDecides() bool { return p.p.commented }

// Ticket is a ticket with these fields that is not answered yet. It shares their
// values.
func (p Program) Ticket(fields map[string][]string) *Ticket {
	t := &Ticket{Values: make([][]string, p.FieldNames())}
	for n, name := range p.p.read {
		t.Values[n] = normal(fields[name])
	}
	status, _ := single(normal(fields["status"]))
	t.Category, _ = p.Category(status)
	return t
}

// arrange puts own policies before the base's and numbers timers and pause
// rules.
func (p *program) arrange(own []*policy) {
	if b := p.base; b != nil {
		p.timers, p.pauses = b.timers, b.pauses
		p.read, p.decisive = slices.Clone(b.read), slices.Clone(b.decisive)
		p.category, p.responded, p.asked, p.commented = b.category, b.responded, b.asked, b.commented
		p.policies = b.policies
	}
	p.addTimers(own)
	for _, o := range own {
		for _, t := range o.targets {
			t.timer = slices.Index(p.timers, Timer{o.Kind, t.Metric})
			if t.Pause.IsZero() {
				continue
			}
			if t.pauseRule = slices.Index(p.pauses, t.Pause); t.pauseRule < 0 {
				t.pauseRule = len(p.pauses)
				p.pauses = append(slices.Clip(p.pauses), t.Pause)
			}
		}
	}
	p.collect(own)
	p.index, p.own = newIndex(own), len(own)
	p.policies = slices.Concat(own, p.policies)
	for _, o := range p.policies {
		p.kinds |= 1 << o.Kind.Order
	}
}

// addTimers adds the timers of policies, sorted by kind. Where that changes the
// number of a base's timer, the base's policies are copied with new numbers.
func (p *program) addTimers(own []*policy) {
	var added []Timer
	for _, o := range own {
		for _, t := range o.targets {
			timer := Timer{o.Kind, t.Metric}
			if !slices.Contains(p.timers, timer) && !slices.Contains(added, timer) {
				added = append(added, timer)
			}
		}
	}
	if len(added) == 0 {
		return
	}
	before := p.timers
	p.timers = slices.Concat(before, added)
	slices.SortStableFunc(p.timers, func(a, b Timer) int { return a.Kind.Order - b.Kind.Order })
	if slices.Equal(before, p.timers[:len(before)]) {
		return
	}
	copies := make([]*policy, len(p.policies))
	for i, o := range p.policies {
		copies[i] = o.renumbered(p.timers)
	}
	p.policies = copies
}

// renumbered is a copy of a policy for other timers.
func (p *policy) renumbered(timers []Timer) *policy {
	q := *p
	q.targets = make([]*target, len(p.targets))
	for i, t := range p.targets {
		u := *t
		u.policy = &q
		u.timer = slices.Index(timers, Timer{q.Kind, u.Metric})
		q.targets[i] = &u
	}
	return &q
}

// collect notes the fields that the rules of policies read, and which of them
// decide between policies, targets, durations, deadlines and calendars.
func (p *program) collect(own []*policy) {
	p.decisive = append(p.decisive, make([]bool, len(p.fields.names)-len(p.decisive))...)
	p.read = append(p.read, make([]string, len(p.fields.names)-len(p.read))...)
	for _, o := range own {
		p.decidedBy(o.Match.p)
		for _, t := range o.targets {
			p.decidedBy(t.When.p)
			for _, field := range t.by {
				p.decides(field)
			}
			if t.FromField != "" {
				p.decides(t.from)
			}
			if t.Due != "" {
				p.decides(t.due)
			}
			if t.Calendar.ByValue != nil {
				p.decides(t.chooser)
			}
			for c := range t.Calendar.all() {
				if c.Zoned != nil {
					p.decides(c.zone)
				}
			}
			for _, rule := range []Predicate{t.Pause, t.Metric.Start(), t.Metric.Stop(), t.Metric.Restart(), t.Metric.Cancel()} {
				rule.p.each(p.reads)
			}
			for _, e := range t.Exclude {
				e.When.p.each(p.reads)
			}
		}
	}
}

// reads notes the fields that a predicate itself reads.
func (p *program) reads(q *predicate) {
	if q.until != nil {
		p.read[q.until.number] = q.until.name
	}
	for i := range q.tests {
		p.read[q.tests[i].number] = q.tests[i].Field
	}
}

// decides notes a field that decides what applies to a ticket.
func (p *program) decides(field int) {
	p.decisive[field] = true
	p.read[field] = p.fields.names[field]
}

// decidedBy notes all that a state predicate reads as decisive.
func (p *program) decidedBy(q *predicate) {
	q.each(func(q *predicate) {
		p.category = p.category || q.categories != 0
		p.responded = p.responded || q.responded != Either
		p.asked = p.asked || q.asked != Either
		p.commented = p.commented || q.commented != 0
		for i := range q.tests {
			p.decides(q.tests[i].number)
		}
	})
}
