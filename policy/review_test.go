package policy

import (
	"fmt"
	"os"
	"strings"
	"testing"

	"github.com/tenggat/sla/policy/internal/code"
)

// FuzzReview: whatever loads can be linted and compared, and is no other than
// itself.
func FuzzReview(f *testing.F) {
	for _, pattern := range []string{"testdata/*.yaml", "testdata/lint/*.yaml", "testdata/diff/*.yaml"} {
		for _, name := range glob(f, pattern) {
			src, err := os.ReadFile(name)
			if err != nil {
				f.Fatal(err)
			}
			f.Add(src)
		}
	}
	other := mustLoad(f, "customer-care.yaml")
	f.Fuzz(func(t *testing.T, src []byte) {
		s, err := Parse("a.yaml", src)
		if err != nil {
			t.Skip()
		}
		for _, w := range s.Lint() {
			if w.Line < 1 || w.Code == "" || w.Message == "" || strings.Contains(w.String(), "\n") {
				t.Errorf("the warning %q has no place, or more than one line", w)
			}
		}
		if d := s.Diff(s); len(d) > 0 {
			t.Errorf("different from itself: %q", d)
		}
		for _, d := range append(s.Diff(other), other.Diff(s)...) {
			if strings.Contains(d.String(), "\n") {
				t.Errorf("the change %q has more than one line", d)
			}
		}
	})
}

// TestLintOfATenant: a tenant's file is linted for what it says itself, in the
// light of its base.
func TestLintOfATenant(t *testing.T) {
	base := mustLoad(t, "customer-care.yaml")
	tenant, err := base.Extend("tenant.yaml", []byte(`
calendars:
  shop: {hours: {sat: ["09:00-12:00"]}}
policies:
  - name: acme
    extends: corporate
    targets: [{metric: resolution, within: 80h}]
  - name: acme by chat
    extends: corporate
    match: {channel: chat}
`))
	if err != nil {
		t.Fatal(err)
	}
	var got []string
	for _, w := range tenant.Lint() {
		got = append(got, fmt.Sprintf("%s:%d %s", w.File, w.Line, w.Code))
	}
	want := []string{
		"tenant.yaml:3 " + code.UnusedCalendar,
		"tenant.yaml:7 " + code.HoursForDays,
		"tenant.yaml:8 " + code.ShadowedPolicy,
	}
	if fmt.Sprint(got) != fmt.Sprint(want) {
		t.Errorf("got %q, want %q", got, want)
	}
}

// TestLintOfASpec: what was built in Go has paths instead of lines.
func TestLintOfASpec(t *testing.T) {
	s, err := New(Spec{Policies: []PolicySpec{
		{Name: "all", Targets: []TargetSpec{{Metric: "resolution", Within: Duration{Days: 1}}}},
		{Name: "some", Match: is("plan", "gold"), Targets: []TargetSpec{{Metric: "resolution", Within: Duration{Days: 1}}}},
	}})
	if err != nil {
		t.Fatal(err)
	}
	got := s.Lint()
	if len(got) != 1 || got[0].Path != "policies[1]" || got[0].Code != code.ShadowedPolicy || got[0].Line != 0 {
		t.Errorf("got %v", got)
	}
	if got := new(Set).Lint(); got != nil {
		t.Errorf("the zero Set has %v", got)
	}
}

// TestDiffOfATenant: a Set over a base is compared with all it says.
func TestDiffOfATenant(t *testing.T) {
	base := mustLoad(t, "customer-care.yaml")
	tenant, err := base.Extend("tenant.yaml", []byte(`policies: [{name: acme, extends: vip, match: {customer: acme}}]`))
	if err != nil {
		t.Fatal(err)
	}
	got := differences(base, tenant)
	want := `acme: added, tried first
acme: extends vip
acme: match plan is enterprise and customer is acme`
	if !strings.HasPrefix(got, want) {
		t.Errorf("got %s", got)
	}
	if got := tenant.Diff(base); len(got) != 1 || got[0].String() != "acme: removed" {
		t.Errorf("got %q", got)
	}
}

func ExampleSet_Lint() {
	s, err := Parse("sla.yaml", []byte(`
policies:
  - name: standard
    targets: [{metric: first_response, within: 4h}]
  - name: enterprise
    match: {plan: enterprise}
    targets: [{metric: first_response, within: 1h}]
`))
	if err != nil {
		fmt.Println(err)
		return
	}
	for _, w := range s.Lint() {
		fmt.Println(w)
	}
	// Output:
	// sla.yaml:5:5: policies[1]: no ticket reaches the policy "enterprise": "standard" (sla.yaml:3:11) is tried before it and matches them all; put it before standard, or narrow the match of standard [shadowed_policy]
}

func ExampleSet_Diff() {
	revision := func(within string) *Set {
		s, err := Parse("sla.yaml", []byte(`
policies:
  - name: vip
    targets:
      - metric: first_response
        by: priority
        within: {critical: `+within+`, default: 1h}
`))
		if err != nil {
			panic(err)
		}
		return s
	}
	for _, change := range revision("15m").Diff(revision("10m")) {
		fmt.Println(change)
	}
	// Output:
	// vip: first_response critical 15m → 10m
}
