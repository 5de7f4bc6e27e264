package policy

import (
	"strings"
	"testing"
)

// digestOfCustomerCare is the digest of testdata/customer-care.yaml in every
// process, on every machine, under every version of Go. It changes when the
// language does, when a preset does, and with the holiday tables of Indonesia
// and Great Britain.
const digestOfCustomerCare = "b39c5258ecf636c0b08e3efe20bdfb91ce723cf70b6e9ebe9be961a435b63366"

func TestDigestIsStable(t *testing.T) {
	if got := mustLoad(t, "customer-care.yaml").Digest(); got != digestOfCustomerCare {
		t.Errorf("the digest is %s, want %s", got, digestOfCustomerCare)
	}
	var zero Set
	if a, b := zero.Digest(), mustParse(t, "version: 1").Digest(); a != b {
		t.Errorf("the zero Set has the digest %s, an empty one %s", a, b)
	}
}

const digested = `
time_zone: Asia/Jakarta
calendars:
  office: {hours: {mon-fri: ["09:00-17:00"]}, holidays: [{region: id}]}
statuses: {pending: [waiting, asked]}
metrics:
  handover: {start: {event: created}, stop: {event: handed}}
policies:
  - name: base
    abstract: true
    targets: [{metric: resolution, within: 8h, thresholds: [{at: 50%, name: half}]}]
  - name: all
    extends: base
    calendar: office
    pause: {status: pending}
`

// Whatever could change a verdict changes the digest.
func TestDigestChangesWithTheRules(t *testing.T) {
	before := mustParse(t, digested).Digest()
	for _, change := range [][2]string{
		{"within: 8h", "within: 9h"},
		{"within: 8h", "within: 1bd"},
		{"Asia/Jakarta", "Asia/Makassar"},
		{"09:00", "08:59"},
		{"region: id", "region: id, kinds: [national, joint_leave]"},
		{"region: id", "region: us"},
		{"region: id", "date: 2026-01-01"},
		{"waiting", "waits"},
		{"pending: [", "on_hold: ["},
		{"event: handed", "event: given"},
		{"status: pending", "status: on_hold"},
		{"50%", "60%"},
		{"name: half", "name: middle"},
		{"name: all", "name: every"},
		{"name: all", "name: all\n    kind: ola"},
		{"name: all", "name: all\n    match: {a: b}"},
		{"name: all", "name: all\n    valid: {from: 2026-01-01}"},
		{"name: all", "name: all\n    at_risk: 60%"},
		{"name: all", "name: all\n    on_change: keep"},
		{"name: all", "name: all\n    on_reopen: new"},
		{"name: all", "name: all\n    reopen_window: 2bd"},
		{"name: all", "name: all\n    boundary: next_open"},
		{"metrics:", "metrics:\n  resolution: {pausable: false}"},
		{"calendar: office", "calendar: {field: a, map: {b: office}, default: office}"},
	} {
		src := strings.Replace(digested, change[0], change[1], 1)
		if src == digested {
			t.Fatalf("%s is not there", change[0])
		}
		if mustParse(t, src).Digest() == before {
			t.Errorf("%s instead of %s has the same digest", change[1], change[0])
		}
	}
}

// What readers read does not change it, nor the order of a list of statuses.
func TestDigestIgnoresWhatDoesNotDecide(t *testing.T) {
	before := mustParse(t, digested).Digest()
	for _, change := range [][2]string{
		{"time_zone:", "revision: \"2\"\ntime_zone:"},
		{"time_zone:", "agreement: {name: A}\ntime_zone:"},
		{"name: all", "name: all\n    description: For everyone"},
		{"name: all", "name: all\n    revision: \"3\""},
		{"{start", "{description: Time, start"},
		{"policies:", "objectives: [{metric: resolution, attain: 95%, period: month}]\npolicies:"},
		{"waiting, asked", "asked, waiting"},
		{"time_zone:", "# a comment\ntime_zone:"},
	} {
		if got := mustParse(t, strings.Replace(digested, change[0], change[1], 1)).Digest(); got != before {
			t.Errorf("%s instead of %s changes the digest", change[1], change[0])
		}
	}
}
