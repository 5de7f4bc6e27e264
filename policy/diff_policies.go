package policy

import (
	"cmp"
	"maps"
	"slices"
	"strings"

	"github.com/tenggat/sla/policy/internal/phrase"
	"github.com/tenggat/sla/policy/rule"
)

// policies reports the changes of policies, one that several have in common
// once for all of them.
func (d *differ) policies(s, other *Set, before, after []PolicySpec) {
	var g grouped
	moved := moves(order(s), order(other))
	for i := range after {
		name := after[i].Name
		now, old := other.lookup(name), s.lookup(name)
		if old == nil {
			g.say(name, "added, "+place(after, i))
			for _, one := range now.attributes().without((&resolved{}).attributes()) {
				g.say(name, spaced(one.label, one.value))
			}
			old = &resolved{}
		} else {
			for _, change := range changes(old.attributes(), now.attributes()) {
				g.say(name, change)
			}
		}
		if where, ok := moved[name]; ok {
			g.say(name, where)
		}
		for _, change := range targetChanges(old.targets, now.targets) {
			g.say(name, change)
		}
	}
	for i := range before {
		if other.lookup(before[i].Name) == nil {
			g.say(before[i].Name, "removed")
		}
	}
	for _, change := range g.changes {
		d.found = append(d.found, Difference{Section: "policies", Names: g.names[change], Change: change})
	}
}

// grouped are changes with the names of what they happened to.
type grouped struct {
	changes []string
	names   map[string][]string
}

func (g *grouped) say(name, change string) {
	if g.names == nil {
		g.names = make(map[string][]string)
	}
	if g.names[change] == nil {
		g.changes = append(g.changes, change)
	}
	g.names[change] = append(g.names[change], name)
}

// place says when a policy is tried.
func place(policies []PolicySpec, i int) string {
	if policies[i].Abstract {
		return "to be extended"
	}
	for _, earlier := range slices.Backward(policies[:i]) {
		if !earlier.Abstract {
			return "tried after " + phrase.Quote(earlier.Name)
		}
	}
	return "tried first"
}

// order is the order in which policies of a kind are tried.
func order(s *Set) map[Kind][]string {
	all := make(map[Kind][]string)
	for p, i := s.Program(), 0; i < p.Policies(); i++ {
		kind := Kind(p.Policy(i).Kind())
		all[kind] = append(all[kind], p.Policy(i).Name())
	}
	return all
}

// moves says which policies are tried earlier or later than before, as few as
// explain the new order.
func moves(before, after map[Kind][]string) map[string]string {
	found := make(map[string]string)
	for _, kind := range kinds {
		at := make(map[string]int)
		for i, name := range before[kind] {
			at[name] = i
		}
		both := slices.DeleteFunc(slices.Clone(after[kind]), func(name string) bool { _, ok := at[name]; return !ok })
		stays := rising(both, at)
		for i, name := range both {
			switch {
			case stays[name]:
			case i == 0:
				found[name] = "now tried first"
			default:
				found[name] = "now tried after " + phrase.Quote(both[i-1])
			}
		}
	}
	return found
}

// rising is a longest part of names whose numbers rise.
func rising(names []string, number map[string]int) map[string]bool {
	// tails[n] is the last of the best such part of n+1 names.
	var tails []int
	previous := make([]int, len(names))
	for i, name := range names {
		n, _ := slices.BinarySearchFunc(tails, number[name], func(j, wanted int) int { return number[names[j]] - wanted })
		previous[i] = -1
		if n > 0 {
			previous[i] = tails[n-1]
		}
		if n == len(tails) {
			tails = append(tails, i)
		} else {
			tails[n] = i
		}
	}
	found := make(map[string]bool)
	if len(tails) == 0 {
		return found
	}
	for i := tails[len(tails)-1]; i >= 0; i = previous[i] {
		found[names[i]] = true
	}
	return found
}

// attributes are what a policy says beside its targets, inherited or not.
func (r *resolved) attributes() attributes {
	p := &r.spec
	var a attributes
	a.words("description", maybeQuote(p.Description), "none")
	a.words("revision", maybeQuote(p.Revision), "the file's")
	a.words("kind", string(p.Kind), string(SLA))
	a.words("extends", maybeQuote(p.Extends), "nothing")
	abstract := "no"
	if p.Abstract {
		abstract = "yes"
	}
	a.add("abstract", abstract)
	var match []string
	for _, c := range r.match {
		match = append(match, statePredicate(c).String())
	}
	a.words("match", strings.Join(match, " and "), "every ticket")
	a.add("valid", rangeWords(p.Valid))
	a.words("calendar", r.calendar.words(), "always open")
	a.add("pause", conditionWords(p.Pause, false, "never"))
	a.words("at_risk", p.AtRisk.String(), defaultAtRisk.String())
	a.words("on_change", string(p.OnChange), string(OnChangeCarry))
	a.words("on_reopen", string(p.OnReopen), "as the metric says")
	a.words("reopen_window", p.ReopenWindow.String(), "no limit")
	a.words("boundary", string(p.Boundary), string(BoundaryClose))
	return a
}

// words says which calendar is chosen.
func (c *CalendarChoice) words() string {
	switch {
	case c == nil:
		return ""
	case c.Field == "":
		return phrase.Quote(c.Name)
	}
	var parts []string
	for _, value := range slices.Sorted(maps.Keys(c.Map)) {
		parts = append(parts, phrase.Quote(value)+" "+phrase.Quote(c.Map[value]))
	}
	return "by " + phrase.Quote(c.Field) + ": " + strings.Join(append(parts, "default "+phrase.Quote(c.Default)), ", ")
}

// targetChanges are the changes of a policy's targets.
func targetChanges(before, after []resolvedTarget) []string {
	var found []string
	old := make(map[string]*resolvedTarget)
	for i := range before {
		old[before[i].id] = &before[i]
	}
	stays := make(map[string]bool)
	for i := range after {
		t := &after[i]
		was := old[t.id]
		if was == nil {
			nothing := &resolvedTarget{}
			all := append(attributes{{"", t.budget()}}, t.attributes().without(nothing.attributes())...)
			found = append(found, spaced("target", t.says(), "added:", all.summary()))
			continue
		}
		stays[t.id] = true
		for _, change := range t.changesFrom(was) {
			found = append(found, t.says()+" "+change)
		}
	}
	for i := range before {
		if !stays[before[i].id] {
			found = append(found, spaced("target", before[i].says(), bracketed(before[i].budget()), "removed"))
		}
	}
	return append(found, reordered(before, after, stays)...)
}

// reordered says for which metrics the targets are tried in another order.
func reordered(before, after []resolvedTarget, stays map[string]bool) []string {
	sequence := func(targets []resolvedTarget) (ids map[string][]string, metrics []string) {
		ids = make(map[string][]string)
		for i := range targets {
			if t := &targets[i]; stays[t.id] {
				if ids[t.Metric] == nil {
					metrics = append(metrics, t.Metric)
				}
				ids[t.Metric] = append(ids[t.Metric], t.says())
			}
		}
		return ids, metrics
	}
	old, _ := sequence(before)
	now, metrics := sequence(after)
	var found []string
	for _, metric := range metrics {
		if !slices.Equal(old[metric], now[metric]) {
			found = append(found, "targets now tried in this order: "+strings.Join(now[metric], "; "))
		}
	}
	return found
}

// changesFrom are the changes of one target.
func (t *resolvedTarget) changesFrom(was *resolvedTarget) []string {
	old, now := was.attributes(), t.attributes()
	if t.By == was.By && t.Matrix != nil && was.Matrix != nil {
		for _, value := range slices.Sorted(maps.Keys(union(maps.Clone(was.Matrix), t.Matrix))) {
			old.add(phrase.Quote(value), was.given(value))
			now.add(phrase.Quote(value), t.given(value))
		}
	} else {
		old.add("", was.budget())
		now.add("", t.budget())
	}
	return changes(old, now)
}

// given is the duration for a value, in words.
func (t *TargetSpec) given(value string) string {
	if d, ok := t.Matrix[value]; ok {
		return d.String()
	}
	if d, ok := t.Matrix[rule.Otherwise]; ok {
		return d.String() + " (default)"
	}
	return "no target"
}

// budget says how much time a target gives.
func (t *TargetSpec) budget() string {
	switch {
	case t.Due != "":
		return "due at " + phrase.Quote(t.Due)
	case t.By == "":
		return cmp.Or(t.Within.String(), "no duration yet")
	}
	var parts []string
	for _, value := range slices.Sorted(maps.Keys(t.Matrix)) {
		parts = append(parts, phrase.Quote(value)+" "+t.Matrix[value].String())
	}
	return "by " + phrase.Quote(t.By) + ": " + strings.Join(parts, ", ")
}

// attributes are what a target says beside its duration.
func (t *resolvedTarget) attributes() attributes {
	const policys = "the policy's"
	var a attributes
	a.words("calendar", t.calendar.words(), policys)
	a.add("pause", conditionWords(t.Pause, false, "as the metric or the policy says"))
	a.words("at_risk", t.AtRisk.String(), policys)
	a.words("on_change", string(t.OnChange), policys)
	a.words("on_reopen", string(t.OnReopen), policys)
	a.words("reopen_window", t.ReopenWindow.String(), policys)
	a.words("boundary", string(t.Boundary), policys)
	for i := range t.Thresholds {
		h := &t.Thresholds[i]
		a.add("threshold "+phrase.Quote(h.name()), h.At.String())
		a.list("threshold "+phrase.Quote(h.name())+" notifies", h.Notify)
	}
	return a
}

// objectives reports the changes of objectives. Those of one metric are paired
// by what else they are about, then in order.
func (d *differ) objectives(before, after []Objective) {
	pairs := make([]*Objective, len(after))
	taken := make([]bool, len(before))
	for _, key := range []func(*Objective) string{
		func(o *Objective) string { return o.name() + " " + o.Period },
		func(o *Objective) string { return o.Metric },
	} {
		waiting := make(map[string][]int)
		for i := range before {
			if k := key(&before[i]); !taken[i] {
				waiting[k] = append(waiting[k], i)
			}
		}
		for i := range after {
			k := key(&after[i])
			if list := waiting[k]; pairs[i] == nil && len(list) > 0 {
				pairs[i], taken[list[0]] = &before[list[0]], true
				waiting[k] = list[1:]
			}
		}
	}
	for i := range after {
		name := after[i].name()
		if pairs[i] == nil {
			d.add("objectives", name, "added, "+after[i].attributes().summary())
		} else {
			d.compare("objectives", name, pairs[i].attributes(), after[i].attributes())
		}
	}
	for i := range before {
		if !taken[i] {
			d.add("objectives", before[i].name(), "removed")
		}
	}
}

// name says what an objective is about: "first_response of vip and chat".
func (o *Objective) name() string { return phrase.Quote(o.Metric) + " of " + o.whose() }

func (o *Objective) whose() string {
	if len(o.Policies) == 0 {
		return "all policies"
	}
	return phrase.Every(slices.Sorted(slices.Values(o.Policies)))
}

func (o *Objective) attributes() attributes {
	a := attributes{{"policies", o.whose()}, {"attain", o.Attain.String()}, {"period", o.Period}}
	for _, c := range o.Credits {
		a.add("credit below "+c.Below.String(), c.Credit.String())
	}
	return a
}
