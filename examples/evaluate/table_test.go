package main

import (
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/tenggat/sla/breach"
	"github.com/tenggat/sla/policy"
)

func noon(day int) time.Time { return time.Date(2026, 1, day, 12, 0, 0, 0, time.UTC) }

// utcZones takes calendar "always" for one that never closes.
func utcZones(i *breach.Instance) (*time.Location, bool) { return time.UTC, i.Calendar == "always" }

var tableResults = []result{
	{"T2", &breach.Report{Targets: []breach.Instance{
		{Policy: "vip", Metric: "resolution", Number: 1, State: breach.Running, Within: 50 * time.Hour, Elapsed: time.Hour,
			Remaining: 49 * time.Hour, Deadline: noon(9)},
		{Policy: "vip", Metric: "next_response", Number: 2, State: breach.Paused, AtRisk: true, Projected: true,
			Calendar: "always", Within: 50 * time.Hour, Elapsed: 49 * time.Hour, Remaining: time.Hour, Deadline: noon(6)},
	}}},
	{"lost", nil},
	{"T1", &breach.Report{Targets: []breach.Instance{
		{Policy: "päivä", Metric: "resolution", Number: 1, State: breach.Missed, Breached: true, Calendar: "always",
			Within: 24 * time.Hour, Elapsed: 51 * time.Hour, Overdue: 27 * time.Hour, Deadline: noon(8)},
		{Policy: "päivä", Metric: "first_response", Number: 1, State: breach.NotStarted, Within: time.Hour},
	}}},
	{"T0", &breach.Report{Targets: []breach.Instance{
		{Policy: "vip", Metric: "resolution", Number: 1, State: breach.Met, Within: 50 * time.Hour, Elapsed: time.Hour,
			Remaining: 49 * time.Hour, Deadline: noon(9)},
	}}},
}

func table(t *testing.T, results []result, color bool) string {
	t.Helper()
	var b strings.Builder
	if err := writeTable(&b, results, utcZones, color); err != nil {
		t.Fatal(err)
	}
	return b.String()
}

func TestTable(t *testing.T) {
	want := `
TICKET  POLICY  METRIC            STATE             TARGET  DEADLINE               ELAPSED  LEFT
T1      päivä   resolution        missed, BREACHED  1d      2026-01-08 12:00 UTC   2d 3h    1d 3h overdue
T2      vip     next_response #2  paused, at risk   2d 2h   ~2026-01-06 12:00 UTC  2d 1h    1h left
T0      vip     resolution        met               50h     2026-01-09 12:00 UTC   1h       49h left
T2      vip     resolution        running           50h     2026-01-09 12:00 UTC   1h       49h left
T1      päivä   first_response    not started       1h      -                      -        -
`
	if diff := cmp.Diff(want[1:], table(t, tableResults, false)); diff != "" {
		t.Error(diff)
	}
}

// Colour only adds to the plain table: without the escape sequences it is the
// same text.
func TestTableColor(t *testing.T) {
	colored := table(t, tableResults, true)
	for _, want := range []string{red + "missed, BREACHED" + plain, yellow + "paused, at risk" + plain} {
		if !strings.Contains(colored, want) {
			t.Errorf("no %q in\n%s", want, colored)
		}
	}
	without := strings.NewReplacer(red, "", yellow, "", plain, "").Replace(colored)
	if diff := cmp.Diff(table(t, tableResults, false), without); diff != "" {
		t.Error(diff)
	}
}

func TestTableWithoutRows(t *testing.T) {
	if got := table(t, []result{{"T1", &breach.Report{}}, {"T2", nil}}, true); got != "" {
		t.Errorf("a table without rows is %q, want nothing", got)
	}
}

func TestSummary(t *testing.T) {
	instance := func(state breach.State, breached bool) breach.Instance {
		return breach.Instance{Kind: policy.SLA, State: state, Breached: breached}
	}
	report := func(void bool, targets ...breach.Instance) *breach.Report {
		return &breach.Report{Void: void, Targets: targets}
	}
	tests := []struct {
		name    string
		results []result
		want    string
	}{
		{"nothing", nil, "0 tickets; 0 targets; 0 BREACHED (0 of them still open), 0 at risk; attained: nothing decided yet"},
		{
			"a breach counts once it happens, stopped or not; a cancelled target only if breached",
			[]result{
				{"T1", report(false, instance(breach.Met, false), instance(breach.Met, false), instance(breach.Missed, true))},
				{"T2", report(false, instance(breach.Running, true), instance(breach.Paused, true), instance(breach.Running, false))},
				{"T3", report(false, instance(breach.Cancelled, false), instance(breach.Cancelled, true), instance(breach.NotStarted, false))},
				{"T4", report(false)},
				{"T5", nil},
			},
			"5 tickets, 1 not evaluated, 1 without a target; 9 targets: 2 met, 1 missed, 2 running, 1 paused, 2 cancelled, " +
				"1 not started; 4 BREACHED (2 of them still open), 0 at risk; attained: sla 33.3 % (2 met of 6 decided)",
		},
		{
			"void tickets are left out of attainment",
			[]result{
				{"T1", report(true, instance(breach.Met, false), instance(breach.Cancelled, true))},
				{"T2", report(false, instance(breach.Met, false))},
				{"T3", report(false, breach.Instance{State: breach.Running, AtRisk: true})},
				{"T4", report(true)},
			},
			"4 tickets, 2 void; 4 targets: 2 met, 1 running, 1 cancelled; 1 BREACHED (0 of them still open), 1 at risk; " +
				"attained: sla 100.0 % (1 met of 1 decided)",
		},
		{
			"each kind is attained by itself",
			[]result{{"T1", report(false,
				breach.Instance{Kind: policy.UC, State: breach.Met}, breach.Instance{Kind: policy.OLA, State: breach.Running, Breached: true},
				breach.Instance{Kind: policy.OLA, State: breach.Met}, breach.Instance{Kind: policy.SLA, State: breach.Running})}},
			"1 ticket; 4 targets: 2 met, 2 running; 1 BREACHED (1 of them still open), 0 at risk; " +
				"attained: ola 50.0 % (1 met of 2 decided), uc 100.0 % (1 met of 1 decided)",
		},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			if diff := cmp.Diff(tt.want, summarise(tt.results).String()); diff != "" {
				t.Error(diff)
			}
		})
	}
}

// One sentence that holds for many tickets is written once.
func TestWarningsAreGrouped(t *testing.T) {
	warned := func(warnings ...breach.Warning) *breach.Report { return &breach.Report{Warnings: warnings} }
	status := breach.Warning{Code: breach.WarnUnmappedStatus, Message: `status "Odd" counts as open`}
	second := breach.Warning{Code: breach.WarnSecondCreated, Message: "a second created event"}
	var b strings.Builder
	err := writeWarnings(&b, []result{
		{"T1", warned(status, second, status)}, {"T2", warned(status)}, {"T3", nil}, {"T4", warned(status)},
		{"T5", warned(status)}, {"T6", warned(status)},
	})
	if err != nil {
		t.Fatal(err)
	}
	want := "warning: T1, T2, T4 and 2 more: status \"Odd\" counts as open [unmapped_status]\n" +
		"warning: T1: a second created event [second_created]\n"
	if diff := cmp.Diff(want, b.String()); diff != "" {
		t.Error(diff)
	}
}
