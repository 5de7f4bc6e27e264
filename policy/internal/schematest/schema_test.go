// Package schematest compares the schema of the policy language with its
// decoder. It is a module of its own because it needs a validator, which the
// library does not.
package schematest

import (
	"encoding/json"
	"errors"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"

	"github.com/santhosh-tekuri/jsonschema/v6"

	"github.com/tenggat/sla/policy"
	"github.com/tenggat/sla/policy/internal/code"
	"github.com/tenggat/sla/policy/internal/source"
)

// beyond are the codes of mistakes that a schema cannot see, and why. A file
// with only such mistakes is valid under the schema, or happens to have
// something the schema sees too.
var beyond = map[policy.Code]string{
	code.Syntax:          "not YAML",
	code.Encoding:        "not YAML",
	code.TooLarge:        "a matter of counting",
	code.TooDeep:         "a matter of counting",
	code.TooManyErrors:   "a matter of counting",
	code.EmptyFile:       "nothing to look at",
	code.SecondDocument:  "a matter of YAML",
	code.Alias:           "a matter of YAML",
	code.Tag:             "a matter of YAML",
	code.DuplicateKey:    "a matter of YAML",
	code.NoFile:          "a matter of files",
	code.UnknownCalendar: "needs the other names",
	code.UnknownMetric:   "needs the other names",
	code.UnknownPolicy:   "needs the other names",
	code.UnknownField:    "needs the other names",
	code.UnknownValue:    "needs the other values",
	code.DuplicateName:   "needs the other names",
	code.DuplicateStatus: "needs the other statuses",
	code.DuplicateTarget: "needs the other targets",
	code.Cycle:           "needs the other names",
	code.Conflict:        "keys that do not go together",
	code.BadCondition:    "depends on where the predicate stands",
	code.TooMuchWork:     "a matter of counting",

	// Codes of package calendar.
	"always_with_windows": "keys that do not go together",
	"bad_annual":          "days are checked by the calendar",
	"bad_day":             "days are checked by the calendar",
	"bad_window":          "windows are checked by the calendar",
	"duplicate":           "needs the other dates",
	"empty_window":        "windows are checked by the calendar",
	"impossible_date":     "needs a calendar of dates",
	"never_open":          "needs the calendar as a whole",
	"reversed_range":      "needs the other date",
	"too_many":            "a matter of counting",
	"unknown_kind":        "needs the regions",
	"unknown_region":      "needs the regions",
	"unknown_time_zone":   "needs the zone database",
}

// partly are the codes of mistakes that a schema sees in some places only: in
// these files it does not.
var partly = map[policy.Code][]string{
	code.MissingKey: {
		"inherited.yaml", "metrics.yaml", "missing-by.yaml", "missing-duration.yaml", "missing-targets.yaml", // may be inherited
		"no-time-zone.yaml",  // may be the file's
		"names.yaml",         // an empty name
		"special-hours.yaml", // one of several keys
	},
	code.WrongType: {"norway.yaml", "go-templates.yaml", "fields.yaml"}, // a key that is not text, two fields in one map
}

func compiled(t *testing.T) *jsonschema.Schema {
	t.Helper()
	doc, err := jsonschema.UnmarshalJSON(strings.NewReader(policy.Schema))
	if err != nil {
		t.Fatal(err)
	}
	c := jsonschema.NewCompiler()
	c.AssertVocabs() // unknown vocabularies are mistakes
	if err := c.AddResource("schema.json", doc); err != nil {
		t.Fatal(err)
	}
	schema, err := c.Compile("schema.json")
	if err != nil {
		t.Fatal(err)
	}
	return schema
}

// TestGoodFiles: what the decoder takes is valid.
func TestGoodFiles(t *testing.T) {
	schema := compiled(t)
	for _, pattern := range []string{"*.yaml", "lint/*.yaml", "diff/*.yaml"} {
		for _, name := range files(t, pattern) {
			src, err := os.ReadFile(name)
			if err != nil {
				t.Fatal(err)
			}
			if _, err := policy.Parse(name, src); err != nil {
				t.Errorf("%s does not load: %v", name, err)
			}
			value, ok := valueOf(src)
			if !ok {
				t.Errorf("%s is not YAML", name)
			}
			if err := schema.Validate(value); err != nil {
				t.Errorf("%s loads, but the schema says: %v", name, err)
			}
		}
	}
}

// TestBadFiles: what the schema can see, it refuses. That it refuses nothing
// else is seen in TestGoodFiles.
func TestBadFiles(t *testing.T) {
	schema := compiled(t)
	seen := make(map[policy.Code]bool)
	for _, name := range files(t, "err/*.yaml") {
		src, err := os.ReadFile(name)
		if err != nil {
			t.Fatal(err)
		}
		value, ok := valueOf(src)
		if !ok {
			continue
		}
		_, err = policy.Parse(name, src)
		var errs policy.Errors
		if !errors.As(err, &errs) {
			t.Errorf("%s loads", name)
		}
		refused := schema.Validate(value) != nil
		expected := false
		for _, e := range errs {
			if beyond[e.Code] != "" || slices.Contains(partly[e.Code], filepath.Base(name)) {
				continue
			}
			expected = true
			seen[e.Code] = true
		}
		if expected && !refused {
			t.Errorf("%s is valid under the schema, but:\n%v", name, errs)
		}
	}
	if len(seen) < 8 {
		t.Errorf("the schema saw only %d of the codes: %v", len(seen), seen)
	}
}

// TestSchemaIsStrict spoils single values of a good file.
func TestSchemaIsStrict(t *testing.T) {
	schema := compiled(t)
	for _, text := range []string{
		`{version: 2}`, `{version: "1"}`, `{polices: []}`, `{objectives: []}`, `{policies: {a: 1}}`, `{policies: [{targets: []}]}`,
		`{policies: [{name: a, kind: SLA}]}`, `{policies: [{name: a, targets: [{within: 1h}]}]}`,
		`{policies: [{name: a, targets: [{metric: resolution, within: 1d}]}]}`,
		`{policies: [{name: a, targets: [{metric: resolution, within: 30}]}]}`,
		`{policies: [{name: a, targets: [{metric: resolution, within: ""}]}]}`,
		`{policies: [{name: a, targets: [{metric: resolution, within: {a: 1d}}]}]}`,
		`{policies: [{name: a, targets: [{metric: resolution, thresholds: [{at: 75}]}]}]}`,
		`{policies: [{name: a, targets: [{metric: resolution, due: due_at}]}]}`,
		`{policies: [{name: a, match: {}}]}`, `{policies: [{name: a, match: sometimes}]}`, `{policies: [{name: a, match: {plan: {is: gold}}}]}`,
		`{policies: [{name: a, match: {status: [waiting]}}]}`, `{policies: [{name: a, abstract: "yes"}]}`,
		`{policies: [{name: a, valid: {from: 2026-1-1}}]}`, `{policies: [{name: a, calendar: {field: a, map: {b: c}}}]}`,
		`{calendars: {a: {hours: 24/7}}}`, `{calendars: {a: {hours: {}}}}`, `{calendars: {a: {holidays: [{day: 2026-01-01}]}}}`,
		`{objectives: [{metric: a, attain: 95, period: month}]}`, `{objectives: [{metric: a, attain: 95%, period: day}]}`,
		`{statuses: {waiting: [a]}}`, `{agreement: {review: daily}}`, `[]`, `text`,
	} {
		value, ok := valueOf([]byte(text))
		if !ok {
			t.Fatalf("%s is not YAML", text)
		}
		if err := schema.Validate(value); err == nil {
			t.Errorf("valid under the schema: %s", text)
		}
		if _, err := policy.Parse("a.yaml", []byte(text)); err == nil {
			t.Errorf("loads: %s", text)
		}
	}
}

func files(t *testing.T, pattern string) []string {
	t.Helper()
	names, err := filepath.Glob(filepath.Join("..", "..", "testdata", pattern))
	if err != nil || len(names) == 0 {
		t.Fatalf("no files %s: %v", pattern, err)
	}
	return names
}

// valueOf is a document as a validator sees it.
func valueOf(src []byte) (any, bool) {
	root, problems := source.Read(src)
	if root == nil || len(problems) > 0 {
		return nil, false
	}
	return value(root), true
}

func value(n *source.Node) any {
	switch n.Kind {
	case source.Null:
		return nil
	case source.Bool:
		return n.Value == "true"
	case source.Number:
		if _, err := strconv.ParseFloat(n.Value, 64); err == nil && json.Valid([]byte(n.Value)) {
			return json.Number(n.Value)
		}
		return n.Value // hexadecimal, infinite and the like
	case source.List:
		items := make([]any, len(n.Items))
		for i, item := range n.Items {
			items[i] = value(item)
		}
		return items
	case source.Map:
		entries := make(map[string]any, len(n.Entries))
		for _, e := range n.Entries {
			entries[e.Key.Value] = value(e.Value)
		}
		return entries
	}
	return n.Value
}
