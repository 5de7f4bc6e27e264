package policy

import (
	"maps"
	"slices"

	"github.com/tenggat/sla/policy/internal/code"
	"github.com/tenggat/sla/policy/internal/source"
)

// metrics checks the metrics and lays them over the presets or the base's.
func (c *compiler) metrics() {
	for _, name := range slices.Sorted(maps.Keys(c.spec.Metrics)) {
		m, p := c.spec.Metrics[name], source.Path("metrics").Key(name)
		c.name(p, "metric", name)
		c.conditions.check(p.Key("start"), m.Start, use{event: true})
		c.conditions.check(p.Key("stop"), m.Stop, use{event: true})
		c.conditions.check(p.Key("restart"), m.Restart, use{event: true, never: true})
		c.conditions.check(p.Key("cancel"), m.Cancel, use{event: true, never: true})
		c.conditions.check(p.Key("pause"), m.Pause, use{never: true, pause: true})
		c.choice(p.Key("repeat"), "a way to repeat", string(m.Repeat), texts(repeats)...)
		c.choice(p.Key("on_reopen"), "a reopening rule", string(m.OnReopen), texts(onReopens)...)
		preset, overrides := presets()[name]
		if c.set.base != nil {
			c.clashingMetric(p, name)
		}
		if overrides {
			m = m.over(preset)
		}
		if m.Start == nil {
			c.fail(p, code.MissingKey, "add start: {event: created}, for example", "the metric needs a start")
		}
		if m.Stop == nil {
			c.fail(p, code.MissingKey, "add stop: {status: [solved, closed]}, for example", "the metric needs a stop")
		}
		if c.metricSpecs == nil {
			c.metricSpecs = make(map[string]MetricSpec)
		}
		c.metricSpecs[name] = m
	}
}

// clashingMetric refuses a metric that would change what the base means.
func (c *compiler) clashingMetric(p source.Path, name string) {
	base := c.set.base
	for s := base; s != nil; s = s.base {
		if _, clash := s.spec.Metrics[name]; clash {
			c.fail(p, code.DuplicateName, "choose another name", "there is already a metric %q%s", name, s.where("metrics", name))
			return
		}
	}
	if base.uses(name) {
		c.fail(p, code.DuplicateName, "add a metric of another name, or change the preset in the base",
			"policies of the base have targets for the preset %q", name)
	}
}

// uses reports whether a policy, abstract or not, has a target for a metric.
func (s *Set) uses(metric string) bool {
	for ; s != nil; s = s.base {
		for _, p := range s.spec.Policies {
			if slices.ContainsFunc(p.Targets, func(t TargetSpec) bool { return t.Metric == metric }) {
				return true
			}
		}
	}
	return false
}

// metricNames are the names of all metrics.
func (c *compiler) metricNames() []string {
	names := slices.Collect(maps.Keys(presets()))
	names = slices.AppendSeq(names, maps.Keys(c.spec.Metrics))
	for s := c.set.base; s != nil; s = s.base {
		names = slices.AppendSeq(names, maps.Keys(s.spec.Metrics))
	}
	return names
}

func (c *compiler) hasMetric(name string) bool {
	if _, preset := presets()[name]; preset {
		return true
	}
	if _, own := c.spec.Metrics[name]; own {
		return true
	}
	for s := c.set.base; s != nil; s = s.base {
		if _, ok := s.spec.Metrics[name]; ok {
			return true
		}
	}
	return false
}
