package policy

import (
	"cmp"
	"fmt"
	"slices"

	"github.com/tenggat/sla/policy/internal/source"
	"github.com/tenggat/sla/policy/rule"
)

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
	l.acknowledged()
	slices.SortStableFunc(l.findings, func(a, b *Finding) int {
		return cmp.Or(cmp.Compare(a.File, b.File), cmp.Compare(a.Line, b.Line), cmp.Compare(a.Column, b.Column), cmp.Compare(a.Path, b.Path))
	})
	return l.findings
}

// resolved returns the i-th policy that the Set wrote, with what it inherits.
func (l *linter) resolved(i int) *resolved {
	return l.set.resolved[l.set.spec.Policies[i].Name]
}

// doubt is a finding in a policy after inheritance, not placed yet.
type doubt struct {
	target        int         // whose it is; -1 is the policy's own
	at            source.Path // below the policy or target
	id            Code
	message, hint string
}

// same reports whether a policy that extends another only repeats what was
// found in that.
func (f doubt) same(g doubt) bool { return f.id == g.id && f.message == g.message }

// place is where to look for it: where the target is written, or the policy if
// the target is inherited.
func (f doubt) place(p source.Path, r *resolved) source.Path {
	switch {
	case f.target < 0:
		return p.Join(f.at)
	case r.targets[f.target].at == "":
		return p
	}
	return r.targets[f.target].at.Join(f.at)
}
