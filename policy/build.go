package policy

import (
	"cmp"
	"maps"
	"slices"
	"strconv"
	"time"

	"github.com/tenggat/sla/calendar"
	"github.com/tenggat/sla/policy/rule"
)

// builder compiles a Spec that has been checked into a program.
type builder struct {
	set      *Set
	fields   *rule.FieldTable
	compiled map[*Condition]rule.Predicate
	choices  map[*CalendarChoice]rule.CalendarChoice
	always   map[string]*calendar.Calendar // always open, by zone; nil unless calendar days are counted
}

// build sets what the Set compiles: its metrics and its program.
func (s *Set) build(metrics map[string]MetricSpec, policies []*resolved) {
	b := builder{
		set:      s,
		fields:   rule.NewFieldTable(s.base.baseFields()),
		compiled: make(map[*Condition]rule.Predicate),
		choices:  make(map[*CalendarChoice]rule.CalendarChoice),
	}
	if slices.ContainsFunc(policies, (*resolved).countsCalendarDays) {
		b.always = make(map[string]*calendar.Calendar)
	}
	for name, c := range s.spec.Calendars {
		if c.ZoneField != "" {
			s.copies[name] = newZoned(c)
		}
	}
	b.metrics(metrics)
	source := rule.Source{Zone: s.zone, Fields: b.fields, Statuses: make(map[string]rule.Category, len(s.statuses))}
	if s.base != nil {
		source.Base = s.base.Program()
	}
	for text, category := range s.statuses {
		source.Statuses[text], _ = rule.CategoryNamed(string(category))
	}
	for _, r := range policies {
		s.resolved[r.spec.Name] = r
		if !r.spec.Abstract {
			source.Policies = append(source.Policies, b.policy(r))
		}
	}
	s.program = rule.NewProgram(source)
}

// baseFields are the fields that the program of a base reads; nil without one.
func (s *Set) baseFields() *rule.FieldTable {
	if s == nil {
		return nil
	}
	return s.program.Fields()
}

// predicate compiles a condition, once for all that mean the same.
func (b *builder) predicate(c *Condition, event bool) rule.Predicate {
	if c == nil || c.Never {
		return rule.Predicate{}
	}
	p, done := b.compiled[c]
	if !done {
		p = b.intern(c, event)
		b.compiled[c] = p
	}
	return p
}

// intern is the Set's predicate for a condition.
func (b *builder) intern(c *Condition, event bool) rule.Predicate {
	key := c.canonical()
	if event {
		key = "event " + key
	}
	for s := b.set; s != nil; s = s.base {
		if p, ok := s.interned[key]; ok {
			return p
		}
	}
	p := b.compile(c, event)
	b.set.interned[key] = p
	return p
}

// policy is a policy with what it inherits.
func (b *builder) policy(r *resolved) rule.PolicyTerms {
	p := rule.PolicyTerms{
		Name:     r.spec.Name,
		Revision: r.revision,
		Kind:     kindTerms(cmp.Or(r.spec.Kind, SLA)),
		Match:    b.conjunction(r.match),
		Zone:     b.set.zone,
	}
	from, until := dateEnds(r.spec.Valid)
	p.ValidFrom, p.ValidUntil = dateNumber(from), dateNumber(until)
	for i := range r.targets {
		p.Targets = append(p.Targets, b.target(r, &r.targets[i]))
	}
	return p
}

// dateNumber is a date as the number yyyymmdd; 0 for no date.
func dateNumber(d calendar.Date) int { return d.Year*10_000 + int(d.Month)*100 + d.Day }

// kindTerms is a kind with its place in reports.
func kindTerms(k Kind) rule.Kind {
	return rule.Kind{Name: string(k), Order: slices.Index(kinds, k)}
}

// conjunction compiles the match conditions of a chain of policies.
func (b *builder) conjunction(conditions []*Condition) rule.Predicate {
	all := make([]rule.Predicate, len(conditions))
	for i, c := range conditions {
		all[i] = b.predicate(c, false)
	}
	if len(all) == 1 {
		return all[0]
	}
	return rule.And(all...)
}

// target is a target with every rule resolved.
func (b *builder) target(r *resolved, written *resolvedTarget) rule.TargetTerms {
	spec := b.set.effective(r, written)
	t := rule.TargetTerms{
		Metric:       b.set.metric(spec.Metric).Metric,
		When:         b.predicate(spec.When, false),
		Pause:        b.predicate(spec.Pause, false),
		Within:       spec.Within.terms(spec.DayCount),
		FromField:    spec.FromField,
		By:           spec.By,
		Matrix:       spec.Matrix.terms(spec.DayCount),
		Due:          spec.Due,
		Before:       spec.Before.Time,
		Calendar:     b.calendar(cmp.Or(written.calendar, r.calendar)),
		AtRisk:       spec.AtRisk.terms("", nil),
		OnChange:     rule.OnChange(slices.Index(onChanges, spec.OnChange)),
		OnReopen:     onReopenTerms(spec.OnReopen),
		ReopenWindow: spec.ReopenWindow.terms(""),
		NextOpen:     spec.Boundary == BoundaryNextOpen,
		Commitment:   string(spec.Commitment),
	}
	for _, e := range spec.Exclude {
		t.Exclude = append(t.Exclude, rule.Exclusion{When: b.predicate(e.When, false), Reason: e.Reason})
	}
	if spec.FromField != "" {
		count := spec.DayCount
		t.ReadBudget = func(text string) (rule.Budget, bool) {
			d, err := ParseDuration(text)
			return d.terms(count), err == nil
		}
	}
	for i := range spec.Thresholds {
		t.Thresholds = append(t.Thresholds, spec.Thresholds[i].terms()...)
	}
	return t
}

func onReopenTerms(r OnReopen) rule.OnReopen { return rule.OnReopen(slices.Index(onReopens, r)) }

// terms is the mark as the program keeps it.
func (m Mark) terms(name string, notify []string) rule.Mark {
	mark := rule.NewMark(int(m.Percent), m.Offset, name, notify)
	mark.FromStart = m.FromStart
	return mark
}

// terms are the threshold and its repetitions.
func (t *ThresholdSpec) terms() []rule.Mark {
	all := make([]rule.Mark, 1+t.Times)
	for i := range all {
		m := &all[i]
		*m = t.At.terms(t.name(), t.Notify)
		m.Wall = t.Wall
		if i > 0 {
			m.Offset += time.Duration(i) * t.Every.Time
			m.Name += " #" + strconv.Itoa(i+1)
		}
	}
	return all
}

// calendar compiles a choice of calendars, once; no choice is always open.
func (b *builder) calendar(choice *CalendarChoice) rule.CalendarChoice {
	if choice == nil {
		return rule.CalendarChoice{Default: rule.NamedCalendar{Always: b.alwaysOpen(b.set.zone)}}
	}
	if compiled, done := b.choices[choice]; done {
		return compiled
	}
	named := func(name string) rule.NamedCalendar {
		c := b.set.calendar(name)
		return rule.NamedCalendar{Name: name, Calendar: c, Always: b.alwaysOpen(c.Location()), Zoned: b.set.zoned(name)}
	}
	compiled := rule.CalendarChoice{Field: choice.Field, Default: named(cmp.Or(choice.Name, choice.Default))}
	if choice.Field != "" {
		compiled.ByValue = make(map[string]rule.NamedCalendar, len(choice.Map))
		for value, name := range choice.Map {
			compiled.ByValue[value] = named(name)
		}
	}
	b.choices[choice] = compiled
	return compiled
}

// zoned are the copies of a calendar whose zone a ticket names, of the Set or a base; nil
// if the zone is fixed. All Sets over a base share them.
func (s *Set) zoned(name string) *rule.Zoned {
	for ; s != nil; s = s.base {
		if z := s.copies[name]; z != nil {
			return z
		}
	}
	return nil
}

// newZoned prepares the copies of a calendar.
func newZoned(spec CalendarSpec) *rule.Zoned {
	return &rule.Zoned{Field: spec.ZoneField, Compile: func(zone string) (open, always *calendar.Calendar, ok bool) {
		in := spec.calendar()
		in.TimeZone = zone
		open, err := calendar.New(in)
		if err != nil {
			return nil, nil, false
		}
		always, err = calendar.New(calendar.Spec{TimeZone: zone, Hours: calendar.AlwaysOpen()})
		return open, always, err == nil
	}}
}

// alwaysOpen is a calendar that is always open, in a zone; nil if none is needed.
func (b *builder) alwaysOpen(zone *time.Location) *calendar.Calendar {
	if b.always == nil {
		return nil
	}
	c, done := b.always[zone.String()]
	if !done {
		// Its zone is that of a compiled calendar or of the file, so it is known.
		c, _ = calendar.New(calendar.Spec{TimeZone: zone.String(), Hours: calendar.AlwaysOpen()})
		b.always[zone.String()] = c
	}
	return c
}

// countsCalendarDays reports whether a target has calendar days.
func (r *resolved) countsCalendarDays() bool {
	return slices.ContainsFunc(r.targets, func(t resolvedTarget) bool {
		return t.FromField != "" || slices.ContainsFunc(t.budgets(), func(b budget) bool { return b.CalendarDays })
	})
}

// metrics compiles the metrics of the Set: the presets too, unless a base has
// them. (A zero Set has none.)
func (b *builder) metrics(own map[string]MetricSpec) {
	if b.set.base.metric("resolution") == nil {
		all := maps.Clone(presets())
		maps.Copy(all, own)
		own = all
	}
	b.set.metrics = make(map[string]*metric, len(own))
	for name, m := range own {
		b.set.metrics[name] = &metric{
			Metric: rule.NewMetric(rule.MetricTerms{
				Name:     name,
				Start:    b.predicate(m.Start, true),
				Stop:     b.predicate(m.Stop, true),
				Restart:  b.predicate(m.Restart, true),
				Cancel:   b.predicate(m.Cancel, true),
				Once:     m.Repeat != RepeatEach,
				OnReopen: onReopenTerms(cmp.Or(m.OnReopen, OnReopenResume)),
			}),
			onReopen: cmp.Or(m.OnReopen, OnReopenResume),
			pausable: m.Pausable == True,
			pause:    m.Pause,
		}
	}
}
