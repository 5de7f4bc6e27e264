package policy

import (
	"cmp"
	"fmt"
	"slices"

	"github.com/tenggat/sla/policy/internal/source"
	"github.com/tenggat/sla/policy/rule"
)

// Warning is something a policy may say but hardly means. It has the fields of
// an [Error] and prints in the same way; its Code is one of the Lint constants.
type Warning Error

// String prints the warning as a compiler does:
//
//	sla.yaml:40:5: policies[3]: no ticket reaches the policy "chat": "standard" is tried before it and matches them all; put it before "standard" [shadowed_policy]
func (w *Warning) String() string { return (*Error)(w).Error() }

// Snippet returns the line of src the warning is on, with a caret under its
// column. It is empty if the warning has no line in src.
func (w *Warning) Snippet(src []byte) string { return (*Error)(w).Snippet(src) }

// Lint returns what a Set may say but hardly means, sorted by its place. It
// speaks of what the Set itself wrote; for what a base wrote, lint the base.
// It looks at the agreement and the policies only, never at the clock, so its
// answer does not change from day to day.
func Lint(s *Set) []*Warning {
	l := linter{set: s, found: make(map[string][]finding), extended: make(map[string]bool), regions: make(map[string]int)}
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

// linter collects the warnings about a Set.
type linter struct {
	rule.Reasoner
	set      *Set
	warnings []*Warning
	found    map[string][]finding // by policy
	extended map[string]bool      // the policies that another extends
	regions  map[string]int       // the last year of each region's holidays
}

func (l *linter) warn(p source.Path, id Code, hint, format string, args ...any) {
	l.warnings = append(l.warnings, &Warning{Path: string(p), Code: id, Message: fmt.Sprintf(format, args...), Hint: hint})
}

// placed gives the warnings their lines and sorts them.
func (l *linter) placed() []*Warning {
	if from := l.set.sources; from != nil {
		for _, w := range l.warnings {
			f, p, at := from.find(source.Path(w.Path))
			w.File, w.Path, w.Line, w.Column = f.name, string(p), at.Line, at.Column
		}
	}
	slices.SortStableFunc(l.warnings, func(a, b *Warning) int {
		return cmp.Or(cmp.Compare(a.File, b.File), cmp.Compare(a.Line, b.Line), cmp.Compare(a.Column, b.Column), cmp.Compare(a.Path, b.Path))
	})
	return l.warnings
}

// resolved returns the i-th policy that the Set wrote, with what it inherits.
func (l *linter) resolved(i int) *resolved {
	return l.set.resolved[l.set.spec.Policies[i].Name]
}
