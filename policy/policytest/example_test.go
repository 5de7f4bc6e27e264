package policytest_test

import (
	"fmt"
	"testing/fstest"

	"github.com/tenggat/sla/policy/policytest"
)

// A program that is no test loads scenarios and checks them.
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
