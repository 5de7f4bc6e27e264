package policy

import (
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/tenggat/sla/policy/rule"
)

const shared = `
revision: base
calendars:
  office: {time_zone: Asia/Jakarta, hours: {mon-fri: ["09:00-17:00"]}}
statuses: {pending: [waiting]}
metrics:
  handover: {start: {event: created}, stop: {field: team, changed: true}}
policies:
  - name: corporate
    abstract: true
    calendar: office
    pause: {status: pending}
    targets: [{metric: resolution, within: 8h}]
  - {name: everyone, extends: corporate}
  - {name: vendors, kind: uc, extends: corporate}
`

const tenant = `
revision: tenant
time_zone: Europe/London
calendars:
  london: {hours: {mon-fri: ["09:00-17:30"]}}
  either: {union: [office, london]}
statuses: {pending: [asked]}
policies:
  - name: gold
    extends: corporate
    match: {plan: gold}
    valid: {from: 2026-01-01}
    calendar: either
    targets: [{metric: handover, within: 1h}, {metric: first_response, within: 30m}]
`

func mustExtend(tb testing.TB, base *Set, src string) *Set {
	tb.Helper()
	s, err := base.Extend("tenant.yaml", []byte(src))
	if err != nil {
		tb.Fatal(err)
	}
	return s
}

func TestExtend(t *testing.T) {
	base := mustParse(t, shared)
	before := describe(base)
	s := mustExtend(t, base, tenant)
	if got, want := strings.Join(policyNames(s.Policies()), " "), "gold everyone vendors"; got != want {
		t.Errorf("the policies are %s, want %s: the tenant's own first", got, want)
	}
	created := time.Date(2026, 3, 1, 0, 0, 0, 0, time.UTC)
	if got := policyNames(s.Match(Fields{"plan": {"gold"}}, created)); !slices.Equal(got, []string{"gold", "vendors"}) {
		t.Errorf("a gold ticket matches %v", got)
	}
	if got := policyNames(s.Match(nil, created)); !slices.Equal(got, []string{"everyone", "vendors"}) {
		t.Errorf("another ticket matches %v", got)
	}
	if a := base.calendar("office"); a == nil {
		t.Error("the base has no office")
	} else if b := s.calendar("office"); a != b {
		t.Error("the base's calendar is compiled again")
	}
	for status, want := range map[string]Category{"waiting": CategoryPending, "asked": CategoryPending, "spam": CategoryOpen} {
		if got, _ := s.Category(status); got != want {
			t.Errorf("%s is %s, want %s", status, got, want)
		}
	}
	if p := policyCalled(t, s, "gold"); p.Revision != "tenant" || policyCalled(t, s, "everyone").Revision != "base" || s.Revision() != "tenant" {
		t.Errorf("the revisions are %s, %s and %s", p.Revision, policyCalled(t, s, "everyone").Revision, s.Revision())
	}
	if got, want := clockNames(s), "sla/resolution sla/handover sla/first_response uc/resolution"; got != want {
		t.Errorf("the clocks are %s, want %s", got, want)
	}
	checkNumbers(t, s)
	checkNumbers(t, base)
	if got := describe(base); got != before {
		t.Errorf("the base has changed: %s", cmp.Diff(before, got))
	}
}

// checkNumbers checks that every target refers to its clock and pause rule.
func checkNumbers(t *testing.T, s *Set) {
	t.Helper()
	for i, p := range compiledPolicies(s) {
		written := s.Policies()[i].Targets()
		for j, target := range compiledTargets(s, p.Name()) {
			if target.Policy() != p {
				t.Errorf("a target of %s belongs to %s", p.Name(), target.Policy().Name())
			}
			if got := timers(s)[target.Timer()]; got.Kind.Name != p.Kind() || got.Metric != target.Metric() {
				t.Errorf("%s of %s has the timer %s/%s", target.Metric().Name(), p.Name(), got.Kind.Name, got.Metric.Name())
			}
			checkPauseRule(t, s, target, written[j].Pause)
		}
	}
}

// checkPauseRule checks that a target obeys the pause rule that is written.
func checkPauseRule(t *testing.T, s *Set, target rule.Target, written *Condition) {
	t.Helper()
	want, got := statePredicate(written).String(), "always"
	if target.PauseRule() >= 0 {
		got = pauseRules(s)[target.PauseRule()].String()
	}
	if got != want {
		t.Errorf("%s of %s pauses by %q, want %q", target.Metric().Name(), target.Policy().Name(), got, want)
	}
}

// Sets that extend one base do not see one another.
func TestTenantsAreApart(t *testing.T) {
	base := mustParse(t, shared)
	a := mustExtend(t, base, "policies: [{name: a, pause: {x: a}, targets: [{metric: resolution, within: 1h}]}]")
	b := mustExtend(t, base, "policies: [{name: b, pause: {x: b}, targets: [{metric: resolution, within: 1h}]}]")
	c := mustExtend(t, a, "policies: [{name: c, extends: a}, {name: d, pause: {x: d}, targets: [{metric: agent_work, within: 1h}]}]")
	for _, s := range []*Set{base, a, b, c} {
		checkNumbers(t, s)
	}
	if pauseRules(a)[1].String() != "x is a" || pauseRules(b)[1].String() != "x is b" || len(pauseRules(base)) != 1 {
		t.Errorf("the pause rules are %s, %s and %s", pauseRules(base), pauseRules(a), pauseRules(b))
	}
	if got, want := strings.Join(policyNames(c.Policies()), " "), "c d a everyone vendors"; got != want {
		t.Errorf("the policies over two bases are %s, want %s", got, want)
	}
	if a.Digest() == b.Digest() || a.Digest() == base.Digest() {
		t.Error("different tenants have one digest")
	}
}

// A Set over a base, written as one file, is the same Set.
func TestExtendedSetAsOneFile(t *testing.T) {
	s := mustExtend(t, mustParse(t, shared), tenant)
	flat, err := Parse("flat.yaml", s.YAML())
	if err != nil {
		t.Fatalf("%v\n%s", err, s.YAML())
	}
	if diff := cmp.Diff(s.Spec(), flat.Spec()); diff != "" {
		t.Errorf("the Specs differ: %s", diff)
	}
	if got, want := describe(flat), describe(s); stripPauseNumbers(got) != stripPauseNumbers(want) {
		t.Errorf("they compile to different things: %s", cmp.Diff(want, got))
	}
	if flat.Digest() != s.Digest() {
		t.Error("the digests differ")
	}
}

func stripPauseNumbers(s string) string {
	return strings.NewReplacer(" (0)", "", " (1)", "", " (-1)", "").Replace(s)
}

func TestExtendRefusesClashes(t *testing.T) {
	base := mustParse(t, shared)
	for src, want := range map[string]string{
		"calendars: {office: {hours: 24x7}}":                                                    `tenant.yaml:1:13: calendars.office: there is already a calendar "office" (test.yaml:4:3); choose another name [duplicate_name]`,
		"policies: [{name: corporate, targets: []}]":                                            `tenant.yaml:1:19: policies[0].name: there is already a policy "corporate" (test.yaml:9:11); choose another name [duplicate_name]`,
		"statuses: {open: [waiting]}":                                                           `tenant.yaml:1:19: statuses.open[0]: "waiting" is already mapped to pending (test.yaml:5:22); a status has one category [duplicate_status]`,
		"metrics: {handover: {start: {event: a}, stop: {event: b}}}":                            `tenant.yaml:1:11: metrics.handover: there is already a metric "handover" (test.yaml:7:3); choose another name [duplicate_name]`,
		"metrics: {resolution: {pausable: false}}":                                              `tenant.yaml:1:11: metrics.resolution: policies of the base have targets for the preset "resolution"; add a metric of another name, or change the preset in the base [duplicate_name]`,
		"policies: [{name: a, extends: corprate, targets: []}]":                                 `tenant.yaml:1:31: policies[0].extends: there is no policy "corprate"; did you mean "corporate"? [unknown_policy]`,
		"policies: [{name: a, calendar: offices, targets: []}]":                                 `tenant.yaml:1:32: policies[0].calendar: there is no calendar "offices"; did you mean "office"? [unknown_calendar]`,
		"objectives: [{metric: resolution, policies: [corporate], attain: 95%, period: month}]": `tenant.yaml:1:46: objectives[0].policies[0]: "corporate" is abstract and never has results; name the policies that extend it [conflict]`,
	} {
		if _, err := base.Extend("tenant.yaml", []byte(src)); err == nil || err.Error() != want {
			t.Errorf("%s gives\n%v, want\n%s", src, err, want)
		}
	}
	// A preset that the base does not use is the tenant's to change.
	s := mustExtend(t, base, "metrics: {agent_work: {on_reopen: new}}\npolicies: [{name: a, targets: [{metric: agent_work, within: 1h}]}]")
	if got := policyCalled(t, s, "a").Targets()[0].OnReopen; got != OnReopenNew {
		t.Errorf("the changed preset resumes by %s", got)
	}
}

// The base's dates are in the base's zone, so a tenant cannot have another
// where there are any.
func TestExtendKeepsTheZoneOfDates(t *testing.T) {
	for src, ok := range map[string]bool{
		"policies: [{name: a, targets: []}]":                                                      true,
		"policies: [{name: a, valid: {from: 2026-01-01}, targets: []}]":                           false,
		"time_zone: Asia/Jakarta\npolicies: [{name: a, targets: []}]":                             false,
		"time_zone: Europe/London\npolicies: [{name: a, valid: {from: 2026-01-01}, targets: []}]": true,
	} {
		_, err := mustParse(t, src).Extend("tenant.yaml", []byte("time_zone: Europe/London"))
		if (err == nil) != ok {
			t.Errorf("over %q: %v", src, err)
		}
	}
}

// BenchmarkExtend loads a tenant's two policies over a shared base with
// calendars, a hundred tenants each time so that what is kept can be measured.
func BenchmarkExtend(b *testing.B) {
	base := mustLoad(b, "customer-care.yaml")
	b.ReportAllocs()
	n := 0
	for b.Loop() {
		mustExtend(b, base, tenantFile(n))
		n++
	}
}

// tenantFile is a tenant with two policies.
func tenantFile(n int) string {
	return fmt.Sprintf(`version: 1
revision: "2026-%[1]d"
policies:
  - name: gold of %[1]d
    extends: corporate
    match: {tenant: t%[1]d, plan: gold}
    targets:
      - {metric: first_response, by: priority, within: {critical: 10m, default: 1h}}
  - name: all of %[1]d
    extends: corporate
    match: {tenant: t%[1]d}
    calendar: london
    targets:
      - {metric: next_response, within: 4h, calendar: always}
`, n)
}

// BenchmarkTenants loads 10,000 tenants over one base, and measures the memory
// that their Sets keep.
func BenchmarkTenants(b *testing.B) {
	const tenants = 10_000
	base := mustLoad(b, "customer-care.yaml")
	for b.Loop() {
		before := heap()
		sets := make([]*Set, tenants)
		for i := range sets {
			sets[i] = mustExtend(b, base, tenantFile(i))
		}
		b.ReportMetric(float64(heap()-before)/(1<<20), "MiB-kept")
		b.ReportMetric(float64(heap()-before)/tenants, "B-kept/tenant")
		if len(sets[tenants-1].Policies()) != 7 {
			b.Fatal("a tenant has other policies")
		}
	}
}

// TestTenantsShareDeclaredFields: the base's fields hold for a tenant, which may add some.
func TestTenantsShareDeclaredFields(t *testing.T) {
	base := mustParse(t, "version: 1\nfields: [plan, {priority: [high, low]}]\npolicies: [{name: base, match: {plan: gold}, targets: []}]")
	tenant, err := base.Extend("tenant.yaml", []byte("version: 1\nfields: [region]\npolicies: [{name: own, match: {region: apac, plan: silver}, targets: []}]"))
	if err != nil {
		t.Fatal(err)
	}
	if _, err := New(tenant.Spec()); err != nil {
		t.Errorf("the tenant's Spec: %v", err)
	}
	for src, want := range map[string]string{
		"version: 1\npolicies: [{name: own, match: {priority: hgih}, targets: []}]":               "tenant.yaml:2:42: policies[0].match.priority: the field priority does not have the value hgih; did you mean \"high\"? [unknown_value]",
		"version: 1\npolicies: [{name: own, match: {regoin: apac}, targets: []}]":                 "tenant.yaml:2:40: policies[0].match.regoin: there is no field regoin; add it to fields [unknown_field]",
		"version: 1\nfields: [plan]\npolicies: [{name: own, match: {plan: silver}, targets: []}]": "tenant.yaml:2:10: fields[0]: the field plan is declared twice; remove one [duplicate_name]",
	} {
		if _, err := base.Extend("tenant.yaml", []byte(src)); err == nil || err.Error() != want {
			t.Errorf("got %v, want %s", err, want)
		}
	}
	// A base that declares nothing may read any field; the tenant declares its own.
	open := mustParse(t, "version: 1\npolicies: [{name: base, match: {anything: gold}, targets: []}]")
	strict, err := open.Extend("tenant.yaml", []byte("version: 1\nfields: [region]\npolicies: [{name: own, match: {region: apac}, targets: []}]"))
	if err != nil {
		t.Fatal(err)
	}
	if _, err := New(strict.Spec()); err != nil {
		t.Errorf("the strict tenant's Spec: %v", err)
	}
}
