package policy

import (
	"cmp"
	"maps"
	"slices"
	"testing"

	"github.com/tenggat/sla/policy/rule"
)

// The presets are the table of the language's reference.
func TestPresets(t *testing.T) {
	for _, c := range []struct {
		name, start, stop, cancel string
		pausable                  bool
		pause                     string
		repeat                    Repeat
		onReopen                  OnReopen
	}{
		{"first_response", "created", "answer", "done", false, "", RepeatOnce, OnReopenResume},
		{"next_response", "question after an answer", "answer", "done", false, "", RepeatEach, OnReopenResume},
		{"periodic_update", "answer", "answer", "done", false, "", RepeatEach, OnReopenResume},
		{"pausable_update", "answer", "answer", "done", true, "", RepeatEach, OnReopenResume},
		{"resolution", "created", "done", "", true, "", RepeatOnce, OnReopenResume},
		{"first_resolution", "created", "done", "", true, "", RepeatOnce, OnReopenIgnore},
		{"total_resolution", "created", "done", "", false, "", RepeatOnce, OnReopenCountSolved},
		{"requester_wait", "created", "done", "", false, "{status: pending}", RepeatOnce, OnReopenResume},
		{"agent_work", "created", "done", "", false, "{status: [on_hold, pending]}", RepeatOnce, OnReopenResume},
		{"time_to_own", "created without assignee", "assigned", "done", false, "", RepeatOnce, OnReopenResume},
		{"group_ownership", "group set or reopened", "group changed or done", "", false, "", RepeatEach, OnReopenNew},
	} {
		m, ok := presets()[c.name]
		if !ok {
			t.Errorf("there is no %s", c.name)
			continue
		}
		predicates := map[string]string{
			"":                         "",
			"created":                  "{event: created}",
			"answer":                   "{event: comment, actor: agent, public: true}",
			"question after an answer": "{event: comment, actor: customer, public: true, while: {responded: true}}",
			"done":                     "{status: [solved, closed]}",
			"created without assignee": "{event: created, while: {field: assignee, exists: false}}",
			"assigned":                 "{all: [{field: assignee, changed: true}, {field: assignee, exists: true}]}",
			"group set or reopened":    "{any: [{all: [{field: group, changed: true}, {field: group, exists: true}]}, {reopened: true, while: {field: group, exists: true}}]}",
			"group changed or done":    "{any: [{field: group, changed: true}, {status: [solved, closed]}]}",
		}
		for key, pair := range map[string][2]string{
			"start":  {m.Start.canonical(), predicates[c.start]},
			"stop":   {m.Stop.canonical(), predicates[c.stop]},
			"cancel": {m.Cancel.canonical(), predicates[c.cancel]},
			"pause":  {m.Pause.canonical(), c.pause},
		} {
			want := ""
			if pair[1] != "" {
				want = readCondition(t, pair[1]).canonical()
			}
			if pair[0] != want {
				t.Errorf("%s of %s is %s, want %s", key, c.name, pair[0], want)
			}
		}
		if pausable := m.Pausable == True; pausable != c.pausable || m.Restart != nil {
			t.Errorf("%s is pausable: %v, restarts: %v", c.name, pausable, m.Restart)
		}
		if cmp.Or(m.Repeat, RepeatOnce) != c.repeat || cmp.Or(m.OnReopen, OnReopenResume) != c.onReopen || m.Description == "" {
			t.Errorf("%s repeats %s, on reopening %s", c.name, m.Repeat, m.OnReopen)
		}
	}
	if n := len(presets()); n != 11 {
		t.Errorf("%d presets: %v", n, slices.Sorted(maps.Keys(presets())))
	}
}

// A metric called like a preset overrides it key by key; never switches a
// predicate off.
func TestOverridingAPreset(t *testing.T) {
	s := mustParse(t, `
metrics:
  first_response: {cancel: never, on_reopen: new}
  resolution: {pausable: false, stop: {status: closed}}
policies: [{name: a, targets: [{metric: first_response, within: 1h}]}]
`)
	m := s.metric("first_response")
	if !m.Cancel().IsZero() || m.onReopen != OnReopenNew || m.OnReopen() != rule.StartAnew || m.Start().String() != "the event is created" || !m.Once() {
		t.Errorf("first_response is %+v", m)
	}
	m = s.metric("resolution")
	if m.pausable || m.Stop().String() != "the status becomes closed" || m.Start().IsZero() || m.onReopen != OnReopenResume {
		t.Errorf("resolution is %+v", m)
	}
	if m := mustParse(t, "version: 1").metric("resolution"); !m.pausable {
		t.Error("the preset has changed for everyone")
	}
}
