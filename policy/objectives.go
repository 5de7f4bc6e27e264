package policy

import (
	"github.com/tenggat/sla/policy/internal/code"
	"github.com/tenggat/sla/policy/internal/source"
)

// objectives checks the objectives, which nothing here is compiled from.
func (c *compiler) objectives() {
	for i := range c.spec.Objectives {
		o, p := &c.spec.Objectives[i], source.Path("objectives").At(i)
		c.named(p.Key("metric"), "metric", o.Metric, code.UnknownMetric, c.hasMetric, c.metricNames)
		for j, name := range o.Policies {
			c.objectivePolicy(p.Key("policies").At(j), name)
		}
		c.share(p.Key("attain"), o.Attain)
		if o.Period == "" {
			c.fail(p, code.MissingKey, "add period: month, or week, quarter, year", "it needs a period")
		}
		c.choice(p.Key("period"), "a reporting period", o.Period, "week", "month", "quarter", "year")
		seen := make(map[Percent]bool)
		for j, credit := range o.Credits {
			q := p.Key("credits").At(j)
			c.share(q.Key("below"), credit.Below)
			c.share(q.Key("credit"), credit.Credit)
			if seen[credit.Below] {
				c.fail(q.Key("below"), code.DuplicateName, "write one credit for each level", "there is already a credit below %s", credit.Below)
			}
			seen[credit.Below] = true
		}
	}
}

func (c *compiler) objectivePolicy(p source.Path, name string) {
	c.named(p, "policy", name, code.UnknownPolicy, c.inheritance.hasPolicy, c.inheritance.policyNames)
	if r := c.inheritance.lookup(name); r != nil && r.spec.Abstract {
		c.fail(p, code.Conflict, "name the policies that extend it", "%q is abstract and never has results", name)
	}
}

// share checks a required share of at most 100%.
func (c *collector) share(p source.Path, share Percent) {
	switch {
	case share == 0:
		c.fail(p, code.MissingKey, "write a share such as 95%", "it needs a share")
	case share < 0 || share > 100_000:
		c.fail(p, code.BadPercent, "write a share such as 95%", "%s is not between 0%% and 100%%", share)
	}
}
