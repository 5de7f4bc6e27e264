package policy

import (
	"fmt"
	"strings"
	"testing"
	"testing/fstest"

	"github.com/google/go-cmp/cmp"
)

// files makes a file system of names and contents.
func files(contents ...string) fstest.MapFS {
	fsys := fstest.MapFS{}
	for i := 0; i < len(contents); i += 2 {
		fsys[contents[i]] = &fstest.MapFile{Data: []byte(contents[i+1])}
	}
	return fsys
}

func TestLoadFSMergesFiles(t *testing.T) {
	s, err := LoadFS(files(
		"base.yaml", `{time_zone: Asia/Jakarta, revision: base, agreement: {name: Care}, calendars: {office: {hours: {mon: "09:00-17:00"}}}, statuses: {open: [a]}}`,
		"tenants/b.yaml", `{revision: b, policies: [{name: b, calendar: office, match: {t: b}, targets: [{metric: m, within: 1h}]}], objectives: [{metric: m, policies: [b], attain: 90%, period: year}]}`,
		"tenants/a.yaml", `{time_zone: Asia/Jakarta, policies: [{name: a, calendar: office, match: {t: a}, targets: [{metric: m, within: 2h}]}], statuses: {open: [b], void: [c]}, objectives: [{metric: m, attain: 80%, period: year}]}`,
		"z.yaml", `{metrics: {m: {start: {event: created}, stop: {event: done}}}}`,
		"ignored.txt", "?",
	), "*.yaml", "tenants/*.yaml", "base.yaml")
	if err != nil {
		t.Fatal(err)
	}
	if got, want := strings.Join(policyNames(s.Policies()), " "), "a b"; got != want {
		t.Errorf("the policies are %s, want %s", got, want)
	}
	if a, b := policyCalled(t, s, "a").Revision, policyCalled(t, s, "b").Revision; a != "base" || b != "b" || s.Revision() != "base" {
		t.Errorf("the revisions are %s and %s of %s", a, b, s.Revision())
	}
	spec := s.Spec()
	if diff := cmp.Diff(map[Category][]string{CategoryOpen: {"a", "b"}, CategoryVoid: {"c"}}, spec.Statuses); diff != "" {
		t.Error(diff)
	}
	if len(spec.Objectives) != 2 || spec.Objectives[0].Attain != 80_000 || spec.Agreement.Name != "Care" || s.Location().String() != "Asia/Jakarta" {
		t.Errorf("objectives %v, agreement %v, zone %s", spec.Objectives, spec.Agreement, s.Location())
	}
	again, err := Parse("one.yaml", s.YAML())
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(spec, again.Spec()); diff != "" || describe(s) != describe(again) || s.Digest() != again.Digest() {
		t.Errorf("as one file it is another Set: %s", diff)
	}
}

func TestLoadFSWithoutPatternsReadsYAML(t *testing.T) {
	s, err := LoadFS(files("a.yaml", "policies: [{name: a, targets: []}]", "b.yml", "policies: [{name: b, targets: []}]", "c.json", "?", "d/e.yaml", "?"))
	if err != nil {
		t.Fatal(err)
	}
	if got := strings.Join(policyNames(s.Policies()), " "); got != "a b" {
		t.Errorf("the policies are %s", got)
	}
}

// Mistakes of all files are reported with the places in their own files,
// clashes with both.
func TestLoadFSReportsBothPlaces(t *testing.T) {
	_, err := LoadFS(files(
		"a.yaml", `
time_zone: UTC
agreement: {name: A}
calendars: {c: {hours: 24x7}}
metrics: {m: {start: {event: a}, stop: {event: b}}}
statuses: {open: [x]}
policies:
  - {name: p, targets: []}
`,
		"b.yaml", `
time_zone: Asia/Jakarta
agreement: {name: B}
calendars: {c: {hours: 24x7}}
metrics: {m: {start: {event: a}, stop: {event: b}}}
statuses: {pending: [x]}
policies:
  - {name: q, calender: c, targets: []}
  - {name: p, targets: []}
  - {name: r, calendar: d, targets: [{metric: resolution, within: 1d}]}
objectives:
  - {metric: resolution, policies: [s], attain: 95%, period: month}
`,
		"c.yaml", "policies: [",
	), "*.yaml", "*.json")
	const want = `*.json: no file matches this pattern [no_file]
b.yaml:2:12: time_zone: it is already written (a.yaml:2:12); remove one [duplicate_name]
b.yaml:3:1: agreement: it is already written (a.yaml:3:1); remove one [duplicate_name]
b.yaml:4:13: calendars.c: it is already written (a.yaml:4:13); remove one [duplicate_name]
b.yaml:5:11: metrics.m: it is already written (a.yaml:5:11); remove one [duplicate_name]
b.yaml:6:22: statuses.pending[0]: "x" is already mapped to open (a.yaml:6:19); a status has one category [duplicate_status]
b.yaml:8:15: policies[0].calender: unknown key; did you mean "calendar"? [unknown_key]
b.yaml:9:12: policies[1].name: there is already a policy "p" (a.yaml:8:12); choose another name [duplicate_name]
b.yaml:10:25: policies[2].calendar: there is no calendar "d"; there is only c [unknown_calendar]
b.yaml:10:67: policies[2].targets[0].within: "1d" is not a duration; write 1bd for working days, or 24h of counted time [bad_duration]
b.yaml:12:37: objectives[0].policies[0]: there is no policy "s"; there are p, q and r [unknown_policy]
c.yaml:1:1: something is missing here; write the value, or close the bracket [syntax]`
	if err == nil || err.Error() != want {
		t.Errorf("the errors differ (-want +got):\n%s", cmp.Diff(want, err.Error()))
	}
}

// A list that cannot be read in one file does not move the places in the next.
func TestPlacesAfterABrokenList(t *testing.T) {
	_, err := LoadFS(files(
		"a.yaml", "policies: {name: a}\nobjectives: x\nstatuses: {open: {}, pending: q}",
		"b.yaml", "statuses:\n  pending: r\n  open: [s, q]\npolicies:\n  - {name: b, targets: []}\n  - {name: c, calendar: x, targets: []}",
	))
	const want = `a.yaml:1:11: policies: it must be a list, not a map; begin each item with a dash [wrong_type]
a.yaml:2:13: objectives: it must be a list, not text [wrong_type]
a.yaml:3:18: statuses.open: it must be text, not a map [wrong_type]
a.yaml:3:31: statuses.pending[0]: "q" is already mapped to open (b.yaml:3:13); a status has one category [duplicate_status]
b.yaml:6:25: policies[1].calendar: there is no calendar "x" [unknown_calendar]`
	if err == nil || err.Error() != want {
		t.Errorf("the errors differ (-want +got):\n%s", cmp.Diff(want, fmt.Sprint(err)))
	}
}

func TestLoadFSWithoutFiles(t *testing.T) {
	for _, c := range []struct {
		globs []string
		want  string
	}{
		{nil, "there is no *.yaml or *.yml file [no_file]"},
		{[]string{"a.yaml"}, "a.yaml: no file matches this pattern [no_file]"},
		{[]string{"["}, "[: syntax error in pattern [no_file]"},
		{[]string{"dir"}, "dir: read dir: invalid argument [no_file]"},
	} {
		_, err := LoadFS(files("dir/a.txt", ""), c.globs...)
		if err == nil || err.Error() != c.want {
			t.Errorf("%q gives %v, want %s", c.globs, err, c.want)
		}
	}
}
