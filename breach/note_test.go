package breach_test

import (
	"strings"
	"testing"

	"github.com/tenggat/sla/breach"
	"github.com/tenggat/sla/policy"
)

// TestNotesSayWhyAClockWasReset: each with the reason of its event, also after a Tracker was
// stored and restored.
func TestNotesSayWhyAClockWasReset(t *testing.T) {
	set := mustParse(t, `
version: 1
metrics:
  last_word: {start: {event: comment, actor: customer}, restart: {event: comment, actor: customer}, stop: {event: comment, actor: agent}, cancel: {event: withdrawn}}
policies:
  - {name: vip, match: {plan: vip}, targets: [{metric: last_word, within: 1h}, {metric: resolution, within: 4h}]}
  - {name: rest, targets: [{metric: last_word, within: 4h}, {metric: resolution, within: 8h}]}
`)
	history := []breach.Event{
		{At: day("05 09:00"), Type: breach.Created},
		{At: day("05 10:00"), Type: breach.Comment, Actor: breach.Customer},
		{At: day("05 10:30"), Type: breach.Comment, Actor: breach.Customer, Reason: "asked again"},
		{At: day("05 11:00"), Type: breach.Updated, Fields: policy.Fields{"plan": {"vip"}}, Reason: "contract signed"},
		{At: day("05 11:10"), Type: "withdrawn", Reason: "found it"},
		{At: day("05 11:20"), Type: breach.Updated, Fields: policy.Fields{"status": {"solved"}}},
		{At: day("05 11:30"), Type: breach.Updated, Fields: policy.Fields{"status": {"open"}}, Reason: "not solved"},
	}
	x, err := breach.Explain(set, history, day("05 12:00"))
	if err != nil {
		t.Fatal(err)
	}
	want := map[string][]breach.Note{
		"last_word": {
			{At: day("05 10:30"), Kind: breach.NoteRestarted, Reason: "asked again"},
			{At: day("05 11:00"), Kind: breach.NoteTarget, Policy: "vip", Reason: "contract signed"},
			{At: day("05 11:10"), Kind: breach.NoteCancelled, Reason: "found it"},
		},
		"resolution": {
			{At: day("05 11:00"), Kind: breach.NoteTarget, Policy: "vip", Reason: "contract signed"},
			{At: day("05 11:30"), Kind: breach.NoteReopened, Reason: "not solved"},
		},
	}
	tracker := breach.NewTracker(set)
	for _, e := range history {
		if err := tracker.Apply(e); err != nil {
			t.Fatal(err)
		}
		tracker = restore(t, set, snapshot(t, tracker))
	}
	stored, err := tracker.Explain(day("05 12:00"))
	if err != nil {
		t.Fatal(err)
	}
	for _, x := range []*breach.Explanation{x, stored} {
		for i, row := range x.Report.Targets {
			mustEqual(t, row.Metric, want[row.Metric], x.Ledgers[i].Notes())
		}
	}
	var text strings.Builder
	if err := x.WriteText(&text); err != nil {
		t.Fatal(err)
	}
	if !strings.Contains(text.String(), "restarted (asked again)") || !strings.Contains(text.String(), `the target of policy "vip" took over (contract signed)`) {
		t.Errorf("the text does not say why:\n%s", &text)
	}
}
