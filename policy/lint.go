package policy

import (
	"cmp"
	"fmt"
	"slices"

	"github.com/tenggat/sla/policy/internal/source"
	"github.com/tenggat/sla/policy/rule"
)

// Finding is something in a policy that is legal but probably a mistake. It has
// the fields of an [Error] and is printed in the same way.
type Finding Error

// String prints the finding as a compiler does:
//
//	sla.yaml:40:5: policies[3]: no ticket reaches the policy "chat": "standard" is tried before it and matches them all; put it before "standard" [shadowed_policy]
func (f *Finding) String() string { return (*Error)(f).Error() }

// Snippet returns the line of src that the finding is on, with a caret under its
// column. It is empty if the finding has no line in src.
func (f *Finding) Snippet(src []byte) string { return (*Error)(f).Snippet(src) }

// Lint returns what is legal but probably a mistake, sorted by its place. It is
// for those who review a policy: no result depends on it. It looks at what the
// Set itself defines; to review a base, lint the base. It does not read the clock,
// so its result does not change from day to day.
func (s *Set) Lint() []*Finding {
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

// linter collects the findings about a Set.
type linter struct {
	rule.Reasoner
	set      *Set
	findings []*Finding
	byPolicy map[string][]doubt // by policy, before inherited ones are left out
	extended map[string]bool    // the policies that another extends
}

func (l *linter) warn(p source.Path, id Code, hint, format string, args ...any) {
	l.findings = append(l.findings, &Finding{Path: string(p), Code: id, Message: fmt.Sprintf(format, args...), Hint: hint})
}

// placed sets the lines of the findings and sorts them.
func (l *linter) placed() []*Finding {
	if from := l.set.sources; from != nil {
		for _, w := range l.findings {
			f, p, at := from.find(source.Path(w.Path))
			w.File, w.Path, w.Line, w.Column = f.name, string(p), at.Line, at.Column
		}
	}
	slices.SortStableFunc(l.findings, func(a, b *Finding) int {
		return cmp.Or(cmp.Compare(a.File, b.File), cmp.Compare(a.Line, b.Line), cmp.Compare(a.Column, b.Column), cmp.Compare(a.Path, b.Path))
	})
	return l.findings
}

// resolved returns the i-th policy that the Set wrote, with what it inherits.
func (l *linter) resolved(i int) *resolved {
	return l.set.resolved[l.set.spec.Policies[i].Name]
}
