package policy

import (
	"fmt"
	"maps"
	"slices"

	"github.com/tenggat/sla/policy/internal/phrase"
)

// Diff lists what is different in another Set, usually the next revision, in the
// order of a file. It compares the policies after inheritance, so that the change
// of an inherited target is listed once, with all policies that it concerns. It
// is for those who review a change: no result depends on it.
//
// Two Sets that differ only in how they are written have no differences.
func (s *Set) Diff(other *Set) []Difference {
	s, other = s.orEmpty(), other.orEmpty()
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

func (s *Spec) settings() attributes {
	var a attributes
	a.words("revision", maybeQuote(s.Revision), "none")
	a.words("time_zone", s.TimeZone, "UTC unless a calendar names one")
	for _, f := range s.Fields {
		values := "any value"
		if len(f.Values) > 0 {
			values = phrase.Every(f.Values)
		}
		a.add("field "+phrase.Quote(f.Name), values)
	}
	return a
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
	for _, name := range slices.Sorted(maps.Keys(g.Severities)) {
		a.add("severity "+phrase.Quote(name), phrase.Quote(g.Severities[name]))
	}
	a.list("exclusion", g.Exclusions)
	for _, r := range g.Reports {
		a.add("report", r.words())
	}
	a.list("claim", g.Claims)
	a.words("currency", g.Currency, "none")
	return a
}

// words describe a report.
func (r *AgreedReport) words() string {
	text := "every " + r.Every
	if r.Due != "" {
		text += ", due " + r.Due
	}
	if r.To != "" {
		text += ", to " + phrase.Quote(r.To)
	}
	if len(r.By) > 0 {
		text += ", by " + phrase.Every(r.By)
	}
	return text
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
