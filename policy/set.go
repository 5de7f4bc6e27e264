package policy

import (
	"maps"
	"slices"
	"sync"
	"time"

	"github.com/tenggat/sla/calendar"
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
	metrics   map[string]*Metric            // own and presets; a base's if nothing is new
	resolved  map[string]*resolved          // own policies, abstract ones too, after inheritance
	interned  map[string]*Predicate         // own

	policies  []*Policy // own first, then the base's
	own       int       // how many of them are its own
	index     index     // of its own
	kinds     uint8     // bits of the kinds that there are policies of
	clocks    []Clock
	pauses    []*Predicate
	fields    *fieldTable
	read      []string // the fields that rules of its policies read, by their numbers
	watched   []bool   // by the number of a field
	category  bool     // watched
	responded bool     // watched

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
	for ; s != nil; s = s.base {
		if c, ok := s.calendars[name]; ok {
			return c, true
		}
	}
	return nil, false
}

// Category is the category of a host's status text: no text at all is
// [StatusNew], and a text that nobody mapped counts as [StatusOpen], unknown.
func (s *Set) Category(status string) (c Category, known bool) {
	if status == "" {
		return StatusNew, true
	}
	for ; s != nil; s = s.base {
		if c, ok := s.statuses[status]; ok {
			return c, true
		}
	}
	if i := slices.Index(categoryNames[:], status); i >= 0 {
		return Category(i), true
	}
	return StatusOpen, false
}

// Policies are the policies that can match, in the order they are tried. The
// slice is shared: treat it as read-only.
func (s *Set) Policies() []*Policy { return s.policies }

// Clocks are every metric that a policy has a target for, once for each kind:
// by kind, then by first appearance. The slice is shared: treat it as
// read-only.
func (s *Set) Clocks() []Clock { return s.clocks }

// PauseRules are the distinct pause rules of all targets. The slice is shared:
// treat it as read-only.
func (s *Set) PauseRules() []*Predicate { return s.pauses }

// FieldNumber is the number of a field, by which [State.Values] are kept. It is
// false for a field that no rule reads, but [StatusField] for the status.
func (s *Set) FieldNumber(name string) (int, bool) { return s.fields.find(name) }

// FieldNames are the names of the fields that the rules read, by their numbers;
// a number that no rule uses has no name. The slice is shared: treat it as
// read-only.
func (s *Set) FieldNames() []string {
	if s.read == nil {
		return []string{StatusField: ""}
	}
	return s.read
}

// Watches reports whether a field, by its number, decides which policy, target,
// duration, deadline or calendar a ticket has.
func (s *Set) Watches(field int) bool { return field < len(s.watched) && s.watched[field] }

// WatchesCategory reports whether a status category decides that.
func (s *Set) WatchesCategory() bool { return s.category }

// WatchesResponded reports whether an agent's first response decides which
// policy or target a ticket has.
func (s *Set) WatchesResponded() bool { return s.responded }

// Match returns the policies for a ticket with these fields, created at this
// instant and not answered yet: the first that matches of each kind, in the
// order of kinds.
func (s *Set) Match(f Fields, created time.Time) []*Policy {
	return s.AppendMatch(nil, s.State(f), created)
}

// State is a ticket with these fields that is not answered yet. It shares the
// values.
func (s *Set) State(f Fields) *State {
	status, _ := single(normal(f["status"]))
	category, _ := s.Category(status)
	return &State{Values: valuesOf(f, s.FieldNames()), Category: category}
}

// kinds are in the order of reports.
var kinds = [...]Kind{SLA, OLA, UC}

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
