package policy

import (
	"cmp"
	"fmt"
	"maps"
	"slices"
	"strings"

	"github.com/tenggat/sla/policy/internal/phrase"
	"github.com/tenggat/sla/policy/rule"
)

// Diff says what is different in another Set, usually the next revision: one
// change a line, in the words of the policy language and in the order of a
// file. It compares what the policies amount to after inheritance, so that a
// change of an inherited target is reported once, for all policies it concerns:
//
//	vip: first_response critical 15m → 10m
//	corporate, chat, standard: resolution medium 2bd → 1bd
//	calendar office: holiday 2026-08-18 ("Company anniversary") removed
//
// The lists of the same Set, and of one that was only written differently, are
// empty.
func (s *Set) Diff(other *Set) []string {
	before, after := s.Spec(), other.Spec()
	var d differ
	d.compare("", before.settings(), after.settings())
	d.compare("agreement", before.Agreement.attributes(), after.Agreement.attributes())
	d.statuses(before.Statuses, after.Statuses)
	each(&d, "calendar", before.Calendars, after.Calendars, (*CalendarSpec).attributes)
	each(&d, "metric", before.allMetrics(), after.allMetrics(), (*MetricSpec).attributes)
	d.policies(s, other, before.Policies, after.Policies)
	d.objectives(before.Objectives, after.Objectives)
	return d.lines
}

// attribute is one thing that something says, such as "boundary" and "close".
type attribute struct{ label, value string }

// attributes are all that something says. Where a label is there twice, both
// count.
type attributes []attribute

func (a *attributes) add(label, value string) { *a = append(*a, attribute{label, value}) }

// words adds an attribute whose absence has a meaning of its own.
func (a *attributes) words(label, value, absent string) { a.add(label, cmp.Or(value, absent)) }

// list adds each text of a list, as something that may be added or removed.
func (a *attributes) list(label string, texts []string) {
	for _, text := range texts {
		a.add(label+" "+phrase.Quote(text), "")
	}
}

// byLabel are the values of each label, and the labels in order.
func (a attributes) byLabel() (values map[string]string, labels []string) {
	all := make(map[string][]string)
	for _, one := range a {
		if all[one.label] == nil {
			labels = append(labels, one.label)
		}
		all[one.label] = append(all[one.label], one.value)
	}
	values = make(map[string]string, len(all))
	for label, several := range all {
		values[label] = strings.Join(several, " and ")
	}
	return values, labels
}

// differ collects changes.
type differ struct {
	lines []string
}

func (d *differ) say(what, change string) {
	if what != "" {
		change = what + ": " + change
	}
	d.lines = append(d.lines, change)
}

// compare reports the changes of something.
func (d *differ) compare(what string, before, after attributes) {
	for _, change := range changes(before, after) {
		d.say(what, change)
	}
}

func changes(before, after attributes) []string {
	var found []string
	old, oldLabels := before.byLabel()
	now, labels := after.byLabel()
	for _, label := range labels {
		was, known := old[label]
		switch value := now[label]; {
		case !known:
			found = append(found, spaced(label, bracketed(value), "added"))
		case was != value:
			found = append(found, spaced(label, was, "→", value))
		}
	}
	for _, label := range oldLabels {
		if _, stays := now[label]; !stays {
			found = append(found, spaced(label, bracketed(old[label]), "removed"))
		}
	}
	return found
}

// spaced joins the words that say something.
func spaced(words ...string) string {
	return strings.Join(slices.DeleteFunc(words, func(w string) bool { return w == "" }), " ")
}

func bracketed(value string) string {
	if value == "" {
		return ""
	}
	return "(" + value + ")"
}

// summary says attributes in one line.
func (a attributes) summary() string {
	parts := make([]string, len(a))
	for i, one := range a {
		parts[i] = spaced(one.label, one.value)
	}
	return strings.Join(parts, ", ")
}

// without leaves out what is as in other.
func (a attributes) without(other attributes) attributes {
	return slices.DeleteFunc(slices.Clone(a), func(one attribute) bool { return slices.Contains(other, one) })
}

// each reports what is new, changed and gone among things with names.
func each[T any](d *differ, what string, before, after map[string]T, of func(*T) attributes) {
	for _, name := range slices.Sorted(maps.Keys(after)) {
		now := after[name]
		old, known := before[name]
		if !known {
			var nothing T
			d.say(what+" "+phrase.Quote(name), "added, "+of(&now).without(of(&nothing)).summary())
			continue
		}
		d.compare(what+" "+phrase.Quote(name), of(&old), of(&now))
	}
	for _, name := range slices.Sorted(maps.Keys(before)) {
		if _, stays := after[name]; !stays {
			d.say(what+" "+phrase.Quote(name), "removed")
		}
	}
}

func (s *Spec) settings() attributes {
	var a attributes
	a.words("revision", maybeQuote(s.Revision), "none")
	a.words("time_zone", s.TimeZone, "UTC unless a calendar names one")
	return a
}

func maybeQuote(text string) string {
	if text == "" {
		return ""
	}
	return phrase.Quote(text)
}

func (g *Agreement) attributes() attributes {
	var a attributes
	a.words("name", maybeQuote(g.Name), "none")
	a.words("provider", maybeQuote(g.Provider), "none")
	a.words("customer", maybeQuote(g.Customer), "none")
	a.words("type", g.Type, "none")
	a.list("service", g.Services)
	a.list("channel", g.Channels)
	a.add("term", rangeWords(g.Term))
	a.words("review", g.Review, "none")
	a.list("the provider promises", g.Obligations.Provider)
	a.list("the customer promises", g.Obligations.Customer)
	return a
}

// statuses reports statuses whose category is another.
func (d *differ) statuses(before, after map[Category][]string) {
	old, now := byStatus(before), byStatus(after)
	for _, text := range slices.Sorted(maps.Keys(union(maps.Clone(old), now))) {
		was, is := categoryWords(old, text), categoryWords(now, text)
		if was != is {
			d.say("status "+phrase.Quote(text), was+" → "+is)
		}
	}
}

// byStatus are the categories of statuses.
func byStatus(statuses map[Category][]string) map[string]Category {
	all := make(map[string]Category)
	for category, texts := range statuses {
		for _, text := range texts {
			all[text] = category
		}
	}
	return all
}

func categoryWords(statuses map[string]Category, text string) string {
	if category, known := statuses[text]; known {
		return string(category)
	}
	if slices.Contains(categories, Category(text)) {
		return text
	}
	return fmt.Sprintf("%s, not mapped", CategoryOpen)
}

// allMetrics are the metrics of a Spec, presets too.
func (s *Spec) allMetrics() map[string]MetricSpec {
	all := maps.Clone(presets())
	for name, m := range s.Metrics {
		all[name] = m.over(all[name])
	}
	return all
}

func (m *MetricSpec) attributes() attributes {
	var a attributes
	a.words("description", maybeQuote(m.Description), "none")
	a.add("start", conditionWords(m.Start, true, "never"))
	a.add("stop", conditionWords(m.Stop, true, "never"))
	a.add("restart", conditionWords(m.Restart, true, "never"))
	a.add("cancel", conditionWords(m.Cancel, true, "never"))
	a.add("pause", conditionWords(m.Pause, false, "none of its own"))
	pausable := "no"
	if m.Pausable == True {
		pausable = "yes"
	}
	a.add("pausable", pausable)
	a.words("repeat", string(m.Repeat), string(RepeatOnce))
	a.words("on_reopen", string(m.OnReopen), string(OnReopenResume))
	return a
}

// conditionWords says a predicate.
func conditionWords(c *Condition, event bool, absent string) string {
	switch {
	case c == nil:
		return absent
	case c.Never:
		return never
	}
	return compileCondition(c, event, rule.NewFieldTable(nil)).String()
}
