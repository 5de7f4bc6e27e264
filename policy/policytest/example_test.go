package policytest_test

import (
	"fmt"
	"os"
	"strings"
	"testing"
	"testing/fstest"
	"time"

	"github.com/tenggat/sla/policy/policytest"
)

// A program that is not a test loads scenarios and checks them.
func Example() {
	files := fstest.MapFS{
		"sla.yaml": {Data: []byte(`
version: 1
time_zone: Asia/Jakarta
calendars:
  office: {hours: {mon-fri: ["09:00-17:00"]}}
policies:
  - name: care
    calendar: office
    pause: {status: [pending]}
    targets:
      - {metric: resolution, within: 8h}
`)},
		"tests/pauses.yaml": {Data: []byte(`
policy: ../sla.yaml
scenarios:
  - name: Waiting for the customer
    events:
      - {at: 2026-01-05 09:00, type: created, actor: customer}
      - {at: 10:00, fields: {status: pending}}
      - {at: 12:00, fields: {status: open}}
    expect:
      - at: 13:00
        targets:
          resolution: {elapsed: 2h, paused: 2h, deadline: tue 11:00}
`)},
	}
	scenarios, err := policytest.LoadFS(files, "tests/*.yaml")
	if err != nil {
		fmt.Println(err)
		return
	}
	for _, s := range scenarios {
		failures := s.Check()
		fmt.Printf("%s: %d failures\n", s.Name, len(failures))
		for _, f := range failures {
			fmt.Print(f.String())
		}
	}
	// Output:
	// Waiting for the customer: 0 failures
}

// The file that the package comment shows is read, and holds.
func TestPackageComment(t *testing.T) {
	source, err := os.ReadFile("doc.go")
	if err != nil {
		t.Fatal(err)
	}
	var shown strings.Builder
	for line := range strings.Lines(string(source)) {
		if code, ok := strings.CutPrefix(line, "//\t"); ok {
			shown.WriteString(code)
		}
	}
	_, rest, found := strings.Cut(shown.String(), "policy: ../sla.yaml")
	file, _, ended := strings.Cut(rest, "\ngo test")
	if !found || !ended {
		t.Fatal("the package comment shows no scenario file")
	}
	scenarios, err := policytest.LoadFS(fstest.MapFS{
		"tests/a.yaml": {Data: []byte("policy: ../sla.yaml" + file)},
		"sla.yaml": {Data: []byte(`
version: 1
time_zone: UTC
calendars:
  office: {time_zone: Asia/Jakarta, hours: {mon-fri: ["09:00-12:00", "13:00-17:00"]}}
policies:
  - name: care
    calendar: office
    pause: {status: [pending]}
    targets: [{metric: first_response, within: 4h}, {metric: resolution, within: 8h}]
  - {name: team, kind: ola, match: {group: network}, targets: [{metric: resolution, within: 4h}]}
`)},
	}, "tests/*.yaml")
	if err != nil {
		t.Fatal(err)
	}
	for _, s := range scenarios {
		if got := s.History[0].At.Format(time.RFC3339); got != "2026-01-05T09:00:00+07:00" {
			t.Errorf("local times are not the file's: %s", got)
		}
		for _, f := range s.Check() {
			t.Errorf("%s", f.String())
		}
	}
}
