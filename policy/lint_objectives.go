package policy

import (
	"fmt"
	"slices"

	"github.com/tenggat/sla/policy/internal/code"
	"github.com/tenggat/sla/policy/internal/source"
)

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
				"a credit is due below %s, but the objective is attained from %s on", c.Below, o.Attain)
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
