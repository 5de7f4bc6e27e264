package breach_test

import (
	"encoding/json"
	"fmt"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"
	"github.com/tenggat/sla/breach"
	"github.com/tenggat/sla/policy"
)

// law checks something of many random samples.
func law(t *testing.T, n int, want traits, check func(t *testing.T, s *sample, set *policy.Set, d *dice)) {
	t.Helper()
	for seed := range uint64(scaled(n)) {
		t.Run(fmt.Sprint("seed ", seed), func(t *testing.T) {
			s := newSample(newDice(seed), want)
			t.Cleanup(func() {
				if t.Failed() {
					t.Log(s)
				}
			})
			check(t, s, s.set(t), newDice(seed+1<<20))
		})
	}
}

func mustEqual(t *testing.T, what string, want, got any, opts ...cmp.Option) {
	t.Helper()
	if diff := cmp.Diff(want, got, append(opts, cmpopts.EquateEmpty())...); diff != "" {
		t.Fatalf("%s: (-want +got)\n%s", what, diff)
	}
}

func TestOrderOfEventsDoesNotMatter(t *testing.T) {
	law(t, 150, traits{distinct: true}, func(t *testing.T, s *sample, set *policy.Set, d *dice) {
		want := s.evaluate(t, set, s.end)
		s.history = slices.Clone(s.history)
		rng := rand.New(rand.NewPCG(uint64(d.roll(256)), 1))
		rng.Shuffle(len(s.history), func(i, j int) { s.history[i], s.history[j] = s.history[j], s.history[i] })
		mustEqual(t, "shuffled", want, s.evaluate(t, set, s.end))
	})
}

func TestDuplicatesChangeNothing(t *testing.T) {
	law(t, 150, traits{distinct: true}, func(t *testing.T, s *sample, set *policy.Set, d *dice) {
		want := s.evaluate(t, set, s.end)
		for range 3 {
			s.history = append(s.history, s.history[d.roll(len(s.history))])
		}
		mustEqual(t, "with duplicates", want, s.evaluate(t, set, s.end))
	})
}

func TestLaterEventsDoNotChangeEarlierReports(t *testing.T) {
	law(t, 150, traits{}, func(t *testing.T, s *sample, set *policy.Set, d *dice) {
		for _, at := range s.instants(t, set, d) {
			want := s.evaluate(t, set, at)
			known := slices.DeleteFunc(slices.Clone(s.history), func(e breach.Event) bool { return e.At.After(at) })
			got, err := breach.Evaluate(set, known, at)
			if err != nil {
				t.Fatal(err)
			}
			mustEqual(t, "without later events", want, got)
		}
	})
}

// TestSettingWhatIsSetChangesNothing splits every stretch between two events,
// pauses among them, by an event of a type nobody waits for that sets a field
// to what it is.
func TestSettingWhatIsSetChangesNothing(t *testing.T) {
	law(t, 150, traits{distinct: true}, func(t *testing.T, s *sample, set *policy.Set, d *dice) {
		want := s.evaluate(t, set, s.end)
		var status []string
		for _, e := range naiveOrder(s.history) {
			if e.ID == "again" {
				continue // a second creation is ignored
			}
			if set, ok := e.Fields["status"]; ok {
				status = set
			}
			if e.At.Before(s.created()) || d.chance(3) {
				continue
			}
			s.history = append(s.history, breach.Event{
				At: e.At.Add(s.unit / 2), Type: breach.Updated, Reason: "none", Fields: policy.Fields{"status": status},
			})
		}
		mustEqual(t, "with idle events", want, s.evaluate(t, set, s.end), cmpopts.IgnoreFields(breach.Report{}, "Warnings"))
	})
}

const pausing = `
version: 1
time_zone: Asia/Jakarta
calendars:
  office: {hours: {mon-fri: ["08:00-12:00", "13:00-17:00"]}}
policies:
  - name: p
    calendar: office
    pause: {status: [pending, on_hold]}
    boundary: %s
    targets:
      - {metric: resolution, within: %dh, thresholds: [{at: 50%%}, {at: -1h}, {at: +2h}]}
      - {metric: agent_work, within: 2bd}
      - {metric: first_response, within: 4h}
`

// pausingHistory is a ticket of 2026-01-05 that is paused from and until some
// minutes after its creation.
func pausingHistory(pauses ...int) []breach.Event {
	created := time.Date(2026, 1, 5, 1, 0, 0, 0, time.UTC) // Monday 08:00 in Jakarta
	history := []breach.Event{{At: created, Type: breach.Created}}
	for i, minute := range pauses {
		status := "pending"
		if i%2 == 1 {
			status = "open"
		}
		history = append(history, breach.Event{
			At: created.Add(time.Duration(minute) * time.Minute), Type: breach.Updated, Fields: policy.Fields{"status": {status}},
		})
	}
	return history
}

func TestSplittingAPauseChangesNothing(t *testing.T) {
	for seed := range uint64(200) {
		rng := rand.New(rand.NewPCG(seed, 2))
		set := mustParse(t, fmt.Sprintf(pausing, []string{"close", "next_open"}[seed%2], 1+rng.IntN(20)))
		from := rng.IntN(4000)
		middle := from + rng.IntN(2000)
		until := middle + rng.IntN(2000)
		at := pausingHistory()[0].At.Add(time.Duration(rng.IntN(10_000)) * time.Minute)
		want := mustEvaluate(t, set, pausingHistory(from, until), at)
		got := mustEvaluate(t, set, pausingHistory(from, middle, middle, until), at)
		mustEqual(t, fmt.Sprint("seed ", seed), want, got)
	}
}

// TestAPauseInClosedTimeChangesNothing but what is written of the pause itself.
func TestAPauseInClosedTimeChangesNothing(t *testing.T) {
	for seed := range uint64(200) {
		rng := rand.New(rand.NewPCG(seed, 3))
		set := mustParse(t, fmt.Sprintf(pausing, []string{"close", "next_open"}[seed%2], 1+rng.IntN(30)))
		night := (rng.IntN(10)*24 + 9) * 60 // 17:00 of some day
		from := night + rng.IntN(15*60)
		until := from + rng.IntN(night+15*60-from) // before 08:00 of the next
		at := pausingHistory()[0].At.Add(time.Duration(until+rng.IntN(10_000)) * time.Minute)
		want := mustEvaluate(t, set, pausingHistory(), at)
		got := mustEvaluate(t, set, pausingHistory(from, until), at)
		mustEqual(t, fmt.Sprint("seed ", seed), want, got, cmpopts.IgnoreFields(breach.Instance{}, "Pauses", "WallPaused"))
	}
}

func mustParse(t testing.TB, text string) *policy.Set {
	t.Helper()
	set, err := policy.Parse("test.yaml", []byte(text))
	if err != nil {
		t.Fatalf("%v\n%s", err, text)
	}
	return set
}

func mustEvaluate(t testing.TB, set *policy.Set, history []breach.Event, at time.Time) *breach.Report {
	t.Helper()
	report, err := breach.Evaluate(set, history, at)
	if err != nil {
		t.Fatal(err)
	}
	return report
}

type instanceKey struct {
	kind   policy.Kind
	metric string
	number int
}

func byKey(r *breach.Report) map[instanceKey]breach.Instance {
	found := make(map[instanceKey]breach.Instance, len(r.Targets))
	for _, i := range r.Targets {
		found[instanceKey{i.Kind, i.Metric, i.Number}] = i
	}
	return found
}

func TestABreachNeverUnhappens(t *testing.T) {
	law(t, 200, traits{noRetroactive: true}, func(t *testing.T, s *sample, set *policy.Set, d *dice) {
		var before map[instanceKey]breach.Instance
		for _, at := range s.instants(t, set, d) {
			after := byKey(s.evaluate(t, set, at))
			for key, was := range before {
				is, ok := after[key]
				if was.Breached && (!ok || !is.Breached || !is.BreachedAt.Equal(was.BreachedAt) || !is.Deadline.Equal(was.Deadline)) {
					t.Fatalf("%v: the breach of %s (deadline %s) is gone at %s: %+v", key, was.BreachedAt, was.Deadline, at, is)
				}
			}
			before = after
		}
	})
}

// TestNothingChangesBeforeNext looks between two events: up to Next every
// verdict stays, and at it one changes.
func TestNothingChangesBeforeNext(t *testing.T) {
	law(t, 200, traits{}, func(t *testing.T, s *sample, set *policy.Set, d *dice) {
		for _, at := range s.instants(t, set, d) {
			report := s.evaluate(t, set, at)
			known := slices.DeleteFunc(slices.Clone(s.history), func(e breach.Event) bool { return e.At.After(at) })
			look := func(at time.Time) (verdicts []string) {
				for _, i := range mustEvaluate(t, set, known, at).Targets {
					text := fmt.Sprint(i.Metric, i.Kind, i.Number, i.State, i.Breached, i.AtRisk, i.BreachedAt, i.Within)
					for _, mark := range i.Thresholds {
						text += fmt.Sprint(" ", mark.Name, mark.Crossed)
					}
					if !i.Projected {
						text += i.Deadline.String()
					}
					verdicts = append(verdicts, text)
				}
				return verdicts
			}
			before := look(at)
			next := report.Next()
			if next.IsZero() {
				mustEqual(t, fmt.Sprint("long after ", at), before, look(at.AddDate(0, 0, 90)))
				continue
			}
			if !next.After(at) {
				t.Fatalf("next of %s is %s", at, next)
			}
			mustEqual(t, fmt.Sprint("just before the next of ", at), before, look(next.Add(-1)))
			mustEqual(t, fmt.Sprint("half-way to the next of ", at), before, look(at.Add(next.Sub(at)/2)))
			if slices.Equal(before, look(next)) {
				t.Fatalf("at %s next is %s, but nothing changes then", at, next)
			}
		}
	})
}

// TestBoundaryDoesNotChangeElapsed holds where no rule asks for a verdict: a
// restart leaves alone what is breached, which differs.
func TestBoundaryDoesNotChangeElapsed(t *testing.T) {
	law(t, 150, traits{boundary: "close"}, func(t *testing.T, s *sample, _ *policy.Set, d *dice) {
		s.policies = strings.NewReplacer("restart: {event: bump}", "", "restart: {event: comment, actor: customer}", "").Replace(s.policies)
		closing := s.set(t)
		s.policies = strings.ReplaceAll(s.policies, "boundary: close", "boundary: next_open")
		opening := s.set(t)
		for _, at := range s.instants(t, closing, d) {
			a, b := byKey(s.evaluate(t, closing, at)), byKey(s.evaluate(t, opening, at))
			for key := range a {
				if a[key].Elapsed != b[key].Elapsed {
					t.Fatalf("%v at %s: elapsed %s under close, %s under next_open", key, at, a[key].Elapsed, b[key].Elapsed)
				}
			}
		}
	})
}

func TestNothingRemainsAtTheDeadline(t *testing.T) {
	law(t, 200, traits{}, func(t *testing.T, s *sample, set *policy.Set, d *dice) {
		for _, at := range s.instants(t, set, d) {
			known := slices.DeleteFunc(slices.Clone(s.history), func(e breach.Event) bool { return e.At.After(at) })
			for key, i := range byKey(mustEvaluate(t, set, known, at)) {
				if i.State != breach.Running || i.Breached || i.Deadline.IsZero() {
					continue
				}
				if before := byKey(mustEvaluate(t, set, known, i.Deadline.Add(-1)))[key]; before.Breached {
					t.Errorf("%v is breached just before its deadline %s", key, i.Deadline)
				}
				then := byKey(mustEvaluate(t, set, known, i.Deadline))[key]
				if then.Remaining != 0 || then.WallRemaining != 0 || then.Overdue != 0 || !then.Breached || !then.BreachedAt.Equal(i.Deadline) {
					t.Errorf("%v at its deadline %s: remaining %s, overdue %s, breached %t", key, i.Deadline, then.Remaining, then.Overdue, then.Breached)
				}
			}
		}
	})
}

func TestReportsAndEventsSurviveJSON(t *testing.T) {
	law(t, 100, traits{}, func(t *testing.T, s *sample, set *policy.Set, d *dice) {
		want := s.evaluate(t, set, s.end)
		text, err := json.Marshal(want)
		if err != nil {
			t.Fatal(err)
		}
		var got breach.Report
		if err := json.Unmarshal(text, &got); err != nil {
			t.Fatal(err)
		}
		mustEqual(t, "report", want, &got)
		text, err = json.Marshal(s.history)
		if err != nil {
			t.Fatal(err)
		}
		s.history = nil
		if err := json.Unmarshal(text, &s.history); err != nil {
			t.Fatal(err)
		}
		mustEqual(t, "report of events read back", want, s.evaluate(t, set, s.end))
	})
}

// TestZonesOfInstantsDoNotMatter moves the host, the events and the question
// to another zone.
func TestZonesOfInstantsDoNotMatter(t *testing.T) {
	local := time.Local
	t.Cleanup(func() { time.Local = local })
	law(t, 60, traits{}, func(t *testing.T, s *sample, set *policy.Set, _ *dice) {
		time.Local = local
		want := s.evaluate(t, set, s.end)
		for _, name := range []string{"Pacific/Apia", "America/St_Johns", "Africa/Monrovia"} {
			zone, err := time.LoadLocation(name)
			if err != nil {
				t.Skip(err)
			}
			time.Local = zone
			for i := range s.history {
				s.history[i].At = s.history[i].At.In(zone)
			}
			got := s.evaluate(t, s.set(t), s.end.Local())
			mustEqual(t, name, want, got)
			a, errA := json.Marshal(want)
			b, errB := json.Marshal(got)
			if errA != nil || errB != nil || string(a) != string(b) {
				t.Errorf("JSON in %s differs:\n%s\n%s", name, a, b)
			}
		}
	})
}

// TestEvaluateLeavesTheHistoryAlone also under concurrent use of one Set.
func TestEvaluateLeavesTheHistoryAlone(t *testing.T) {
	law(t, 40, traits{}, func(t *testing.T, s *sample, set *policy.Set, _ *dice) {
		before, _ := json.Marshal(s.history)
		want := s.evaluate(t, set, s.end)
		reports := make(chan *breach.Report)
		for range 4 {
			go func() {
				report, _ := breach.Evaluate(set, s.history, s.end)
				reports <- report
			}()
		}
		for range 4 {
			mustEqual(t, "concurrently", want, <-reports)
		}
		if after, _ := json.Marshal(s.history); string(after) != string(before) {
			t.Errorf("history was changed:\n%s\n%s", before, after)
		}
	})
}

// TestThresholdsAreCrossedAtCrossedAt looks at every crossed threshold at the instant at
// which it is said to have been crossed, and a tick before.
func TestThresholdsAreCrossedAtCrossedAt(t *testing.T) {
	checked := 0
	law(t, 300, traits{noRetroactive: true}, func(t *testing.T, s *sample, set *policy.Set, d *dice) {
		for _, i := range s.evaluate(t, set, s.end).Targets {
			for k, row := range i.Thresholds {
				if !row.Crossed {
					if !row.CrossedAt.IsZero() {
						t.Fatalf("%s %d: %s is not crossed, but at %s", i.Metric, i.Number, row.Name, row.CrossedAt)
					}
					continue
				}
				if row.CrossedAt.Before(row.At) || row.CrossedAt.After(s.end) {
					t.Fatalf("%s %d: %s lies at %s and is crossed at %s", i.Metric, i.Number, row.Name, row.At, row.CrossedAt)
				}
				then, ok := s.instance(t, set, row.CrossedAt, &i)
				if !ok {
					continue // it had stopped before a target applied, and is judged from its start
				}
				if len(then.Thresholds) <= k || !then.Thresholds[k].Crossed {
					t.Fatalf("%s %d: %s is not crossed at %s", i.Metric, i.Number, row.Name, row.CrossedAt)
				}
				before, ok := s.instance(t, set, row.CrossedAt.Add(-s.tick()), &i)
				checked++
				sameRule := ok && before.Policy == then.Policy && before.Within == then.Within && before.Deadline.Equal(then.Deadline)
				if sameRule && len(before.Thresholds) > k && before.Thresholds[k].Crossed {
					t.Fatalf("%s %d: %s is crossed before %s", i.Metric, i.Number, row.Name, row.CrossedAt)
				}
			}
		}
	})
	if checked < scaled(100) {
		t.Errorf("%d thresholds checked", checked)
	}
}

// instance is an instance as it was at an earlier instant, if it was there.
func (s *sample) instance(t *testing.T, set *policy.Set, at time.Time, like *breach.Instance) (*breach.Instance, bool) {
	t.Helper()
	if at.Before(s.created()) {
		return nil, false
	}
	for _, i := range s.evaluate(t, set, at).Targets {
		if i.Kind == like.Kind && i.Metric == like.Metric && i.StartedAt.Equal(like.StartedAt) && i.Number == like.Number {
			return &i, true
		}
	}
	return nil, false
}
