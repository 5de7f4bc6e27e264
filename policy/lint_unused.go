package policy

import (
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
	for _, c := range l.set.spec.conditions() {
		for _, name := range c.CreatedDuring {
			calendars[name] = true
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
