package policy

import (
	"errors"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"testing/iotest"

	"github.com/google/go-cmp/cmp"

	"github.com/tenggat/sla/policy/internal/code"
)

// checkRoundTrip checks that what loads can be written, loads again, and is the
// same.
func checkRoundTrip(t *testing.T, s *Set) {
	t.Helper()
	written := s.YAML()
	again, err := Parse("written.yaml", written)
	if err != nil {
		t.Fatalf("what was written does not load: %v\n%s", err, written)
	}
	if diff := cmp.Diff(s.Spec(), again.Spec()); diff != "" {
		t.Fatalf("it loads to another Spec (-want +got):\n%s\n%s", diff, written)
	}
	if s.Digest() != again.Digest() {
		t.Fatalf("it loads to a Set with another digest:\n%s", written)
	}
	if string(again.YAML()) != string(written) {
		t.Fatalf("it is written otherwise the second time:\n%s\n%s", written, again.YAML())
	}
}

func TestRoundTrip(t *testing.T) {
	for _, name := range []string{"customer-care.yaml", "incidents.yaml"} {
		checkRoundTrip(t, mustLoad(t, name))
	}
	for _, src := range []string{"version: 1", threeLevels, shared, digested, everything} {
		checkRoundTrip(t, mustParse(t, src))
	}
}

// everything uses what the other files do not.
const everything = `
version: 1
time_zone: UTC
calendars:
  a: {hours: 24x7}
  "b c":
    hours: {mon-fri: ["09:00-17:00"], sat: 10:00-12:00}
    versions: [{from: 2026-06-01, hours: {mon-fri: ["08:00-16:00"]}}, {from: 2027-01-01, hours: 24x7}]
    holidays: [{from: 2026-12-24, to: 2026-12-26, name: "yes"}, {region: us, kinds: public, except: 2026-07-03}]
    eve: {hours: ["09:00-12:00"]}
    special_hours: [{from: 2026-05-01, until: 2026-05-02, hours: ["10:00-11:00"]}, {date: 2026-05-03, open: ["22:00-24:00"]}]
    except: [lunch]
  lunch: {hours: {daily: ["12:00-13:00"]}}
  both: {intersect: [a, "b c"]}
metrics:
  first_response: {cancel: never, description: "null"}
  asked: {start: {event: [comment, call], actor: [customer, vendor], public: true, status: [new, open]}, stop: {any: [{reopened: false}, {field: a, changed_to: [x], while: {responded: false}}, {field: b, changed_from: y}, {field: c, changed: false}]}, restart: {none: [{event: x}]}, cancel: {status: void}, pause: {field: n, lt: -1.5e3}, repeat: each, on_reopen: count_solved}
policies:
  - name: "1"
    revision: own
    match: {a: true, created_during: [a, lunch], last_comment: agent, asked: false, b: [x, 2], field: c, not_in: [z], all: [{field: d, gt: 10}]}
    calendar: {field: office, map: {"on": a, x: "b c"}, default: a}
    on_change: retroactive
    reopen_window: 0bd@close
    targets:
      - {metric: asked, within: 1h1s, thresholds: [], pause: never, at_risk: 99.999%}
      - {metric: resolution, when: {field: tags, contains: [a, "b: c", "#d"]}, due: {field: "due at"}, at_risk: -1h, thresholds: [{at: -1h30m}, {at: +90s, notify: ["@team", "- x"]}]}
  - {name: exempt, match: {field: e, exists: false}, targets: []}
  - {name: calendar only, extends: exempt, abstract: true, valid: {until: 2026-12-31}}
`

// FuzzParse feeds the loader whatever there is: it neither panics nor hangs,
// its errors are of one type and have places, and what loads, alone or over a
// base, can be written and loads to an equal Set.
func FuzzParse(f *testing.F) {
	for _, name := range []string{"customer-care.yaml", "incidents.yaml"} {
		src, err := os.ReadFile(filepath.Join("testdata", name))
		if err != nil {
			f.Fatal(err)
		}
		f.Add(src)
	}
	bad, err := filepath.Glob("testdata/err/*.yaml")
	if err != nil {
		f.Fatal(err)
	}
	for _, name := range bad {
		src, err := os.ReadFile(name)
		if err != nil {
			f.Fatal(err)
		}
		f.Add(src)
	}
	for _, src := range []string{"", "a: &a [*a]", threeLevels, shared, tenant, digested, everything, "policies: [{name: a, match: {a: \"\\xff\\0\"}, targets: []}]"} {
		f.Add([]byte(src))
	}
	base := mustParse(f, shared)
	f.Fuzz(func(t *testing.T, src []byte) {
		if s, err := base.Extend("fuzz.yaml", src); err == nil {
			checkRoundTrip(t, s)
			checkNumbers(t, s)
		}
		s, err := Parse("fuzz.yaml", src)
		if err == nil {
			checkRoundTrip(t, s)
			s.Lint()
			if diff := s.Diff(s); len(diff) > 0 {
				t.Fatalf("it differs from itself: %s", diff)
			}
			return
		}
		checkErrors(t, src, err)
	})
}

// checkErrors checks that every mistake says what it must.
func checkErrors(t *testing.T, src []byte, err error) {
	t.Helper()
	var errs Errors
	if !errors.As(err, &errs) || len(errs) == 0 || len(errs) > maxErrors+1 {
		t.Fatalf("the error is %T with %d mistakes", err, len(errs))
	}
	line := 0
	for _, e := range errs {
		if e.File != "fuzz.yaml" || e.Message == "" || e.Code == "" {
			t.Errorf("%+v lacks something", e)
		}
		if e.Line < line {
			t.Errorf("%v comes after line %d", e, line)
		}
		line = e.Line
		e.Snippet(src)
	}
}

func TestLoadReads(t *testing.T) {
	s, err := Load("r.yaml", strings.NewReader("policies: [{name: a, targets: []}]"))
	if err != nil || len(s.Policies()) != 1 {
		t.Errorf("it loads %v, %v", s, err)
	}
	_, err = Load("r.yaml", iotest.ErrReader(errors.New("line cut")))
	if err == nil || err.Error() != "r.yaml: line cut [no_file]" {
		t.Errorf("a broken reader gives %v", err)
	}
	_, err = Load("r.yaml", strings.NewReader(strings.Repeat("#", 2<<20)))
	if codes(err) != code.TooLarge {
		t.Errorf("too much gives %v", err)
	}
}

// The map of a choice of calendars may be empty, and stays so.
func TestEmptyChoiceOfCalendars(t *testing.T) {
	const src = `
time_zone: UTC
calendars:
  office: {hours: {mon-fri: ["09:00-17:00"]}}
  night: {hours: {mon-fri: ["20:00-23:00"]}}
policies:
  - name: a
    calendar: {field: office, map: {}, default: office}
    targets: [{metric: resolution, within: 2bd}]
  - name: b
    match: {plan: b}
    calendar: {field: office, map: {night: night}, default: office}
    targets: []
`
	s, err := Parse("empty.yaml", []byte(src))
	if err != nil {
		t.Fatal(err)
	}
	again, err := Parse("again.yaml", s.YAML())
	if err != nil {
		t.Fatalf("%v\nin\n%s", err, s.YAML())
	}
	if s.Digest() != again.Digest() {
		t.Error("written and read again it is another Set")
	}
	other, err := Parse("other.yaml", []byte(strings.Replace(src, "map: {}", "map: {night: night}", 1)))
	if err != nil {
		t.Fatal(err)
	}
	if diff := s.Diff(other); len(diff) != 1 {
		t.Errorf("the difference is %v", diff)
	}
}
