package policy

import "slices"

// reasoner finds out what follows from predicates. It may miss what follows,
// but what it says does follow. When it has done so many steps that a file must
// be meant to keep it busy, it says nothing more.
type reasoner struct {
	steps int
}

const maxSteps = 1_000_000

// facts are what is known when some predicates hold.
type facts struct {
	events     []string // the event has one of these types; nil is any
	actors     uint8    // bits, with otherActor for one who is none of the actors
	moved      uint8    // the event moved the ticket into one of these; bits
	categories uint8    // the ticket is in one of these; bits
	public     answer
	reopened   answer
	responded  answer
	tests      []test
	choices    [][]*Predicate // of each, one holds
	none       []*Predicate
	absurd     bool // this cannot be
}

const (
	otherActor    = 1 << 7
	allCategories = 1<<len(categoryNames) - 1
	anyMove       = 1 << 7 // in moved: nothing is known
)

// given is what is known when all of the predicates hold.
func given(predicates ...*Predicate) facts {
	f := facts{actors: 0xff, moved: anyMove | allCategories, categories: allCategories}
	for _, p := range predicates {
		f.learn(p)
	}
	return f
}

// learn adds a predicate that holds.
func (f *facts) learn(p *Predicate) {
	if p == nil {
		return
	}
	if p.events != nil {
		f.learnEvents(p.events)
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
	if f.reopened == yes {
		f.categories &^= StatusSolved.bit() | StatusClosed.bit() | StatusVoid.bit()
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
	onlyCreated := len(f.events) == 1 && f.events[0] == "created"
	f.absurd = f.absurd || f.actors == 0 || f.moved == 0 || f.categories == 0 ||
		f.events != nil && len(f.events) == 0 || onlyCreated && (f.reopened == yes || f.responded == yes)
}

func (f *facts) learnEvents(types []string) {
	if f.events == nil {
		f.events = types
		return
	}
	f.events = slices.DeleteFunc(slices.Clone(f.events), func(t string) bool { return !slices.Contains(types, t) })
}

// both is what is known of a yes-or-no key that is asked for twice.
func (f *facts) both(a, b answer) answer {
	f.absurd = f.absurd || a != unasked && b != unasked && a != b
	return max(a, b)
}

func (f *facts) learnTest(t *test) {
	f.absurd = f.absurd || slices.ContainsFunc(f.tests, func(u test) bool { return t.excludes(&u) || u.excludes(t) })
	f.tests = append(slices.Clip(f.tests), *t)
}

// impossible reports that the predicates cannot hold at once.
func (r *reasoner) impossible(predicates ...*Predicate) bool {
	return r.steps <= maxSteps && r.refuted(given(predicates...))
}

// refuted reports that there is no ticket, or no event, of which this is known.
func (r *reasoner) refuted(f facts) bool {
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
func (r *reasoner) implies(p, q *Predicate) bool {
	if r.steps > maxSteps {
		return false
	}
	f := given(p)
	return r.follows(f, q) || r.refuted(f)
}

// follows reports that a predicate holds of all of which this is known.
func (r *reasoner) follows(f facts, p *Predicate) bool {
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
func (r *reasoner) always(f facts, i int, choice []*Predicate, so func(facts) bool) bool {
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
func (r *reasoner) evident(f *facts, p *Predicate) bool {
	if p.events != nil && (f.events == nil || slices.ContainsFunc(f.events, func(t string) bool { return !slices.Contains(p.events, t) })) ||
		p.actors != 0 && f.actors&^p.actors != 0 ||
		p.categories != 0 && (p.event && f.moved&^p.categories != 0 || !p.event && f.categories&^p.categories != 0) ||
		p.public != unasked && p.public != f.public ||
		p.reopened != unasked && p.reopened != f.reopened ||
		p.responded != unasked && p.responded != f.responded {
		return false
	}
	for i := range p.tests {
		implied := func(t test) bool {
			r.steps += len(t.values) * len(p.tests[i].values) / 16 // long lists cost more
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
	return p.any == nil || slices.ContainsFunc(p.any, func(q *Predicate) bool { return r.follows(*f, q) })
}

// excluded reports that a predicate cannot hold beside the facts.
func (r *reasoner) excluded(f *facts, p *Predicate) bool {
	if slices.ContainsFunc(f.none, func(q *Predicate) bool { return r.implies(p, q) }) {
		return true
	}
	g := *f
	g.learn(p)
	return r.refuted(g)
}

// onlyValues are the values of which the field has exactly one when the test
// holds; nil if there is no such list.
func (t *test) onlyValues() []string {
	if t.op == opIn || t.op == opChangedTo {
		return t.values
	}
	return nil
}

// allows reports whether a field with this one value passes the test.
func (t *test) allows(value string) bool {
	return t.accepts([]string{value})
}

// implies reports that u holds whenever t does.
func (t *test) implies(u *test) bool {
	if t.field != u.field {
		return false
	}
	subset := !slices.ContainsFunc(t.values, func(v string) bool { return !slices.Contains(u.values, v) })
	superset := !slices.ContainsFunc(u.values, func(v string) bool { return !slices.Contains(t.values, v) })
	if values := t.onlyValues(); values != nil && u.op < opChanged {
		return !slices.ContainsFunc(values, func(v string) bool { return !u.allows(v) })
	}
	switch u.op {
	case opIn, opChangedTo, opChangedFrom:
		return t.op == u.op && subset
	case opContains:
		return t.op == opContains && subset
	case opNotIn:
		switch t.op {
		case opNotIn:
			return superset
		case opExists:
			return !t.want
		case opLess, opGreater:
			return !slices.ContainsFunc(u.values, t.allows)
		}
	case opExists:
		if t.op == opExists {
			return t.want == u.want
		}
		return u.want && (t.op == opContains || t.op == opLess || t.op == opGreater)
	case opLess:
		return t.op == opLess && t.limit <= u.limit
	case opGreater:
		return t.op == opGreater && t.limit >= u.limit
	case opChanged:
		if t.op == opChanged {
			return t.want == u.want
		}
		return u.want && (t.op == opChangedTo || t.op == opChangedFrom)
	}
	return false
}

// excludes reports that u cannot hold when t does. It need not notice when t
// and u change places.
func (t *test) excludes(u *test) bool {
	if t.field != u.field {
		return false
	}
	if values := t.onlyValues(); values != nil {
		if others := u.onlyValues(); others != nil {
			return !slices.ContainsFunc(values, func(v string) bool { return slices.Contains(others, v) })
		}
		if u.op < opChanged {
			return !slices.ContainsFunc(values, u.allows)
		}
	}
	switch t.op {
	case opExists:
		return u.op == opExists && t.want != u.want ||
			!t.want && (u.op == opContains || u.op == opLess || u.op == opGreater)
	case opLess:
		return u.op == opGreater && u.limit >= t.limit
	case opChanged:
		return u.op == opChanged && t.want != u.want || !t.want && (u.op == opChangedTo || u.op == opChangedFrom)
	case opChangedFrom:
		return u.op == opChangedFrom && !slices.ContainsFunc(t.values, func(v string) bool { return slices.Contains(u.values, v) })
	}
	return false
}
