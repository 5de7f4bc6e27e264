package policy

import (
	"iter"
	"maps"
	"slices"

	"github.com/tenggat/sla/policy/internal/source"
)

// conditions are the predicates of a Spec that has been checked, and those inside
// them, with their places.
func (s *Spec) conditions() iter.Seq2[source.Path, *Condition] {
	return func(yield func(source.Path, *Condition) bool) {
		for p, c := range s.written() {
			if !c.each(p, yield) {
				return
			}
		}
	}
}

// written are the predicates of a Spec with their places, those of metrics first.
func (s *Spec) written() iter.Seq2[source.Path, *Condition] {
	return func(yield func(source.Path, *Condition) bool) {
		for _, name := range slices.Sorted(maps.Keys(s.Metrics)) {
			m, p := s.Metrics[name], source.Path("metrics").Key(name)
			if !(yield(p.Key("start"), m.Start) && yield(p.Key("stop"), m.Stop) && yield(p.Key("restart"), m.Restart) &&
				yield(p.Key("cancel"), m.Cancel) && yield(p.Key("pause"), m.Pause)) {
				return
			}
		}
		for i := range s.Policies {
			policy, p := &s.Policies[i], source.Path("policies").At(i)
			if !(yield(p.Key("match"), policy.Match) && yield(p.Key("pause"), policy.Pause) && eachExclusion(p, policy.Exclude, yield)) {
				return
			}
			for j := range policy.Targets {
				t, q := &policy.Targets[j], p.Key("targets").At(j)
				if !(yield(q.Key("when"), t.When) && yield(q.Key("pause"), t.Pause) && eachExclusion(q, t.Exclude, yield)) {
					return
				}
			}
		}
	}
}

func eachExclusion(p source.Path, all []Exclusion, yield func(source.Path, *Condition) bool) bool {
	for i := range all {
		if !yield(p.Key("exclude").At(i), all[i].When) {
			return false
		}
	}
	return true
}

// each yields a predicate, if there is one, and those inside it.
func (c *Condition) each(p source.Path, yield func(source.Path, *Condition) bool) bool {
	if c == nil {
		return true
	}
	if !yield(p, c) || !c.While.each(p.Key("while"), yield) {
		return false
	}
	for _, group := range c.groups() {
		for i := range group.of {
			if !group.of[i].each(p.Key(group.key).At(i), yield) {
				return false
			}
		}
	}
	return true
}
