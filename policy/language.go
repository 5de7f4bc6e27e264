package policy

import (
	"strings"
	"sync"

	"github.com/tenggat/sla/policy/internal/code"
	"github.com/tenggat/sla/policy/internal/codec"
	"github.com/tenggat/sla/policy/internal/source"
)

// language is the policy language: the codec of a file, made of one table of
// keys for each of its objects. Reading, writing, the messages about unknown
// keys and the schema all come from these tables.
var language = sync.OnceValue(func() codec.Codec[Spec] {
	text, names := codec.Text[string](), codec.OneOrMore(codec.Text[string]())
	condition, choice := conditionCodec(), calendarChoiceCodec()
	exclusions := exclusionsCodec(condition)
	return (&codec.Object[Spec]{What: "a policy file", Keys: []codec.Key[Spec]{
		versionKey(),
		codec.Field("revision", text, func(s *Spec) *string { return &s.Revision }, "What this edition of the policies is called; stamped on every result."),
		codec.Field("time_zone", text, func(s *Spec) *string { return &s.TimeZone }, "The zone of calendars that name none, of validity dates, the agreement's term and reporting periods: an IANA name. UTC if absent."),
		codec.Field("fields", codec.List(fieldCodec(text, names), codec.NotEmpty), func(s *Spec) *[]FieldSpec { return &s.Fields }, "The ticket's fields, with their values where they are known: any other is an error."),
		codec.Field("agreement", agreementCodec(text, names), func(s *Spec) *Agreement { return &s.Agreement }, "The parties and the term. It does not influence evaluation."),
		codec.Field("calendars", codec.Map(calendarCodec(text, names), codec.NotEmpty), func(s *Spec) *map[string]CalendarSpec { return &s.Calendars }, "When time counts, by name."),
		codec.Field("statuses", statusesCodec(names), func(s *Spec) *map[Category][]string { return &s.Statuses }, "The helpdesk's own statuses, by category."),
		codec.Field("metrics", codec.Map(metricCodec(text, condition), codec.NotEmpty), func(s *Spec) *map[string]MetricSpec { return &s.Metrics }, "What is measured, by name: new metrics, and presets overridden key by key."),
		codec.Field("policies", codec.List(policyCodec(text, names, condition, choice, exclusions), codec.MaybeEmpty), func(s *Spec) *[]PolicySpec { return &s.Policies }, "The policies, tried in this order: the first of a kind that matches a ticket wins."),
		codec.Field("objectives", codec.List(objectiveCodec(text, names), codec.NotEmpty), func(s *Spec) *[]Objective { return &s.Objectives }, "The share of targets to be attained in a period."),
	}}).Codec("file")
})

// versionKey is the version of the language. A Spec does not have one.
func versionKey() codec.Key[Spec] {
	return codec.Key[Spec]{
		Member: codec.Member{Name: "version", Doc: "The version of the language: 1.", Shape: &codec.Shape{Number: true, Words: []string{"1"}}},
		Read: func(d *codec.Decoder, p source.Path, n *source.Node, _ *Spec) {
			if n.Kind != source.Number || n.Value != "1" {
				d.Fail(p, n, code.Version, "write version: 1", "this is not a version of the language that can be read here")
			}
		},
		Write: func(*Spec) *source.Node { return &source.Node{Kind: source.Number, Value: "1"} },
	}
}

func agreementCodec(text codec.Codec[string], names codec.Codec[[]string]) codec.Codec[Agreement] {
	obligations := (&codec.Object[Obligations]{What: "obligations", Keys: []codec.Key[Obligations]{
		codec.Field("provider", names, func(o *Obligations) *[]string { return &o.Provider }, "What the provider promises."),
		codec.Field("customer", names, func(o *Obligations) *[]string { return &o.Customer }, "What the customer promises."),
	}}).Codec("obligations")
	report := (&codec.Object[AgreedReport]{What: "a report", Keys: []codec.Key[AgreedReport]{
		codec.Required(codec.Field("every", codec.Text(reportPeriods...), func(r *AgreedReport) *string { return &r.Every }, "For each of these.")),
		codec.Field("due", text, func(r *AgreedReport) *string { return &r.Due }, "When it is due after the period: day 10."),
		codec.Field("to", text, func(r *AgreedReport) *string { return &r.To }, "Who gets it."),
		codec.Field("by", names, func(r *AgreedReport) *[]string { return &r.By }, "The ticket fields whose values it lists apart."),
	}}).Codec("report")
	return (&codec.Object[Agreement]{What: "an agreement", Keys: []codec.Key[Agreement]{
		codec.Field("name", text, func(a *Agreement) *string { return &a.Name }, "What the agreement is called."),
		codec.Field("provider", text, func(a *Agreement) *string { return &a.Provider }, "Who serves."),
		codec.Field("customer", text, func(a *Agreement) *string { return &a.Customer }, "Who is served."),
		codec.Field("type", codec.Text("service", "customer", "multilevel"), func(a *Agreement) *string { return &a.Type }, "Whether it is about a service, a customer, or several levels."),
		codec.Field("services", names, func(a *Agreement) *[]string { return &a.Services }, "The services it covers."),
		codec.Field("channels", names, func(a *Agreement) *[]string { return &a.Channels }, "The ways to ask for help."),
		codec.Field("term", dateRangeCodec("term"), func(a *Agreement) *DateRange { return &a.Term }, "From when until when it holds, both dates inclusive."),
		codec.Field("review", codec.Text("weekly", "monthly", "quarterly", "yearly"), func(a *Agreement) *string { return &a.Review }, "How often it is reviewed."),
		codec.Field("obligations", obligations, func(a *Agreement) *Obligations { return &a.Obligations }, "The promises of both parties, as sentences."),
		codec.Field("severities", codec.Map(text, codec.NotEmpty), func(a *Agreement) *map[string]string { return &a.Severities }, "What each severity or priority means, for pages."),
		codec.Field("exclusions", names, func(a *Agreement) *[]string { return &a.Exclusions }, "What the agreement does not cover, as sentences."),
		codec.Field("reports", codec.List(report, codec.NotEmpty), func(a *Agreement) *[]AgreedReport { return &a.Reports }, "What is reported, when and to whom."),
		codec.Field("claims", names, func(a *Agreement) *[]string { return &a.Claims }, "How credits are claimed, as sentences."),
		codec.Field("currency", text, func(a *Agreement) *string { return &a.Currency }, "The currency of fees and credits, such as IDR."),
	}}).Codec("agreement")
}

func statusesCodec(names codec.Codec[[]string]) codec.Codec[map[Category][]string] {
	var o codec.Object[map[Category][]string]
	o.What = "statuses"
	for _, category := range categories {
		name := string(category)
		o.Keys = append(o.Keys, codec.Key[map[Category][]string]{
			Member: codec.Member{Name: name, Doc: "The statuses that mean " + strings.ReplaceAll(name, "_", " ") + ".", Shape: names.Shape},
			Read: func(d *codec.Decoder, p source.Path, n *source.Node, into *map[Category][]string) {
				var texts []string
				names.Read(d, p, n, &texts)
				if *into == nil {
					*into = make(map[Category][]string)
				}
				(*into)[category] = texts
			},
			Write: func(from *map[Category][]string) *source.Node {
				texts := (*from)[category]
				return names.Write(&texts)
			},
		})
	}
	return o.Codec("statuses")
}

func metricCodec(text codec.Codec[string], condition codec.Codec[*Condition]) codec.Codec[MetricSpec] {
	return (&codec.Object[MetricSpec]{What: "a metric", Keys: []codec.Key[MetricSpec]{
		codec.Field("description", text, func(m *MetricSpec) *string { return &m.Description }, "What it measures."),
		codec.Field("start", condition, func(m *MetricSpec) **Condition { return &m.Start }, "The event that starts the clock."),
		codec.Field("stop", condition, func(m *MetricSpec) **Condition { return &m.Stop }, "The event that stops it."),
		codec.Field("restart", condition, func(m *MetricSpec) **Condition { return &m.Restart }, "The event that puts a running clock back to zero."),
		codec.Field("cancel", condition, func(m *MetricSpec) **Condition { return &m.Cancel }, "The event that ends it without a verdict; never switches off that of a preset."),
		codec.Field("pause", condition, func(m *MetricSpec) **Condition { return &m.Pause }, "The metric's own pause rule, in the place of the policy's."),
		codec.Field("pausable", boolCodec(), func(m *MetricSpec) *Bool { return &m.Pausable }, "Whether the policy's pause rule holds for it."),
		codec.Field("repeat", codec.Text(repeats...), func(m *MetricSpec) *Repeat { return &m.Repeat }, "Whether it is measured once or again and again."),
		codec.Field("on_reopen", onReopen(), func(m *MetricSpec) *OnReopen { return &m.OnReopen }, "What becomes of a clock that a status ended, when the ticket is reopened."),
	}}).Codec("metric")
}

func policyCodec(text codec.Codec[string], names codec.Codec[[]string], condition codec.Codec[*Condition], choice codec.Codec[CalendarChoice], exclusions codec.Codec[[]Exclusion]) codec.Codec[PolicySpec] {
	return (&codec.Object[PolicySpec]{What: "a policy", Keys: []codec.Key[PolicySpec]{
		codec.Required(codec.Field("name", text, func(p *PolicySpec) *string { return &p.Name }, "What the policy is called; no two have one name.")),
		codec.Field("description", text, func(p *PolicySpec) *string { return &p.Description }, "What it is for."),
		codec.Field("revision", text, func(p *PolicySpec) *string { return &p.Revision }, "Its own revision, in the place of the file's."),
		codec.Field("kind", codec.Text(kinds...), func(p *PolicySpec) *Kind { return &p.Kind }, "Between whom it is agreed: with the customer, between teams, with a vendor."),
		codec.Field("extends", text, func(p *PolicySpec) *string { return &p.Extends }, "The policy it inherits from."),
		codec.Field("abstract", codec.Flag, func(p *PolicySpec) *bool { return &p.Abstract }, "Only for inheriting from: it never matches."),
		codec.Field("match", condition, func(p *PolicySpec) **Condition { return &p.Match }, "Which tickets it is for; all if absent."),
		codec.Field("valid", dateRangeCodec("valid"), func(p *PolicySpec) *DateRange { return &p.Valid }, "For tickets created from when until when, both dates inclusive."),
		codec.Field("calendar", choice, func(p *PolicySpec) *CalendarChoice { return &p.Calendar }, "The calendar that counts; always open if absent."),
		codec.Field("pause", condition, func(p *PolicySpec) **Condition { return &p.Pause }, "When pausable metrics stand still."),
		codec.Field("exclude", exclusions, func(p *PolicySpec) *[]Exclusion { return &p.Exclude }, "Tickets that figures leave out, with the reason."),
		codec.Field("at_risk", mark(), func(p *PolicySpec) *Mark { return &p.AtRisk }, "When a running target counts as at risk."),
		codec.Field("on_change", onChange(), func(p *PolicySpec) *OnChange { return &p.OnChange }, "What becomes of a running clock when this policy's target takes it over."),
		codec.Field("on_reopen", onReopen(), func(p *PolicySpec) *OnReopen { return &p.OnReopen }, "What becomes of a clock that a status ended, when the ticket is reopened."),
		codec.Field("reopen_window", duration(), func(p *PolicySpec) *Duration { return &p.ReopenWindow }, "A reopening later than this starts a new clock."),
		codec.Field("boundary", boundary(), func(p *PolicySpec) *Boundary { return &p.Boundary }, "What a deadline at closing time is reported as."),
		codec.Field("day_count", codec.Text(dayCounts...), func(p *PolicySpec) *DayCount { return &p.DayCount }, "From which day working days count; as the durations are written if absent."),
		codec.Field("targets", codec.List(targetCodec(text, names, condition, choice, exclusions), codec.MaybeEmpty), func(p *PolicySpec) *[]TargetSpec { return &p.Targets }, "What is promised."),
	}}).Codec("policy")
}

func targetCodec(text codec.Codec[string], names codec.Codec[[]string], condition codec.Codec[*Condition], choice codec.Codec[CalendarChoice], exclusions codec.Codec[[]Exclusion]) codec.Codec[TargetSpec] {
	threshold := (&codec.Object[ThresholdSpec]{What: "a threshold", Keys: []codec.Key[ThresholdSpec]{
		codec.Required(codec.Field("at", mark(), func(t *ThresholdSpec) *Mark { return &t.At }, "The point: a share of the target, the deadline, counted time before or after it, or counted time from the start.")),
		codec.Field("wall", codec.Flag, func(t *ThresholdSpec) *bool { return &t.Wall }, "Plain time before or after the deadline, not counted time."),
		codec.Field("every", duration(), func(t *ThresholdSpec) *Duration { return &t.Every }, "It is repeated after this time, as often as times says."),
		codec.Field("times", timesCodec(), func(t *ThresholdSpec) *int { return &t.Times }, "How often it is repeated."),
		codec.Field("name", text, func(t *ThresholdSpec) *string { return &t.Name }, "What it is called."),
		codec.Field("notify", names, func(t *ThresholdSpec) *[]string { return &t.Notify }, "Whom the host shall tell; passed through."),
	}}).Codec("threshold")
	return (&codec.Object[TargetSpec]{What: "a target", Keys: []codec.Key[TargetSpec]{
		codec.Required(codec.Field("metric", text, func(t *TargetSpec) *string { return &t.Metric }, "What is measured.")),
		codec.Field("when", condition, func(t *TargetSpec) **Condition { return &t.When }, "For which tickets; all if absent."),
		codec.Field("calendar", choice, func(t *TargetSpec) *CalendarChoice { return &t.Calendar }, "The calendar that counts, in the place of the policy's."),
		codec.Field("by", names, func(t *TargetSpec) *[]string { return &t.By }, "The ticket field that chooses from the durations of within, or fields that choose one after the other."),
		withinKey(),
		dueKey(),
		codec.Field("pause", condition, func(t *TargetSpec) **Condition { return &t.Pause }, "When it stands still, in the place of the metric's and the policy's rule."),
		codec.Field("exclude", exclusions, func(t *TargetSpec) *[]Exclusion { return &t.Exclude }, "Tickets that figures leave out, in the place of the policy's; an empty list inherits none."),
		codec.Field("commitment", codec.Text(commitments...), func(t *TargetSpec) *Commitment { return &t.Commitment }, "How firm the promise is; a firm one if absent. It changes no clock."),
		codec.Field("at_risk", mark(), func(t *TargetSpec) *Mark { return &t.AtRisk }, "When it counts as at risk."),
		codec.Field("on_change", onChange(), func(t *TargetSpec) *OnChange { return &t.OnChange }, "What becomes of a running clock when this target takes it over."),
		codec.Field("on_reopen", onReopen(), func(t *TargetSpec) *OnReopen { return &t.OnReopen }, "What becomes of a clock that a status ended, when the ticket is reopened."),
		codec.Field("reopen_window", duration(), func(t *TargetSpec) *Duration { return &t.ReopenWindow }, "A reopening later than this starts a new clock."),
		codec.Field("boundary", boundary(), func(t *TargetSpec) *Boundary { return &t.Boundary }, "What a deadline at closing time is reported as."),
		codec.Field("day_count", codec.Text(dayCounts...), func(t *TargetSpec) *DayCount { return &t.DayCount }, "From which day working days count, in the place of the policy's rule."),
		codec.Field("thresholds", codec.List(threshold, codec.MaybeEmpty), func(t *TargetSpec) *[]ThresholdSpec { return &t.Thresholds }, "Points on the way to the deadline or past it; an empty list inherits none."),
	}}).Codec("target")
}

// withinKey is one duration, durations by the value of a field, or the field that holds
// one.
func withinKey() codec.Key[TargetSpec] {
	one, several := duration(), matrixCodec(maxBy)
	from := (&codec.Object[TargetSpec]{What: "within", Keys: []codec.Key[TargetSpec]{
		codec.Required(codec.Field("field", codec.Text[string](), func(t *TargetSpec) *string { return &t.FromField }, "The ticket field that holds the duration, such as 4h or 2bd.")),
		codec.Required(codec.Field("default", one, func(t *TargetSpec) *Duration { return &t.Within }, "The duration of tickets whose field has none.")),
	}}).Codec("within")
	return codec.Key[TargetSpec]{
		Member: codec.Member{Name: "within", Doc: "How long: one duration; durations by the value of the field by, with default for all others; or the field that holds one.",
			Shape: &codec.Shape{Either: []*codec.Shape{one.Shape, from.Shape, several.Shape}}},
		Read: func(d *codec.Decoder, p source.Path, n *source.Node, into *TargetSpec) {
			field := n.Get("field")
			switch {
			case n.Kind == source.Map && field != nil && into.By == nil && field.Value != none && !isDuration(field.Value):
				from.Read(d, p, n, into)
			case n.Kind == source.Map:
				several.Read(d, p, n, &into.Matrix)
			default:
				one.Read(d, p, n, &into.Within)
			}
		},
		Write: func(t *TargetSpec) *source.Node {
			switch {
			case t.FromField != "":
				return from.Write(t)
			case t.Matrix != nil:
				return several.Write(&t.Matrix)
			}
			return one.Write(&t.Within)
		},
	}
}

func isDuration(text string) bool {
	_, err := ParseDuration(text)
	return err == nil
}

// maxBy limits the fields that choose one after the other.
const maxBy = 4

// matrixCodec is a codec of choices by value, with so many levels.
func matrixCodec(levels int) codec.Codec[Matrix] {
	length, next := duration(), codec.Codec[Matrix]{}
	choice := codec.Codec[Choice]{Shape: &codec.Shape{Either: []*codec.Shape{length.Shape, {Text: true, Words: []string{none}}}}}
	if levels > 1 {
		next = matrixCodec(levels - 1)
		choice.Shape.Either = append(choice.Shape.Either, next.Shape)
	}
	choice.Read = func(d *codec.Decoder, p source.Path, n *source.Node, into *Choice) {
		switch {
		case n.Kind == source.Text && n.Value == none:
			into.None = true
		case n.Kind == source.Map && levels > 1:
			next.Read(d, p, n, &into.Matrix)
		default:
			length.Read(d, p, n, &into.Within)
		}
	}
	choice.Write = func(c *Choice) *source.Node {
		switch {
		case c.None:
			return source.NewText(none)
		case c.Matrix != nil:
			return next.Write(&c.Matrix)
		}
		return length.Write(&c.Within)
	}
	all := codec.Map(choice, codec.NotEmpty)
	return codec.Codec[Matrix]{
		Shape: all.Shape,
		Read: func(d *codec.Decoder, p source.Path, n *source.Node, into *Matrix) {
			all.Read(d, p, n, (*map[string]Choice)(into))
		},
		Write: func(m *Matrix) *source.Node { return all.Write((*map[string]Choice)(m)) },
	}
}

// due is a deadline from a ticket field.
type due struct {
	field  string
	before Duration
}

// dueKey is a deadline from a ticket field.
func dueKey() codec.Key[TargetSpec] {
	c := (&codec.Object[due]{What: "due", Keys: []codec.Key[due]{
		codec.Required(codec.Field("field", codec.Text[string](), func(d *due) *string { return &d.field }, "The ticket field that holds the deadline (RFC 3339).")),
		codec.Field("before", duration(), func(d *due) *Duration { return &d.before }, "So much counted time before that instant."),
	}}).Codec("due")
	return codec.Key[TargetSpec]{
		Member: codec.Member{Name: "due", Doc: "A deadline that the host sets in a ticket field, in the place of within.", Shape: c.Shape},
		Read: func(d *codec.Decoder, p source.Path, n *source.Node, into *TargetSpec) {
			switch {
			case n.Kind != source.Map:
				d.Fail(p, n, code.WrongType, "write due: {field: due_at}", "it must be a map, not %s", n.Kind)
				return
			case n.Get("field") == nil:
				d.Fail(p, n, code.MissingKey, "write due: {field: due_at}", "it needs the name of a field")
			}
			var read due
			c.Read(d, p, n, &read)
			into.Due, into.Before = read.field, read.before
		},
		Write: func(t *TargetSpec) *source.Node {
			if t.Due == "" {
				return nil
			}
			return c.Write(&due{t.Due, t.Before})
		},
	}
}

func objectiveCodec(text codec.Codec[string], names codec.Codec[[]string]) codec.Codec[Objective] {
	credit := (&codec.Object[Credit]{What: "a credit", Keys: []codec.Key[Credit]{
		codec.Required(codec.Field("below", share(), func(c *Credit) *Percent { return &c.Below }, "The attainment below which it is due.")),
		codec.Required(codec.Field("credit", share(), func(c *Credit) *Percent { return &c.Credit }, "The share of the period's fee that is given back.")),
	}}).Codec("credit")
	return (&codec.Object[Objective]{What: "an objective", Keys: []codec.Key[Objective]{
		codec.Required(codec.Field("metric", text, func(o *Objective) *string { return &o.Metric }, "Of which metric.")),
		codec.Field("policies", names, func(o *Objective) *[]string { return &o.Policies }, "Of which policies; all if absent."),
		codec.Required(codec.Field("attain", share(), func(o *Objective) *Percent { return &o.Attain }, "The share of targets to be met.")),
		codec.Required(codec.Field("period", codec.Text("week", "month", "quarter", "year"), func(o *Objective) *string { return &o.Period }, "In each of these.")),
		codec.Field("credits", codec.List(credit, codec.NotEmpty), func(o *Objective) *[]Credit { return &o.Credits }, "What is given back when it is not attained."),
	}}).Codec("objective")
}
