package breach_test

import (
	"encoding/json"
	"fmt"
	"reflect"
	"strings"
	"testing"
	"time"

	"github.com/tenggat/sla/breach"
	"github.com/tenggat/sla/policy"
)

// TestEventJSON pins the lines that examples/evaluate reads.
func TestEventJSON(t *testing.T) {
	jakarta := time.FixedZone("", 7*60*60)
	at := time.Date(2026, 1, 5, 9, 0, 0, 0, jakarta)
	for _, test := range []struct {
		name string
		text string
		want breach.Event
	}{
		{
			"the line of the design",
			`{"ticket":"T1","id":"e1","at":"2026-01-05T09:00:00+07:00","type":"created","actor":"customer","fields":{"priority":"high","status":"open"}}`,
			breach.Event{
				Ticket: "T1", ID: "e1", At: at, Type: "created", Actor: breach.Customer,
				Fields: policy.Fields{"priority": {"high"}, "status": {"open"}},
			},
		},
		{
			"an internal note with a reason",
			`{"at":"2026-01-05T09:00:00+07:00","type":"comment","actor":"agent","internal":true,"reason":"parts"}`,
			breach.Event{At: at, Type: "comment", Actor: breach.Agent, Internal: true, Reason: "parts"},
		},
		{
			"several values and none",
			`{"at":"2026-01-05T09:00:00+07:00","type":"updated","fields":{"assignee":null,"tags":["a","b"]}}`,
			breach.Event{At: at, Type: "updated", Fields: policy.Fields{"assignee": nil, "tags": {"a", "b"}}},
		},
	} {
		t.Run(test.name, func(t *testing.T) {
			var got breach.Event
			if err := json.Unmarshal([]byte(test.text), &got); err != nil {
				t.Fatal(err)
			}
			mustEqual(t, "event", test.want, got)
			text, err := json.Marshal(got)
			if err != nil {
				t.Fatal(err)
			}
			if string(text) != test.text {
				t.Errorf("written as\n%s, want\n%s", text, test.text)
			}
		})
	}
}

// TestEventJSONValues says how the values people write become texts.
func TestEventJSONValues(t *testing.T) {
	for value, want := range map[string][]string{
		`"text"`:           {"text"},
		`""`:               {""},
		`12`:               {"12"},
		`0.10`:             {"0.10"},
		`9007199254740993`: {"9007199254740993"},
		`true`:             {"true"},
		`null`:             nil,
		`[]`:               nil,
		`["a", 1, false]`:  {"a", "1", "false"},
	} {
		var e breach.Event
		if err := json.Unmarshal([]byte(`{"fields":{"f":`+value+`}}`), &e); err != nil {
			t.Errorf("%s: %v", value, err)
			continue
		}
		mustEqual(t, value, want, e.Fields["f"])
	}
}

func TestEventJSONMistakes(t *testing.T) {
	for text, want := range map[string]string{
		`{"titel":"x"}`:             "titel",
		`{"at":"yesterday"}`:        "yesterday",
		`{"fields":{"f":{"a":1}}}`:  "a number, a boolean",
		`{"fields":{"f":[["a"]]}}`:  "a number or a boolean",
		`{"type":1}`:                "type",
		`[]`:                        "array",
		`{"internal":"yes"}`:        "internal",
		`{"at":"2026-01-05T09:00Z"`: "unexpected end",
	} {
		var e breach.Event
		err := json.Unmarshal([]byte(text), &e)
		if err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%s: got %v, want an error that names %q", text, err, want)
		}
	}
}

// TestReportJSON pins the stable form: what is always there and what is left
// out.
func TestReportJSON(t *testing.T) {
	set := mustParse(t, `
version: 1
revision: "7"
time_zone: Asia/Jakarta
calendars: {office: {hours: {mon-fri: ["08:00-17:00"]}}}
policies:
  - name: p
    calendar: office
    pause: {status: pending}
    targets:
      - {metric: first_response, within: 1h}
      - {metric: resolution, within: 8h, thresholds: [{at: 75%, name: warning, notify: [lead]}]}
      - {metric: next_response, within: 2bd}
`)
	history := pausingHistory(90)
	history[0].Ticket = "T1"
	history[1].Reason = "asked back"
	report := mustEvaluate(t, set, history, history[0].At.Add(3*time.Hour))
	text, err := json.MarshalIndent(report, "", "  ")
	if err != nil {
		t.Fatal(err)
	}
	want := strings.ReplaceAll(reportText, "DIGEST", set.Digest())
	mustEqual(t, "JSON", strings.Split(want, "\n"), strings.Split(string(text), "\n"))
}

// In UTC, 08:00 in Jakarta is 01:00. The resolution counted 90 minutes before
// the pause; if it went on at 11:00 (04:00Z), 6 of the remaining 6.5 hours
// would fit into the day.
const reportText = `{
  "format": 1,
  "ticket": "T1",
  "as_of": "2026-01-05T04:00:00Z",
  "digest": "DIGEST",
  "void": false,
  "targets": [
    {
      "policy": "p",
      "revision": "7",
      "kind": "sla",
      "metric": "first_response",
      "instance_number": 1,
      "calendar": "office",
      "time_zone": "Asia/Jakarta",
      "state": "running",
      "breached": true,
      "at_risk": false,
      "excluded": false,
      "projected": false,
      "within_seconds": 3600,
      "within_text": "1h",
      "started_at": "2026-01-05T01:00:00Z",
      "deadline": "2026-01-05T02:00:00Z",
      "original_deadline": "2026-01-05T02:00:00Z",
      "breached_at": "2026-01-05T02:00:00Z",
      "elapsed_seconds": 10800,
      "remaining_seconds": 0,
      "overdue_seconds": 7200,
      "wall_elapsed_seconds": 10800,
      "wall_remaining_seconds": 0,
      "paused_seconds": 0,
      "wall_paused_seconds": 0
    },
    {
      "policy": "p",
      "revision": "7",
      "kind": "sla",
      "metric": "resolution",
      "instance_number": 1,
      "calendar": "office",
      "time_zone": "Asia/Jakarta",
      "state": "paused",
      "breached": false,
      "at_risk": false,
      "excluded": false,
      "projected": true,
      "within_seconds": 28800,
      "within_text": "8h",
      "started_at": "2026-01-05T01:00:00Z",
      "deadline": "2026-01-06T01:30:00Z",
      "original_deadline": "2026-01-05T09:00:00Z",
      "elapsed_seconds": 5400,
      "remaining_seconds": 23400,
      "overdue_seconds": 0,
      "wall_elapsed_seconds": 10800,
      "wall_remaining_seconds": 77400,
      "paused_seconds": 5400,
      "wall_paused_seconds": 5400,
      "pauses": [
        {
          "from": "2026-01-05T02:30:00Z",
          "status": "pending",
          "reason": "asked back"
        }
      ],
      "thresholds": [
        {
          "name": "warning",
          "at": "2026-01-05T08:30:00Z",
          "crossed": false,
          "notify": [
            "lead"
          ]
        }
      ]
    },
    {
      "policy": "p",
      "revision": "7",
      "kind": "sla",
      "metric": "next_response",
      "instance_number": 1,
      "calendar": "office",
      "time_zone": "Asia/Jakarta",
      "state": "not_started",
      "breached": false,
      "at_risk": false,
      "excluded": false,
      "projected": false,
      "within_text": "2bd",
      "elapsed_seconds": 0,
      "overdue_seconds": 0,
      "wall_elapsed_seconds": 0,
      "wall_remaining_seconds": 0,
      "paused_seconds": 0,
      "wall_paused_seconds": 0
    }
  ]
}`

// TestInstantsWithoutValueAreLeftOutInEveryLocation guards against the zero
// instant of another location, which was written as one of the year 1.
func TestInstantsWithoutValueAreLeftOutInEveryLocation(t *testing.T) {
	none := time.Time{}.In(time.FixedZone("", 7*60*60))
	report := breach.Report{Targets: []breach.Instance{{
		StartedAt: none, CompletedAt: none, Deadline: none, OriginalDeadline: none, BreachedAt: none, Next: none,
		Pauses:     []breach.Pause{{From: time.Unix(0, 0), Until: none}},
		Thresholds: []breach.Threshold{{At: none}},
	}}}
	text, err := json.Marshal(&report)
	if err != nil {
		t.Fatal(err)
	}
	for _, key := range []string{"started_at", "completed_at", "deadline", "original_deadline", "breached_at", "next", "until", "at"} {
		if strings.Contains(string(text), `"`+key+`"`) {
			t.Errorf("%s is written: %s", key, text)
		}
	}
}

func TestReportJSONRefusesAnotherFormat(t *testing.T) {
	var report breach.Report
	if err := json.Unmarshal([]byte(`{"format":2}`), &report); err == nil {
		t.Error("read a report of format 2")
	}
}

// Every duration of an Instance is written in seconds and read from them.
func TestInstanceJSONKeepsEveryField(t *testing.T) {
	at := time.Date(2026, 1, 5, 9, 0, 0, 0, time.UTC)
	var want breach.Instance
	v := reflect.ValueOf(&want).Elem()
	for i := range v.NumField() {
		switch f := v.Field(i).Addr().Interface().(type) {
		case *bool:
			*f = true
		case *int:
			*f = i + 1
		case *time.Duration:
			*f = time.Duration(i+1) * time.Second
		case *time.Time:
			*f = at.Add(time.Duration(i) * time.Minute)
		case *[]breach.Pause:
			*f = []breach.Pause{{From: at, Until: at.Add(time.Hour), Status: "pending", Reason: "parts"}, {From: at}}
		case *[]breach.Threshold:
			*f = []breach.Threshold{{Name: "soon", At: at, Crossed: true, Notify: []string{"lead"}}, {Name: "late"}}
		case *policy.Kind:
			*f = policy.OLA
		case *policy.Commitment:
			*f = policy.CommitmentGoal
		default:
			v.Field(i).SetString(fmt.Sprint("text ", i))
		}
	}
	text, err := json.Marshal(want)
	if err != nil {
		t.Fatal(err)
	}
	var got breach.Instance
	if err := json.Unmarshal(text, &got); err != nil {
		t.Fatal(err)
	}
	mustEqual(t, "Instance", want, got)
}
