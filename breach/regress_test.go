package breach_test

import (
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"
	"github.com/tenggat/sla/breach"
	"github.com/tenggat/sla/policy"
)

// The disagreements between the fold and the naive walk that were the fold's
// mistakes, each as small as it could be made. Histories are written
// "day hour:minute type field=value ..."; the days are those of January 2026.
func TestMistakesOfTheFold(t *testing.T) {
	for _, test := range []struct {
		name     string
		policies string
		history  string
		at       string
		want     breach.Instance
	}{
		{
			name: "void, solved, open: the run goes on",
			policies: `
policies:
  - {name: p, targets: [{metric: resolution, when: {plan: gold}, within: 2h40m}]}`,
			// 1h20 before the void, 9h after the reopening.
			history: "07 22:00 created; 07 23:20 updated status=void; 08 02:00 updated status=solved; 08 03:40 updated status=open plan=gold",
			at:      "08 12:40",
			want: breach.Instance{
				State: breach.Running, Breached: true, StartedAt: day("07 22:00"), Deadline: day("08 05:00"), BreachedAt: day("08 05:00"),
				Elapsed: 10*time.Hour + 20*time.Minute, Overdue: 7*time.Hour + 40*time.Minute,
			},
		},
		{
			name: "created as void, solved, open",
			policies: `
policies:
  - {name: p, targets: [{metric: resolution, within: 2h}]}`,
			history: "07 22:00 created status=void; 08 17:00 updated status=solved; 09 01:40 updated status=open",
			at:      "09 02:40",
			want: breach.Instance{
				State: breach.Running, StartedAt: day("07 22:00"), Deadline: day("09 03:40"),
				Elapsed: time.Hour, Remaining: time.Hour,
			},
		},
		{
			name: "overdue of a due date after its calendar changed",
			policies: `
time_zone: UTC
calendars: {weekdays: {hours: {mon-fri: ["09:00-17:00"]}}, evenings: {hours: {daily: ["20:00-20:40"]}}}
policies:
  - name: p
    calendar: {field: office, map: {north: weekdays}, default: evenings}
    targets: [{metric: resolution, due: {field: due_at}}]`,
			// Due on Saturday at 12:00; the evenings of Saturday and Sunday count.
			history: "09 08:00 created office=north due_at=2026-01-10T12:00:00Z; 10 15:00 updated office=west",
			at:      "12 08:00",
			want: breach.Instance{
				State: breach.Running, Breached: true, StartedAt: day("09 08:00"), Deadline: day("10 12:00"), BreachedAt: day("10 12:00"),
				Elapsed: 8*time.Hour + 80*time.Minute, Overdue: 80 * time.Minute,
			},
		},
		{
			name: "overdue of a due date after a duration took over",
			policies: `
time_zone: UTC
calendars: {weekdays: {hours: {mon-fri: ["09:00-17:00"]}}}
policies:
  - name: due
    match: {status: open}
    calendar: weekdays
    targets: [{metric: resolution, due: {field: due_at}}]
  - name: duration
    targets: [{metric: resolution, within: 2h}]`,
			// Saturday: an hour under the duration, none until it was due at
			// 12:00, 5 hours under the duration again.
			history: "10 08:00 created due_at=2026-01-10T12:00:00Z; 10 09:00 updated status=open; 10 13:00 updated status=new",
			at:      "10 18:00",
			want: breach.Instance{
				State: breach.Running, Breached: true, StartedAt: day("10 08:00"), Deadline: day("10 12:00"), BreachedAt: day("10 12:00"),
				Elapsed: 6 * time.Hour, Overdue: 5 * time.Hour,
			},
		},
		{
			name: "after a reopening without a target the breach comes when the target returns",
			policies: `
policies:
  - {name: p, match: {none: [{plan: gold}]}, targets: [{metric: total_resolution, due: {field: due_at}}]}`,
			history: "05 04:00 created status=solved; 05 12:00 updated due_at=2026-01-07T11:00:00Z; " +
				"07 23:00 updated status=open plan=gold; 08 04:00 updated due_at=2026-01-05T20:00:00Z; 08 21:00 updated plan=",
			at: "08 22:00",
			want: breach.Instance{
				State: breach.Running, Breached: true, StartedAt: day("05 04:00"), Deadline: day("05 20:00"), BreachedAt: day("08 21:00"),
				// Counted but for 07 23:00 to 08 21:00, when no target applied.
				Elapsed: 90*time.Hour - 22*time.Hour, Overdue: 74*time.Hour - 22*time.Hour,
			},
		},
		{
			name: "a due date is met, cleared and passed: the reopening breaches nothing",
			policies: `
policies:
  - {name: p, targets: [{metric: resolution, due: {field: due_at}}]}`,
			history: "05 00:00 created due_at=2026-01-07T00:00:00Z; 05 10:00 updated status=solved; 08 18:00 updated due_at=; 09 04:00 updated status=open",
			at:      "09 12:00",
			want: breach.Instance{
				State: breach.Cancelled, StartedAt: day("05 00:00"), CompletedAt: day("09 04:00"), Deadline: day("07 00:00"),
				Elapsed: 10 * time.Hour,
			},
		},
		{
			name: "solved at the deadline, reopened when the condition does not hold",
			policies: `
policies:
  - {name: p, targets: [{metric: resolution, when: {priority: high}, within: 8h}]}`,
			history: "05 00:00 created priority=high; 05 08:00 updated status=solved; 06 00:00 updated priority=low; 07 00:00 updated status=open",
			at:      "07 12:00",
			want: breach.Instance{
				State: breach.Cancelled, StartedAt: day("05 00:00"), CompletedAt: day("07 00:00"), Deadline: day("05 08:00"), Elapsed: 8 * time.Hour,
			},
		},
		{
			name: "count_solved, reopened after the policy stopped matching",
			policies: `
policies:
  - {name: p, match: {plan: gold}, targets: [{metric: total_resolution, within: 8h}]}`,
			history: "05 00:00 created plan=gold; 05 04:00 updated status=solved; 06 00:00 updated plan=; 07 00:00 updated status=open",
			at:      "07 12:00",
			want: breach.Instance{
				State: breach.Cancelled, StartedAt: day("05 00:00"), CompletedAt: day("07 00:00"), Deadline: day("05 08:00"), Elapsed: 48 * time.Hour,
			},
		},
		{
			name: "count_solved, reopened, then judged afresh: the breach is not in the solved time",
			policies: `
policies:
  - {name: gold, match: {plan: gold}, on_change: retroactive, targets: [{metric: total_resolution, within: 10h}]}
  - {name: p, targets: [{metric: total_resolution, within: 100h}]}`,
			history: "05 00:00 created; 05 04:00 updated status=solved; 06 00:00 updated status=open; 06 04:00 updated plan=gold",
			at:      "06 12:00",
			want: breach.Instance{
				State: breach.Running, Breached: true, StartedAt: day("05 00:00"), Deadline: day("05 10:00"), BreachedAt: day("06 00:00"),
				Elapsed: 36 * time.Hour, Overdue: 26 * time.Hour,
			},
		},
		{
			name: "reopened and solved again at one instant after the deadline",
			policies: `
policies:
  - {name: p, targets: [{metric: resolution, due: {field: due_at}}]}`,
			history: "05 00:00 created due_at=2026-01-07T00:00:00Z; 05 10:00 updated status=solved; 09 04:00 updated status=open; 09 04:00 updated status=solved; 09 08:00 updated status=open",
			at:      "09 12:00",
			want: breach.Instance{
				State: breach.Running, Breached: true, StartedAt: day("05 00:00"), Deadline: day("07 00:00"), BreachedAt: day("09 04:00"),
				Elapsed: 14 * time.Hour, Overdue: 4 * time.Hour,
			},
		},
		{
			name: "a due date passed while the ticket was void: what is solved after it is missed",
			policies: `
policies:
  - {name: p, targets: [{metric: resolution, due: {field: due_at}}]}`,
			history: "05 00:00 created; 05 05:00 updated status=void; 06 00:00 updated due_at=2026-01-06T06:00:00Z; 06 12:00 updated status=solved",
			at:      "07 00:00",
			want: breach.Instance{
				State: breach.Missed, Breached: true, StartedAt: day("05 00:00"), CompletedAt: day("06 12:00"), Deadline: day("06 06:00"),
				BreachedAt: day("06 12:00"), Elapsed: 5 * time.Hour,
			},
		},
		{
			name: "a due date before the creation, set after a void ticket was closed: the breach stays at the stop",
			policies: `
policies:
  - {name: p, targets: [{metric: resolution, due: {field: due_at}}]}`,
			history: "05 03:00 created status=void; 07 12:40 updated status=closed; 08 00:00 updated due_at=2026-01-05T02:00:00Z; 08 13:20 updated status=open",
			at:      "08 18:40",
			want: breach.Instance{
				State: breach.Running, Breached: true, StartedAt: day("05 03:00"), Deadline: day("05 02:00"), BreachedAt: day("07 12:40"),
				Elapsed: 5*time.Hour + 20*time.Minute, Overdue: 5*time.Hour + 20*time.Minute,
			},
		},
		{
			name: "a budget used up at the instant at which the calendar changes to a closed one",
			policies: `
time_zone: UTC
calendars: {always: {hours: 24x7}, mornings: {hours: {daily: ["08:00-10:00"]}}}
policies:
  - name: p
    calendar: {field: office, map: {south: mornings}, default: always}
    boundary: next_open
    targets: [{metric: resolution, within: 1h}]`,
			history: "05 03:40 created; 05 04:40 updated office=south",
			at:      "05 09:00",
			want: breach.Instance{
				State: breach.Running, Breached: true, StartedAt: day("05 03:40"), Deadline: day("05 08:00"), BreachedAt: day("05 08:00"),
				Elapsed: 2 * time.Hour, Overdue: time.Hour,
			},
		},
		{
			name: "a budget used up at the solve, reopened under a calendar that was closed then",
			policies: `
time_zone: UTC
calendars: {always: {hours: 24x7}, mornings: {hours: {daily: ["08:00-10:00"]}}}
policies:
  - name: p
    calendar: {field: office, map: {south: mornings}, default: always}
    boundary: next_open
    targets: [{metric: resolution, within: 1h}]`,
			history: "05 03:40 created; 05 04:40 updated status=solved; 05 12:00 updated status=open office=south",
			at:      "06 09:00",
			want: breach.Instance{
				State: breach.Running, Breached: true, StartedAt: day("05 03:40"), Deadline: day("05 04:40"), BreachedAt: day("05 12:00"),
				Elapsed: 2 * time.Hour, Overdue: time.Hour,
			},
		},
		{
			name: "a date that is kept under another target follows its field",
			policies: `
policies:
  - {name: vip, match: {tier: a}, on_change: keep, targets: [{metric: resolution, within: 150h}]}
  - {name: base, targets: [{metric: resolution, due: {field: due_at}}]}`,
			history: "05 09:00 created due_at=2026-01-07T18:40:00Z; 05 10:00 updated tier=a; 05 11:00 updated due_at=2026-01-06T02:00:00Z",
			at:      "05 18:00",
			want: breach.Instance{
				State: breach.Running, StartedAt: day("05 09:00"), Deadline: day("06 02:00"), Elapsed: 9 * time.Hour, Remaining: 8 * time.Hour,
			},
		},
		{
			name: "what a hand-over of a solved ticket would start does not start",
			policies: `
policies:
  - {name: p, targets: [{metric: group_ownership, within: 2h}]}`,
			history: "05 09:00 created; 05 11:00 updated group=database status=solved",
			at:      "05 18:00",
			want:    breach.Instance{State: breach.NotStarted, Remaining: 2 * time.Hour},
		},
		{
			name: "what a status that holds would stop does not start again and again",
			policies: `
metrics: {errand: {start: {event: ping}, stop: {any: [{event: ping}, {status: solved}]}, repeat: each}}
policies:
  - {name: p, targets: [{metric: errand, within: 2h}]}`,
			history: "05 09:00 created; 05 10:00 updated status=solved; 05 11:00 ping",
			at:      "05 18:00",
			want:    breach.Instance{State: breach.NotStarted, Remaining: 2 * time.Hour},
		},
	} {
		t.Run(test.name, func(t *testing.T) {
			set := mustParse(t, "version: 1"+test.policies)
			history := shortHistory(t, test.history)
			report := mustEvaluate(t, set, history, day(test.at))
			if len(report.Targets) != 1 {
				t.Fatalf("%d targets: %+v", len(report.Targets), report.Targets)
			}
			got := report.Targets[0]
			shown := breach.Instance{
				State: got.State, Breached: got.Breached, StartedAt: got.StartedAt, CompletedAt: got.CompletedAt, Deadline: got.Deadline,
				BreachedAt: got.BreachedAt, Elapsed: got.Elapsed, Remaining: got.Remaining, Overdue: got.Overdue,
			}
			mustEqual(t, "instance", test.want, shown)
			naive := evaluateNaively(set, 5*time.Minute, history, day(test.at))
			if diff := cmp.Diff(naive.Targets, report.Targets, cmpopts.EquateEmpty()); diff != "" {
				t.Errorf("(-naive +fold)\n%s", diff)
			}
		})
	}
}

// TestNoRowForWhatCannotStart: the first response was given before a target
// that counts from the change applied.
func TestNoRowForWhatCannotStart(t *testing.T) {
	set := mustParse(t, `
version: 1
policies:
  - {name: p, match: {plan: gold}, on_change: restart, targets: [{metric: first_response, within: 2h}]}
`)
	report := mustEvaluate(t, set, shortHistory(t, "05 09:00 created; 05 10:00 comment; 05 11:00 updated plan=gold"), day("05 12:00"))
	if len(report.Targets) > 0 {
		t.Errorf("got %+v, want no target", report.Targets)
	}
}

// day reads "05 09:00" of January 2026, in UTC.
func day(text string) time.Time {
	at, err := time.Parse("2006-01-02 15:04", "2026-01-"+text)
	if err != nil {
		panic(err)
	}
	return at
}

// shortHistory reads the events of TestMistakesOfTheFold; comments are an
// agent's.
func shortHistory(t *testing.T, text string) (history []breach.Event) {
	t.Helper()
	for _, line := range strings.Split(text, "; ") {
		words := strings.Fields(line)
		e := breach.Event{At: day(words[0] + " " + words[1]), Type: words[2], Actor: breach.Agent, Fields: map[string][]string{}}
		for _, word := range words[3:] {
			name, value, _ := strings.Cut(word, "=")
			e.Fields[name] = []string{value}
		}
		history = append(history, e)
	}
	return history
}

// A solved ticket that was taken for spam and is rescued unsolved is reopened:
// what the solve had ended goes on.
func TestSolvedThenVoidThenOpenIsAReopening(t *testing.T) {
	set := mustParse(t, `
policies:
  - name: a
    targets: [{metric: first_response, within: 1h}, {metric: resolution, within: 8h}]
`)
	status := func(at, text string) breach.Event {
		return breach.Event{At: day(at), Type: breach.Updated, Fields: policy.Fields{"status": {text}}}
	}
	history := []breach.Event{
		{At: day("05 09:00"), Type: breach.Created},
		status("05 09:30", "solved"), status("05 10:00", "void"), status("05 11:00", "open"),
	}
	report := mustEvaluate(t, set, history, day("05 11:15"))
	for _, metric := range []string{"first_response", "resolution"} {
		if i, ok := report.Find(policy.SLA, metric); !ok || i.State != breach.Running || i.Elapsed != 45*time.Minute {
			t.Errorf("%s: got %+v, want it running with 45m counted", metric, i)
		}
	}
	history[3] = status("05 11:00", "closed")
	report = mustEvaluate(t, set, history, day("05 11:15"))
	if i, _ := report.Find(policy.SLA, "resolution"); i.State != breach.Met {
		t.Errorf("closed instead: got %s, want met", i.State)
	}
}

// A due date that is moved is the same target with another date, whatever
// on_change says of other targets.
func TestMovedDueDateIsFollowed(t *testing.T) {
	for _, rule := range []string{"carry", "keep", "restart", "retroactive"} {
		set := mustParse(t, `
policies: [{name: a, on_change: `+rule+`, targets: [{metric: resolution, due: {field: due_at}}]}]
`)
		due := func(at string) policy.Fields { return policy.Fields{"due_at": {day(at).Format(time.RFC3339)}} }
		history := []breach.Event{
			{At: day("05 09:00"), Type: breach.Created, Fields: due("05 15:00")},
			{At: day("05 10:00"), Type: breach.Updated, Fields: due("05 16:00")},
		}
		report := mustEvaluate(t, set, history, day("05 11:00"))
		if len(report.Targets) != 1 {
			t.Fatalf("%s: got %d instances, want 1", rule, len(report.Targets))
		}
		if i := report.Targets[0]; !i.Deadline.Equal(day("05 16:00")) || i.Elapsed != 2*time.Hour {
			t.Errorf("%s: got deadline %s and %s counted, want 16:00 and 2h", rule, i.Deadline, i.Elapsed)
		}
	}
}

// Under next_open a threshold at the whole target is crossed with the breach,
// not at the closing before it.
func TestWholeTargetAsThresholdIsTheDeadline(t *testing.T) {
	set := mustParse(t, `
time_zone: UTC
calendars: {office: {hours: {mon-fri: ["09:00-17:00"]}}}
policies:
  - name: a
    calendar: office
    boundary: next_open
    targets: [{metric: resolution, within: 8h, thresholds: [{at: 100%}]}]
`)
	history := []breach.Event{{At: day("05 09:00"), Type: breach.Created}}
	for _, at := range []string{"05 12:00", "05 18:00", "06 09:00"} {
		i, _ := mustEvaluate(t, set, history, day(at)).Find(policy.SLA, "resolution")
		if mark := i.Thresholds[0]; !mark.At.Equal(i.Deadline) || mark.Crossed != i.Breached {
			t.Errorf("at %s: the deadline is %s (breached: %t), the threshold %+v", at, i.Deadline, i.Breached, mark)
		}
	}
}

// What happens later is ignored, even if it cannot be evaluated yet.
func TestMistakesInLaterEventsAreIgnored(t *testing.T) {
	set := mustParse(t, tracked)
	history := []breach.Event{
		{At: day("05 09:00"), Type: breach.Created, Ticket: "T1"},
		{At: day("07 09:00"), Type: breach.Comment, Ticket: "T1"},
		{At: day("08 09:00"), Type: breach.Updated, Ticket: "T2"},
	}
	mustEvaluate(t, set, history, day("06 09:00"))
	if _, err := breach.Evaluate(set, history, day("09 09:00")); err == nil {
		t.Error("no error when they have happened")
	}
}

// A target that came too late for its metric is told of, and why.
func TestExplainTellsOfATargetThatCameTooLate(t *testing.T) {
	set := mustParse(t, `
policies:
  - name: a
    match: {plan: gold}
    on_change: restart
    targets: [{metric: first_response, within: 1h}, {metric: resolution, within: 8h}]
`)
	x, err := breach.Explain(set, []breach.Event{
		{At: day("05 09:00"), Type: breach.Created},
		{At: day("05 09:10"), Type: breach.Comment, Actor: breach.Agent},
		{At: day("05 09:20"), Type: breach.Updated, Fields: policy.Fields{"plan": {"gold"}}},
	}, day("05 10:00"))
	if err != nil {
		t.Fatal(err)
	}
	want := []breach.Unattached{{
		Policy: "a", Kind: policy.SLA, Metric: "first_response", Reason: "its metric had ended before the target applied",
	}}
	if diff := cmp.Diff(want, x.Unattached); diff != "" {
		t.Errorf("not applied: (-want +got)\n%s", diff)
	}
}

// A metric that was over before a target applied is judged as if it had: its
// breach comes no later than its end.
func TestBreachOfWhatIsOverIsNotLaterThanItsEnd(t *testing.T) {
	set := mustParse(t, "policies: [{name: a, match: {plan: gold}, targets: [{metric: first_response, within: 1h}]}]")
	report := mustEvaluate(t, set, []breach.Event{
		{At: day("05 09:00"), Type: breach.Created},
		{At: day("05 11:00"), Type: breach.Comment, Actor: breach.Agent},
		{At: day("05 12:00"), Type: breach.Updated, Fields: policy.Fields{"plan": {"gold"}}},
	}, day("05 13:00"))
	i, ok := report.Find(policy.SLA, "first_response")
	if !ok || i.State != breach.Missed || !i.BreachedAt.Equal(day("05 10:00")) || !i.CompletedAt.Equal(day("05 11:00")) {
		t.Errorf("got %+v, want it missed, breached at 10:00", i)
	}
}

// What becomes of a ticket that is reopened is for the policy to say that it is
// under by then, and after the window a new instance begins in any case.
func TestReopeningIsDecidedByThePolicyOfTheReopenedTicket(t *testing.T) {
	set := mustParse(t, `
policies:
  - {name: gold, match: {plan: gold}, on_reopen: new, targets: [{metric: resolution, within: 4h}]}
  - {name: window, match: {plan: silver}, on_reopen: ignore, reopen_window: 1h, targets: [{metric: resolution, within: 4h}]}
  - {name: rest, targets: [{metric: resolution, within: 8h}]}
`)
	moved := func(at, status, plan string) breach.Event {
		return breach.Event{At: day(at), Type: breach.Updated, Fields: policy.Fields{"status": {status}, "plan": {plan}}}
	}
	for _, test := range []struct {
		plan, reopened string
		number         int
		state          breach.State
	}{
		{"gold", "05 12:00", 2, breach.Running},
		{"silver", "05 10:30", 1, breach.Met},
		{"silver", "05 12:00", 2, breach.Running},
		{"none", "05 12:00", 1, breach.Running},
	} {
		report := mustEvaluate(t, set, []breach.Event{
			{At: day("05 09:00"), Type: breach.Created},
			moved("05 10:00", "solved", test.plan),
			moved(test.reopened, "open", test.plan),
		}, day("05 13:00"))
		if i, ok := report.Find(policy.SLA, "resolution"); !ok || i.Number != test.number || i.State != test.state {
			t.Errorf("%s, reopened %s: got #%d %s, want #%d %s", test.plan, test.reopened, i.Number, i.State, test.number, test.state)
		}
	}
}

// A damaged snapshot is an error, however many instances it says there are.
func TestSnapshotWithAWrongNumberOfInstances(t *testing.T) {
	set := mustParse(t, "policies: [{name: a, targets: [{metric: resolution, within: 1h}]}]")
	tracker := breach.NewTracker(set)
	if err := tracker.Apply(breach.Event{At: day("05 09:00"), Type: breach.Created}); err != nil {
		t.Fatal(err)
	}
	stored, err := tracker.Snapshot()
	if err != nil {
		t.Fatal(err)
	}
	for _, number := range []string{"0", "2", "-1", "999999999999"} {
		damaged := strings.Replace(string(stored), `"clocks":[{"number":1`, `"clocks":[{"number":`+number, 1)
		if damaged == string(stored) {
			t.Fatalf("no number in %s", stored)
		}
		if _, err := breach.RestoreTracker(set, []byte(damaged)); err == nil {
			t.Errorf("%s instances: no error", number)
		}
	}
}

// Centuries in several stretches are the longest duration there is, not a
// negative one.
func TestCenturiesAreNotNegative(t *testing.T) {
	set := mustParse(t, `
policies: [{name: a, pause: {status: pending}, targets: [{metric: resolution, within: 1h}]}]
`)
	status := func(year int, text string) breach.Event {
		return breach.Event{At: time.Date(year, 1, 1, 0, 0, 0, 0, time.UTC), Type: breach.Updated, Fields: policy.Fields{"status": {text}}}
	}
	created := status(1000, "open")
	created.Type = breach.Created
	report := mustEvaluate(t, set, []breach.Event{
		created, status(1500, "solved"), status(1600, "open"), status(2100, "pending"), status(2500, "open"), status(2600, "pending"),
	}, time.Date(3100, 1, 1, 0, 0, 0, 0, time.UTC))
	i, _ := report.Find(policy.SLA, "resolution")
	for name, d := range map[string]time.Duration{"elapsed": i.Elapsed, "paused": i.Paused, "wall paused": i.WallPaused, "overdue": i.Overdue} {
		if d < 0 {
			t.Errorf("%s is %s", name, d)
		}
	}
}
