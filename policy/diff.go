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

// Difference is one change between two Sets.
type Difference struct {
	// Section is the key of the file that the change is in, such as "calendars"
	// or "policies"; empty for the settings of the whole file.
	Section string
	// Names are the names of what has changed: one calendar, status, metric or
	// objective, or all policies that have changed in the same way.
	Names []string
	// Change is what has changed, in the words of the policy language, such as
	// "first_response critical 15m → 10m".
	Change string
}

// String prints the difference on one line:
//
//	vip: first_response critical 15m → 10m
//	corporate, chat, standard: resolution medium 2bd → 1bd
//	calendar office: holiday 2026-08-18 ("Company anniversary") removed
func (d Difference) String() string {
	names := make([]string, len(d.Names))
	for i, name := range d.Names {
		names[i] = phrase.Quote(name)
	}
	subject := strings.TrimSpace(sectionWords[d.Section] + " " + strings.Join(names, ", "))
	if d.Section == "objectives" {
		subject = "objective " + strings.Join(d.Names, ", ")
	}
	if subject == "" {
		return d.Change
	}
	return subject + ": " + d.Change
}

// sectionWords are the words before the names of what has changed.
var sectionWords = map[string]string{
	"agreement": "agreement", "calendars": "calendar", "metrics": "metric", "statuses": "status",
}

// Diff lists what is different in another Set, usually the next revision, in the
// order of a file. It compares the policies after inheritance, so that the change
// of an inherited target is listed once, with all policies that it concerns. It
// is for those who review a change: no result depends on it.
//
// Two Sets that differ only in how they are written have no differences.
func (s *Set) Diff(other *Set) []Difference {
	before, after := s.Spec(), other.Spec()
	var d differ
	d.compare("", "", before.settings(), after.settings())
	d.compare("agreement", "", before.Agreement.attributes(), after.Agreement.attributes())
	d.statuses(before.Statuses, after.Statuses)
	each(&d, "calendars", before.Calendars, after.Calendars, (*CalendarSpec).attributes)
	each(&d, "metrics", before.allMetrics(), after.allMetrics(), (*MetricSpec).attributes)
	d.policies(s, other, before.Policies, after.Policies)
	d.objectives(before.Objectives, after.Objectives)
	return d.found
}

// attribute is one property of something, with its value, such as "boundary" and "close".
type attribute struct{ label, value string }

// attributes are all properties of something. Where a label is there twice, both
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

// differ collects differences.
type differ struct {
	found []Difference
}

// add adds a change of something; the name may be empty.
func (d *differ) add(section, name, change string) {
	one := Difference{Section: section, Change: change}
	if name != "" {
		one.Names = []string{name}
	}
	d.found = append(d.found, one)
}

// compare adds the changes of something.
func (d *differ) compare(section, name string, before, after attributes) {
	for _, change := range changes(before, after) {
		d.add(section, name, change)
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

// spaced joins the words that are not empty.
func spaced(words ...string) string {
	return strings.Join(slices.DeleteFunc(words, func(w string) bool { return w == "" }), " ")
}

func bracketed(value string) string {
	if value == "" {
		return ""
	}
	return "(" + value + ")"
}

// summary writes attributes in one line.
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
func each[T any](d *differ, section string, before, after map[string]T, of func(*T) attributes) {
	for _, name := range slices.Sorted(maps.Keys(after)) {
		now := after[name]
		old, known := before[name]
		if !known {
			var nothing T
			d.add(section, name, "added, "+of(&now).without(of(&nothing)).summary())
			continue
		}
		d.compare(section, name, of(&old), of(&now))
	}
	for _, name := range slices.Sorted(maps.Keys(before)) {
		if _, stays := after[name]; !stays {
			d.add(section, name, "removed")
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
			d.add("statuses", text, was+" → "+is)
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

// conditionWords describes a predicate.
func conditionWords(c *Condition, event bool, absent string) string {
	switch {
	case c == nil:
		return absent
	case c.Never:
		return never
	}
	return compileCondition(c, event, rule.NewFieldTable(nil)).String()
}
