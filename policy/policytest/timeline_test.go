package policytest_test

import (
	"fmt"
	"runtime"
	"strings"
	"testing"
	"testing/fstest"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/tenggat/sla/breach"
	"github.com/tenggat/sla/policy"
	"github.com/tenggat/sla/policy/policytest"
)

func utc(day, hour, minute int) time.Time {
	return time.Date(2026, 1, day, hour, minute, 0, 0, time.UTC)
}

func TestTimeline(t *testing.T) {
	line := policytest.NewTimeline(t, "Asia/Jakarta").
		Created("2026-01-09 16:00", breach.Customer, "priority", "high", "plan", "gold").
		Comment("+30m", breach.Agent).
		Updated("17:00", "status", "pending", "plan", "").
		Add("mon 09:00", breach.Event{Type: "vendor_reply", Actor: breach.Vendor, ID: "v1"})
	want := []breach.Event{
		{At: utc(9, 9, 0), Type: breach.Created, Actor: breach.Customer, Fields: policy.Fields{"priority": {"high"}, "plan": {"gold"}}},
		{At: utc(9, 9, 30), Type: breach.Comment, Actor: breach.Agent, Fields: policy.Fields{}},
		{At: utc(9, 10, 0), Type: breach.Updated, Fields: policy.Fields{"status": {"pending"}, "plan": {""}}},
		{At: utc(12, 2, 0), Type: "vendor_reply", Actor: breach.Vendor, ID: "v1"},
	}
	if diff := cmp.Diff(want, line.Events()); diff != "" {
		t.Errorf("events (-want +got):\n%s", diff)
	}
	for text, want := range map[string]time.Time{
		"+2h":              utc(9, 11, 0),
		"tue 09:00":        utc(13, 2, 0),
		"2026-01-20 07:00": utc(20, 0, 0),
	} {
		if got := line.Instant(text); !got.Equal(want) {
			t.Errorf("Instant(%q) = %v, want %v", text, got, want)
		}
	}
}

// The same history in a file and in Go.
func TestTimelineAndScenarioAgree(t *testing.T) {
	scenarios, err := policytest.LoadFS(fstest.MapFS{"a.yaml": {Data: []byte(`
policy:
  version: 1
  time_zone: America/New_York
  policies: [{name: care, targets: [{metric: resolution, within: 8h}]}]
scenarios:
  - name: One
    events:
      - {at: 2026-03-06 16:00, type: created, actor: customer, fields: {tags: a, priority: 1}}
      - {at: sun 12:00, type: comment, actor: agent}
      - {at: 11:00, fields: {tags: null}}
    expect: [{at: +0s, void: false}]
`)}}, "a.yaml")
	if err != nil {
		t.Fatal(err)
	}
	line := policytest.NewTimeline(t, "America/New_York").
		Created("2026-03-06 16:00", breach.Customer, "tags", "a", "priority", "1").
		Comment("sun 12:00", breach.Agent).
		Updated("11:00", "tags", "")
	for i, want := range scenarios[0].History {
		got := line.Events()[i]
		a, errA := breach.Evaluate(scenarios[0].Policies, scenarios[0].History[:i+1], want.At)
		b, errB := breach.Evaluate(scenarios[0].Policies, line.Events()[:i+1], got.At)
		if errA != nil || errB != nil || !cmp.Equal(a, b) || got.Type != want.Type || got.Actor != want.Actor {
			t.Errorf("event %d is %+v in Go and %+v in the file", i, got, want)
		}
	}
}

// fatal is a testing.TB that notes how a test was ended.
type fatal struct {
	testing.TB
	message string
}

func (f *fatal) Helper() {}

func (f *fatal) Fatalf(format string, args ...any) {
	f.message = fmt.Sprintf(format, args...)
	runtime.Goexit()
}

func TestTimelineMistakesEndTheTest(t *testing.T) {
	for want, mistake := range map[string]func(tb testing.TB){
		`"WIB" is not a time zone`:             func(tb testing.TB) { policytest.NewTimeline(tb, "WIB") },
		`"+2h": there is no earlier instant`:   func(tb testing.TB) { policytest.NewTimeline(tb, "UTC").Updated("+2h") },
		`"noon": it is not an instant`:         func(tb testing.TB) { policytest.NewTimeline(tb, "UTC").Comment("noon", breach.Agent) },
		`"09:00": there is no earlier instant`: func(tb testing.TB) { policytest.NewTimeline(tb, "UTC").Instant("09:00") },
		`fields ["status"] are not pairs`: func(tb testing.TB) {
			policytest.NewTimeline(tb, "UTC").Created("2026-01-05 09:00", breach.Customer, "status")
		},
	} {
		tb := &fatal{}
		done := make(chan struct{})
		go func() { defer close(done); mistake(tb) }()
		<-done
		if !strings.Contains(tb.message, want) {
			t.Errorf("the test ended with %q, want %q", tb.message, want)
		}
	}
}
