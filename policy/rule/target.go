package rule

import (
	"iter"
	"maps"
	"slices"
	"time"

	"github.com/tenggat/sla/calendar"
)

// OnChange is what becomes of a running instance when another target takes
// over.
type OnChange uint8

// The values of OnChange, in the order of the policy language.
const (
	Carry OnChange = iota
	Retroactive
	Restart
	Keep
)

// OnReopen is what becomes of an instance that a status ended, when the ticket
// is reopened.
type OnReopen uint8

// The values of OnReopen, in the order of the policy language.
const (
	Resume OnReopen = iota
	CountSolved
	StartAnew
	Ignore
)

// Mark is a named point on the way to a deadline or past it.
type Mark struct {
	Percent   int           // of the target, in thousandths of one per cent; 0: all of it
	Offset    time.Duration // and counted time from there, negative is before it
	FromStart bool          // Offset is from the start
	Wall      bool          // Offset is plain time
	Name      string
	notify    []string
}

// NewMark makes a mark. It keeps a copy of notify.
func NewMark(percent int, offset time.Duration, name string, notify []string) Mark {
	return Mark{Percent: percent, Offset: offset, Name: name, notify: slices.Clone(notify)}
}

// IsZero reports whether there is no mark.
func (m Mark) IsZero() bool { return m.Percent == 0 && m.Offset == 0 }

// Notify are the recipients, as a new slice; nil if there are none.
func (m Mark) Notify() []string { return slices.Clone(m.notify) }

// TargetTerms describe a target with every rule resolved.
type TargetTerms struct {
	Metric       Metric
	When         Predicate // zero always holds
	Pause        Predicate // the one pause rule that holds; zero never pauses
	Within       Budget
	FromField    string // the field that holds the budget, in the place of Within
	ReadBudget   func(text string) (Budget, bool)
	By           []string // the fields that choose from Matrix, one after the other
	Matrix       map[string]Choice
	Due          string        // the field that holds the deadline
	Before       time.Duration // counted, of the deadline before the instant in Due
	Calendar     CalendarChoice
	AtRisk       Mark
	Thresholds   []Mark
	OnChange     OnChange
	OnReopen     OnReopen
	ReopenWindow Budget // zero is no limit
	Exclude      []Exclusion
	Commitment   string // how firm the promise is
	NextOpen     bool   // a budget that ends at closing time ends at the next opening
}

// Choice is what a value of a field leads to: a budget, nothing, or choices by the
// next field.
type Choice struct {
	Budget Budget
	None   bool
	By     map[string]Choice
}

// Exclusion marks the instances of tickets for which a condition holds.
type Exclusion struct {
	When   Predicate
	Reason string
}

// CalendarChoice names a calendar, or chooses one by a ticket field. The zero
// CalendarChoice is always open.
type CalendarChoice struct {
	Field   string
	ByValue map[string]NamedCalendar
	Default NamedCalendar
}

// NamedCalendar is a calendar with its name.
type NamedCalendar struct {
	Name     string
	Calendar *calendar.Calendar
	Always   *calendar.Calendar // always open, in its zone: for calendar days
	Zoned    *Zoned             // nil: the zone is fixed
	zone     int                // number of the field that holds the zone
}

// Otherwise is the key of a matrix for all values that it does not name.
const Otherwise = "default"

// Target is a compiled target of a [Policy]. The zero Target is none.
type Target struct{ t *target }

type target struct {
	TargetTerms
	policy    *policy
	timer     int
	pauseRule int
	due, from int   // numbers of fields
	by        []int // numbers of fields
	chooser   int   // number of the field that chooses the calendar
	choices   map[string]*choice
	only      *Given // of Within; nil if there is none
}

// choice is a compiled [Choice].
type choice struct {
	given *Given
	none  bool
	by    map[string]*choice
}

func compileChoices(terms map[string]Choice) map[string]*choice {
	all := make(map[string]*choice, len(terms))
	for value, c := range terms {
		one := &choice{none: c.None}
		switch {
		case c.By != nil:
			one.by = compileChoices(c.By)
		case !c.None:
			one.given = Give(c.Budget)
		}
		all[value] = one
	}
	return all
}

// Given is a budget that a target gives, with its text in the policy language. It
// does not change.
type Given struct {
	Budget
	Text string
}

// Give makes a Given.
func Give(b Budget) *Given { return &Given{b, b.String()} }

// newTarget compiles terms. It keeps copies of their maps and lists.
func newTarget(terms *TargetTerms, p *policy, fields *FieldTable) *target {
	t := &target{TargetTerms: *terms, policy: p, pauseRule: -1}
	t.choices, t.Matrix = compileChoices(terms.Matrix), nil
	if !t.Within.IsZero() {
		t.only = Give(t.Within)
	}
	t.Calendar.ByValue = maps.Clone(terms.Calendar.ByValue)
	t.Thresholds = slices.Clone(terms.Thresholds)
	t.Exclude = slices.Clone(terms.Exclude)
	number := func(name string) int {
		if name == "" {
			return 0
		}
		return fields.number(name)
	}
	t.by = make([]int, len(t.By))
	for i, name := range t.By {
		t.by[i] = number(name)
	}
	zoned := func(c NamedCalendar) NamedCalendar {
		if c.Zoned != nil {
			c.zone = number(c.Zoned.Field)
		}
		return c
	}
	t.Calendar.Default = zoned(t.Calendar.Default)
	for value, c := range t.Calendar.ByValue {
		t.Calendar.ByValue[value] = zoned(c)
	}
	t.due, t.from, t.chooser = number(t.Due), number(t.FromField), number(t.Calendar.Field)
	return t
}

// IsZero reports whether there is no target.
func (t Target) IsZero() bool { return t.t == nil }

// Policy is the policy whose target it is.
func (t Target) Policy() Policy { return Policy{t.t.policy} }

// Metric is what the target measures.
func (t Target) Metric() Metric { return t.t.Metric }

// Timer is the target's index among the timers of the Program.
func (t Target) Timer() int { return t.t.timer }

// When is the condition under which the target applies.
func (t Target) When() Predicate { return t.t.When }

// PauseRule is the index of the target's pause rule in the Program; -1 is none.
func (t Target) PauseRule() int { return t.t.pauseRule }

// AtRisk is the point from which the target is at risk; it may be zero.
func (t Target) AtRisk() Mark { return t.t.AtRisk }

// Thresholds is the number of the target's thresholds.
func (t Target) Thresholds() int { return len(t.t.Thresholds) }

// Threshold is a threshold of the target.
func (t Target) Threshold(i int) Mark { return t.t.Thresholds[i] }

// OnChange is the rule for a running instance that this target takes over.
func (t Target) OnChange() OnChange { return t.t.OnChange }

// OnReopen is the rule for an instance of this target when the ticket is
// reopened.
func (t Target) OnReopen() OnReopen { return t.t.OnReopen }

// ReopenWindow limits OnReopen: a later reopening starts anew. Zero is no
// limit.
func (t Target) ReopenWindow() Budget { return t.t.ReopenWindow }

// NextOpen reports whether a budget that ends at closing time ends at the next
// opening.
func (t Target) NextOpen() bool { return t.t.NextOpen }

// Commitment is how firm the promise is; empty is firm.
func (t Target) Commitment() string { return t.t.Commitment }

// Excluded reports whether the instances of a ticket are to be left out of figures,
// and why.
func (t Target) Excluded(s *Ticket) (reason string, excluded bool) {
	for i := range t.t.Exclude {
		if e := &t.t.Exclude[i]; e.When.Holds(s) {
			return e.Reason, true
		}
	}
	return "", false
}

// HasDue reports whether the deadline is a ticket field.
func (t Target) HasDue() bool { return t.t.Due != "" }

// Before is how much counted time before the instant in the field the deadline is.
func (t Target) Before() time.Duration { return t.t.Before }

// CalendarNamed is a calendar by which the target may count a budget, which may be
// nil; the empty name is always open. The zone is empty unless a ticket names it.
func (t Target) CalendarNamed(name, zone string, b *Given) (c *calendar.Calendar, ok bool) {
	for named := range t.t.Calendar.all() {
		if named.Name != name {
			continue
		}
		if named.Zoned != nil && zone != "" {
			if named.Calendar, named.Always, ok = named.Zoned.named(named, zone); !ok {
				return nil, false
			}
		}
		return named.countOf(b), true
	}
	return nil, false
}

// all are the calendars of a choice, the default first.
func (c *CalendarChoice) all() iter.Seq[NamedCalendar] {
	return func(yield func(NamedCalendar) bool) {
		if !yield(c.Default) {
			return
		}
		for _, named := range c.ByValue {
			if !yield(named) {
				return
			}
		}
	}
}

// countOf is the calendar by which a budget, which may be nil, is counted.
func (c *NamedCalendar) countOf(b *Given) *calendar.Calendar {
	if b != nil && b.CalendarDays {
		return c.Always
	}
	return c.Calendar
}

// ChoosingField is the field that holds the deadline or chooses the budget, and
// the ticket's values of it. Where several fields choose, it is the first that
// leads to nothing, or the last. The name is empty if there is no such field.
func (t Target) ChoosingField(s *Ticket) (name string, values []string) {
	switch {
	case t.HasDue():
		return t.t.Due, s.values(t.t.due)
	case len(t.t.by) == 0:
		return "", nil
	}
	_, level := t.t.chosen(s)
	return t.t.By[level], s.values(t.t.by[level])
}

// PromisesNothing reports whether the ticket's values choose that nothing is
// promised.
func (t Target) PromisesNothing(s *Ticket) bool {
	c, _ := t.t.chosen(s)
	return c != nil && c.none
}

// UnreadBudget reports whether the field that holds the budget has a value that is not
// a duration, so that the default holds, and returns the field and its values.
func (t Target) UnreadBudget(s *Ticket) (field string, values []string, unread bool) {
	if t.t.FromField == "" {
		return "", nil, false
	}
	values = s.values(t.t.from)
	_, ok := t.t.fromField(s)
	return t.t.FromField, values, !ok && len(values) > 0
}

// UnknownZone reports whether the field that holds the zone of a ticket's calendar names a
// zone that there is not, and returns the field and its values.
func (t Target) UnknownZone(s *Ticket) (field string, values []string, unknown bool) {
	c := t.t.Calendar.choose(t.t.chooser, s)
	if c.Zoned == nil {
		return "", nil, false
	}
	values = s.values(c.zone)
	if zone, ok := single(values); ok {
		_, _, known := c.Zoned.named(c, zone)
		return c.Zoned.Field, values, !known
	}
	return c.Zoned.Field, values, len(values) > 0
}

// UnmappedCalendar reports whether a ticket's calendar is the default of the choice although
// the field that chooses has a value, and returns the field and its values.
func (t Target) UnmappedCalendar(s *Ticket) (field string, values []string, unmapped bool) {
	c := &t.t.Calendar
	if c.ByValue == nil {
		return "", nil, false
	}
	values = s.values(t.t.chooser)
	if value, ok := single(values); ok {
		_, mapped := c.ByValue[value]
		return c.Field, values, !mapped
	}
	return c.Field, values, len(values) > 0
}

// Binding is a target with the choices made that depend on a ticket's fields.
type Binding struct {
	Target       Target
	Calendar     *calendar.Calendar // nil is always open
	CalendarName string
	Budget       *Given // nil if the deadline is a ticket field
}

// BudgetNamed is a budget that the target may give, by its text; nil for the empty
// text, which is that of a deadline from a field.
func (t Target) BudgetNamed(text string, fromArrival bool) (b *Given, ok bool) {
	if text == "" {
		return nil, t.HasDue()
	}
	named := func(b *Given) bool { return b != nil && b.Text == text && b.FromArrival == fromArrival }
	if named(t.t.only) {
		return t.t.only, true
	}
	if t.t.FromField != "" {
		if read, ok := t.t.ReadBudget(text); ok {
			return Give(read), true
		}
	}
	return budgetAmong(t.t.choices, named)
}

func budgetAmong(choices map[string]*choice, named func(*Given) bool) (b *Given, ok bool) {
	for _, c := range choices {
		if named(c.given) {
			return c.given, true
		}
		if b, ok := budgetAmong(c.by, named); ok {
			return b, true
		}
	}
	return nil, false
}

// Bind makes the choices for a ticket and sets b. It reports false where they
// lead to no target. The instant is the deadline that a ticket field holds, if
// the target has one.
func (t Target) Bind(b *Binding, s *Ticket) (due time.Time, ok bool) {
	b.Target = t
	chosen := t.t.Calendar.choose(t.t.chooser, s)
	if chosen.Zoned != nil {
		chosen = chosen.Zoned.in(chosen, s)
	}
	b.CalendarName, b.Calendar, b.Budget = chosen.Name, chosen.Calendar, nil
	if t.HasDue() {
		return t.t.deadline(b.Calendar, s)
	}
	if b.Budget = t.t.budget(s); b.Budget == nil {
		return time.Time{}, false
	}
	b.Calendar = chosen.countOf(b.Budget)
	return time.Time{}, true
}

// budget is how long the target gives a ticket; nil if its fields choose nothing.
func (t *target) budget(s *Ticket) *Given {
	if len(t.by) > 0 {
		if c, _ := t.chosen(s); c != nil {
			return c.given
		}
		return nil
	}
	if t.FromField != "" {
		if b, ok := t.fromField(s); ok {
			return Give(b)
		}
	}
	return t.only
}

// fromField is the budget that a field holds.
func (t *target) fromField(s *Ticket) (b Budget, ok bool) {
	text, ok := single(s.values(t.from))
	if !ok {
		return b, false
	}
	return t.ReadBudget(text)
}

// chosen is the choice for a ticket, with the index of the field that made it; nil if
// the field with that index has no value that leads on.
func (t *target) chosen(s *Ticket) (c *choice, level int) {
	choices := t.choices
	for level, field := range t.by {
		c = nil
		if value, ok := single(s.values(field)); ok {
			c = choices[value]
		}
		if c == nil {
			c = choices[Otherwise]
		}
		if c == nil || c.by == nil {
			return c, level
		}
		choices = c.by
	}
	return nil, len(t.by) - 1 // a matrix has as many levels as there are fields, at most
}

// choose is the calendar for a ticket; field is the number of the choice's
// field.
func (c *CalendarChoice) choose(field int, s *Ticket) NamedCalendar {
	if c.ByValue == nil {
		return c.Default
	}
	if value, ok := single(s.values(field)); ok {
		if mapped, ok := c.ByValue[value]; ok {
			return mapped
		}
	}
	return c.Default
}

// deadline is the deadline that a field holds, or counted time before it.
func (t *target) deadline(c *calendar.Calendar, s *Ticket) (time.Time, bool) {
	due, ok := instantIn(s.values(t.due))
	if !ok || t.Before == 0 {
		return due, ok
	}
	due, err := c.Add(due, -t.Before)
	return due, err == nil
}

// instantIn is the instant that a field holds.
func instantIn(values []string) (time.Time, bool) {
	value, ok := single(values)
	if !ok {
		return time.Time{}, false
	}
	t, err := time.Parse(time.RFC3339, value)
	return t, err == nil
}
