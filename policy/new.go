package policy

import (
	"fmt"
	"maps"
	"slices"
	"time"

	"github.com/tenggat/sla/calendar"
	"github.com/tenggat/sla/policy/internal/source"
)

// New compiles a Spec. It checks everything [Parse] checks; the error is
// [Errors], whose places are paths, such as policies[2].targets[0].within,
// instead of lines. The Set keeps a copy of the Spec.
func New(spec Spec) (*Set, error) {
	c := newCompiler(&spec, nil, nil)
	return c.finish()
}

// compiler makes a Set from a Spec: it checks what is written, resolves
// inheritance, checks what came out of it, and builds.
type compiler struct {
	spec    *Spec
	set     *Set
	sources *sources
	errs    Errors
	broken  []part // what could not be read: what that entails is not reported

	metricSpecs map[string]MetricSpec
	policies    map[string]int // by name
	resolved    []*resolved
	resolution  []progress
	chain       []int // of policies being resolved
	compiled    map[*Condition]*Predicate
	choices     map[*CalendarChoice]*calendarChoice

	conditions, targets int  // seen so far, inherited ones too
	tooMany             bool // of either
	dropped             int  // errors that are not collected any more
}

func newCompiler(spec *Spec, from *sources, base *Set) *compiler {
	return &compiler{
		spec:    spec,
		sources: from,
		set: &Set{
			base:      base,
			sources:   from,
			calendars: make(map[string]*calendar.Calendar),
			statuses:  make(map[string]Category),
			resolved:  make(map[string]*resolved),
			interned:  make(map[string]*Predicate),
		},
		policies: make(map[string]int),
		compiled: make(map[*Condition]*Predicate),
		choices:  make(map[*CalendarChoice]*calendarChoice),
	}
}

// finish compiles the Spec. The compiler may hold errors of reading already.
func (c *compiler) finish() (*Set, error) {
	c.settings()
	c.agreement()
	c.calendars()
	c.statuses()
	c.metrics()
	c.written()
	if c.tooMany {
		return nil, c.sources.place(c.errs, c.dropped)
	}
	// From here on nothing depends on what the host does with its Spec.
	c.set.spec = c.spec.clone()
	c.spec = &c.set.spec
	c.inherit()
	c.objectives()
	if len(c.errs) > 0 {
		return nil, c.sources.place(c.errs, c.dropped)
	}
	c.build()
	return c.set, nil
}

// fail reports a mistake, unless it follows from a part that could not be read.
func (c *compiler) fail(p source.Path, code, hint, format string, args ...any) {
	if len(c.errs) >= maxCollected {
		c.dropped++
		return
	}
	if c.entailed(p) {
		return
	}
	c.errs = append(c.errs, &Error{Path: string(p), Code: code, Message: fmt.Sprintf(format, args...), Hint: hint})
}

// entailed reports whether a mistake at p may only be there because a part of
// the file was not read.
func (c *compiler) entailed(p source.Path) bool {
	if len(c.broken) == 0 {
		return false
	}
	f, inFile, _ := c.sources.find(p)
	return slices.ContainsFunc(c.broken, func(b part) bool {
		return b.file == f.name && (b.path.Under(inFile) || inFile.Under(b.path))
	})
}

// failAs reports the error of a reading function at p.
func (c *compiler) failAs(p source.Path, err error) {
	if e, ok := err.(*Error); ok {
		c.fail(p, e.Code, e.Hint, "%s", e.Message)
	}
}

// settings checks the keys that concern the whole file.
func (c *compiler) settings() {
	base := c.set.base
	c.set.zone = time.UTC
	c.set.revision = c.spec.Revision
	if base != nil {
		c.set.zone = base.Location()
		if c.spec.Revision == "" {
			c.set.revision = base.revision
		}
	}
	if c.spec.TimeZone == "" {
		return
	}
	zone, err := time.LoadLocation(c.spec.TimeZone)
	if err != nil || c.spec.TimeZone == "Local" {
		c.fail("time_zone", CodeUnknownZone, zoneHint, "%q is no time zone", c.spec.TimeZone)
		return
	}
	if base != nil && base.zoneFixed(zone) {
		c.fail("time_zone", CodeConflict, "leave it out here and write time_zone in the calendars",
			"the base's is %s, and its policies count on it", base.Location())
		return
	}
	c.set.zone = zone
}

const zoneHint = `write an IANA name such as "Asia/Jakarta"`

// zoneFixed reports whether a file that extends s may not have another zone.
func (s *Set) zoneFixed(zone *time.Location) bool {
	if zone.String() == s.Location().String() {
		return false
	}
	if s.spec.TimeZone != "" {
		return true
	}
	return slices.ContainsFunc(s.policies, func(p *Policy) bool { return p.Valid != DateRange{} }) ||
		s.base != nil && s.base.zoneFixed(zone)
}

// agreement checks the agreement, which nothing is compiled from.
func (c *compiler) agreement() {
	a := &c.spec.Agreement
	c.choice("agreement.type", "type of agreement", a.Type, "service", "customer", "multilevel")
	c.choice("agreement.review", "review period", a.Review, "monthly", "quarterly", "yearly")
	c.dates("agreement.term", a.Term)
	for _, l := range []struct {
		at    source.Path
		texts []string
	}{
		{"agreement.services", a.Services},
		{"agreement.channels", a.Channels},
		{"agreement.obligations.provider", a.Obligations.Provider},
		{"agreement.obligations.customer", a.Obligations.Customer},
	} {
		for i, text := range l.texts {
			if text == "" {
				c.fail(l.at.At(i), CodeEmpty, "leave it out", "it says nothing")
			}
		}
	}
}

func (a *Agreement) isZero() bool {
	return a.Name == "" && a.Provider == "" && a.Customer == "" && a.Type == "" && a.Review == "" &&
		a.Services == nil && a.Channels == nil && a.Term == DateRange{} &&
		a.Obligations.Provider == nil && a.Obligations.Customer == nil
}

// choice checks a word that may be empty.
func (c *compiler) choice(p source.Path, what, text string, choices ...string) {
	if text != "" && !slices.Contains(choices, text) {
		c.failAs(p, choiceError(what, text, choices))
	}
}

// dates checks a range of dates and returns its ends.
func (c *compiler) dates(p source.Path, r DateRange) (from, until civilDate) {
	from, until = c.date(p.Key("from"), r.From), c.date(p.Key("until"), r.Until)
	if from != 0 && until != 0 && until < from {
		c.fail(p.Key("until"), CodeBadDate, "both dates are inclusive", "%s is before %s", r.Until, r.From)
	}
	return from, until
}

func (c *compiler) date(p source.Path, text string) civilDate {
	if text == "" {
		return 0
	}
	d, err := parseDate(text)
	if err != nil {
		c.fail(p, CodeBadDate, "write a date as 2026-01-31", "%q is no date", text)
	}
	return d
}

// statuses checks and maps the host's statuses.
func (c *compiler) statuses() {
	for _, category := range slices.Sorted(maps.Keys(c.spec.Statuses)) {
		p := source.Path("statuses").Key(category.String())
		if int(category) >= len(categoryNames) {
			c.fail("statuses", CodeBadChoice, "use one of the Status constants", "%d is no status category", category)
			continue
		}
		for i, text := range c.spec.Statuses[category] {
			c.status(p.At(i), text, category)
		}
	}
}

func (c *compiler) status(p source.Path, text string, category Category) {
	own, isName := ParseCategory(text)
	switch before, twice := c.set.statuses[text]; {
	case text == "":
		c.fail(p, CodeEmpty, "a ticket without a status is new", "it says nothing")
	case twice:
		c.fail(p, CodeDuplicateStatus, "a status has one category", "%q is already mapped to %s", text, before)
	case isName == nil && own != category:
		c.fail(p, CodeDuplicateStatus, "the name of a category always means that category",
			"%q is the name of a category and cannot be mapped to %s", text, category)
	default:
		if c.set.base != nil {
			if before, known := c.set.base.Category(text); known && isName != nil {
				c.fail(p, CodeDuplicateStatus, "a status has one category", "%q is already mapped to %s%s",
					text, before, c.set.base.where("statuses", text))
				return
			}
		}
		c.set.statuses[text] = category
	}
}

// objectives checks the objectives, which nothing here is compiled from.
func (c *compiler) objectives() {
	for i := range c.spec.Objectives {
		o, p := &c.spec.Objectives[i], source.Path("objectives").At(i)
		c.named(p.Key("metric"), "metric", o.Metric, CodeUnknownMetric, c.hasMetric, c.metricNames)
		for j, name := range o.Policies {
			c.objectivePolicy(p.Key("policies").At(j), name)
		}
		c.share(p.Key("attain"), o.Attain)
		if o.Period == "" {
			c.fail(p, CodeMissingKey, "add period: month, or week, quarter, year", "it needs a period")
		}
		c.choice(p.Key("period"), "reporting period", o.Period, "week", "month", "quarter", "year")
		seen := make(map[Percent]bool)
		for j, credit := range o.Credits {
			q := p.Key("credits").At(j)
			c.share(q.Key("below"), credit.Below)
			c.share(q.Key("credit"), credit.Credit)
			if seen[credit.Below] {
				c.fail(q.Key("below"), CodeDuplicateName, "write one credit for each level", "there is already a credit below %s", credit.Below)
			}
			seen[credit.Below] = true
		}
	}
}

func (c *compiler) objectivePolicy(p source.Path, name string) {
	c.named(p, "policy", name, CodeUnknownPolicy, c.hasPolicy, c.policyNames)
	if r := c.lookup(name); r != nil && r.spec.Abstract {
		c.fail(p, CodeConflict, "name the policies that extend it", "%q is abstract and never has results", name)
	}
}

// share checks a required share of at most 100%.
func (c *compiler) share(p source.Path, share Percent) {
	switch {
	case share == 0:
		c.fail(p, CodeMissingKey, "write a share such as 95%", "it needs a share")
	case share < 0 || share > 100_000:
		c.fail(p, CodeBadPercent, "write a share such as 95%", "%s is not between 0%% and 100%%", share)
	}
}

// named checks a required name of something.
func (c *compiler) named(p source.Path, what, name, code string, has func(string) bool, names func() []string) {
	switch {
	case name == "":
		c.fail(p, CodeMissingKey, "add the name of a "+what, "it needs a %s", what)
	case !has(name):
		c.fail(p, code, c.nameHint(name, names), "there is no %s %q", what, name)
	}
}

// nameHint says which names there are. It does not go to that trouble for more
// mistakes than are shown, or for more names than a reader could choose from.
func (c *compiler) nameHint(name string, names func() []string) string {
	if len(c.errs) >= maxErrors {
		return ""
	}
	known := names()
	slices.Sort(known)
	known = slices.Compact(known)
	if hint := didYouMean(name, known[:min(len(known), 1000)]); hint != "" || len(known) == 0 || len(known) > 20 {
		return hint
	}
	return "there are " + every(known)
}
