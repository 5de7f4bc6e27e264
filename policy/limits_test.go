package policy

import (
	"errors"
	"fmt"
	"maps"
	"slices"
	"strings"
	"testing"

	"github.com/tenggat/sla/policy/internal/code"
	"github.com/tenggat/sla/policy/internal/source"
)

// hostileSize is the size of hostile files: large enough for work that grows
// faster than its input to be noticed, small enough for the race detector.
const hostileSize = 1 << 15

// hostile are files made to take as much time and memory as they can.
func hostile(size int) map[string]string {
	repeat := func(s string) string { return strings.Repeat(s, size/len(s)) }
	count := func(head, format string) string {
		b := []byte(head)
		for i := 0; len(b) < size-100; i++ {
			b = fmt.Appendf(b, format, i, i+1)
		}
		return string(b)
	}
	half := func(head, first, then, second string) string {
		b := []byte(head)
		for i := 0; len(b) < size/2; i++ {
			b = fmt.Appendf(b, first, i)
		}
		b = append(b, then...)
		for i := 0; len(b) < size-100; i++ {
			b = fmt.Appendf(b, second, i)
		}
		return string(b)
	}
	return map[string]string{
		"comments":           repeat("# a\n"),
		"comments in a list": repeat("- a # b\n\n# c\n\n"),
		"open lists":         repeat("["),
		"open maps":          repeat("{"),
		"open items":         repeat("- "),
		"empty keys":         repeat("?\n"),
		"keys":               count("", "k%d: %d\n"),
		"unclosed text":      `"` + repeat("a"),
		"anchors":            repeat("&a "),
		"documents":          repeat("---\n"),
		"repetitions":        count("version: 1\npolicies:\n- name: p\n  targets:\n  - metric: resolution\n    within: 1h\n    thresholds:\n", "    - {at: start+%[2]dm, name: t%[1]d, every: 1m, times: 100}\n"),
		"nested matrices":    count("version: 1\npolicies:\n- name: p\n  targets:\n  - metric: resolution\n    by: [a, b, c, d]\n    within:\n", "      v%d: {w: {x: {y%d: 1h, z: none}}}\n"),
		"exclusions":         count("version: 1\npolicies:\n- name: p\n  targets: []\n  exclude:\n", "  - {f%d: x%d, reason: r}\n"),
		"declared fields":    count("version: 1\nfields:\n", "- f%d: [a, b%d]\n"),
		"ignore comments":    repeat("# ignore: hours_for_days, no_calendar\n"),
		"empty policies":     "policies:\n" + repeat("- {}\n"),
		"policies":           count("policies:\n", "- {name: k%d, match: {a: k%d}, targets: []}\n"),
		"chain down":         count("policies:\n- {name: k0, match: {a: b}, targets: [{metric: resolution, within: 1h}]}\n", "- {extends: k%d, name: k%d, match: {a: b}}\n"),
		"chain up":           count("policies:\n", "- {name: k%d, extends: k%d, match: {a: b}}\n"),
		"wide inheritance":   half("policies:\n- name: base\n  abstract: true\n  targets:\n", "  - {metric: resolution, when: {a: %d}, within: 1h}\n", "", "- {name: k%d, extends: base}\n"),
		"wide thresholds":    half("policies:\n- name: base\n  abstract: true\n  targets:\n  - metric: resolution\n    within: 1h\n    thresholds:\n", "    - {at: +1h, name: t%d}\n", "", "- {name: k%d, extends: base}\n"),
		"wide match":         half("policies:\n- name: base\n  abstract: true\n  targets: []\n  match:\n    any:\n", "    - {a: v%d}\n", "", "- {name: k%d, extends: base, targets: []}\n"),
		"long match":         half("policies:\n- name: base\n  abstract: true\n  match:\n    a:\n", "    - v%d\n", "", "- {name: k%d, extends: base, match: {b: c}, targets: []}\n"),
		"wide matrix":        half("policies:\n- name: base\n  abstract: true\n  targets:\n  - metric: resolution\n    by: a\n    within:\n", "      v%d: 1h\n", "", "- {name: k%d, extends: base}\n"),
		"wide choice":        half("calendars: {c: {hours: 24x7}}\npolicies:\n- name: base\n  abstract: true\n  targets: [{metric: resolution, within: 1h}]\n  calendar:\n    field: a\n    default: c\n    map:\n", "      v%d: c\n", "", "- {name: k%d, extends: base}\n"),
		"targets":            count("policies:\n- name: a\n  targets:\n", "  - {metric: resolution, when: {a: %d}, within: %dh}\n"),
		"calendars":          count("calendars:\n", "  c%d: {hours: 24x7, time_zone: UTC} # %d\n"),
		"calendar cycle":     count("calendars:\n", "  c%d: {union: [c%d]}\n"),
		"holidays":           count("calendars:\n  c:\n    time_zone: Asia/Jakarta\n    hours: 24x7\n    holidays:\n", "    - {annual: 12-31, name: a%d} # %d\n"),
		"statuses":           count("statuses:\n  open:\n", "  - s%d-%d\n"),
		"metrics":            count("metrics:\n", "  m%d: {start: {event: a%d}, stop: {event: b}}\n"),
		"unknown keys":       count("", "policie%d: %d\n"),
		"unknown calendars":  count("policies:\n", "- {name: k%d, calendar: c%d, targets: []}\n"),
		"unknown policies":   count("policies:\n", "- {name: k%d, extends: x%d, targets: []}\n"),
		"one name":           count("policies:\n", "- {name: a, targets: []} # %d %d\n"),
		"deep predicates":    "policies:\n- name: a\n  match: " + strings.Repeat("{all: [", 30) + "{a: b}" + strings.Repeat("]}", 30),
		"too deep":           "policies:\n- name: a\n  match: " + strings.Repeat("{all: [", 40) + "{a: b}" + strings.Repeat("]}", 40),
	}
}

func TestHostileFilesAreBounded(t *testing.T) {
	files := hostile(hostileSize)
	for _, name := range slices.Sorted(maps.Keys(files)) {
		t.Run(name, func(t *testing.T) {
			src := files[name]
			set, err := Parse("hostile.yaml", []byte(src))
			var errs Errors
			switch {
			case err == nil:
				if set.YAML() == nil {
					t.Error("it loads, but cannot be written")
				}
				set.Lint()
				set.Diff(set)
			case !errors.As(err, &errs):
				t.Fatalf("the error is %T, not Errors", err)
			case len(errs) > maxErrors+1:
				t.Errorf("%d errors, want at most %d", len(errs), maxErrors+1)
			case len(errs) > maxErrors && errs[maxErrors].Code != code.TooManyErrors:
				t.Errorf("the last error is %v, want it to say that there are more", errs[maxErrors])
			}
		})
	}
}

func TestLimits(t *testing.T) {
	for name, c := range map[string]struct {
		src  string
		want string // code; empty is none
	}{
		"size":           {"revision: a #" + strings.Repeat("a", source.MaxSize-13), ""},
		"too large":      {"revision: a #" + strings.Repeat("a", source.MaxSize-12), code.TooLarge},
		"depth":          {"policies: [{name: a, targets: [], match: " + strings.Repeat("{all: [", 30) + "{a: b}" + strings.Repeat("]}", 30) + "}]", ""},
		"too deep":       {"policies: [{name: a, targets: [], match: " + strings.Repeat("{all: [", 31) + "{a: b}" + strings.Repeat("]}", 31) + "}]", code.TooDeep},
		"chain":          {chain(maxChain), ""},
		"chain too long": {chain(maxChain + 1), code.TooDeep},
		"inherited":      {wide(1000, maxInherited/1100), ""},
		"too much":       {wide(1000, maxInherited/900), code.TooLarge},
	} {
		t.Run(name, func(t *testing.T) {
			_, err := Parse("limits.yaml", []byte(c.src))
			if got := codes(err); got != c.want {
				t.Errorf("the codes are %q, want %q: %.300v", got, c.want, err)
			}
		})
	}
}

// chain is a policy that extends another, and so on for so many times.
func chain(extends int) string {
	src := "policies:\n- {name: p0, targets: [{metric: resolution, within: 1h}]}\n"
	for i := range extends {
		src += fmt.Sprintf("- {name: p%d, extends: p%d}\n", i+1, i)
	}
	return src
}

// wide is a policy with a matrix of so many values, that so many others extend.
func wide(values, extend int) string {
	var b strings.Builder
	b.WriteString("policies:\n- {name: base, abstract: true, targets: [{metric: resolution, by: a, within: {")
	for i := range values {
		fmt.Fprintf(&b, "v%d: 1h, ", i)
	}
	b.WriteString("default: 1h}}]}\n")
	for i := range extend {
		fmt.Fprintf(&b, "- {name: p%d, extends: base}\n", i)
	}
	return b.String()
}

// codes are the codes of an error, in order.
func codes(err error) string {
	var errs Errors
	if err != nil && !errors.As(err, &errs) {
		return fmt.Sprintf("%T", err)
	}
	var all []string
	for _, e := range errs {
		all = append(all, string(e.Code))
	}
	return strings.Join(all, " ")
}

// A Spec built in Go can even contain itself.
func TestConditionWithinItselfIsRefused(t *testing.T) {
	var loop Condition
	loop.While = &loop
	var wide Condition
	wide.All = make([]Condition, 2)
	wide.All[0].All, wide.All[1].Any = wide.All, wide.All
	for name, c := range map[string]Condition{"while": loop, "all": wide} {
		t.Run(name, func(t *testing.T) {
			_, err := New(Spec{Metrics: map[string]MetricSpec{"m": {Start: &c, Stop: &c}}})
			if err == nil || !strings.Contains(codes(err), code.TooDeep) {
				t.Errorf("the error is %v, want %s", err, code.TooDeep)
			}
		})
	}
}
