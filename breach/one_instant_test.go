package breach_test

import (
	"fmt"
	"maps"
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

// solvedPolicies has every preset, and metrics with a stop by an event and by a status,
// each with one way to reopen.
const solvedPolicies = `
version: 1
metrics:
  chat: {start: {event: comment, actor: customer}, stop: {event: comment, actor: agent}, cancel: {status: [solved, closed]}, repeat: each}
  turn: {start: {event: comment, actor: customer}, stop: {any: [{event: comment, actor: agent}, {status: [solved, closed]}]}, repeat: each}
  task: {start: {event: comment, actor: customer}, stop: {any: [{event: comment, actor: agent}, {status: [solved, closed]}]}}
  call: {start: {event: comment, actor: customer}, stop: {event: comment, actor: agent}, cancel: {status: [pending, solved]}}
policies:
  - name: p
    pause: {status: on_hold}
    on_reopen: %s
    targets:
      - {metric: first_response, within: 2h}
      - {metric: next_response, within: 2h}
      - {metric: periodic_update, within: 2h}
      - {metric: resolution, within: 5h}
      - {metric: first_resolution, within: 5h}
      - {metric: total_resolution, within: 5h}
      - {metric: time_to_own, within: 3h}
      - {metric: group_ownership, within: 3h}
      - {metric: chat, within: 2h}
      - {metric: turn, within: 2h}
      - {metric: task, within: 2h}
      - {metric: call, within: 2h}
`

// TestOrderOfAStatusAtOneInstantDoesNotMatter moves a change of status and another
// event to one instant: which comes first does not matter, nor whether they are one
// event.
func TestOrderOfAStatusAtOneInstantDoesNotMatter(t *testing.T) {
	for _, onReopen := range []string{"resume", "count_solved", "new", "ignore"} {
		set := mustParse(t, fmt.Sprintf(solvedPolicies, onReopen))
		t.Run(onReopen, func(t *testing.T) {
			for seed := range uint64(scaled(300)) {
				checkOneInstant(t, set, rand.New(rand.NewPCG(seed, 12)))
				if t.Failed() {
					t.Fatalf("seed %d", seed)
				}
			}
		})
	}
}

func checkOneInstant(t *testing.T, set *policy.Set, rng *rand.Rand) {
	t.Helper()
	history := rollSolved(rng)
	at := 1 + rng.IntN(len(history)-1)
	status := breach.Event{
		At: history[at].At, Type: breach.Updated, Actor: breach.System,
		Fields: policy.Fields{"status": {[]string{"open", "solved", "closed"}[rng.IntN(3)]}},
	}
	other := history[at]
	delete(other.Fields, "status")
	one := other
	one.Fields = maps.Clone(other.Fields)
	if one.Fields == nil {
		one.Fields = policy.Fields{}
	}
	one.Fields["status"] = status.Fields["status"]

	instead := func(events ...breach.Event) []breach.Event {
		return slices.Replace(slices.Clone(history), at, at+1, events...)
	}
	before := instead(status, other)
	for name, events := range map[string][]breach.Event{"afterwards": instead(other, status), "in one event": instead(one)} {
		for _, now := range []time.Time{other.At, other.At.Add(90 * time.Minute), history[len(history)-1].At.Add(time.Hour)} {
			want, got := mustEvaluate(t, set, before, now), mustEvaluate(t, set, events, now)
			if diff := cmp.Diff(want.Targets, got.Targets, cmpopts.EquateEmpty()); diff != "" {
				t.Fatalf("status %v at %s: %s, at %s (-first +%s)\n%s\n%s", status.Fields["status"], other.At, name, now, name, diff, inWords(events))
			}
		}
	}
}

// rollSolved rolls a history with a change of status or a remark every few minutes, no two of
// them at one instant.
func rollSolved(rng *rand.Rand) []breach.Event {
	at := time.Date(2026, 1, 5, 9, 0, 0, 0, time.UTC)
	history := []breach.Event{{At: at, Type: breach.Created, Actor: breach.Customer}}
	if rng.IntN(4) == 0 {
		history[0].Fields = policy.Fields{"status": {"solved"}}
	}
	for range 2 + rng.IntN(7) {
		at = at.Add(time.Duration(1+rng.IntN(120)) * time.Minute)
		e := breach.Event{At: at, Type: breach.Updated, Actor: breach.Agent}
		switch rng.IntN(8) {
		case 0, 1, 2:
			e.Fields = policy.Fields{"status": {[]string{"open", "solved", "solved", "closed", "on_hold", "pending"}[rng.IntN(6)]}}
		case 3, 4:
			e.Type, e.Actor = breach.Comment, breach.Customer
		case 5, 6:
			e.Type = breach.Comment
		default:
			e.Fields = policy.Fields{[]string{"group", "assignee"}[rng.IntN(2)]: {string(rune('a' + rng.IntN(2)))}}
		}
		history = append(history, e)
	}
	return history
}

// inWords is a history with an event on each line.
func inWords(history []breach.Event) string {
	var b strings.Builder
	for _, e := range history {
		line, _ := e.MarshalJSON()
		fmt.Fprintf(&b, "%s\n", line)
	}
	return b.String()
}
