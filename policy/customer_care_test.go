package policy

import (
	"fmt"
	"os"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/tenggat/sla/calendar"
	"github.com/tenggat/sla/policy/rule"
)

func mustLoad(tb testing.TB, name string) *Set {
	tb.Helper()
	src, err := os.ReadFile("testdata/" + name)
	if err != nil {
		tb.Fatal(err)
	}
	s, err := Parse(name, src)
	if err != nil {
		tb.Fatal(err)
	}
	return s
}

func is(field, value string) *Condition { return &Condition{Field: field, Is: value} }

// customerCare is what testdata/customer-care.yaml says, to the last key.
var customerCare = Spec{
	Revision: "2026-01",
	TimeZone: "Asia/Jakarta",
	Agreement: Agreement{
		Name:     "Customer care 2026",
		Provider: "Nusantara Hosting",
		Customer: "All subscribers",
		Type:     "multilevel",
		Services: []string{"web hosting", "cloud VPS", "domain names"},
		Channels: []string{"web", "email", "phone", "whatsapp", "telegram", "live_chat", "mobile_app"},
		Term:     DateRange{From: "2026-01-01", Until: "2026-12-31"},
		Review:   "quarterly",
		Obligations: Obligations{
			Provider: []string{"Publish this page on the customer portal", "Report attainment every month"},
			Customer: []string{"Describe the problem and its impact", "Answer questions while a ticket is pending"},
		},
	},
	Calendars: map[string]CalendarSpec{
		"office": {
			TimeZone: "Asia/Jakarta",
			Hours:    calendar.Hours{"mon-thu": {"08:00-12:00", "13:00-17:00"}, "fri": {"08:00-11:30", "13:00-17:00"}},
			Holidays: []calendar.Holiday{
				{Region: "id", Kinds: []string{"national", "joint_leave"}},
				{Date: "2026-08-18", Name: "Company anniversary"},
				{Annual: "12-31", Name: "Year end", Hours: []string{"08:00-12:00"}},
			},
			SpecialHours: []calendar.SpecialHours{
				{Date: "2026-11-28", Name: "Campaign Saturday", Open: []string{"09:00-15:00"}},
				{Date: "2026-07-03", Name: "Team meeting", Closed: []string{"15:00-17:00"}},
			},
		},
		"night": {TimeZone: "Asia/Jakarta", Hours: calendar.Hours{"daily": {"22:00-06:00"}}},
		"london": {
			TimeZone: "Europe/London",
			Hours:    calendar.Hours{"mon-fri": {"09:00-17:30"}},
			Holidays: []calendar.Holiday{{Region: "gb"}},
		},
		"follow_the_sun": {Union: []string{"office", "london"}},
		"always":         {Hours: calendar.AlwaysOpen()},
	},
	Statuses: map[Category][]string{
		CategoryOpen:    {"in_progress", "escalated"},
		CategoryPending: {"waiting_for_customer"},
		CategoryOnHold:  {"waiting_for_vendor", "scheduled"},
		CategorySolved:  {"resolved"},
		CategoryVoid:    {"spam", "merged"},
	},
	Metrics: map[string]MetricSpec{
		"vendor_answer": {
			Description: "Time the vendor takes to answer us",
			Start: &Condition{All: []Condition{
				{Field: "vendor_ticket", Changed: True},
				{Field: "vendor_ticket", Exists: True},
			}},
			Stop:   &Condition{Event: []string{"vendor_reply"}},
			Repeat: RepeatEach,
		},
	},
	Policies: []PolicySpec{
		{
			Name:     "corporate",
			Abstract: true,
			Calendar: CalendarChoice{Name: "office"},
			Pause:    &Condition{Status: []Category{CategoryPending, CategoryOnHold}},
			OnChange: OnChangeCarry,
			Boundary: BoundaryClose,
			AtRisk:   Mark{Percent: 75_000},
			Targets: []TargetSpec{
				{
					Metric:   "first_response",
					Calendar: CalendarChoice{Name: "always"},
					By:       []string{"priority"},
					Matrix: Matrix{
						"critical": {Within: Duration{Time: time.Hour}}, "medium": {Within: Duration{Time: 4 * time.Hour}}, "standard": {Within: Duration{Time: 24 * time.Hour}},
					},
					Thresholds: []ThresholdSpec{{At: Mark{Percent: 75_000}, Name: "warning", Notify: []string{"assignee"}}},
				},
				{
					Metric: "resolution",
					By:     []string{"priority"},
					Matrix: Matrix{"critical": {Within: Duration{Time: 8 * time.Hour}}, "medium": {Within: Duration{Days: 2}}, "standard": {Within: Duration{Days: 3}}},
					Thresholds: []ThresholdSpec{
						{At: Mark{Percent: 50_000}, Name: "halfway"},
						{At: Mark{Offset: -30 * time.Minute}, Name: "last_call", Notify: []string{"assignee", "team_lead"}},
						{At: Mark{Offset: 2 * time.Hour}, Name: "escalation", Notify: []string{"manager"}},
					},
				},
			},
		},
		{
			Name:        "vip",
			Description: "Customers on the enterprise plan",
			Extends:     "corporate",
			Match:       is("plan", "enterprise"),
			Targets: []TargetSpec{
				{
					Metric:   "first_response",
					When:     &Condition{Field: "channel", In: []string{"whatsapp", "telegram", "live_chat"}},
					Calendar: CalendarChoice{Name: "always"},
					Within:   Duration{Time: 5 * time.Minute},
				},
				{
					Metric: "first_response",
					By:     []string{"priority"},
					Matrix: Matrix{"critical": {Within: Duration{Time: 15 * time.Minute}}, "default": {Within: Duration{Time: time.Hour}}},
				},
				{Metric: "next_response", Within: Duration{Time: 2 * time.Hour}},
				{
					Metric:   "periodic_update",
					When:     is("priority", "critical"),
					Within:   Duration{Time: 4 * time.Hour},
					Calendar: CalendarChoice{Name: "always"},
				},
			},
		},
		{
			Name:    "chat",
			Extends: "corporate",
			Match: &Condition{All: []Condition{
				{Field: "channel", In: []string{"whatsapp", "telegram", "live_chat"}},
				{Field: "created_by", IsNot: "bot"},
			}},
			Calendar: CalendarChoice{Name: "follow_the_sun"},
			Targets: []TargetSpec{
				{Metric: "first_response", Calendar: CalendarChoice{Name: "follow_the_sun"}, Within: Duration{Time: 5 * time.Minute}},
			},
		},
		{Name: "standard", Extends: "corporate"},
		{
			Name:     "network team",
			Kind:     OLA,
			Match:    is("group", "network"),
			Calendar: CalendarChoice{Name: "office"},
			Targets:  []TargetSpec{{Metric: "group_ownership", Within: Duration{Time: 4 * time.Hour}}},
		},
		{
			Name:     "registry contract",
			Kind:     UC,
			Match:    is("service", "domain names"),
			Calendar: CalendarChoice{Name: "always"},
			Valid:    DateRange{From: "2026-01-01", Until: "2026-12-31"},
			Targets: []TargetSpec{
				{Metric: "resolution", Due: "registry_due_at"},
				{Metric: "vendor_answer", Within: Duration{Days: 2, AtClose: true}, Calendar: CalendarChoice{Name: "london"}},
			},
		},
	},
	Objectives: []Objective{
		{Metric: "first_response", Policies: []string{"vip", "chat", "standard"}, Attain: 95_000, Period: "month"},
		{
			Metric: "resolution", Policies: []string{"vip"}, Attain: 95_000, Period: "month",
			Credits: []Credit{{Below: 95_000, Credit: 5_000}, {Below: 90_000, Credit: 10_000}, {Below: 80_000, Credit: 25_000}},
		},
	},
}

func TestCustomerCareSaysThis(t *testing.T) {
	s := mustLoad(t, "customer-care.yaml")
	if diff := cmp.Diff(customerCare, s.Spec()); diff != "" {
		t.Errorf("the file reads otherwise (-want +got):\n%s", diff)
	}
	if s.Revision() != "2026-01" || s.Location().String() != "Asia/Jakarta" {
		t.Errorf("revision %s in %s", s.Revision(), s.Location())
	}
}

// The same Spec from Go makes the same Set.
func TestSpecFromGoIsTheSame(t *testing.T) {
	s, err := New(customerCare)
	if err != nil {
		t.Fatal(err)
	}
	loaded := mustLoad(t, "customer-care.yaml")
	if got, want := describe(s), describe(loaded); got != want {
		t.Errorf("it compiles to something else: %s", cmp.Diff(want, got))
	}
	if s.Digest() != loaded.Digest() {
		t.Error("it has another digest")
	}
}

// describe is everything compiled, a line for each target.
func describe(s *Set) string {
	var b strings.Builder
	for i, p := range s.Policies() {
		compiled := compiledPolicies(s)[i]
		fmt.Fprintf(&b, "%s %s (%s), %s, valid %s..%s\n", p.Kind, p.Name, p.Revision, compiled.Match(), p.Valid.From, p.Valid.Until)
		written := p.Targets()
		for j, t := range compiledTargets(s, p.Name) {
			w := &written[j]
			fmt.Fprintf(&b, "  %s when %s: %s\n", t.Metric().Name(), t.When(), budgetWords(s, t, w.Due))
			fmt.Fprintf(&b, "    calendar %s, pause %s, at risk %s, boundary %s\n", calendarWords(s, t), pauseWords(s, t), w.AtRisk, w.Boundary)
			fmt.Fprintf(&b, "    on_change %s, on_reopen %s, window %q\n", onChanges[t.OnChange()], onReopens[t.OnReopen()], t.ReopenWindow())
			for k := range t.Thresholds() {
				fmt.Fprintf(&b, "    %s at %s for %s\n", t.Threshold(k).Name, w.Thresholds[k].At, t.Threshold(k).Notify())
			}
			if string(w.OnChange) != string(onChanges[t.OnChange()]) || w.OnReopen != onReopens[t.OnReopen()] || (w.Boundary == BoundaryNextOpen) != t.NextOpen() ||
				w.ReopenWindow.terms("") != t.ReopenWindow() || w.AtRisk.terms("", nil).Percent != t.AtRisk().Percent || w.AtRisk.Offset != t.AtRisk().Offset {
				fmt.Fprintf(&b, "    but it is written as %+v\n", w)
			}
		}
	}
	return b.String()
}

func budgetWords(s *Set, t rule.Target, due string) string {
	if t.HasDue() {
		return "due " + due
	}
	var words []string
	for _, priority := range []string{"critical", "medium", "standard", "other"} {
		d, ok := budgetOf(s, t, Fields{"priority": {priority}})
		words = append(words, fmt.Sprintf("%s %s %v", priority, d, ok))
	}
	return strings.Join(words, ", ")
}

func calendarWords(s *Set, t rule.Target) string {
	c := calendarFor(s, t, nil)
	return fmt.Sprintf("%s in %s", c.Name, c.Calendar.Location())
}

func pauseWords(s *Set, t rule.Target) string {
	if t.PauseRule() < 0 {
		return fmt.Sprintf("never (%d)", t.PauseRule())
	}
	return fmt.Sprintf("%s (%d)", pauseRules(s)[t.PauseRule()], t.PauseRule())
}

func TestCustomerCareCompilesToThis(t *testing.T) {
	const want = `sla vip (2026-01), plan is enterprise, valid ..
  first_response when channel is whatsapp, telegram or live_chat: critical 5m true, medium 5m true, standard 5m true, other 5m true
    calendar always in Asia/Jakarta, pause never (-1), at risk 75%, boundary close
    on_change carry, on_reopen resume, window ""
  first_response when always: critical 15m true, medium 1h true, standard 1h true, other 1h true
    calendar always in Asia/Jakarta, pause never (-1), at risk 75%, boundary close
    on_change carry, on_reopen resume, window ""
    warning at 75% for [assignee]
  next_response when always: critical 2h true, medium 2h true, standard 2h true, other 2h true
    calendar office in Asia/Jakarta, pause never (-1), at risk 75%, boundary close
    on_change carry, on_reopen resume, window ""
  periodic_update when priority is critical: critical 4h true, medium 4h true, standard 4h true, other 4h true
    calendar always in Asia/Jakarta, pause never (-1), at risk 75%, boundary close
    on_change carry, on_reopen resume, window ""
  resolution when always: critical 8h true, medium 2bd true, standard 3bd true, other  false
    calendar office in Asia/Jakarta, pause the status is pending or on_hold (0), at risk 75%, boundary close
    on_change carry, on_reopen resume, window ""
    halfway at 50% for []
    last_call at -30m for [assignee team_lead]
    escalation at +2h for [manager]
sla chat (2026-01), channel is whatsapp, telegram or live_chat and created_by is not bot, valid ..
  first_response when always: critical 5m true, medium 5m true, standard 5m true, other 5m true
    calendar follow_the_sun in Asia/Jakarta, pause never (-1), at risk 75%, boundary close
    on_change carry, on_reopen resume, window ""
    warning at 75% for [assignee]
  resolution when always: critical 8h true, medium 2bd true, standard 3bd true, other  false
    calendar follow_the_sun in Asia/Jakarta, pause the status is pending or on_hold (0), at risk 75%, boundary close
    on_change carry, on_reopen resume, window ""
    halfway at 50% for []
    last_call at -30m for [assignee team_lead]
    escalation at +2h for [manager]
sla standard (2026-01), always, valid ..
  first_response when always: critical 1h true, medium 4h true, standard 24h true, other  false
    calendar always in Asia/Jakarta, pause never (-1), at risk 75%, boundary close
    on_change carry, on_reopen resume, window ""
    warning at 75% for [assignee]
  resolution when always: critical 8h true, medium 2bd true, standard 3bd true, other  false
    calendar office in Asia/Jakarta, pause the status is pending or on_hold (0), at risk 75%, boundary close
    on_change carry, on_reopen resume, window ""
    halfway at 50% for []
    last_call at -30m for [assignee team_lead]
    escalation at +2h for [manager]
ola network team (2026-01), group is network, valid ..
  group_ownership when always: critical 4h true, medium 4h true, standard 4h true, other 4h true
    calendar office in Asia/Jakarta, pause never (-1), at risk 75%, boundary close
    on_change carry, on_reopen new, window ""
uc registry contract (2026-01), service is "domain names", valid 2026-01-01..2026-12-31
  resolution when always: due registry_due_at
    calendar always in Asia/Jakarta, pause never (-1), at risk , boundary close
    on_change carry, on_reopen resume, window ""
  vendor_answer when always: critical 2bd@close true, medium 2bd@close true, standard 2bd@close true, other 2bd@close true
    calendar london in Europe/London, pause never (-1), at risk 75%, boundary close
    on_change carry, on_reopen resume, window ""
`
	s := mustLoad(t, "customer-care.yaml")
	if got := describe(s); got != want {
		t.Errorf("it compiles to something else (-want +got):\n%s", cmp.Diff(want, got))
	}
	if got, want := clockNames(s), "sla/first_response sla/next_response sla/periodic_update sla/resolution ola/group_ownership uc/resolution uc/vendor_answer"; got != want {
		t.Errorf("the clocks are %s, want %s", got, want)
	}
	if got := pauseRules(s); len(got) != 1 || got[0].String() != "the status is pending or on_hold" {
		t.Errorf("the pause rules are %s", got)
	}
	for field, want := range map[string]bool{"plan": true, "channel": true, "created_by": true, "group": true, "service": true,
		"priority": true, "registry_due_at": true, "status": false, "vendor_ticket": false, "assignee": false} {
		if watches(s, field) != want {
			t.Errorf("it watches %s: %v", field, !want)
		}
	}
	if s.Program().CategoryDecides() || s.Program().RespondedDecides() {
		t.Error("it watches the category, or whether an agent responded")
	}
}

func clockNames(s *Set) string {
	var names []string
	for _, c := range timers(s) {
		names = append(names, c.Kind.Name+"/"+c.Metric.Name())
	}
	return strings.Join(names, " ")
}

func TestCustomerCareStatuses(t *testing.T) {
	s := mustLoad(t, "customer-care.yaml")
	for status, want := range map[string]Category{
		"": CategoryNew, "new": CategoryNew, "open": CategoryOpen, "in_progress": CategoryOpen, "escalated": CategoryOpen,
		"pending": CategoryPending, "waiting_for_customer": CategoryPending, "on_hold": CategoryOnHold, "waiting_for_vendor": CategoryOnHold,
		"scheduled": CategoryOnHold, "solved": CategorySolved, "resolved": CategorySolved, "closed": CategoryClosed,
		"void": CategoryVoid, "spam": CategoryVoid, "merged": CategoryVoid,
	} {
		if got, known := s.Category(status); got != want || !known {
			t.Errorf("%q is %s, known %v, want %s", status, got, known, want)
		}
	}
	if got, known := s.Category("Resolved"); got != CategoryOpen || known {
		t.Errorf("Resolved is %s, known %v, want open and unknown", got, known)
	}
}

func TestCustomerCareCalendars(t *testing.T) {
	s := mustLoad(t, "customer-care.yaml")
	open := func(name, at string) bool {
		c, ok := s.Calendar(name)
		if !ok {
			t.Fatalf("there is no calendar %s", name)
		}
		when, err := time.Parse(time.RFC3339, at)
		if err != nil {
			t.Fatal(err)
		}
		return c.IsOpen(when)
	}
	for _, c := range []struct {
		calendar, at string
		want         bool
	}{
		{"office", "2026-01-05T08:00:00+07:00", true},
		{"office", "2026-01-05T12:00:00+07:00", false}, // lunch
		{"office", "2026-01-09T11:30:00+07:00", false}, // Friday
		{"office", "2026-01-09T11:29:00+07:00", true},
		{"office", "2026-08-17T10:00:00+07:00", false}, // Independence Day
		{"office", "2026-08-18T10:00:00+07:00", false}, // Company anniversary
		{"office", "2026-12-31T11:00:00+07:00", true},
		{"office", "2026-12-31T13:00:00+07:00", false}, // Year end
		{"office", "2026-11-28T10:00:00+07:00", true},  // Campaign Saturday
		{"office", "2026-11-21T10:00:00+07:00", false},
		{"office", "2026-07-03T14:59:00+07:00", true},
		{"office", "2026-07-03T15:00:00+07:00", false}, // Team meeting
		{"night", "2026-01-05T23:00:00+07:00", true},
		{"night", "2026-01-05T06:00:00+07:00", false},
		{"london", "2026-01-05T09:00:00Z", true},
		{"london", "2026-12-25T10:00:00Z", false},
		{"follow_the_sun", "2026-01-05T02:00:00Z", true},
		{"follow_the_sun", "2026-01-05T16:00:00Z", true},
		{"follow_the_sun", "2026-01-05T20:00:00Z", false},
		{"always", "2026-01-04T03:00:00Z", true},
	} {
		if got := open(c.calendar, c.at); got != c.want {
			t.Errorf("%s is open at %s: %v", c.calendar, c.at, got)
		}
	}
	if _, ok := s.Calendar("weekend"); ok {
		t.Error("there is a calendar nobody wrote")
	}
}

func TestIncidentsSayThis(t *testing.T) {
	want := Spec{
		Revision:  "2016",
		Calendars: map[string]CalendarSpec{"always": {Hours: calendar.AlwaysOpen()}},
		Statuses: map[Category][]string{
			CategoryNew:     {"New"},
			CategoryOpen:    {"Active"},
			CategoryPending: {"Awaiting User Info"},
			CategoryOnHold:  {"Awaiting Problem", "Awaiting Vendor", "Awaiting Evidence"},
			CategorySolved:  {"Resolved"},
			CategoryClosed:  {"Closed"},
		},
		Policies: []PolicySpec{{
			Name:     "incidents",
			Calendar: CalendarChoice{Name: "always"},
			Targets: []TargetSpec{{
				Metric: "first_resolution",
				By:     []string{"priority"},
				Matrix: Matrix{"1 - Critical": {Within: Duration{Time: 5 * time.Hour}}, "3 - Moderate": {Within: Duration{Time: 90 * time.Hour}}, "4 - Low": {Within: Duration{Time: 90 * time.Hour}}},
			}},
		}},
	}
	s := mustLoad(t, "incidents.yaml")
	if diff := cmp.Diff(want, s.Spec()); diff != "" {
		t.Errorf("the file reads otherwise (-want +got):\n%s", diff)
	}
	target := compiledTargets(s, "incidents")[0]
	for priority, want := range map[string]string{"1 - Critical": "5h", "3 - Moderate": "90h", "4 - Low": "90h", "2 - High": "", "": ""} {
		if d, ok := budgetOf(s, target, Fields{"priority": {priority}}); d.String() != want || ok != (want != "") {
			t.Errorf("priority %q has %s, %v, want %s", priority, d, ok, want)
		}
	}
	if d, ok := budgetOf(s, target, Fields{"priority": {"4 - Low", "1 - Critical"}}); ok {
		t.Errorf("two priorities have %s", d)
	}
	if s.Location() != time.UTC || !slices.Equal(policyNames(s.Match(nil, time.Time{})), []string{"incidents"}) {
		t.Errorf("zone %s, matching %v", s.Location(), policyNames(s.Match(nil, time.Time{})))
	}
}
