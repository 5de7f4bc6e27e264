package policy

import (
	"maps"
	"slices"
	"strings"

	"github.com/tenggat/sla/calendar"
	"github.com/tenggat/sla/policy/internal/phrase"
)

// attributes are the properties of a calendar.
func (c *CalendarSpec) attributes() attributes {
	var a attributes
	zone := c.TimeZone
	if c.ZoneField != "" {
		zone = "as " + phrase.Quote(c.ZoneField) + " says, or " + zone
	}
	a.words("time_zone", zone, "the file's")
	a.hours("hours", c.Hours)
	for _, v := range c.Versions {
		a.hours("hours from "+v.From+" on,", v.Hours)
	}
	for _, h := range c.Holidays {
		a.holiday(&h)
	}
	if c.Eve != nil {
		a.add("hours before a holiday", windows(c.Eve))
	}
	for _, h := range c.SpecialHours {
		a.special(&h)
	}
	for _, l := range memberLists(c) {
		a.list(l.key, l.names)
	}
	return a
}

func (a *attributes) hours(label string, hours calendar.Hours) {
	for _, days := range slices.Sorted(maps.Keys(hours)) {
		if days == "24x7" {
			a.add(label, days)
		} else {
			a.add(label+" "+days, windows(hours[days]))
		}
	}
}

func windows(texts []string) string { return strings.Join(texts, ", ") }

func (a *attributes) holiday(h *calendar.Holiday) {
	label := "holiday " + dateWords(h.Date, h.From, h.Until)
	said := []string{maybeQuote(h.Name), windows(h.Hours)}
	switch {
	case h.Annual != "":
		label = "holiday of every " + h.Annual
	case h.Region != "":
		label = "holidays of region " + h.Region
		said = append(said, prefixed("kinds ", h.Kinds), prefixed("except ", h.Except))
	}
	a.add(label, joined(said))
}

func (a *attributes) special(h *calendar.SpecialHours) {
	said := joined([]string{maybeQuote(h.Name), windows(h.Hours), prefixed("open ", h.Open), prefixed("closed ", h.Closed)})
	a.add("special hours "+dateWords(h.Date, h.From, h.Until), said)
}

func dateWords(date, from, until string) string {
	if date != "" {
		return date
	}
	return from + " to " + until
}

// prefixed is a list in words, after what it is.
func prefixed(what string, texts []string) string {
	if len(texts) == 0 {
		return ""
	}
	return what + windows(texts)
}

// joined are the texts that are not empty.
func joined(texts []string) string {
	return strings.Join(slices.DeleteFunc(texts, func(t string) bool { return t == "" }), "; ")
}

// words describes which calendar is chosen.
func (c *CalendarChoice) words() string {
	switch {
	case c == nil:
		return ""
	case c.Field == "":
		return phrase.Quote(c.Name)
	}
	var parts []string
	for _, value := range slices.Sorted(maps.Keys(c.Map)) {
		parts = append(parts, phrase.Quote(value)+" "+phrase.Quote(c.Map[value]))
	}
	return "by " + phrase.Quote(c.Field) + ": " + strings.Join(append(parts, "default "+phrase.Quote(c.Default)), ", ")
}
