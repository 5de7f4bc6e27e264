package breach_test

import (
	"errors"
	"strings"
	"testing"
	"time"

	"github.com/tenggat/sla/breach"
	"github.com/tenggat/sla/policy"
)

// TestMistakesInEventsAreNamed: each with its place and all of them at once.
func TestMistakesInEventsAreNamed(t *testing.T) {
	set := mustParse(t, tracked)
	good := breach.Event{ID: "good", At: day("05 09:00"), Type: breach.Created}
	for _, test := range []struct {
		name  string
		event breach.Event
		field string
	}{
		{"no instant", breach.Event{ID: "x", Type: breach.Updated}, "at"},
		{"year 10000", breach.Event{ID: "x", At: day("05 09:00").AddDate(8000, 0, 0), Type: breach.Updated}, "at"},
		{"no type", breach.Event{ID: "x", At: day("05 09:00")}, "type"},
		{"a comment of nobody", breach.Event{ID: "x", At: day("05 09:00"), Type: breach.Comment}, "actor"},
		{"an unknown actor", breach.Event{ID: "x", At: day("05 09:00"), Type: breach.Updated, Actor: "robot"}, "actor"},
	} {
		t.Run(test.name, func(t *testing.T) {
			_, err := breach.Evaluate(set, []breach.Event{good, test.event}, day("06 09:00"))
			var bad *breach.EventError
			if !errors.As(err, &bad) {
				t.Fatalf("got %v, want an EventError", err)
			}
			if bad.Index != 1 || bad.ID != "x" || bad.Field != test.field || bad.Message == "" || bad.Hint == "" {
				t.Errorf("got %+v, want field %s", bad, test.field)
			}
			tracker := breach.NewTracker(set)
			if err := tracker.Apply(good); err != nil {
				t.Fatal(err)
			}
			if err := tracker.Apply(test.event); !errors.As(err, &bad) || bad.Index != 1 || bad.Field != test.field {
				t.Errorf("tracker: got %v, want an EventError of %s", err, test.field)
			}
		})
	}
	_, err := breach.Evaluate(set, []breach.Event{{ID: "first"}, good, {ID: "last"}}, day("06 09:00"))
	if err == nil || !strings.Contains(err.Error(), "first") || !strings.Contains(err.Error(), "last") {
		t.Errorf("got %v, want both mistakes", err)
	}
}

func TestEventsOfTwoTickets(t *testing.T) {
	set := mustParse(t, tracked)
	history := []breach.Event{
		{At: day("05 09:00"), Type: breach.Created},
		{At: day("05 10:00"), Type: breach.Updated, Ticket: "T1"},
		{At: day("05 11:00"), Type: breach.Updated},
		{At: day("05 12:00"), Type: breach.Updated, Ticket: "T2"},
	}
	if report := mustEvaluate(t, set, history[:3], day("06 09:00")); report.Ticket != "T1" {
		t.Errorf("the ticket is %q, want T1", report.Ticket)
	}
	_, err := breach.Evaluate(set, history, day("06 09:00"))
	var bad *breach.EventError
	if !errors.As(err, &bad) || bad.Index != 3 || bad.Field != "ticket" {
		t.Errorf("got %v, want an EventError of event 3 about its ticket", err)
	}
}

func TestNoTicketYet(t *testing.T) {
	set := mustParse(t, tracked)
	for name, history := range map[string][]breach.Event{
		"no events":        nil,
		"no created event": {{Ticket: "T", At: day("05 09:00"), Type: breach.Updated}},
		"created later":    {{Ticket: "T", At: day("05 09:00").Add(1), Type: breach.Created}},
	} {
		_, err := breach.Evaluate(set, history, day("05 09:00"))
		var missing *breach.NotCreatedError
		if !errors.As(err, &missing) || !missing.At.Equal(day("05 09:00")) || len(history) > 0 && missing.Ticket != "T" {
			t.Errorf("%s: got %v, want a NotCreatedError", name, err)
		}
	}
}

// TestInstantsNobodyCanWrite are refused: RFC 3339 has four digits for a year.
func TestInstantsNobodyCanWrite(t *testing.T) {
	set := mustParse(t, tracked)
	history := []breach.Event{{At: day("05 09:00"), Type: breach.Created}}
	last := time.Date(9999, 12, 31, 23, 59, 59, 999_999_999, time.UTC)
	report := mustEvaluate(t, set, history, last)
	if _, err := report.MarshalJSON(); err != nil {
		t.Errorf("at the last instant: %v", err)
	}
	tracker := breach.NewTracker(set)
	if err := tracker.Apply(history[0]); err != nil {
		t.Fatal(err)
	}
	for _, at := range []time.Time{last.Add(1), last.In(time.FixedZone("", -3600)).Add(1)} {
		if _, err := breach.Evaluate(set, history, at); !errors.Is(err, breach.ErrOutOfRange) {
			t.Errorf("Evaluate at %s: got %v, want ErrOutOfRange", at, err)
		}
		if _, err := breach.Explain(set, history, at); !errors.Is(err, breach.ErrOutOfRange) {
			t.Errorf("Explain at %s: got %v, want ErrOutOfRange", at, err)
		}
		if _, err := tracker.Report(at); !errors.Is(err, breach.ErrOutOfRange) {
			t.Errorf("Report at %s: got %v, want ErrOutOfRange", at, err)
		}
	}
}

// TestWarnings names each with the event it is about, if it is about one.
func TestWarnings(t *testing.T) {
	for _, test := range []struct {
		code    breach.WarningCode
		event   string
		history []breach.Event
	}{
		{breach.WarnUnmappedStatus, "b", []breach.Event{{ID: "b", At: day("05 10:00"), Type: breach.Updated, Fields: policy.Fields{"status": {"lost"}}}}},
		{breach.WarnSecondCreated, "b", []breach.Event{{ID: "b", At: day("05 10:00"), Type: breach.Created}}},
		{breach.WarnBeforeCreated, "b", []breach.Event{{ID: "b", At: day("05 08:00"), Type: breach.Updated}}},
		{breach.WarnDuplicateID, "a", []breach.Event{{ID: "a", At: day("05 10:00"), Type: breach.Updated}}},
		{breach.WarnNoTarget, "", []breach.Event{{At: day("05 10:00"), Type: breach.Updated, Fields: policy.Fields{"priority": {"odd"}}}}},
		{breach.WarnUnmappedCalendar, "", []breach.Event{{At: day("05 10:00"), Type: breach.Updated, Fields: policy.Fields{"office": {"auckland"}}}}},
		{breach.WarnBadDue, "", []breach.Event{{At: day("05 10:00"), Type: breach.Updated, Fields: policy.Fields{"due_at": {"soon"}}}}},
		{breach.WarnBreachSuperseded, "b", []breach.Event{{ID: "b", At: day("05 14:00"), Type: breach.Updated, Fields: policy.Fields{"plan": {"slow"}}}}},
		{breach.WarnDeadlineUnreachable, "", []breach.Event{{At: day("05 10:00"), Type: breach.Updated, Fields: policy.Fields{"plan": {"gone"}}}}},
	} {
		t.Run(string(test.code), func(t *testing.T) {
			set := mustParse(t, `
version: 1
time_zone: UTC
calendars:
  day: {hours: {daily: ["09:00-17:00"]}}
  gone: {hours: {daily: ["09:00-17:00"]}, special_hours: [{from: 2026-01-05, until: 9999-12-31}]}
policies:
  - name: slow
    match: {plan: slow}
    on_change: retroactive
    targets: [{metric: first_response, within: 8h}, {metric: resolution, by: priority, within: {high: 8h}}]
  - name: gone
    match: {plan: gone}
    calendar: gone
    targets: [{metric: first_response, within: 8h}, {metric: resolution, by: priority, within: {high: 8h}}]
  - name: rest
    targets: [{metric: first_response, within: 2h}, {metric: resolution, by: priority, within: {high: 8h}}]
  - name: vendor
    kind: uc
    targets: [{metric: resolution, due: {field: due_at}}]
  - name: offices
    kind: ola
    calendar: {field: office, map: {lisbon: day}, default: day}
    targets: [{metric: first_response, within: 8h}]
`)
			history := append([]breach.Event{{
				ID: "a", At: day("05 09:00"), Type: breach.Created, Fields: policy.Fields{"priority": {"high"}, "due_at": {"2026-01-06T09:00:00Z"}},
			}}, test.history...)
			report := mustEvaluate(t, set, history, day("05 18:00"))
			if len(report.Warnings) == 0 {
				t.Fatal("no warnings")
			}
			for _, w := range report.Warnings {
				if w.Code != test.code || w.EventID != test.event || w.Message == "" {
					t.Errorf("got %+v, want %s of event %q", w, test.code, test.event)
				}
			}
		})
	}
	if report := mustEvaluate(t, mustParse(t, tracked), pausingHistory(60), day("06 00:00")); len(report.Warnings) > 0 {
		t.Errorf("warnings of a good history: %+v", report.Warnings)
	}
}

// TestAnUnmappedStatusIsWarnedOfOnce for each text.
func TestAnUnmappedStatusIsWarnedOfOnce(t *testing.T) {
	history := shortHistory(t, "05 09:00 created status=lost; 05 10:00 updated status=open; 05 11:00 updated status=lost; 05 12:00 updated status=found")
	var texts []string
	for _, w := range mustEvaluate(t, mustParse(t, tracked), history, day("06 09:00")).Warnings {
		texts = append(texts, string(w.Code)+": "+w.Message)
	}
	if len(texts) != 2 || !strings.Contains(texts[0], `"lost"`) || !strings.Contains(texts[1], `"found"`) {
		t.Errorf("got %q, want one for lost and one for found", texts)
	}
}

// TestHolidaysUnknown warns when a deadline lies past the decreed holidays.
func TestHolidaysUnknown(t *testing.T) {
	set := mustParse(t, `
version: 1
time_zone: Asia/Jakarta
calendars:
  office: {hours: {mon-fri: ["09:00-17:00"]}, holidays: [{region: id}]}
policies:
  - {name: p, calendar: office, targets: [{metric: resolution, within: 2h}]}
`)
	for years, want := range map[int]int{0: 0, 20: 1} {
		created := day("05 09:00").AddDate(years, 0, 0)
		report := mustEvaluate(t, set, []breach.Event{{At: created, Type: breach.Created}}, created)
		if len(report.Warnings) != want {
			t.Fatalf("in %d: %+v, want %d warnings", created.Year(), report.Warnings, want)
		}
		if want > 0 && (report.Warnings[0].Code != breach.WarnHolidaysUnknown || report.Warnings[0].Message == "") {
			t.Errorf("in %d: %+v", created.Year(), report.Warnings)
		}
	}
}

// TestADeadlineThatNeverComes: the calendar closes for ever on the third day.
func TestADeadlineThatNeverComes(t *testing.T) {
	set := mustParse(t, `
version: 1
time_zone: UTC
calendars:
  closing: {hours: {daily: ["09:00-17:00"]}, special_hours: [{from: 2026-01-07, until: 9999-12-31}]}
policies:
  - name: p
    calendar: closing
    pause: {status: pending}
    targets: [{metric: resolution, within: 20h, thresholds: [{at: 50%}, {at: 90%}, {at: +1h}]}]
`)
	history := shortHistory(t, "05 09:00 created")
	for _, at := range []string{"05 09:00", "06 12:00", "09 12:00"} {
		report := mustEvaluate(t, set, history, day(at))
		row := report.Targets[0]
		if row.Breached || !row.Deadline.IsZero() || !row.OriginalDeadline.IsZero() || row.WallRemaining != 0 || row.Elapsed+row.Remaining != 20*time.Hour {
			t.Errorf("at %s: %+v", at, row)
		}
		if half := row.Thresholds[0]; !half.At.Equal(day("06 11:00")) || half.Crossed != !day(at).Before(day("06 11:00")) {
			t.Errorf("at %s half of it is %+v", at, half)
		}
		if late := row.Thresholds[1:]; late[0].Crossed || !late[0].At.IsZero() || late[1].Crossed || !late[1].At.IsZero() {
			t.Errorf("at %s: thresholds that never come: %+v", at, late)
		}
	}
	if next := mustEvaluate(t, set, history, day("06 16:00")).Next(); !next.IsZero() {
		t.Errorf("next is %s, want never", next) // 75 % are 15 h, the last at 06 16:00
	}
	report := mustEvaluate(t, set, shortHistory(t, "05 09:00 created; 08 10:00 updated status=solved"), day("09 00:00"))
	if row := report.Targets[0]; row.State != breach.Met || row.Elapsed != 16*time.Hour {
		t.Errorf("solved: %+v", row)
	}
}

// An Evaluator without a Clock has the system's.
func TestEvaluatorWithoutAClock(t *testing.T) {
	e := breach.Evaluator{Policies: new(policy.Set)}
	report, err := e.Evaluate([]breach.Event{{At: day("05 09:00"), Type: breach.Created}})
	if err != nil || len(report.Targets) > 0 || time.Since(report.AsOf) > time.Minute {
		t.Errorf("got %+v, %v", report, err)
	}
}

func TestFindNextAndCompare(t *testing.T) {
	set := mustParse(t, `
version: 1
policies:
  - {name: p, targets: [{metric: next_response, within: 2h}, {metric: resolution, within: 8h}]}
`)
	report := mustEvaluate(t, set, shortHistory(t, "05 09:00 created; 05 10:00 comment"), day("05 11:00"))
	if _, ok := report.Find(policy.OLA, "resolution"); ok {
		t.Error("found a target of another kind")
	}
	r, ok := report.Find(policy.SLA, "resolution")
	if !ok || r.Metric != "resolution" || !report.Next().Equal(day("05 15:00")) { // at risk at 75 %
		t.Errorf("found %+v; next %s", r, report.Next())
	}
	n, _ := report.Find(policy.SLA, "next_response")
	if r.Compare(n) >= 0 || n.Compare(r) <= 0 || r.Compare(r) != 0 {
		t.Error("a target with a deadline comes before one without")
	}
}

// TestNoBreachToTakeBackAtTheDeadlineItself: a change of target at the very
// deadline comes before the breach, so that there is none to take back.
func TestNoBreachToTakeBackAtTheDeadlineItself(t *testing.T) {
	set := mustParse(t, `
version: 1
policies:
  - name: slow
    match: {plan: slow}
    on_change: retroactive
    targets: [{metric: first_response, within: 8h}]
  - name: rest
    targets: [{metric: first_response, within: 2h}]
`)
	for change, want := range map[string]int{"05 11:00": 0, "05 11:01": 1} {
		report := mustEvaluate(t, set, shortHistory(t, "05 09:00 created; "+change+" updated plan=slow"), day("05 12:00"))
		if len(report.Warnings) != want || report.Targets[0].Breached {
			t.Errorf("changed at %s: %+v, want %d warnings", change, report.Warnings, want)
		}
	}
}
