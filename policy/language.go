package policy

import (
	"strings"
	"sync"

	"github.com/tenggat/sla/policy/internal/code"
	"github.com/tenggat/sla/policy/internal/source"
)

// language is the policy language: the codec of a file, made of one table of
// keys for each of its objects. Reading, writing, the messages about unknown
// keys and the schema all come from these tables.
var language = sync.OnceValue(func() codec[Spec] {
	text, names := textOf[string](), oneOrMore(textOf[string]())
	condition, choice := conditionCodec(), calendarChoiceCodec()
	return (&object[Spec]{"a policy file", []key[Spec]{
		versionKey(),
		field("revision", text, func(s *Spec) *string { return &s.Revision }, "What this edition of the policies is called; stamped on every result."),
		field("time_zone", text, func(s *Spec) *string { return &s.TimeZone }, "The zone of calendars that name none, of validity dates, the agreement's term and reporting periods: an IANA name. UTC if absent."),
		field("agreement", agreementCodec(text, names), func(s *Spec) *Agreement { return &s.Agreement }, "The parties and the term. It does not influence evaluation."),
		field("calendars", mapOf(calendarCodec(text, names)), func(s *Spec) *map[string]CalendarSpec { return &s.Calendars }, "When time counts, by name."),
		field("statuses", statusesCodec(names), func(s *Spec) *map[Category][]string { return &s.Statuses }, "The helpdesk's own statuses, by category."),
		field("metrics", mapOf(metricCodec(text, condition)), func(s *Spec) *map[string]MetricSpec { return &s.Metrics }, "What is measured, by name: new metrics, and presets overridden key by key."),
		field("policies", list(policyCodec(text, names, condition, choice), maybeEmpty), func(s *Spec) *[]PolicySpec { return &s.Policies }, "The policies, tried in this order: the first of a kind that matches a ticket wins."),
		field("objectives", list(objectiveCodec(text, names), notEmpty), func(s *Spec) *[]Objective { return &s.Objectives }, "The share of targets to be attained in a period."),
	}}).codec("file")
})

// versionKey is the version of the language. A Spec does not have one.
func versionKey() key[Spec] {
	return key[Spec]{
		member: member{name: "version", doc: "The version of the language: 1.", shape: &shape{number: true, words: []string{"1"}}},
		read: func(d *decoder, p source.Path, n *source.Node, _ *Spec) {
			if n.Kind != source.Number || n.Value != "1" {
				d.fail(p, n, code.Version, "write version: 1", "this is not a version of the language that can be read here")
			}
		},
		write: func(*Spec) *source.Node { return &source.Node{Kind: source.Number, Value: "1"} },
	}
}

func agreementCodec(text codec[string], names codec[[]string]) codec[Agreement] {
	obligations := (&object[Obligations]{"obligations", []key[Obligations]{
		field("provider", names, func(o *Obligations) *[]string { return &o.Provider }, "What the provider promises."),
		field("customer", names, func(o *Obligations) *[]string { return &o.Customer }, "What the customer promises."),
	}}).codec("obligations")
	return (&object[Agreement]{"an agreement", []key[Agreement]{
		field("name", text, func(a *Agreement) *string { return &a.Name }, "What the agreement is called."),
		field("provider", text, func(a *Agreement) *string { return &a.Provider }, "Who serves."),
		field("customer", text, func(a *Agreement) *string { return &a.Customer }, "Who is served."),
		field("type", textOf("service", "customer", "multilevel"), func(a *Agreement) *string { return &a.Type }, "Whether it is about a service, a customer, or several levels."),
		field("services", names, func(a *Agreement) *[]string { return &a.Services }, "The services it covers."),
		field("channels", names, func(a *Agreement) *[]string { return &a.Channels }, "The ways to ask for help."),
		field("term", dateRangeCodec("term"), func(a *Agreement) *DateRange { return &a.Term }, "From when until when it holds, both dates inclusive."),
		field("review", textOf("monthly", "quarterly", "yearly"), func(a *Agreement) *string { return &a.Review }, "How often it is reviewed."),
		field("obligations", obligations, func(a *Agreement) *Obligations { return &a.Obligations }, "The promises of both parties, as sentences."),
	}}).codec("agreement")
}

const datePattern = `^\d{4}-\d{2}-\d{2}$`

// date is a date as it is written; whether it is one is checked with the Spec.
func date() codec[string] {
	c := textOf[string]()
	c.shape.pattern = datePattern
	return c
}

func dateRangeCodec(what string) codec[DateRange] {
	return (&object[DateRange]{"a range of dates", []key[DateRange]{
		field("from", date(), func(r *DateRange) *string { return &r.From }, "The first date; open if absent."),
		field("until", date(), func(r *DateRange) *string { return &r.Until }, "The last date, inclusive; open if absent."),
	}}).codec(what)
}

func statusesCodec(names codec[[]string]) codec[map[Category][]string] {
	var o object[map[Category][]string]
	o.what = "statuses"
	for _, category := range categories {
		name := string(category)
		o.keys = append(o.keys, key[map[Category][]string]{
			member: member{name: name, doc: "The statuses that mean " + strings.ReplaceAll(name, "_", " ") + ".", shape: names.shape},
			read: func(d *decoder, p source.Path, n *source.Node, into *map[Category][]string) {
				var texts []string
				names.read(d, p, n, &texts)
				if *into == nil {
					*into = make(map[Category][]string)
				}
				(*into)[category] = texts
			},
			write: func(from *map[Category][]string) *source.Node {
				texts := (*from)[category]
				return names.write(&texts)
			},
		})
	}
	return o.codec("statuses")
}

func metricCodec(text codec[string], condition codec[*Condition]) codec[MetricSpec] {
	return (&object[MetricSpec]{"a metric", []key[MetricSpec]{
		field("description", text, func(m *MetricSpec) *string { return &m.Description }, "What it measures."),
		field("start", condition, func(m *MetricSpec) **Condition { return &m.Start }, "The event that starts the clock."),
		field("stop", condition, func(m *MetricSpec) **Condition { return &m.Stop }, "The event that stops it."),
		field("restart", condition, func(m *MetricSpec) **Condition { return &m.Restart }, "The event that puts a running clock back to zero."),
		field("cancel", condition, func(m *MetricSpec) **Condition { return &m.Cancel }, "The event that ends it without a verdict; never switches off that of a preset."),
		field("pause", condition, func(m *MetricSpec) **Condition { return &m.Pause }, "The metric's own pause rule, in the place of the policy's."),
		field("pausable", boolCodec(), func(m *MetricSpec) *Bool { return &m.Pausable }, "Whether the policy's pause rule holds for it."),
		field("repeat", textOf(repeats...), func(m *MetricSpec) *Repeat { return &m.Repeat }, "Whether it is measured once or again and again."),
		field("on_reopen", onReopen(), func(m *MetricSpec) *OnReopen { return &m.OnReopen }, "What becomes of a clock that a status ended, when the ticket is reopened."),
	}}).codec("metric")
}

func onReopen() codec[OnReopen] { return textOf(onReopens...) }
func onChange() codec[OnChange] { return textOf(onChanges...) }
func boundary() codec[Boundary] { return textOf(boundaries...) }

// timePattern is the form of counted time.
const timePattern = `(\d+h(\d+m)?(\d+s)?|\d+m(\d+s)?|\d+s)`

const durationPattern = `^(` + timePattern + `|\d+bd(@close)?)$`

func duration() codec[Duration] {
	return parsed("a duration", durationPattern, ParseDuration, Duration.String)
}

func mark() codec[Mark] {
	return parsed("a point before or after the deadline", `^(\d+(\.\d{1,3})?%|[-+]`+timePattern+`)$`, ParseMark, Mark.String)
}

func share() codec[Percent] {
	return parsed("a share", `^\d+(\.\d{1,3})?%$`, ParsePercent, Percent.String)
}

func policyCodec(text codec[string], names codec[[]string], condition codec[*Condition], choice codec[CalendarChoice]) codec[PolicySpec] {
	return (&object[PolicySpec]{"a policy", []key[PolicySpec]{
		required(field("name", text, func(p *PolicySpec) *string { return &p.Name }, "What the policy is called; no two have one name.")),
		field("description", text, func(p *PolicySpec) *string { return &p.Description }, "What it is for."),
		field("revision", text, func(p *PolicySpec) *string { return &p.Revision }, "Its own revision, in the place of the file's."),
		field("kind", textOf(kinds...), func(p *PolicySpec) *Kind { return &p.Kind }, "Between whom it is agreed: with the customer, between teams, with a vendor."),
		field("extends", text, func(p *PolicySpec) *string { return &p.Extends }, "The policy it inherits from."),
		field("abstract", flag, func(p *PolicySpec) *bool { return &p.Abstract }, "Only for inheriting from: it never matches."),
		field("match", condition, func(p *PolicySpec) **Condition { return &p.Match }, "Which tickets it is for; all if absent."),
		field("valid", dateRangeCodec("valid"), func(p *PolicySpec) *DateRange { return &p.Valid }, "For tickets created from when until when, both dates inclusive."),
		field("calendar", choice, func(p *PolicySpec) *CalendarChoice { return &p.Calendar }, "The calendar that counts; always open if absent."),
		field("pause", condition, func(p *PolicySpec) **Condition { return &p.Pause }, "When pausable metrics stand still."),
		field("at_risk", mark(), func(p *PolicySpec) *Mark { return &p.AtRisk }, "When a running target counts as at risk."),
		field("on_change", onChange(), func(p *PolicySpec) *OnChange { return &p.OnChange }, "What becomes of a running clock when this policy's target takes it over."),
		field("on_reopen", onReopen(), func(p *PolicySpec) *OnReopen { return &p.OnReopen }, "What becomes of a clock that a status ended, when the ticket is reopened."),
		field("reopen_window", duration(), func(p *PolicySpec) *Duration { return &p.ReopenWindow }, "A reopening later than this starts a new clock."),
		field("boundary", boundary(), func(p *PolicySpec) *Boundary { return &p.Boundary }, "What a deadline at closing time is reported as."),
		field("targets", list(targetCodec(text, names, condition, choice), maybeEmpty), func(p *PolicySpec) *[]TargetSpec { return &p.Targets }, "What is promised."),
	}}).codec("policy")
}

func targetCodec(text codec[string], names codec[[]string], condition codec[*Condition], choice codec[CalendarChoice]) codec[TargetSpec] {
	threshold := (&object[ThresholdSpec]{"a threshold", []key[ThresholdSpec]{
		required(field("at", mark(), func(t *ThresholdSpec) *Mark { return &t.At }, "The point: a share of the target, or counted time before or after the deadline.")),
		field("name", text, func(t *ThresholdSpec) *string { return &t.Name }, "What it is called."),
		field("notify", names, func(t *ThresholdSpec) *[]string { return &t.Notify }, "Whom the host shall tell; passed through."),
	}}).codec("threshold")
	return (&object[TargetSpec]{"a target", []key[TargetSpec]{
		required(field("metric", text, func(t *TargetSpec) *string { return &t.Metric }, "What is measured.")),
		field("when", condition, func(t *TargetSpec) **Condition { return &t.When }, "For which tickets; all if absent."),
		field("calendar", choice, func(t *TargetSpec) *CalendarChoice { return &t.Calendar }, "The calendar that counts, in the place of the policy's."),
		field("by", text, func(t *TargetSpec) *string { return &t.By }, "The ticket field that chooses from the durations of within."),
		withinKey(),
		dueKey(),
		field("pause", condition, func(t *TargetSpec) **Condition { return &t.Pause }, "When it stands still, in the place of the metric's and the policy's rule."),
		field("at_risk", mark(), func(t *TargetSpec) *Mark { return &t.AtRisk }, "When it counts as at risk."),
		field("on_change", onChange(), func(t *TargetSpec) *OnChange { return &t.OnChange }, "What becomes of a running clock when this target takes it over."),
		field("on_reopen", onReopen(), func(t *TargetSpec) *OnReopen { return &t.OnReopen }, "What becomes of a clock that a status ended, when the ticket is reopened."),
		field("reopen_window", duration(), func(t *TargetSpec) *Duration { return &t.ReopenWindow }, "A reopening later than this starts a new clock."),
		field("boundary", boundary(), func(t *TargetSpec) *Boundary { return &t.Boundary }, "What a deadline at closing time is reported as."),
		field("thresholds", list(threshold, maybeEmpty), func(t *TargetSpec) *[]ThresholdSpec { return &t.Thresholds }, "Points on the way to the deadline or past it; an empty list inherits none."),
	}}).codec("target")
}

// withinKey is one duration, or durations by the value of a field.
func withinKey() key[TargetSpec] {
	one, several := duration(), mapOf(duration())
	return key[TargetSpec]{
		member: member{name: "within", doc: "How long: one duration, or durations by the value of the field by, with default for all others.",
			shape: &shape{either: []*shape{one.shape, several.shape}}},
		read: func(d *decoder, p source.Path, n *source.Node, into *TargetSpec) {
			if n.Kind == source.Map {
				several.read(d, p, n, &into.Matrix)
			} else {
				one.read(d, p, n, &into.Within)
			}
		},
		write: func(from *TargetSpec) *source.Node {
			if from.Matrix != nil {
				return several.write(&from.Matrix)
			}
			return one.write(&from.Within)
		},
	}
}

// dueKey is a deadline from a ticket field.
func dueKey() key[TargetSpec] {
	due := (&object[string]{"due", []key[string]{
		required(field("field", textOf[string](), func(s *string) *string { return s }, "The ticket field that holds the deadline (RFC 3339).")),
	}}).codec("due")
	k := field("due", due, func(t *TargetSpec) *string { return &t.Due }, "A deadline that the host sets in a ticket field, in the place of within.")
	k.read = func(d *decoder, p source.Path, n *source.Node, into *TargetSpec) {
		switch {
		case n.Kind != source.Map:
			d.fail(p, n, code.WrongType, "write due: {field: due_at}", "it must be a map, not %s", n.Kind)
			return
		case n.Get("field") == nil:
			d.fail(p, n, code.MissingKey, "write due: {field: due_at}", "it needs the name of a field")
		}
		due.read(d, p, n, &into.Due)
	}
	return k
}

func objectiveCodec(text codec[string], names codec[[]string]) codec[Objective] {
	credit := (&object[Credit]{"a credit", []key[Credit]{
		required(field("below", share(), func(c *Credit) *Percent { return &c.Below }, "The attainment below which it is due.")),
		required(field("credit", share(), func(c *Credit) *Percent { return &c.Credit }, "The share of the period's fee that is given back.")),
	}}).codec("credit")
	return (&object[Objective]{"an objective", []key[Objective]{
		required(field("metric", text, func(o *Objective) *string { return &o.Metric }, "Of which metric.")),
		field("policies", names, func(o *Objective) *[]string { return &o.Policies }, "Of which policies; all if absent."),
		required(field("attain", share(), func(o *Objective) *Percent { return &o.Attain }, "The share of targets to be met.")),
		required(field("period", textOf("week", "month", "quarter", "year"), func(o *Objective) *string { return &o.Period }, "In each of these.")),
		field("credits", list(credit, notEmpty), func(o *Objective) *[]Credit { return &o.Credits }, "What is given back when it is not attained."),
	}}).codec("objective")
}

// calendarChoiceCodec is a name, or a choice by a field.
func calendarChoiceCodec() codec[CalendarChoice] {
	text := textOf[string]()
	chosen := (&object[CalendarChoice]{"a choice of calendars", []key[CalendarChoice]{
		required(field("field", text, func(c *CalendarChoice) *string { return &c.Field }, "The ticket field that chooses.")),
		required(field("map", mapOf(text), func(c *CalendarChoice) *map[string]string { return &c.Map }, "Calendars by the field's value.")),
		required(field("default", text, func(c *CalendarChoice) *string { return &c.Default }, "The calendar of all other tickets.")),
	}}).codec("calendar_choice")
	return codec[CalendarChoice]{
		shape: &shape{either: []*shape{text.shape, chosen.shape}},
		read: func(d *decoder, p source.Path, n *source.Node, into *CalendarChoice) {
			switch n.Kind {
			case source.Map:
				chosen.read(d, p, n, into)
			case source.List:
				d.wrongType(p, n, "the name of a calendar, or a map with field, map and default")
			default:
				text.read(d, p, n, &into.Name)
			}
		},
		write: func(c *CalendarChoice) *source.Node {
			if c.Field == "" {
				return text.write(&c.Name)
			}
			return chosen.write(c)
		},
	}
}
