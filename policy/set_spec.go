package policy

import "maps"

// Spec returns a deep copy of what the Set was made from, files and bases
// merged.
func (s *Set) Spec() Spec {
	s = s.orEmpty()
	spec := s.spec.clone()
	if s.base == nil {
		return spec
	}
	return s.merge(spec)
}

// merge puts what the base wrote behind what the Set wrote itself.
func (s *Set) merge(own Spec) Spec {
	base := s.base.Spec()
	for i := range own.Policies {
		own.Policies[i].Revision = s.revisionOf(&own.Policies[i])
	}
	for i := range base.Policies {
		base.Policies[i].Revision = s.base.revisionOf(&base.Policies[i])
	}
	if own.TimeZone == "" {
		own.TimeZone = base.TimeZone
	} else {
		for name, c := range base.Calendars {
			if c.TimeZone == "" {
				c.TimeZone = base.TimeZone
				base.Calendars[name] = c
			}
		}
	}
	if own.Agreement.isZero() {
		own.Agreement = base.Agreement
	}
	if base.Fields == nil {
		own.Fields = nil // what the base reads is not declared
	} else {
		own.Fields = append(own.Fields, base.Fields...)
	}
	own.Calendars = union(own.Calendars, base.Calendars)
	own.Metrics = union(own.Metrics, base.Metrics)
	if own.Statuses == nil && len(base.Statuses) > 0 {
		own.Statuses = make(map[Category][]string)
	}
	for category, texts := range base.Statuses {
		own.Statuses[category] = append(own.Statuses[category], texts...)
	}
	own.Revision = s.revision
	own.Policies = append(own.Policies, base.Policies...)
	own.Objectives = append(own.Objectives, base.Objectives...)
	return own
}

// union is a with what b has beside it.
func union[K comparable, V any](a, b map[K]V) map[K]V {
	if a == nil {
		return b
	}
	maps.Copy(a, b)
	return a
}

// revisionOf is the revision stamped on results of a policy.
func (s *Set) revisionOf(p *PolicySpec) string {
	if p.Revision != "" {
		return p.Revision
	}
	return s.revision
}
