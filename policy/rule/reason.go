package rule

import "slices"

// Reasoner proves statements about predicates. A statement that it reports is
// true; it may miss others. Its work is limited: after a million steps it
// reports nothing more. The zero Reasoner is ready to use. It is not safe for
// concurrent use.
type Reasoner struct {
	steps int
}

const maxSteps = 1_000_000

// Spend adds steps of work that the caller does, and reports whether the limit
// is not yet reached.
func (r *Reasoner) Spend(steps int) bool {
	r.steps += steps
	return r.steps <= maxSteps
}

// Impossible reports that the predicates cannot hold at the same time.
func (r *Reasoner) Impossible(predicates ...Predicate) bool {
	return r.steps <= maxSteps && r.refuted(given(inner(predicates)...))
}

// Implies reports that q holds whenever p does.
func (r *Reasoner) Implies(p, q Predicate) bool { return r.implies(p.p, q.p) }

// NeverAfterCreation reports that no event after a ticket's creation matches an
// event predicate. A ticket is created once.
func (r *Reasoner) NeverAfterCreation(p Predicate) bool {
	f := given(p.p)
	onlyCreated := f.types != nil && !slices.ContainsFunc(f.types, func(t string) bool { return t != "created" })
	return onlyCreated || r.refuted(f)
}

// RequiredValues are the tests for values that must pass for a predicate to
// hold. With firstOfAny they include those of the first of any alternatives.
func (p Predicate) RequiredValues(firstOfAny bool) []Test {
	if p.p == nil {
		return nil
	}
	var found []Test
	for _, t := range p.p.tests {
		if t.Op == In {
			t.Values = slices.Clone(t.Values)
			found = append(found, t.Test)
		}
	}
	for _, q := range p.p.all {
		found = append(found, Predicate{q}.RequiredValues(firstOfAny)...)
	}
	if firstOfAny && len(p.p.any) > 0 {
		found = append(found, Predicate{p.p.any[0]}.RequiredValues(firstOfAny)...)
	}
	return found
}

// facts are what is known when some predicates hold.
type facts struct {
	types      []string // the event has one of these types; nil is any
	actors     Actor    // a set, with a bit for one who is none of the actors
	moved      uint8    // the event moved the ticket into one of these; bits
	categories uint8    // the ticket is in one of these; bits
	public     Answer
	reopened   Answer
	responded  Answer
	asked      Answer
	commented  Actor      // the last comment is by one of these; a set as of actors
	during     [][]string // of each, the ticket was created in the hours of one
	tests      []test
	choices    [][]*predicate // of each, one holds
	none       []*predicate
	absurd     bool // this cannot be
}

const (
	anyActor = 0xff   // one bit more than there are actors: an unknown actor
	anyMove  = 1 << 7 // in moved: nothing is known
)

// given is what is known when all of the predicates hold.
func given(predicates ...*predicate) facts {
	f := facts{actors: anyActor, commented: anyActor, moved: anyMove | allCategories, categories: allCategories}
	for _, p := range predicates {
		f.learn(p)
	}
	return f
}

// learn adds a predicate that holds.
func (f *facts) learn(p *predicate) {
	if p == nil {
		return
	}
	if p.types != nil {
		f.learnTypes(p.types)
	}
	if p.actors != 0 {
		f.actors &= p.actors
	}
	if p.categories != 0 {
		f.categories &= p.categories
		if p.event {
			f.moved &= p.categories
		}
	}
	f.public = f.both(f.public, p.public)
	f.reopened = f.both(f.reopened, p.reopened)
	f.responded = f.both(f.responded, p.responded)
	f.asked = f.both(f.asked, p.asked)
	if p.commented != 0 {
		f.commented &= p.commented
	}
	if p.during != nil {
		f.during = append(slices.Clip(f.during), p.hours())
	}
	if f.reopened == Yes {
		f.categories &^= Solved.bit() | Closed.bit() | Void.bit()
	}
	for i := range p.tests {
		f.learnTest(&p.tests[i])
	}
	f.learn(p.while)
	for _, q := range p.all {
		f.learn(q)
	}
	if len(p.any) == 1 {
		f.learn(p.any[0])
	} else if p.any != nil {
		f.choices = append(slices.Clip(f.choices), p.any)
	}
	f.none = append(slices.Clip(f.none), p.none...)
	// The event that creates a ticket neither reopens nor answers it.
	onlyCreated := len(f.types) == 1 && f.types[0] == "created"
	f.absurd = f.absurd || f.actors == 0 || f.commented == 0 || f.moved == 0 || f.categories == 0 ||
		f.types != nil && len(f.types) == 0 || onlyCreated && (f.reopened == Yes || f.responded == Yes)
}

func (f *facts) learnTypes(types []string) {
	if f.types == nil {
		f.types = types
		return
	}
	f.types = slices.DeleteFunc(slices.Clone(f.types), func(t string) bool { return !slices.Contains(types, t) })
}

// both is what is known of a yes-or-no key that is asked for twice.
func (f *facts) both(a, b Answer) Answer {
	f.absurd = f.absurd || a != Either && b != Either && a != b
	return max(a, b)
}

func (f *facts) learnTest(t *test) {
	f.absurd = f.absurd || slices.ContainsFunc(f.tests, func(u test) bool { return t.excludes(&u) || u.excludes(t) })
	f.tests = append(slices.Clip(f.tests), *t)
}

// refuted reports that there is no ticket, or no event, of which this is known.
func (r *Reasoner) refuted(f facts) bool {
	if r.steps++; f.absurd || r.steps > maxSteps {
		return f.absurd
	}
	for i, p := range f.none {
		// Nothing is proved by itself: the proof does without p, and ends.
		g := f
		g.none = slices.Delete(slices.Clone(f.none), i, i+1)
		if r.follows(g, p) {
			return true
		}
	}
	for i, choice := range f.choices {
		if r.always(f, i, choice, r.refuted) {
			return true
		}
	}
	return false
}

// implies reports that q holds whenever p does.
func (r *Reasoner) implies(p, q *predicate) bool {
	if r.steps > maxSteps {
		return false
	}
	f := given(p)
	return r.follows(f, q) || r.refuted(f)
}

// follows reports that a predicate holds of all of which this is known.
func (r *Reasoner) follows(f facts, p *predicate) bool {
	if r.steps++; p == nil || f.absurd || r.steps > maxSteps {
		return p == nil || f.absurd
	}
	if r.evident(&f, p) {
		return true
	}
	for i, choice := range f.choices {
		if r.always(f, i, choice, func(f facts) bool { return r.follows(f, p) }) {
			return true
		}
	}
	return false
}

// always reports that something is so whichever alternative of a choice holds.
func (r *Reasoner) always(f facts, i int, choice []*predicate, so func(facts) bool) bool {
	f.choices = slices.Delete(slices.Clone(f.choices), i, i+1)
	for _, p := range choice {
		g := f
		g.learn(p)
		if !so(g) {
			return false
		}
	}
	return true
}

// evident reports that everything p asks for is among the facts.
func (r *Reasoner) evident(f *facts, p *predicate) bool {
	if p.types != nil && (f.types == nil || slices.ContainsFunc(f.types, func(t string) bool { return !slices.Contains(p.types, t) })) ||
		p.actors != 0 && f.actors&^p.actors != 0 ||
		p.categories != 0 && (p.event && f.moved&^p.categories != 0 || !p.event && f.categories&^p.categories != 0) ||
		p.public != Either && p.public != f.public ||
		p.reopened != Either && p.reopened != f.reopened ||
		p.responded != Either && p.responded != f.responded ||
		p.asked != Either && p.asked != f.asked || p.until != nil ||
		p.commented != 0 && f.commented&^p.commented != 0 ||
		p.during != nil && !slices.ContainsFunc(f.during, func(names []string) bool { return within(names, p.hours()) }) {
		return false
	}
	for i := range p.tests {
		implied := func(t test) bool {
			r.steps += len(t.Values) * len(p.tests[i].Values) / 16 // long lists cost more
			return t.implies(&p.tests[i])
		}
		if r.steps > maxSteps || !slices.ContainsFunc(f.tests, implied) {
			return false
		}
	}
	if p.while != nil && !r.follows(*f, p.while) {
		return false
	}
	for _, q := range p.all {
		if !r.follows(*f, q) {
			return false
		}
	}
	for _, q := range p.none {
		if !r.excluded(f, q) {
			return false
		}
	}
	return p.any == nil || slices.ContainsFunc(p.any, func(q *predicate) bool { return r.follows(*f, q) })
}

// excluded reports that a predicate cannot hold beside the facts.
func (r *Reasoner) excluded(f *facts, p *predicate) bool {
	if slices.ContainsFunc(f.none, func(q *predicate) bool { return r.implies(p, q) }) {
		return true
	}
	g := *f
	g.learn(p)
	return r.refuted(g)
}

// within reports whether every one of some names is among others.
func within(names, others []string) bool {
	return !slices.ContainsFunc(names, func(name string) bool { return !slices.Contains(others, name) })
}

// onlyValues are the values of which the field has exactly one when the test
// holds; nil if there is no such list.
func (t *test) onlyValues() []string {
	if t.Op == In || t.Op == ChangedTo {
		return t.Values
	}
	return nil
}

// allows reports whether a field with this one value passes the test.
func (t *test) allows(value string) bool {
	return t.accepts([]string{value})
}

// implies reports that u holds whenever t does.
func (t *test) implies(u *test) bool {
	if t.Field != u.Field {
		return false
	}
	subset := !slices.ContainsFunc(t.Values, func(v string) bool { return !slices.Contains(u.Values, v) })
	superset := !slices.ContainsFunc(u.Values, func(v string) bool { return !slices.Contains(t.Values, v) })
	if values := t.onlyValues(); values != nil && u.Op < Changed {
		return !slices.ContainsFunc(values, func(v string) bool { return !u.allows(v) })
	}
	switch u.Op {
	case In, ChangedTo, ChangedFrom:
		return t.Op == u.Op && subset
	case Contains:
		return t.Op == Contains && subset
	case NotIn:
		switch t.Op {
		case NotIn:
			return superset
		case Exists:
			return !t.Want
		case Less, Greater:
			return !slices.ContainsFunc(u.Values, t.allows)
		}
	case Exists:
		if t.Op == Exists {
			return t.Want == u.Want
		}
		return u.Want && (t.Op == Contains || t.Op == Less || t.Op == Greater)
	case Less:
		return t.Op == Less && t.Limit <= u.Limit
	case Greater:
		return t.Op == Greater && t.Limit >= u.Limit
	case Changed:
		if t.Op == Changed {
			return t.Want == u.Want
		}
		return u.Want && (t.Op == ChangedTo || t.Op == ChangedFrom)
	}
	return false
}

// excludes reports that u cannot hold when t does. It need not notice when t
// and u change places.
func (t *test) excludes(u *test) bool {
	if t.Field != u.Field {
		return false
	}
	if values := t.onlyValues(); values != nil {
		if others := u.onlyValues(); others != nil {
			return !slices.ContainsFunc(values, func(v string) bool { return slices.Contains(others, v) })
		}
		if u.Op < Changed {
			return !slices.ContainsFunc(values, u.allows)
		}
	}
	switch t.Op {
	case Exists:
		return u.Op == Exists && t.Want != u.Want ||
			!t.Want && (u.Op == Contains || u.Op == Less || u.Op == Greater)
	case Less:
		return u.Op == Greater && u.Limit >= t.Limit
	case Changed:
		return u.Op == Changed && t.Want != u.Want || !t.Want && (u.Op == ChangedTo || u.Op == ChangedFrom)
	case ChangedFrom:
		return u.Op == ChangedFrom && !slices.ContainsFunc(t.Values, func(v string) bool { return slices.Contains(u.Values, v) })
	}
	return false
}
