package main

import (
	"bytes"
	"encoding/json"
	"errors"
	"os"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/tenggat/sla/breach"
	"github.com/tenggat/sla/clock"
)

// outcome is what a run of the command left behind.
type outcome struct {
	status         int
	stdout, stderr string
}

// runWith runs the whole command.
func runWith(t *testing.T, stdin string, args ...string) outcome {
	t.Helper()
	var stdout, stderr bytes.Buffer
	p := program{
		stdin: strings.NewReader(stdin), stdout: &stdout, stderr: &stderr,
		clock: clock.NewManual(time.Date(2026, 1, 5, 16, 0, 0, 0, time.UTC)),
	}
	status := p.run(args)
	return outcome{status, stdout.String(), stderr.String()}
}

const (
	created  = `{"ticket":"T1","at":"2026-01-05T09:00:00Z","type":"created","fields":{"status":"New","priority":"1 - Critical"}}` + "\n"
	resolved = `{"ticket":"T1","at":"2026-01-05T15:30:00Z","type":"updated","fields":{"status":"Resolved"}}` + "\n"
	another  = `{"ticket":"T2","at":"2026-01-05T10:00:00Z","type":"created","fields":{"status":"New","priority":"4 - Low"}}` + "\n"
)

func TestTableOfEvents(t *testing.T) {
	got := runWith(t, another+created+resolved, "-events", "-")
	want := `
TICKET  POLICY     METRIC            STATE             TARGET  DEADLINE              ELAPSED  LEFT
T1      incidents  first_resolution  missed, BREACHED  5h      2026-01-05 14:00 UTC  6h 30m   1h 30m overdue
T2      incidents  first_resolution  running           3d 18h  2026-01-09 04:00 UTC  6h       3d 12h left
As of 2026-01-05 16:00 UTC: 2 tickets; 2 targets: 1 missed, 1 running; 1 BREACHED (0 of them still open), 0 at risk; attained: sla 0.0 % (0 met of 1 decided)
`
	if diff := cmp.Diff(outcome{stdout: want[1:]}, got, cmp.AllowUnexported(outcome{})); diff != "" {
		t.Error(diff)
	}
}

// The example of the help does what the help says it is for.
func TestHelpExample(t *testing.T) {
	got := runWith(t, "", "-h")
	if got.status != exitOK || got.stdout != help || got.stderr != "" {
		t.Fatalf("-h: %+v", got)
	}
	var events string
	for line := range strings.Lines(help) {
		if line = strings.TrimSpace(line); strings.HasPrefix(line, "{") {
			events += line + "\n"
		}
	}
	if got := runWith(t, events, "-events", "-"); got.status != exitOK || !strings.Contains(got.stdout, "missed, BREACHED") {
		t.Errorf("the example: %+v", got)
	}
}

func TestAt(t *testing.T) {
	events := created + resolved + another
	tests := []struct {
		at, state, closing string
	}{
		{"2026-01-05T10:59:59+02:00", "", "As of 2026-01-05 08:59:59 UTC: 0 tickets;"}, // nothing had happened yet
		{"2026-01-05T09:30:00Z", "T1 incidents first_resolution running 5h", "As of 2026-01-05 09:30 UTC: 1 ticket;"},
		{"2026-01-05T14:00:00Z", "T1 incidents first_resolution running, BREACHED 5h", "As of 2026-01-05 14:00 UTC: 2 tickets;"},
		{"", "T1 incidents first_resolution missed, BREACHED 5h", "As of 2026-01-05 16:00 UTC: 2 tickets;"}, // the clock's time
	}
	for _, tt := range tests {
		args := []string{"-events", "-"}
		if tt.at != "" {
			args = append(args, "-at", tt.at)
		}
		got := runWith(t, events, args...)
		words := strings.Join(strings.Fields(got.stdout), " ")
		if got.status != exitOK || !strings.Contains(words, tt.state) || !strings.Contains(got.stdout, tt.closing) {
			t.Errorf("-at %s: %+v, want status 0, %q and %q", tt.at, got, tt.state, tt.closing)
		}
	}
}

// Instants are shown in the zone of the calendar, and of the file.
func TestZones(t *testing.T) {
	t.Chdir(t.TempDir())
	const src = `version: 1
time_zone: Asia/Jakarta
calendars:
  tokyo: {time_zone: Asia/Tokyo, hours: {mon-fri: ["09:00-17:00"]}}
policies:
  - name: p
    calendar: tokyo
    targets: [{metric: resolution, within: 3h}]
`
	if err := os.WriteFile("p.yaml", []byte(src), 0o666); err != nil {
		t.Fatal(err)
	}
	got := runWith(t, another, "-events", "-", "-policy", "p.yaml", "-at", "2026-01-05T12:00:00-05:00")
	for _, want := range []string{"  2026-01-06 12:00 JST  ", "\nAs of 2026-01-06 00:00 WIB: "} {
		if got.status != exitOK || !strings.Contains(got.stdout, want) {
			t.Errorf("no %q in %+v", want, got)
		}
	}
}

func TestJSON(t *testing.T) {
	got := runWith(t, another+created+resolved, "-events", "-", "-format", "json")
	if got.status != exitOK || got.stderr != "" {
		t.Fatalf("%+v", got)
	}
	var tickets []string
	for line := range strings.Lines(got.stdout) {
		var report breach.Report
		if err := json.Unmarshal([]byte(line), &report); err != nil {
			t.Fatalf("%v in %s", err, line)
		}
		tickets = append(tickets, report.Ticket)
		if report.Ticket != "T1" {
			continue
		}
		i, ok := report.Find("sla", "first_resolution")
		if !ok || i.State != breach.Missed || i.Overdue != 90*time.Minute {
			t.Errorf("T1 is reported as %+v", i)
		}
		var keys map[string]any
		if err := json.Unmarshal([]byte(line), &keys); err != nil {
			t.Fatal(err)
		}
		target := keys["targets"].([]any)[0].(map[string]any)
		if keys["format"] != 1.0 || target["overdue_seconds"] != 5400.0 || target["deadline"] != "2026-01-05T14:00:00Z" {
			t.Errorf("keys and values: %s", line)
		}
	}
	if diff := cmp.Diff([]string{"T2", "T1"}, tickets); diff != "" {
		t.Errorf("tickets in the order of their first events: %s", diff)
	}
}

func TestOneTicket(t *testing.T) {
	events := another + `{"ticket":"T2"` + "\n" + created + resolved
	got := runWith(t, events, "-events", "-", "-ticket", "T1")
	if got.status != exitOK || strings.Contains(got.stdout, "T2") || !strings.Contains(got.stdout, "T1 ") {
		t.Errorf("-ticket T1: %+v", got)
	}
	got = runWith(t, events, "-events", "-", "-ticket", "T3")
	if got.status != exitFailed || got.stderr != "evaluate: stdin: no events of ticket T3\n" {
		t.Errorf("-ticket T3: %+v", got)
	}
}

// Whatever is wrong with a ticket is said with the line it is on, and costs no
// other ticket its result.
func TestBadEvents(t *testing.T) {
	t.Chdir(t.TempDir())
	const late = `{"ticket":"T3","at":"2026-01-05T10:00:00Z","type":"updated","fields":{"status":"New"}}` + "\n"
	events := created + // line 1
		`{"ticket":"T4","at":"2026-01-05T10:00:00Z","type":"created"}` + "\n" +
		`{"ticket":"T4","at":"2026-01-05T10:01:00Z","type":"comment"}` + "\n" +
		`{"ticket":"T4","at":"2026-01-05T10:02:00Z","type":"updated","actor":"boss"}` + "\n" +
		late + // line 5
		`{"ticket":"T5","at":"2026-01-05","type":"created"}` + "\n" +
		resolved +
		`{"ticket` + "\n"
	if err := os.WriteFile("events.jsonl", []byte(events), 0o666); err != nil {
		t.Fatal(err)
	}
	got := runWith(t, "", "-events", "events.jsonl")
	want := `events.jsonl:6: at: "2026-01-05" is not an instant of RFC 3339; write it as 2026-01-05T09:00:00+07:00 (byte 20); ticket T5 is not evaluated
events.jsonl:8: the text has no end; add the closing quote (byte 8); it may belong to any ticket
events.jsonl:3: actor: a comment needs its author; use "customer", "agent", "bot", "system" or "vendor"; ticket T4 is not evaluated
events.jsonl:4: actor: "boss" is not an actor; use "customer", "agent", "bot", "system" or "vendor"; ticket T4 is not evaluated
evaluate: ticket T3 is not evaluated: ticket "T3": no event of type "created" at or before 2026-01-05T16:00:00Z
`
	if diff := cmp.Diff(want, got.stderr); diff != "" {
		t.Error(diff)
	}
	if got.status != exitFailed || !strings.Contains(got.stdout, "T1      incidents") ||
		!strings.Contains(got.stdout, ": 4 tickets, 3 not evaluated; 1 target:") {
		t.Errorf("status %d, want %d with the result of T1:\n%s", got.status, exitFailed, got.stdout)
	}
}

func TestMistakesInPolicy(t *testing.T) {
	t.Chdir(t.TempDir())
	const src = `version: 1
calendars:
  office: {time_zone: Asia/Jakarta, hours: {mon-fri: ["09:00-17:00"]}}
policies:
  - name: vip
    calender: office
    targets:
      - metric: first_respons
        within: 1d
`
	if err := os.WriteFile("sla.yaml", []byte(src), 0o666); err != nil {
		t.Fatal(err)
	}
	got := runWith(t, created, "-policy", "sla.yaml", "-events", "-")
	if got.status != exitUsage || got.stdout != "" {
		t.Errorf("status %d, want %d and no output:\n%s", got.status, exitUsage, got.stdout)
	}
	for _, want := range []string{
		"sla.yaml:6:5: ", `did you mean "calendar"?`, "   6 |     calender: office\n           ^\n",
		"sla.yaml:8:17: ", `did you mean "first_response"?`,
		"sla.yaml:9:17: ", "24h",
	} {
		if !strings.Contains(got.stderr, want) {
			t.Errorf("no %q in\n%s", want, got.stderr)
		}
	}
}

func TestUsage(t *testing.T) {
	for _, args := range [][]string{
		{"-format", "xml"}, {"-nonsense"}, {"events.jsonl"},
		{"-events", "no such file"}, {"-policy", "no such file"},
	} {
		got := runWith(t, "", args...)
		if got.status != exitUsage || got.stdout != "" || !strings.HasPrefix(got.stderr, "evaluate: ") {
			t.Errorf("%q: %+v, want status %d and a message", args, got, exitUsage)
		}
	}
}

func TestExplain(t *testing.T) {
	got := runWith(t, "", "-explain", "-ticket", "INC0000062")
	for _, want := range []string{"Ticket INC0000062\n", `policy "service desk"`, "  counted  ", "outside hours"} {
		if got.status != exitOK || !strings.Contains(got.stdout, want) {
			t.Errorf("status %d, no %q in\n%s", got.status, want, got.stdout)
		}
	}
}

// One ticket of the sample is judged at the same instant as all of them.
func TestOneTicketOfSampleAtItsEnd(t *testing.T) {
	got := runWith(t, "", "-ticket", "INC0000161")
	if got.status != exitOK || !strings.Contains(got.stdout, "\nAs of 2016-03-04 15:59 UTC: 1 ticket;") {
		t.Errorf("%+v", got)
	}
}

// An evaluation that cannot be written is a failure.
func TestWriteError(t *testing.T) {
	full := errors.New("no space left")
	for _, args := range [][]string{nil, {"-format", "json"}, {"-explain"}} {
		var stderr bytes.Buffer
		p := program{stdout: writer(func([]byte) (int, error) { return 0, full }), stderr: &stderr}
		if status := p.run(args); status != exitFailed || !strings.Contains(stderr.String(), full.Error()) {
			t.Errorf("%q: status %d, %q; want %d and the error", args, status, stderr.String(), exitFailed)
		}
	}
}

type writer func([]byte) (int, error)

func (w writer) Write(p []byte) (int, error) { return w(p) }
