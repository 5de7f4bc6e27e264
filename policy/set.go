package policy

import (
	"sync"
	"time"

	"github.com/tenggat/sla/calendar"
	"github.com/tenggat/sla/policy/rule"
)

// Set is a compiled set of policies with everything they use. It is immutable
// and safe for concurrent use; to change policies, make another Set and put it
// in the place of the first (an [sync/atomic.Pointer] is enough). [Parse],
// [Load], [LoadFS], [New] and [Set.Extend] make Sets; the zero Set and a nil Set
// have no policies.
type Set struct {
	spec     Spec // as written, without what a base wrote
	base     *Set // what it extends; nil if nothing
	sources  *sources
	zone     *time.Location
	revision string

	calendars map[string]*calendar.Calendar // own
	copies    map[string]*rule.Zoned        // of calendars whose zone is a ticket field
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
func (s *Set) Revision() string { return s.orEmpty().revision }

// Location is the zone of validity dates, the agreement's term and reporting
// periods.
func (s *Set) Location() *time.Location {
	if s == nil || s.zone == nil {
		return time.UTC
	}
	return s.zone
}

// orEmpty returns a Set without policies in the place of nil.
func (s *Set) orEmpty() *Set {
	if s == nil {
		return new(Set)
	}
	return s
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

// Program returns the compiled form of the Set, which package breach runs. It is
// for breach only, with no compatibility promise.
func (s *Set) Program() rule.Program {
	if s == nil || s.program == (rule.Program{}) {
		return rule.Empty()
	}
	return s.program
}

func (s *Set) lookup(name string) *resolved {
	for ; s != nil; s = s.base {
		if r := s.resolved[name]; r != nil {
			return r
		}
	}
	return nil
}

// metric finds a compiled metric.
func (s *Set) metric(name string) *metric {
	for ; s != nil; s = s.base {
		if m, ok := s.metrics[name]; ok {
			return m
		}
	}
	return nil
}
