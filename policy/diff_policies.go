package policy

import (
	"slices"
	"strings"

	"github.com/tenggat/sla/policy/internal/phrase"
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

// place describes when a policy is tried.
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

// moves lists which policies are tried earlier or later than before, as few as
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

// attributes are the properties of a policy beside its targets, inherited or not.
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
	a.exclusions(p.Exclude)
	a.words("at_risk", p.AtRisk.String(), defaultAtRisk.String())
	a.words("on_change", string(p.OnChange), string(OnChangeCarry))
	a.words("on_reopen", string(p.OnReopen), "as in the metric")
	a.words("reopen_window", p.ReopenWindow.String(), "no limit")
	a.words("boundary", string(p.Boundary), string(BoundaryClose))
	a.words("day_count", string(p.DayCount), "as the durations are written")
	return a
}
