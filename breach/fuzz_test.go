package breach_test

import (
	"bytes"
	"encoding/json"
	"errors"
	"testing"
	"time"

	"github.com/tenggat/sla/breach"
	"github.com/tenggat/sla/policy"
)

// fuzzed uses whatever the language has, so that events can reach it.
const fuzzed = `
version: 1
time_zone: Asia/Jakarta
calendars:
  office: {hours: {mon-fri: ["08:00-12:00", "13:00-17:00"]}}
  night: {time_zone: America/New_York, hours: {daily: ["22:00-06:00"]}}
statuses: {pending: [waiting], on_hold: [vendor]}
metrics:
  errand: {start: {event: ping}, stop: {event: pong}, restart: {event: bump}, cancel: {event: drop}, pausable: true, repeat: each}
policies:
  - name: gold
    match: {plan: gold}
    on_change: retroactive
    pause: {status: [pending, on_hold]}
    targets:
      - {metric: resolution, within: 2bd, calendar: office, on_reopen: count_solved}
      - {metric: next_response, within: 20m, calendar: night, boundary: next_open}
      - {metric: errand, by: priority, within: {high: 1h, low: 1bd@close}, calendar: office}
  - name: high
    match: {priority: high}
    calendar: {field: office, map: {a: office, b: night}, default: office}
    on_change: restart
    pause: {field: hold, exists: true}
    targets:
      - {metric: resolution, within: 4h, reopen_window: 1bd, on_reopen: resume}
      - {metric: group_ownership, within: 1h}
      - {metric: periodic_update, within: 1h, thresholds: [{at: 50%}, {at: -10m}, {at: +1h}]}
  - name: rest
    pause: {status: pending}
    targets:
      - {metric: first_response, within: 1h, on_change: keep}
      - {metric: resolution, within: 8h}
      - {metric: errand, within: 1h}
  - name: vendor
    kind: uc
    targets: [{metric: resolution, due: {field: due_at}}, {metric: time_to_own, within: 1s}]
`

const fuzzedSeed = `{"at":"2026-01-05T09:00:00+07:00","type":"created","actor":"customer","fields":{"priority":"high","status":"open"}}
{"at":"2026-01-05T10:00:00+07:00","type":"comment","actor":"agent","fields":{"status":"waiting","due_at":"2026-01-06T00:00:00Z"}}
{"at":"2026-01-05T11:00:00+07:00","type":"ping","fields":{"priority":"low","plan":"gold"},"id":"x"}
{"at":"2026-01-05T11:00:00+07:00","type":"bump","fields":{"tags":["a","b"],"hold":"y"},"id":"x"}
{"at":"2026-01-05T12:00:00+07:00","type":"updated","fields":{"status":"solved"}}
{"at":"2026-01-07T12:00:00+07:00","type":"comment","actor":"customer","fields":{"status":"open","plan":null}}
{"at":"2026-01-07T13:00:00+07:00","type":"updated","fields":{"status":"void","group":"a"}}
`

// FuzzEvaluate reads event streams as hosts send them. Whatever they say, the
// fold ends, its errors are typed, and a Tracker agrees with it.
func FuzzEvaluate(f *testing.F) {
	f.Add([]byte(fuzzedSeed), int64(48*3600))
	f.Add([]byte(`{"at":"0001-01-01T00:00:00Z","type":"created"}`), int64(0))
	f.Add([]byte(`{"at":"9999-12-31T23:59:59Z","type":"created"}
{"at":"9999-12-31T23:59:59.5Z","type":"ping"}`), int64(1<<40))
	f.Add([]byte(`{"at":"9999-12-31T23:59:59Z","type":"created"}`), int64(1099511627695)) // asks for the year 10000
	f.Add([]byte(`{"at":"-0001-01-01T00:00:00Z","type":"created"}`), int64(-1))
	f.Add([]byte(`{"at":"2026-01-05T09:00:00Z","type":"created","fields":{"due_at":"0001-01-01T00:00:00Z"}}`), int64(1<<33))
	f.Add([]byte(`{"at":"2026-01-05T09:00:00Z","type":"","actor":"robot"}
{"type":"comment"}`), int64(0))
	set := mustParse(f, fuzzed)
	f.Fuzz(func(t *testing.T, stream []byte, after int64) {
		var history []breach.Event
		for line := range bytes.Lines(stream) {
			var e breach.Event
			if json.Unmarshal(line, &e) == nil {
				history = append(history, e)
			}
		}
		if len(history) == 0 {
			return
		}
		at := history[0].At.Add(time.Duration(after % (1 << 33) * int64(time.Second)))
		report, err := breach.Evaluate(set, history, at)
		if err != nil {
			checkTyped(t, err)
			return
		}
		checkReport(t, report)
		checkTracker(t, set, history, at, report)
	})
}

// checkTyped takes an error apart.
func checkTyped(t *testing.T, err error) {
	t.Helper()
	if joined, ok := err.(interface{ Unwrap() []error }); ok {
		for _, err := range joined.Unwrap() {
			checkTyped(t, err)
		}
		return
	}
	if errors.Is(err, breach.ErrOutOfRange) {
		return
	}
	var bad *breach.EventError
	var missing *breach.NotCreatedError
	if !errors.As(err, &bad) && !errors.As(err, &missing) {
		t.Fatalf("an error of no type: %T: %v", err, err)
	}
	if bad != nil && (bad.Field == "" || bad.Message == "" || bad.Hint == "" || bad.Error() == "") {
		t.Fatalf("an error that does not say where and what: %+v", bad)
	}
}

// checkReport checks what holds for every report.
func checkReport(t *testing.T, r *breach.Report) {
	t.Helper()
	for _, i := range r.Targets {
		for name, d := range map[string]time.Duration{
			"within": i.Within, "elapsed": i.Elapsed, "remaining": i.Remaining, "overdue": i.Overdue, "paused": i.Paused,
			"wall_elapsed": i.WallElapsed, "wall_remaining": i.WallRemaining, "wall_paused": i.WallPaused,
		} {
			if d < 0 {
				t.Errorf("%s %d: %s is %s", i.Metric, i.Number, name, d)
			}
		}
		if i.Elapsed+i.Paused > i.WallElapsed || i.Paused > i.WallPaused {
			t.Errorf("%s %d: counted %s and paused %s are more than %s", i.Metric, i.Number, i.Elapsed, i.Paused, i.WallElapsed)
		}
		if i.Breached == i.BreachedAt.IsZero() {
			t.Errorf("%s %d: breached %t at %s", i.Metric, i.Number, i.Breached, i.BreachedAt)
		}
		if !i.Next.IsZero() && !i.Next.After(r.AsOf) {
			t.Errorf("%s %d: next %s is not after %s", i.Metric, i.Number, i.Next, r.AsOf)
		}
	}
	if _, err := json.Marshal(r); err != nil {
		t.Errorf("cannot be written: %v", err)
	}
}

// checkTracker feeds the history to a Tracker in order.
func checkTracker(t *testing.T, set *policy.Set, history []breach.Event, at time.Time, want *breach.Report) {
	t.Helper()
	tracker := breach.NewTracker(set)
	for _, e := range naiveOrder(history) {
		if e.At.After(at) {
			break
		}
		if err := tracker.Apply(e); err != nil {
			t.Fatalf("tracker: %v", err)
		}
		tracker = restore(t, set, snapshot(t, tracker))
	}
	got, err := tracker.Report(at)
	if err != nil {
		t.Fatalf("tracker: %v", err)
	}
	mustEqual(t, "tracker", want, got)
}

// FuzzRestoreTracker reads snapshots that were tampered with.
func FuzzRestoreTracker(f *testing.F) {
	set := mustParse(f, fuzzed)
	tracker := breach.NewTracker(set)
	for line := range bytes.Lines([]byte(fuzzedSeed)) {
		var e breach.Event
		if err := json.Unmarshal(line, &e); err != nil {
			f.Fatal(err)
		}
		if err := tracker.Apply(e); err != nil {
			f.Fatal(err)
		}
		f.Add(snapshot(f, tracker))
	}
	f.Fuzz(func(t *testing.T, stored []byte) {
		tracker, err := breach.RestoreTracker(set, stored)
		if err != nil {
			return
		}
		report, err := tracker.Report(monday.AddDate(0, 1, 0))
		if err == nil {
			_, err = json.Marshal(report)
		}
		if err == nil {
			snapshot(t, tracker)
		}
	})
}
