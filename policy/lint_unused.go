package policy

import (
	"fmt"
	"maps"
	"slices"

	"github.com/tenggat/sla/policy/internal/code"
	"github.com/tenggat/sla/policy/internal/phrase"
	"github.com/tenggat/sla/policy/internal/source"
)

// unused warns about what nothing uses. A file without policies that can match
// is there for others to build on, and is left alone.
func (l *linter) unused() {
	if l.set.Program().Own() == 0 {
		return
	}
	calendars, metrics := l.used()
	for _, name := range slices.Sorted(maps.Keys(l.set.spec.Calendars)) {
		if !calendars[name] {
			l.warn(source.Path("calendars").Key(name), code.UnusedCalendar, "remove it, or name it in a policy", "nothing uses the calendar %q", name)
		}
	}
	for _, name := range slices.Sorted(maps.Keys(l.set.spec.Metrics)) {
		if !metrics[name] {
			l.warn(source.Path("metrics").Key(name), code.UnusedMetric, "remove it, or add a target", "no target measures the metric %q", name)
		}
	}
	for i := range l.set.spec.Policies {
		p := &l.set.spec.Policies[i]
		if p.Abstract && !l.extended[p.Name] {
			l.warn(source.Path("policies").At(i), code.UnusedPolicy, "remove it, or write extends: "+phrase.Quote(p.Name)+" in a policy", "no policy extends %q, which is abstract", p.Name)
		}
	}
}

// used are the names of the calendars and metrics that the Set uses.
func (l *linter) used() (calendars, metrics map[string]bool) {
	calendars, metrics = make(map[string]bool), make(map[string]bool)
	use := func(c *CalendarChoice) {
		calendars[c.Name], calendars[c.Default] = true, true
		for _, name := range c.Map {
			calendars[name] = true
		}
	}
	for i := range l.set.spec.Policies {
		p := &l.set.spec.Policies[i]
		use(&p.Calendar)
		for j := range p.Targets {
			use(&p.Targets[j].Calendar)
			metrics[p.Targets[j].Metric] = true
		}
	}
	for _, c := range l.set.spec.Calendars {
		for _, list := range memberLists(&c) {
			for _, name := range list.names {
				calendars[name] = true
			}
		}
	}
	return calendars, metrics
}

// objectives warns about objectives that nothing counts for, and credits that
// do not follow the attainment.
func (l *linter) objectives() {
	for i := range l.set.spec.Objectives {
		o, p := &l.set.spec.Objectives[i], source.Path("objectives").At(i)
		for j, name := range o.Policies {
			if r := l.set.lookup(name); r != nil && !r.measures(o.Metric) {
				l.warn(p.Key("policies").At(j), code.EmptyObjective, "remove it, or add a target to the policy", "the policy %q has no target for %s", name, o.Metric)
			}
		}
		if o.Policies == nil && !l.set.measures(o.Metric) {
			l.warn(p.Key("metric"), code.EmptyObjective, "remove the objective, or add a target to a policy", "no policy has a target for %s", o.Metric)
		}
		l.credits(p.Key("credits"), o)
	}
}

func (r *resolved) measures(metric string) bool {
	return slices.ContainsFunc(r.targets, func(t resolvedTarget) bool { return t.Metric == metric })
}

// measures reports whether a policy that can match has a target for a metric.
func (s *Set) measures(metric string) bool {
	p := s.Program()
	for i := range p.Timers() {
		if p.Timer(i).Metric.Name() == metric {
			return true
		}
	}
	return false
}

func (l *linter) credits(p source.Path, o *Objective) {
	order := make([]int, len(o.Credits)) // from the highest level to the lowest
	for i := range order {
		order[i] = i
	}
	slices.SortFunc(order, func(i, j int) int { return int(o.Credits[j].Below - o.Credits[i].Below) })
	var most Credit
	for _, i := range order {
		c := o.Credits[i]
		if c.Below > o.Attain {
			l.warn(p.At(i).Key("below"), code.EarlyCredit, fmt.Sprintf("write at most %s", o.Attain),
				"a credit is due below %s, though the objective is attained from %s on", c.Below, o.Attain)
		}
		if c.Credit <= most.Credit {
			l.warn(p.At(i).Key("credit"), code.CreditOrder, "give more where less is attained",
				"below %s the credit is %s, no more than the %s below %s", c.Below, c.Credit, most.Credit, most.Below)
		}
		if c.Credit > most.Credit {
			most = c
		}
	}
}
