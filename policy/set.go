package policy

import (
	"maps"
	"sync"
	"time"

	"github.com/tenggat/sla/calendar"
	"github.com/tenggat/sla/policy/rule"
)

// Set is a compiled set of policies with everything they use. It is immutable
// and safe for concurrent use; to change policies, make another Set and put it
// in the place of the first (an [sync/atomic.Pointer] is enough). [Parse],
// [Load], [LoadFS], [New] and [Set.Extend] make Sets; the zero Set has no
// policies.
type Set struct {
	spec     Spec // as written, without what a base wrote
	base     *Set // what it extends; nil if nothing
	sources  *sources
	zone     *time.Location
	revision string

	calendars map[string]*calendar.Calendar // own
	statuses  map[string]Category           // own
	metrics   map[string]*metric            // own and presets; a base's if nothing is new
	resolved  map[string]*resolved          // own policies, abstract ones too, after inheritance
	interned  map[string]rule.Predicate     // own
	program   rule.Program

	// Worked out when asked for.
	digestOnce, tablesOnce sync.Once
	digest                 string
	tables                 map[string][]byte // holidays of own calendars
}

// Revision is the revision of the file or Spec; a policy may have one of its
// own.
func (s *Set) Revision() string { return s.revision }

// Location is the zone of validity dates, the agreement's term and reporting
// periods.
func (s *Set) Location() *time.Location {
	if s.zone == nil {
		return time.UTC
	}
	return s.zone
}

// Calendar returns a calendar by its name.
func (s *Set) Calendar(name string) (*calendar.Calendar, bool) {
	c := s.calendar(name)
	if c == nil {
		return nil, false
	}
	handedOut := *c
	return &handedOut, true
}

// calendar is a calendar by its name; nil if there is none.
func (s *Set) calendar(name string) *calendar.Calendar {
	for ; s != nil; s = s.base {
		if c, ok := s.calendars[name]; ok {
			return c
		}
	}
	return nil
}

// Category is the category of a host's status text. No text at all is
// [CategoryNew]. A text that is not mapped counts as [CategoryOpen] and is
// reported as not known.
func (s *Set) Category(status string) (c Category, known bool) {
	number, known := s.Program().Category(status)
	return Category(number.String()), known
}

// Policies are the policies that can match, in the order in which they are
// tried. Abstract policies cannot match.
func (s *Set) Policies() []*Policy {
	p := s.Program()
	all := make([]*Policy, p.Policies())
	for i := range all {
		all[i] = s.policy(s.lookup(p.Policy(i).Name()))
	}
	return all
}

// Match returns the policies for a ticket with these fields that was created at
// this instant and is not answered yet: of each kind the first that matches, in
// the order of kinds.
func (s *Set) Match(f Fields, created time.Time) []*Policy {
	p := s.Program()
	var all []*Policy
	for _, found := range p.Match(nil, p.Ticket(f), created) {
		all = append(all, s.policy(s.lookup(found.Name())))
	}
	return all
}

// Program returns the compiled form of the Set, which package breach runs. It is
// for breach only, with no compatibility promise.
func (s *Set) Program() rule.Program {
	if s == nil || s.program == (rule.Program{}) {
		return rule.Empty()
	}
	return s.program
}

// Spec returns a deep copy of what the Set was made from, files and bases
// merged.
func (s *Set) Spec() Spec {
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
