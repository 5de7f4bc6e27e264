package policy

import (
	"slices"
	"strings"

	"github.com/tenggat/sla/policy/internal/code"
	"github.com/tenggat/sla/policy/internal/phrase"
	"github.com/tenggat/sla/policy/internal/source"
	"github.com/tenggat/sla/policy/internal/suggest"
)

// choice checks a word that may be empty.
func (c *collector) choice(p source.Path, what, text string, choices ...string) {
	if text != "" && !slices.Contains(choices, text) {
		c.failAs(p, choiceError(what, text, choices))
	}
}

// named checks a required name of something.
func (c *collector) named(p source.Path, what, name string, id Code, has func(string) bool, names func() []string) {
	switch {
	case name == "":
		c.fail(p, code.MissingKey, "add the name of a "+what, "it needs a %s", what)
	case !has(name):
		c.fail(p, id, c.nameHint(what, name, names), "there is no %s %q", what, name)
	}
}

// nameHint lists the names there are. It is empty for more
// mistakes than are shown, and for more names than a reader can choose from.
func (c *collector) nameHint(what, name string, names func() []string) string {
	if len(c.errs) >= maxErrors {
		return ""
	}
	known, listed := c.known[what]
	if !listed {
		known = slices.DeleteFunc(names(), func(name string) bool { return name == "" })
		slices.Sort(known)
		known = slices.Compact(known)
		if c.known == nil {
			c.known = make(map[string][]string)
		}
		c.known[what] = known
	}
	if hint := suggest.DidYouMean(name, known[:min(len(known), 1000)]); hint != "" || len(known) == 0 || len(known) > 20 {
		return hint
	}
	if len(known) == 1 {
		return "there is only " + phrase.Quote(known[0])
	}
	return "there are " + phrase.Every(known)
}

// name checks the name of something.
func (c *collector) name(p source.Path, what, name string) {
	switch {
	case name == "":
		c.fail(p, code.MissingKey, "add a name", "the %s needs a name", what)
	case strings.TrimSpace(name) != name:
		c.fail(p, code.Empty, "remove it", "the name %q has space around it", name)
	}
}

// where writes in brackets where s or its base defines a calendar, metric, policy
// or status.
func (s *Set) where(section, name string) string {
	top := source.Path(section)
	for ; s != nil; s = s.base {
		switch section {
		case "calendars":
			if _, ok := s.spec.Calendars[name]; ok {
				return s.sources.where(top.Key(name))
			}
		case "metrics":
			if _, ok := s.spec.Metrics[name]; ok {
				return s.sources.where(top.Key(name))
			}
		case "policies":
			if i := slices.IndexFunc(s.spec.Policies, func(p PolicySpec) bool { return p.Name == name }); i >= 0 {
				return s.sources.where(top.At(i).Key("name"))
			}
		case "statuses":
			if category, ok := s.statuses[name]; ok {
				i := slices.Index(s.spec.Statuses[category], name)
				return s.sources.where(top.Key(string(category)).At(i))
			}
		}
	}
	return ""
}
