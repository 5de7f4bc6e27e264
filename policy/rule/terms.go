package rule

// Terms are what a predicate requires. All of them must hold.
type Terms struct {
	Event                       bool // an event predicate
	Types                       []string
	Actors                      []Actor
	Categories                  []Category
	Public, Reopened, Responded Answer
	Asked                       Answer          // of a state predicate, as the next two
	Commented                   []Actor         // who made the last public comment
	During                      []NamedCalendar // one of them was open at the creation
	Until                       string          // of a pause rule: the field with the instant until which it holds
	Test                        *Test
	While                       Predicate // of an event predicate: a state predicate
	All, Any, None              []Predicate
}

// Test compares a ticket field.
type Test struct {
	Field  string
	Op     Operator
	Values []string // of In, NotIn, Contains, ChangedTo, ChangedFrom
	Limit  float64  // of Less, Greater
	Want   bool     // of Exists, Changed
}

// NewPredicate compiles terms that have been checked. It keeps their lists, and
// numbers the fields it reads in the table.
func NewPredicate(t *Terms, fields *FieldTable) Predicate {
	p := &predicate{
		event:     t.Event,
		types:     t.Types,
		public:    t.Public,
		reopened:  t.Reopened,
		responded: t.Responded,
		asked:     t.Asked,
		during:    t.During,
		while:     t.While.p,
		any:       inner(t.Any),
		none:      inner(t.None),
	}
	for _, a := range t.Actors {
		p.actors |= a
	}
	for _, a := range t.Commented {
		p.commented |= a
	}
	for _, c := range t.Categories {
		p.categories |= c.bit()
	}
	if t.Until != "" {
		p.until = &untilField{t.Until, fields.number(t.Until)}
	}
	if t.Test != nil {
		p.tests = append(p.tests, test{*t.Test, fields.number(t.Test.Field)})
	}
	for _, q := range t.All {
		p.absorb(*q.p)
	}
	p.each(func(q *predicate) { p.byStatus = p.byStatus || q.event && q.categories != 0 })
	return Predicate{p}
}

// And is the predicate that holds when all of some state predicates hold.
func And(all ...Predicate) Predicate {
	p := new(predicate)
	for _, q := range all {
		if q.p != nil {
			p.absorb(*q.p)
		}
	}
	if p.empty() {
		return Predicate{}
	}
	return Predicate{p}
}

// absorb adds all that q requires to p, with as few predicates inside one
// another as possible.
func (p *predicate) absorb(q predicate) {
	p.tests, p.all, p.none = append(p.tests, q.tests...), append(p.all, q.all...), append(p.none, q.none...)
	q.tests, q.all, q.none = nil, nil, nil
	if !q.empty() {
		p.all = append(p.all, &q)
	}
}

// empty reports whether p requires nothing.
func (p *predicate) empty() bool {
	return len(p.types) == 0 && p.actors == 0 && p.categories == 0 &&
		p.public == Either && p.reopened == Either && p.responded == Either &&
		p.asked == Either && p.commented == 0 && p.during == nil && p.until == nil &&
		p.while == nil && p.tests == nil && p.all == nil && p.any == nil && p.none == nil
}

func inner(predicates []Predicate) []*predicate {
	var all []*predicate
	for _, p := range predicates {
		all = append(all, p.p)
	}
	return all
}
