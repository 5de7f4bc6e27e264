package policy

// Lint returns what is legal but probably a mistake, sorted by its place. It is
// for those who review a policy: no result depends on it. It looks at what the
// Set itself defines; to review a base, lint the base. It does not read the clock,
// so its result does not change from day to day.
func (s *Set) Lint() []*Finding {
	s = s.orEmpty()
	l := linter{set: s, byPolicy: make(map[string][]doubt), extended: make(map[string]bool)}
	for i := range s.spec.Policies {
		l.extended[s.spec.Policies[i].Extends] = true
	}
	l.policies()
	l.unused()
	l.metrics()
	l.objectives()
	l.calendars()
	l.spelling()
	return l.placed()
}
