package policy

import (
	"cmp"
	"slices"
	"strings"

	"github.com/tenggat/sla/policy/internal/phrase"
)

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

// exclusions adds each exclusion, as something that may be added or removed.
func (a *attributes) exclusions(all []Exclusion) {
	for _, e := range all {
		a.add("exclude if "+conditionWords(e.When, false, ""), phrase.Quote(e.Reason))
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

func maybeQuote(text string) string {
	if text == "" {
		return ""
	}
	return phrase.Quote(text)
}

// conditionWords describes a predicate.
func conditionWords(c *Condition, event bool, absent string) string {
	switch {
	case c == nil:
		return absent
	case c.Never:
		return never
	}
	return described(c, event).String()
}
