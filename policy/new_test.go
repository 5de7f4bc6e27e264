package policy

import (
	"reflect"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/tenggat/sla/calendar"
)

// What cannot be written in a file can be in a Spec, and is refused too.
func TestNewRefusesWhatOnlyGoCanSay(t *testing.T) {
	start := &Condition{Event: []string{"created"}}
	policy := func(change func(*PolicySpec)) Spec {
		p := PolicySpec{Name: "p", Targets: []TargetSpec{{Metric: "resolution", Within: Duration{Time: time.Hour}}}}
		change(&p)
		return Spec{Policies: []PolicySpec{p}}
	}
	target := func(change func(*TargetSpec)) Spec {
		return policy(func(p *PolicySpec) { change(&p.Targets[0]) })
	}
	match := func(c Condition) Spec { return policy(func(p *PolicySpec) { p.Match = &c }) }
	for want, spec := range map[string]Spec{
		"time_zone: \"Local\" is not a time zone":                                   {TimeZone: "Local"},
		"statuses.odd: \"odd\" is not a status category":                            {Statuses: map[Category][]string{"odd": {"a"}}},
		"policies[0].match.status[0]: \"odd\" is not a status category":             match(Condition{Status: []Category{"odd"}}),
		"policies[0].match.lt: \"NaN\" is not a number":                             match(Condition{Field: "a", LT: "NaN"}),
		"policies[0].match.gt: \"+Inf\" is not a number":                            match(Condition{Field: "a", GT: "+Inf"}),
		"policies[0].match.exists: 7 is not a value of Bool":                        match(Condition{Field: "a", Exists: 7}),
		"policies[0].match: never is only for pause, cancel and restart":            match(Condition{Never: true}),
		"policies[0].match.all[0]: never cannot be a part of a predicate":           match(Condition{All: []Condition{{Never: true}}}),
		"policies[0].match.all: the list of predicates is empty":                    match(Condition{All: []Condition{}}),
		"policies[0].match.in: the list is empty":                                   match(Condition{Field: "a", In: []string{}}),
		"policies[0].match.actor: actor is about events":                            match(Condition{Actor: []Actor{ActorAgent}}),
		"policies[0].pause: never excludes everything else":                         policy(func(p *PolicySpec) { p.Pause = &Condition{Never: true, Field: "a", Is: "b"} }),
		"policies[0].kind: \"x\" is not a kind of policy":                           policy(func(p *PolicySpec) { p.Kind = "x" }),
		"policies[0].reopen_window: it is both counted time and days":               policy(func(p *PolicySpec) { p.ReopenWindow = Duration{Time: 1, Days: 1} }),
		"policies[0].at_risk: it is more than one point":                            policy(func(p *PolicySpec) { p.AtRisk = Mark{Percent: 1, Offset: -time.Hour} }),
		"policies[0].at_risk: -5% is not a point of a target":                       policy(func(p *PolicySpec) { p.AtRisk = Mark{Percent: -5_000} }),
		"policies[0].targets[0].within: -1h is not a duration":                      target(func(t *TargetSpec) { t.Within = Duration{Time: -time.Hour} }),
		"policies[0].targets[0].within: 1ms is not a duration":                      target(func(t *TargetSpec) { t.Within = Duration{Time: time.Millisecond} }),
		"policies[0].targets[0].within: 100001bd is not a duration":                 target(func(t *TargetSpec) { t.Within = Duration{Days: 100_001} }),
		"policies[0].targets[0].within: it is both one duration and several":        target(func(t *TargetSpec) { t.Matrix = Matrix{"a": {Within: Duration{Days: 1}}} }),
		"policies[0].targets[0].within.a: there is no duration for a":               target(func(t *TargetSpec) { t.Within = Duration{}; t.By = []string{"x"}; t.Matrix = Matrix{"a": {}} }),
		"policies[0].targets[0].calendar: it needs a field":                         target(func(t *TargetSpec) { t.Calendar = CalendarChoice{Default: "a"} }),
		"policies[0].targets[0].calendar: it both names a calendar and chooses one": target(func(t *TargetSpec) { t.Calendar = CalendarChoice{Name: "a", Field: "b"} }),
		"policies[0].targets[0].thresholds[0]: the threshold needs a point":         target(func(t *TargetSpec) { t.Thresholds = []ThresholdSpec{{Name: "a"}} }),
		"policies[0].targets[0].thresholds[0].at: +1ms":                             target(func(t *TargetSpec) { t.Thresholds = []ThresholdSpec{{At: Mark{Offset: time.Millisecond}}} }),
		"objectives[0].attain: it needs a share":                                    {Objectives: []Objective{{Metric: "resolution", Period: "month"}}},
		"objectives[0].attain: 101% is not between":                                 {Objectives: []Objective{{Metric: "resolution", Period: "month", Attain: 101_000}}},
		"metrics.m.stop: never is only for":                                         {Metrics: map[string]MetricSpec{"m": {Start: start, Stop: &Condition{Never: true}}}},
		`metrics["a b"]: the metric needs a stop`:                                   {Metrics: map[string]MetricSpec{"a b": {Start: start}}},
		`metrics[""]: the metric needs a name`:                                      {Metrics: map[string]MetricSpec{"": {Start: start, Stop: start}}},
	} {
		_, err := New(spec)
		if err == nil || !strings.HasPrefix(err.Error()+"\n", want) && !strings.Contains(err.Error(), "\n"+want) {
			t.Errorf("the error is\n%v, want\n%s", err, want)
		}
	}
}

// The Set keeps a copy of the Spec, and gives out copies.
func TestSetDoesNotShareItsSpec(t *testing.T) {
	spec := mustLoad(t, "customer-care.yaml").Spec()
	s, err := New(spec)
	if err != nil {
		t.Fatal(err)
	}
	compiled, digest := describe(s), s.Digest()
	spoil(&spec)
	given := s.Spec()
	spoil(&given)
	if diff := cmp.Diff(customerCare, s.Spec()); diff != "" {
		t.Errorf("the Spec has changed: %s", diff)
	}
	again, err := New(s.Spec())
	if err != nil {
		t.Fatal(err)
	}
	if describe(s) != compiled || describe(again) != compiled || again.Digest() != digest {
		t.Error("what was compiled has changed")
	}
}

// spoil changes all that can be reached from a Spec.
func spoil(s *Spec) {
	for _, c := range s.Calendars {
		for days := range c.Hours {
			if windows := c.Hours[days]; len(windows) > 0 {
				windows[0] = "00:00-01:00"
			}
		}
		if len(c.Holidays) > 0 {
			c.Holidays[0] = calendar.Holiday{}
		}
		if len(c.Union) > 0 {
			c.Union[0] = "night"
		}
	}
	for _, texts := range s.Statuses {
		texts[0] = "spoilt"
	}
	for name, m := range s.Metrics {
		m.Start.All[0].Field, m.Start.All[0].Changed = "spoilt", False
		delete(s.Metrics, name)
	}
	for i := range s.Policies {
		p := &s.Policies[i]
		if p.Match != nil && p.Match.Is != "" {
			p.Match.Is = "spoilt"
		}
		for j := range p.Targets {
			for value := range p.Targets[j].Matrix {
				p.Targets[j].Matrix[value] = Choice{Within: Duration{Days: 99}}
			}
			for k := range p.Targets[j].Thresholds {
				p.Targets[j].Thresholds[k].Name = "spoilt"
				if notify := p.Targets[j].Thresholds[k].Notify; len(notify) > 0 {
					notify[0] = "spoilt"
				}
			}
		}
		p.Targets = nil
	}
	s.Agreement.Services[0] = "spoilt"
	s.Objectives[0].Policies[0] = "spoilt"
	s.Objectives[1].Credits[0] = Credit{}
}

func TestZeroSet(t *testing.T) {
	var s Set
	if got := s.Match(Fields{"a": {"b"}}, time.Time{}); got != nil {
		t.Errorf("it matches %v", got)
	}
	if _, ok := s.Calendar("a"); ok || s.Location() != time.UTC || s.Revision() != "" || len(s.Policies())+len(timers(&s))+len(pauseRules(&s)) > 0 {
		t.Error("it has something")
	}
	if c, known := s.Category("solved"); c != CategorySolved || !known {
		t.Errorf("solved is %s", c)
	}
	if watches(&s, "a") || s.Program().Decides(0) || s.Program().CategoryDecides() || s.Program().RespondedDecides() || len(fieldNames(&s)) != 1 {
		t.Error("it watches something")
	}
	if _, err := Parse("zero.yaml", s.YAML()); err != nil {
		t.Errorf("what it writes does not load: %v", err)
	}
	extended, err := s.Extend("a.yaml", []byte("policies: [{name: a, targets: [{metric: resolution, within: 1h}]}]"))
	if err != nil || len(extended.Policies()) != 1 {
		t.Errorf("it extends to %v, %v", extended, err)
	}
}

// A CalendarSpec has every field of a calendar.Spec, and carries it.
func TestCalendarSpecCarriesEveryField(t *testing.T) {
	from, to := reflect.TypeFor[CalendarSpec](), reflect.TypeFor[calendar.Spec]()
	if want := to.NumField() + 1; from.NumField() != want { // ZoneField is of a CalendarSpec only
		t.Errorf("it has %d fields, not %d", from.NumField(), want)
	}
	full := CalendarSpec{
		TimeZone: "Asia/Jakarta", Hours: calendar.AlwaysOpen(), Versions: make([]calendar.Version, 1), Holidays: make([]calendar.Holiday, 1),
		Eve: make([]string, 1), SpecialHours: make([]calendar.SpecialHours, 1), Union: make([]string, 1), Intersect: make([]string, 1), Except: make([]string, 1),
	}
	carried := reflect.ValueOf(full.calendar())
	lists := make(map[string]bool)
	for _, l := range memberLists(&full) {
		lists[l.key] = len(l.names) == 1
	}
	for i := range to.NumField() {
		name := to.Field(i).Name
		if _, ok := from.FieldByName(name); !ok || reflect.ValueOf(full).FieldByName(name).IsZero() {
			t.Errorf("it has no field %s, or the test does not set it", name)
		}
		if carried.Field(i).IsZero() && !lists[strings.ToLower(name)] {
			t.Errorf("the field %s is not carried", name)
		}
	}
}

// A policy, calendar or metric without a name is no name to offer.
func TestHintsNameNothingNameless(t *testing.T) {
	start := &Condition{Event: []string{"created"}}
	target := TargetSpec{Metric: "resolution", Within: Duration{Days: 1}}
	for _, spec := range []Spec{
		{Policies: []PolicySpec{{Extends: "base", Targets: []TargetSpec{}}}},
		{Policies: []PolicySpec{{Targets: []TargetSpec{target}}, {Name: "a", Extends: "base"}}},
		{Policies: []PolicySpec{{Abstract: true, Targets: []TargetSpec{target}}, {Targets: []TargetSpec{target}}}},
		{Policies: []PolicySpec{{Targets: []TargetSpec{target}}}, Objectives: []Objective{{Metric: "resolution", Policies: []string{"vip"}, Attain: 95_000, Period: "month"}}},
		{Policies: []PolicySpec{{Name: "a", Calendar: CalendarChoice{Name: "office"}, Targets: []TargetSpec{target}}}, Calendars: map[string]CalendarSpec{"": {Hours: calendar.AlwaysOpen()}}},
		{Policies: []PolicySpec{{Name: "a", Targets: []TargetSpec{{Metric: "x", Within: Duration{Days: 1}}}}}, Metrics: map[string]MetricSpec{"": {Start: start, Stop: start}}},
	} {
		_, err := New(spec)
		if err == nil {
			t.Errorf("%+v is a Set", spec)
			continue
		}
		for _, e := range err.(Errors) {
			if strings.Contains(e.Hint, `""`) || strings.HasSuffix(e.Hint, " ") || strings.Contains(e.Hint, "  ") {
				t.Errorf("the hint names nothing: %v", e)
			}
		}
	}
}
