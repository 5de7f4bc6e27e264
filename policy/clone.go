package policy

import (
	"maps"
	"slices"
)

// clone is a deep copy.
func (s *Spec) clone() Spec {
	c := *s
	c.Agreement = s.Agreement.clone()
	c.Fields = cloneSlice(s.Fields, (*FieldSpec).clone)
	c.Calendars = cloneMap(s.Calendars, (*CalendarSpec).clone)
	c.Metrics = cloneMap(s.Metrics, (*MetricSpec).clone)
	c.Policies = cloneSlice(s.Policies, (*PolicySpec).clone)
	c.Statuses = maps.Clone(s.Statuses)
	for category, texts := range c.Statuses {
		c.Statuses[category] = slices.Clone(texts)
	}
	c.Objectives = cloneSlice(s.Objectives, func(o *Objective) Objective {
		d := *o
		d.Policies, d.Credits = slices.Clone(o.Policies), slices.Clone(o.Credits)
		return d
	})
	return c
}

func (a *Agreement) clone() Agreement {
	c := *a
	c.Services, c.Channels = slices.Clone(a.Services), slices.Clone(a.Channels)
	c.Severities, c.Exclusions, c.Claims = maps.Clone(a.Severities), slices.Clone(a.Exclusions), slices.Clone(a.Claims)
	c.Reports = cloneSlice(a.Reports, func(r *AgreedReport) AgreedReport {
		d := *r
		d.By = slices.Clone(r.By)
		return d
	})
	c.Obligations.Provider = slices.Clone(a.Obligations.Provider)
	c.Obligations.Customer = slices.Clone(a.Obligations.Customer)
	return c
}

func (c *CalendarSpec) clone() CalendarSpec {
	d := *c
	d.Hours = cloneHours(c.Hours)
	d.Versions = slices.Clone(c.Versions)
	for i := range d.Versions {
		d.Versions[i].Hours = cloneHours(d.Versions[i].Hours)
	}
	d.Holidays = slices.Clone(c.Holidays)
	for i := range d.Holidays {
		h := &d.Holidays[i]
		h.Kinds, h.Except, h.Hours = slices.Clone(h.Kinds), slices.Clone(h.Except), slices.Clone(h.Hours)
	}
	d.Eve = slices.Clone(c.Eve)
	d.SpecialHours = slices.Clone(c.SpecialHours)
	for i := range d.SpecialHours {
		h := &d.SpecialHours[i]
		h.Hours, h.Open, h.Closed = slices.Clone(h.Hours), slices.Clone(h.Open), slices.Clone(h.Closed)
	}
	d.Union, d.Intersect, d.Except = slices.Clone(c.Union), slices.Clone(c.Intersect), slices.Clone(c.Except)
	return d
}

func cloneHours[M ~map[string][]string](hours M) M {
	c := maps.Clone(hours)
	for days, windows := range c {
		c[days] = slices.Clone(windows)
	}
	return c
}

func (m *MetricSpec) clone() MetricSpec {
	c := *m
	c.Start, c.Stop, c.Restart = m.Start.clone(), m.Stop.clone(), m.Restart.clone()
	c.Cancel, c.Pause = m.Cancel.clone(), m.Pause.clone()
	return c
}

func (p *PolicySpec) clone() PolicySpec {
	c := *p
	c.Match, c.Pause, c.Calendar = p.Match.clone(), p.Pause.clone(), p.Calendar.clone()
	c.Exclude = cloneSlice(p.Exclude, (*Exclusion).clone)
	c.Targets = cloneSlice(p.Targets, (*TargetSpec).clone)
	return c
}

func (t *TargetSpec) clone() TargetSpec {
	c := *t
	c.When, c.Pause, c.Calendar = t.When.clone(), t.Pause.clone(), t.Calendar.clone()
	c.By, c.Matrix = slices.Clone(t.By), t.Matrix.clone()
	c.Exclude = cloneSlice(t.Exclude, (*Exclusion).clone)
	c.Thresholds = cloneSlice(t.Thresholds, func(t *ThresholdSpec) ThresholdSpec {
		d := *t
		d.Notify = slices.Clone(t.Notify)
		return d
	})
	return c
}

func (e *Exclusion) clone() Exclusion { return Exclusion{e.When.clone(), e.Reason} }

func (c *CalendarChoice) clone() CalendarChoice {
	d := *c
	d.Map = maps.Clone(c.Map)
	return d
}

func (c *Condition) clone() *Condition {
	if c == nil {
		return nil
	}
	d := *c
	d.Event, d.Actor, d.Status = slices.Clone(c.Event), slices.Clone(c.Actor), slices.Clone(c.Status)
	d.CreatedDuring, d.LastComment = slices.Clone(c.CreatedDuring), slices.Clone(c.LastComment)
	d.While = c.While.clone()
	d.In, d.NotIn, d.Contains = slices.Clone(c.In), slices.Clone(c.NotIn), slices.Clone(c.Contains)
	d.ChangedTo, d.ChangedFrom = slices.Clone(c.ChangedTo), slices.Clone(c.ChangedFrom)
	d.All, d.Any, d.None = cloneConditions(c.All), cloneConditions(c.Any), cloneConditions(c.None)
	return &d
}

func cloneConditions(conditions []Condition) []Condition {
	return cloneSlice(conditions, func(c *Condition) Condition { return *c.clone() })
}

func cloneSlice[T any](s []T, clone func(*T) T) []T {
	if s == nil {
		return nil
	}
	c := make([]T, len(s))
	for i := range s {
		c[i] = clone(&s[i])
	}
	return c
}

func cloneMap[K comparable, V any](m map[K]V, clone func(*V) V) map[K]V {
	if m == nil {
		return nil
	}
	c := make(map[K]V, len(m))
	for k, v := range m {
		c[k] = clone(&v)
	}
	return c
}
