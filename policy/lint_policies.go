package policy

import (
	"fmt"
	"iter"
	"slices"

	"github.com/tenggat/sla/policy/internal/code"
	"github.com/tenggat/sla/policy/internal/phrase"
	"github.com/tenggat/sla/policy/internal/source"
	"github.com/tenggat/sla/policy/rule"
)

// policies warns about each policy, and about those no ticket reaches.
func (l *linter) policies() {
	for i := range l.set.spec.Policies {
		p := source.Path("policies").At(i)
		r := l.resolved(i)
		inherited := l.doubts(l.set.lookup(r.spec.Extends))
		for _, f := range l.doubts(r) {
			if !slices.ContainsFunc(inherited, f.same) {
				l.warn(f.place(p, r), f.id, f.hint, "%s", f.message)
			}
		}
		l.term(p, r)
	}
	l.shadowed()
}

// doubts are the findings in a policy, own and inherited.
func (l *linter) doubts(r *resolved) []doubt {
	if r == nil {
		return nil
	}
	if known, done := l.byPolicy[r.spec.Name]; done {
		return known
	}
	if !l.Spend(len(r.targets)) {
		return nil
	}
	x := examination{linter: l, resolved: r, match: l.conjunction(r), byMetric: make(map[string][]int)}
	for i := range r.targets {
		x.byMetric[r.targets[i].Metric] = append(x.byMetric[r.targets[i].Metric], i)
	}
	x.matching()
	x.order()
	x.pause()
	x.marks()
	x.durations()
	x.responseFirst()
	x.values()
	l.byPolicy[r.spec.Name] = x.doubts
	return x.doubts
}

// conjunction is the compiled match of a policy; zero matches every ticket.
func (l *linter) conjunction(r *resolved) rule.Predicate {
	all := make([]rule.Predicate, len(r.match))
	for i, c := range r.match {
		all[i] = statePredicate(c)
	}
	return rule.And(all...)
}

// matching looks for predicates that cannot hold.
func (x *examination) matching() {
	if x.Impossible(x.match) {
		hint := "no ticket can match all of this at once; match any of several predicates, or remove one"
		if own := x.spec.Match; own == nil || !x.Impossible(statePredicate(own)) {
			hint = "a policy's own match is joined by \"and\" to the inherited one"
		}
		x.find(-1, "match", code.ImpossibleCondition, hint, "no ticket can match: "+x.match.String())
		return
	}
	for i := range x.targets {
		if when := statePredicate(x.targets[i].When); !when.IsZero() && x.Impossible(x.match, when) {
			x.find(i, "when", code.ImpossibleCondition, "remove the target, or correct its when",
				"no ticket of this policy can match: "+when.String())
		}
	}
	if pause := statePredicate(x.spec.Pause); !pause.IsZero() && x.Impossible(pause) {
		x.find(-1, "pause", code.ImpossibleCondition, "correct it; to switch a pause off write never", "no ticket can match: "+pause.String())
	}
}

// order looks for targets that an earlier one leaves nothing to.
func (x *examination) order() {
	when := make([]rule.Predicate, len(x.targets))
	for i := range x.targets {
		when[i] = statePredicate(x.targets[i].When)
		both := rule.And(x.match, when[i])
		for _, j := range x.byMetric[x.targets[i].Metric] {
			if j == i || !x.Spend(1) {
				break
			}
			if x.Implies(both, when[j]) {
				x.find(i, "", code.ShadowedTarget, "put the one with the narrower when first, or remove one",
					"this target never applies: "+phrase.Quote(x.targets[j].label())+" is tried before "+phrase.Quote(x.targets[i].label())+" and applies to all its tickets")
				break
			}
		}
	}
}

// pause looks for targets that the policy's pause rule does not concern, and for a rule that
// concerns none.
func (x *examination) pause() {
	if x.spec.Pause == nil || x.spec.Pause.Never || len(x.targets) == 0 {
		return
	}
	var ignored []int
	obeyed := false
	for i := range x.targets {
		t := &x.targets[i]
		if t.Due != "" || t.Pause != nil {
			continue
		}
		switch m := x.set.metric(t.Metric); {
		case m.pause != nil:
		case m.pausable:
			obeyed = true
		default:
			ignored = append(ignored, i)
		}
	}
	switch {
	case obeyed:
		for _, i := range ignored {
			x.find(i, "", code.IdlePause, "if it must not pause write pause: never; if it must, give it a pause of its own or make the metric pausable",
				fmt.Sprintf("the policy's pause does not stop %s: the metric is not pausable", phrase.Quote(x.targets[i].label())))
		}
	case !x.extended[x.spec.Name]:
		x.find(-1, "pause", code.IdlePause, "make a metric pausable, or give the target a pause of its own",
			"no target of this policy pauses by this rule: none has a pausable metric")
	}
}

// term warns about a policy that never holds within the agreement's term.
func (l *linter) term(p source.Path, r *resolved) {
	term := l.set.term()
	from, until := dateEnds(term)
	validFrom, validUntil := dateEnds(r.spec.Valid)
	after := !until.IsZero() && validFrom.Compare(until) > 0
	if before := !validUntil.IsZero() && validUntil.Compare(from) < 0; before || after {
		l.warn(p.Key("valid"), code.OutsideTerm, "correct the dates", "the policy is never valid within the agreement's term, %s", rangeWords(term))
	}
}

// shadowed warns about policies that no ticket reaches.
func (l *linter) shadowed() {
	earlier := candidates{byValue: make(map[fieldValue][]candidate)}
	own := make(map[string]rule.Policy)
	for p, i := l.set.Program(), 0; i < p.Own(); i++ {
		own[p.Policy(i).Name()] = p.Policy(i)
	}
	for i := range l.set.spec.Policies {
		p := own[l.set.spec.Policies[i].Name]
		if p.IsZero() || l.Impossible(p.Match()) {
			continue
		}
		if by, found := l.shadow(p, &earlier); found {
			q := by.Policy
			l.warn(source.Path("policies").At(i), code.ShadowedPolicy, "put it before "+phrase.Quote(q.Name())+", or narrow the match of "+phrase.Quote(q.Name()),
				"no ticket reaches the policy %q: %q%s is tried before it and matches them all", p.Name(), q.Name(),
				l.set.sources.where(source.Path("policies").At(by.index).Key("name")))
			continue // what it leaves nothing to, the other leaves nothing to
		}
		earlier.add(candidate{p, i})
	}
}

// shadow returns the first of the earlier policies that leaves nothing to a
// policy.
func (l *linter) shadow(p rule.Policy, earlier *candidates) (candidate, bool) {
	for c := range earlier.of(p) {
		if !l.Spend(1) {
			break
		}
		if c.Kind() == p.Kind() && c.Covers(p) && l.Implies(p.Match(), c.Match()) {
			return c, true
		}
	}
	return candidate{}, false
}

// candidate is a policy of the Set's own and its index.
type candidate struct {
	rule.Policy
	index int
}

// candidates are the policies that may leave nothing to a later one. One that
// requires a value can do so only where that value, too, is required.
type candidates struct {
	rest    []candidate
	byValue map[fieldValue][]candidate
}

func (c *candidates) add(p candidate) {
	required := p.Match().RequiredValues(false)
	if len(required) == 0 {
		c.rest = append(c.rest, p)
		return
	}
	for _, v := range required[0].Values {
		key := fieldValue{required[0].Field, v}
		c.byValue[key] = append(c.byValue[key], p)
	}
}

// of yields the candidates for a policy, in the order of the file.
func (c *candidates) of(p rule.Policy) iter.Seq[candidate] {
	lists := [][]candidate{c.rest}
	for _, t := range p.Match().RequiredValues(true) {
		lists = append(lists, c.byValue[fieldValue{t.Field, t.Values[0]}])
	}
	return func(yield func(candidate) bool) {
		for last := -1; ; {
			next := -1 // the list with the first one after the last
			for i := range lists {
				for len(lists[i]) > 0 && lists[i][0].index <= last {
					lists[i] = lists[i][1:]
				}
				if len(lists[i]) > 0 && (next < 0 || lists[i][0].index < lists[next][0].index) {
					next = i
				}
			}
			if next < 0 || !yield(lists[next][0]) {
				return
			}
			last = lists[next][0].index
		}
	}
}
