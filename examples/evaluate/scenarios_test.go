package main

import (
	"os"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// scenarioFile is a scenario file whose second scenario holds if state is what
// the resolution is at 18:00.
func scenarioFile(state string) string {
	return `policy:
  version: 1
  time_zone: Asia/Jakarta
  policies:
    - name: support
      targets: [{metric: resolution, within: 8h}]
scenarios:
  - name: In time
    events:
      - {at: 2026-01-05 09:00, type: created}
    expect:
      - at: 16:59:59
        targets: {resolution: {state: running, breached: false}}
  - name: An hour late
    events:
      - {at: 2026-01-05 09:00, type: created}
      - {at: 18:00, fields: {status: solved}}
    expect:
      - at: 18:00
        targets: {resolution: {state: ` + state + `, overdue: 1h}}
`
}

func TestScenarios(t *testing.T) {
	t.Chdir(t.TempDir())
	write := func(name, text string) {
		if err := os.WriteFile(name, []byte(text), 0o666); err != nil {
			t.Fatal(err)
		}
	}
	write("good.yaml", scenarioFile("missed"))
	write("failing.yaml", scenarioFile("met"))
	write("broken.yaml", strings.Replace(scenarioFile("met"), "overdue", "overdeu", 1))

	want := outcome{stdout: "ok    good.yaml:8: In time\nok    good.yaml:14: An hour late\n2 scenarios: 2 ok, 0 FAILED\n"}
	if diff := cmp.Diff(want, runWith(t, "", "-test", "good.yaml"), cmp.AllowUnexported(outcome{})); diff != "" {
		t.Error(diff)
	}

	got := runWith(t, "", "-test", "[fg]*.yaml")
	if got.status != exitFailed || got.stderr != "" {
		t.Errorf("status %d and %q, want %d and nothing", got.status, got.stderr, exitFailed)
	}
	for _, want := range []string{
		"ok    failing.yaml:8: In time\nFAIL  failing.yaml:14: An hour late\n",
		`"met"`, `"missed"`, // the difference
		"  counted  9h", // the ledger
		"\nok    good.yaml:8: In time\n",
		"\n4 scenarios: 3 ok, 1 FAILED\n",
	} {
		if !strings.Contains(got.stdout, want) {
			t.Errorf("no %q in\n%s", want, got.stdout)
		}
	}

	got = runWith(t, "", "-test", "*.yaml")
	if got.status != exitUsage || got.stdout != "" ||
		!strings.HasPrefix(got.stderr, "broken.yaml:20:") || !strings.Contains(got.stderr, "  20 | ") {
		t.Errorf("a broken file: %+v", got)
	}

	got = runWith(t, "", "-test", "no such*.yaml")
	if got.status != exitUsage || !strings.Contains(got.stderr, "no file matches") {
		t.Errorf("no file: %+v", got)
	}
}
