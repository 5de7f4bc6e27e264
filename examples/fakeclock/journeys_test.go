package fakeclock_test

import (
	"testing"
	"time"
	_ "time/tzdata"

	"github.com/tenggat/sla/examples/fakeclock"
	"github.com/tenggat/sla/policy"
)

// The bubble of testing/synctest begins on Saturday 1 January 2000, so the
// journeys lie in that year. Its daylight saving time in New York began on
// Sunday 2 April at 02:00.
const policyFile = `
version: 1
time_zone: Asia/Jakarta
calendars:
  office:
    hours: {mon-fri: ["09:00-17:00"]}
    holidays: [{date: 2000-01-11, name: A Tuesday off}]
  night:
    time_zone: America/New_York
    hours: {daily: ["00:00-06:00"]}
policies:
  - name: patient
    match: {desk: patient}
    calendar: office
    targets:
      - metric: first_response
        within: 4h
        pause: {status: [pending]}
        thresholds: [{at: 75%, name: warning}]
  - name: care
    calendar: {field: desk, map: {night: night}, default: office}
    targets:
      - metric: first_response
        within: 4h
        thresholds: [{at: 75%, name: warning}]
`

func policies(t *testing.T) *policy.Set {
	t.Helper()
	set, err := policy.Parse("care.yaml", []byte(policyFile))
	if err != nil {
		t.Fatal(err)
	}
	return set
}

func zone(t *testing.T, name string) *time.Location {
	t.Helper()
	z, err := time.LoadLocation(name)
	if err != nil {
		t.Fatal(err)
	}
	return z
}

// journey is a ticket nobody answers, and what must be heard of it.
type journey struct {
	name    string
	created time.Time
	fields  policy.Fields
	until   time.Time
	changes []change
}

type change struct {
	what string
	at   time.Time
}

func notice(ticket, metric string, c change) fakeclock.Notice {
	return fakeclock.Notice{Ticket: ticket, Kind: policy.SLA, Metric: metric, Number: 1, What: c.what, At: c.at.UTC()}
}

func journeys(t *testing.T) []journey {
	jakarta, newYork := zone(t, "Asia/Jakarta"), zone(t, "America/New_York")
	return []journey{
		{
			name:    "within a day", // 3h, 4h
			created: time.Date(2000, 1, 3, 9, 0, 0, 0, jakarta),
			until:   time.Date(2000, 1, 3, 18, 0, 0, 0, jakarta),
			changes: []change{
				{"warning", time.Date(2000, 1, 3, 12, 0, 0, 0, jakarta)},
				{fakeclock.Breach, time.Date(2000, 1, 3, 13, 0, 0, 0, jakarta)},
			},
		},
		{
			name:    "over a weekend", // 2h on Friday, 1h and 2h on Monday
			created: time.Date(2000, 1, 7, 15, 0, 0, 0, jakarta),
			until:   time.Date(2000, 1, 12, 0, 0, 0, 0, jakarta),
			changes: []change{
				{"warning", time.Date(2000, 1, 10, 10, 0, 0, 0, jakarta)},
				{fakeclock.Breach, time.Date(2000, 1, 10, 11, 0, 0, 0, jakarta)},
			},
		},
		{
			name:    "over a holiday", // 1h on Monday, 2h and 3h on Wednesday
			created: time.Date(2000, 1, 10, 16, 0, 0, 0, jakarta),
			until:   time.Date(2000, 1, 14, 0, 0, 0, 0, jakarta),
			changes: []change{
				{"warning", time.Date(2000, 1, 12, 11, 0, 0, 0, jakarta)},
				{fakeclock.Breach, time.Date(2000, 1, 12, 12, 0, 0, 0, jakarta)},
			},
		},
		{
			name:    "while the clocks go forward", // 00-02 and 03-04, 03-05
			created: time.Date(2000, 4, 2, 0, 0, 0, 0, newYork),
			fields:  policy.Fields{"desk": {"night"}},
			until:   time.Date(2000, 4, 3, 0, 0, 0, 0, newYork),
			changes: []change{
				{"warning", time.Date(2000, 4, 2, 4, 0, 0, 0, newYork)},
				{fakeclock.Breach, time.Date(2000, 4, 2, 5, 0, 0, 0, newYork)},
			},
		},
	}
}
