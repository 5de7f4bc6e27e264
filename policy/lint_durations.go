package policy

import (
	"cmp"
	"fmt"
	"maps"
	"slices"
	"strings"
	"time"

	"github.com/tenggat/sla/calendar"
	"github.com/tenggat/sla/policy/internal/code"
	"github.com/tenggat/sla/policy/internal/phrase"
	"github.com/tenggat/sla/policy/internal/source"
	"github.com/tenggat/sla/policy/rule"
)

// budget is one of the durations of a target, with the place where it is
// written below the target.
type budget struct {
	value  string   // of the fields by, in words; empty if the target has only one
	values []string // the same, one by one
	at     source.Path
	Duration
}

// of names the budget in a message: "8h for critical".
func (b budget) of() string {
	if b.value == "" {
		return b.String()
	}
	return b.String() + " for " + phrase.Quote(b.value)
}

func (t *TargetSpec) budgets() []budget {
	if !t.Within.IsZero() {
		return []budget{{at: "within", Duration: t.Within}}
	}
	var all []budget
	for c := range t.Matrix.cells() {
		if !c.None {
			all = append(all, budget{strings.Join(c.values, ", "), c.values, source.Path("within").Join(c.at), c.Within})
		}
	}
	return all
}

// marks looks for points before the deadline that lie before the start.
func (x *examination) marks() {
	for i := range x.targets {
		t := &x.targets[i]
		for _, b := range t.budgets() {
			for j := range t.Thresholds {
				if at := t.Thresholds[j].At; at.beforeStart(b.Duration) {
					x.find(i, source.Path("thresholds").At(j).Key("at"), code.MarkBeforeStart, "write a share such as 75%, or a shorter time",
						fmt.Sprintf("%s before the deadline is before the clock of %s starts, which has %s", phrase.Time(-at.Offset), phrase.Quote(t.label()), b.of()))
				}
			}
			if at := cmp.Or(t.AtRisk, x.spec.AtRisk); at.beforeStart(b.Duration) {
				x.find(i, "at_risk", code.MarkBeforeStart, "write a share such as 75%, or a shorter time",
					fmt.Sprintf("%s is at risk from the start: it has %s, and at_risk is %s before the deadline", phrase.Quote(t.label()), b.of(), phrase.Time(-at.Offset)))
			}
		}
	}
}

// beforeStart reports whether the mark is not after the start of a clock with
// so much counted time.
func (m Mark) beforeStart(d Duration) bool { return m.Offset < 0 && d.Time > 0 && -m.Offset >= d.Time }

// durations looks at each target's durations with its calendars.
func (x *examination) durations() {
	// An abstract policy may leave the calendar to those that extend it.
	limited := !x.spec.Abstract && x.set.hasClosingCalendar()
	for i := range x.targets {
		t := &x.targets[i]
		calendars := x.calendarsOf(t)
		if len(calendars) == 0 && limited && t.Due == "" {
			x.find(i, "", code.NoCalendar, `name a calendar, of the target or the policy; for round the clock name one with hours: 24x7`,
				phrase.Quote(t.label())+" counts round the clock, because neither it nor the policy names a calendar")
		}
		for _, name := range calendars {
			x.lengths(i, name)
		}
	}
}

// lengths looks at the durations of a target with one of its calendars.
func (x *examination) lengths(i int, name string) {
	t, c := &x.targets[i], x.set.calendar(name)
	week, longest := x.weekOf(c)
	closes := week < 7*24*time.Hour
	for _, b := range t.budgets() {
		tooLong := closes && b.Time > week
		if endless := !closes && b.Days > 0 && !b.CalendarDays; !tooLong && !endless || !x.meet(t, name, b) {
			continue
		}
		if tooLong {
			if day := x.typicalDay(c, longest); day > 0 {
				x.find(i, b.at, code.HoursForDays, fmt.Sprintf("if days were meant write %s; if this much open time is meant leave it", inDays(b.Time, day)),
					fmt.Sprintf("%s is more than a whole week of the calendar %q, which is open %s a week", b.of(), name, phrase.Time(week)))
			}
			continue
		}
		x.find(i, b.at, code.DaysWithoutNights, fmt.Sprintf("write %s, or name the calendar of a working week", phrase.Time(time.Duration(b.Days)*24*time.Hour)),
			fmt.Sprintf("the calendar %q never closes, so each of %s is any day of the week", name, b.of()))
	}
}

// meet reports that a ticket of the target may have the duration with the calendar: both
// may be chosen by one field, or the tickets of the policy have some of its values only.
func (x *examination) meet(t *resolvedTarget, name string, b budget) bool {
	choice := cmp.Or(t.calendar, x.calendar)
	if choice.Field == "" {
		return true
	}
	when, weight := rule.And(x.match, statePredicate(t.When)), t.When.weight()
	for _, c := range x.resolved.match {
		weight += c.weight()
	}
	possible := func(c Condition) bool {
		c.Field = choice.Field
		return x.Spend(1+(len(c.In)+len(c.NotIn))*weight/16) && !x.Impossible(when, statePredicate(&c))
	}
	named := t.Matrix // the values that have a duration of their own
	switch level := slices.Index(t.By, choice.Field); {
	case level < 0:
		named = nil
	case b.values[level] != rule.Otherwise:
		value := b.values[level]
		return cmp.Or(choice.Map[value], choice.Default) == name && possible(Condition{In: []string{value}})
	default:
		for _, value := range b.values[:level] {
			named = named[value].Matrix
		}
	}
	var here []string
	others := slices.Collect(maps.Keys(named))
	for value, to := range choice.Map {
		others = append(others, value)
		if _, own := named[value]; to == name && !own {
			here = append(here, value)
		}
	}
	return x.Spend(len(others)) &&
		(len(here) > 0 && possible(Condition{In: here}) || name == choice.Default && possible(Condition{NotIn: others}))
}

// inDays is counted time as the nearest number of working days.
func inDays(d, day time.Duration) Duration {
	//narrowing:ok no more than maxDays
	return Duration{Days: int(min(d/day+d%day*2/day, maxDays))}
}

// typicalDay is how long the commonest day of a week is open; the longest of several. A
// window belongs to the day it starts on. It is zero if that takes too much work.
func (x *examination) typicalDay(c *calendar.Calendar, week time.Time) time.Duration {
	days, lengths := make(map[string]time.Duration), make(map[time.Duration]int)
	for s := range c.Spans(week, week.AddDate(0, 0, 7)) {
		if !x.Spend(4) {
			return 0
		}
		if s.Open {
			days[s.From.In(c.Location()).Format(time.DateOnly)] += s.Until.Sub(s.From)
		}
	}
	for _, length := range days {
		lengths[length]++
	}
	var typical time.Duration
	for length, count := range lengths {
		if most := lengths[typical]; count > most || count == most && length > typical {
			typical = length
		}
	}
	return typical
}

// calendarsOf are the names of the calendars that may count a target.
func (x *examination) calendarsOf(t *resolvedTarget) []string {
	choice := cmp.Or(t.calendar, x.calendar)
	switch {
	case choice == nil:
		return nil
	case choice.Field == "":
		return []string{choice.Name}
	}
	x.Spend(len(choice.Map))
	names := append(slices.Collect(maps.Values(choice.Map)), choice.Default)
	slices.Sort(names)
	return slices.Compact(names)
}

// hasClosingCalendar reports whether the Set or its base has a calendar that
// is not always open.
func (s *Set) hasClosingCalendar() bool {
	for ; s != nil; s = s.base {
		for _, c := range s.calendars {
			if _, err := c.NextClose(time.Time{}); err == nil {
				return true
			}
		}
	}
	return false
}

// weekOf is how long a calendar is open in a week: the longest of a year's, and when that
// begins.
func (x *examination) weekOf(c *calendar.Calendar) (open time.Duration, longest time.Time) {
	x.Spend(53)
	start := x.referenceDate()
	for i := range 53 {
		week := start.AddDate(0, 0, 7*i)
		if e := c.Elapsed(week, week.AddDate(0, 0, 7)); e > open {
			open, longest = e, week
		}
	}
	return open, longest
}

// responseFirst looks for resolutions that are due no later than the first
// response.
func (x *examination) responseFirst() {
	for i := range x.targets {
		solve := &x.targets[i]
		if solve.Metric != "resolution" && solve.Metric != "first_resolution" && solve.Metric != "total_resolution" {
			continue
		}
		answer := x.besides(solve, "first_response")
		if answer == nil {
			continue
		}
		for _, pair := range pairs(&answer.TargetSpec, &solve.TargetSpec) {
			if x.noLater(answer, solve, pair) {
				x.find(i, pair.solve.at, code.EarlyResolution, "give the resolution more time than the first response",
					fmt.Sprintf("%s of %s is due no later than the first response of %s", solve.Metric, pair.solve.of(), pair.answer.of()))
			}
		}
	}
}

// besides is the target of a metric that a ticket has whenever it has the
// other; nil if that is not sure.
func (x *examination) besides(other *resolvedTarget, metric string) *resolvedTarget {
	when := rule.And(x.match, statePredicate(other.When))
	for _, i := range x.byMetric[metric] {
		t := &x.targets[i]
		switch {
		case x.Implies(when, statePredicate(t.When)):
			return t
		case !x.Impossible(when, statePredicate(t.When)):
			return nil
		}
	}
	return nil
}

// pair is a first response and a resolution that one ticket can have.
type pair struct{ answer, solve budget }

// pairs are the budgets of two targets that belong together, value by value.
// Where different fields choose, nothing is sure.
func pairs(answer, solve *TargetSpec) []pair {
	if len(answer.By) > 1 || len(solve.By) > 1 || answer.FromField != "" || solve.FromField != "" ||
		answer.By != nil && solve.By != nil && answer.By[0] != solve.By[0] {
		return nil
	}
	values := slices.AppendSeq(slices.Collect(maps.Keys(answer.Matrix)), maps.Keys(solve.Matrix))
	if len(values) == 0 {
		values = []string{""}
	}
	slices.Sort(values)
	var all []pair
	for _, value := range slices.Compact(values) {
		a, ok1 := answer.budgetFor(value)
		s, ok2 := solve.budgetFor(value)
		if ok1 && ok2 {
			all = append(all, pair{a, s})
		}
	}
	return all
}

// budgetFor is the budget of tickets with a value of the field by.
func (t *TargetSpec) budgetFor(value string) (budget, bool) {
	all := t.budgets()
	if _, named := t.Matrix[value]; !named {
		value = rule.Otherwise
	}
	if i := slices.IndexFunc(all, func(b budget) bool { return b.value == value || t.By == nil }); i >= 0 {
		return all[i], true
	}
	return budget{}, false
}

// noLater reports that, whenever a ticket of four weeks is created, its
// resolution is due no later than its first response.
func (x *examination) noLater(answer, solve *resolvedTarget, p pair) bool {
	answers, solves := x.calendarsOf(answer), x.calendarsOf(solve)
	if len(answers) > 1 || len(solves) > 1 || p.answer.CalendarDays || p.solve.CalendarDays {
		return false
	}
	answerCalendar, solveCalendar := x.only(answers), x.only(solves)
	start := x.referenceDate()
	x.Spend(4 * 7 * 4)
	for i := range 4 * 7 * 4 {
		created := start.Add(time.Duration(i) * 6 * time.Hour)
		answered, err1 := p.answer.terms(cmp.Or(answer.DayCount, x.spec.DayCount)).End(answerCalendar, created)
		solved, err2 := p.solve.terms(cmp.Or(solve.DayCount, x.spec.DayCount)).End(solveCalendar, created)
		if err1 != nil || err2 != nil || solved.After(answered) {
			return false
		}
	}
	return true
}

func (x *examination) only(names []string) *calendar.Calendar {
	if len(names) == 0 {
		return nil
	}
	return x.set.calendar(names[0])
}

// values looks for targets that choose by one field, each with a value the
// other does not have.
func (x *examination) values() {
	firsts := make(map[string]*resolvedTarget)
	for i := range x.targets {
		t := &x.targets[i]
		if !closed(t) {
			continue
		}
		key := phrase.Quote(t.By[0]) + t.When.canonical()
		before, ok := firsts[key]
		if !ok {
			firsts[key] = t
			continue
		}
		here, there := missing(t.Matrix, before.Matrix), missing(before.Matrix, t.Matrix)
		if here != nil && there != nil && !(x.covers(t) && x.covers(before)) {
			x.find(i, source.Path("within").Key(here[0]), code.UnevenValues, "use the same values, or add default",
				fmt.Sprintf("%s has a duration where %s is %s, but %s has one where it is %s", phrase.Quote(t.label()), phrase.Quote(t.By[0]), phrase.OneOf(here), phrase.Quote(before.label()), phrase.OneOf(there)))
		}
	}
}

// covers reports that the tickets of a target have none but the values it has durations for.
func (x *examination) covers(t *resolvedTarget) bool {
	values := slices.Collect(maps.Keys(t.Matrix))
	return x.Implies(rule.And(x.match, statePredicate(t.When)), statePredicate(&Condition{Field: t.By[0], In: values}))
}

// closed reports whether a target has durations for some values only.
func closed(t *resolvedTarget) bool {
	_, open := t.Matrix[rule.Otherwise]
	return len(t.Matrix) > 0 && len(t.By) == 1 && !open
}

// missing are the keys of a that b does not have.
func missing(a, b Matrix) []string {
	var found []string
	for _, v := range slices.Sorted(maps.Keys(a)) {
		if _, ok := b[v]; !ok {
			found = append(found, v)
		}
	}
	return found
}
