package policytest

import (
	"bytes"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"testing/fstest"
	_ "time/tzdata"

	"github.com/google/go-cmp/cmp"
)

// loadText loads a scenario file that is not on disk. A policy it names is.
func loadText(t *testing.T, name string, src []byte) []*Scenario {
	t.Helper()
	fsys := fstest.MapFS{name: {Data: src}}
	if care, err := os.ReadFile("../testdata/customer-care.yaml"); err == nil {
		fsys["testdata/customer-care.yaml"] = &fstest.MapFile{Data: care}
	}
	scenarios, err := LoadFS(fsys, name)
	if err != nil {
		t.Fatalf("%s:\n%v", name, err)
	}
	return scenarios
}

// files are all scenario files of this package that hold.
func files(t *testing.T) map[string][]byte {
	t.Helper()
	names, err := filepath.Glob("testdata/*.yaml")
	if err != nil || len(names) == 0 {
		t.Fatalf("no scenario files: %v", err)
	}
	all := make(map[string][]byte)
	for _, name := range names {
		src, err := os.ReadFile(name)
		if err != nil {
			t.Fatal(err)
		}
		all["policy/policytest/"+filepath.ToSlash(name)] = bytes.ReplaceAll(src, []byte("../../testdata/"), []byte("../../../testdata/"))
	}
	return all
}

// What holds is left alone, to the byte.
func TestUpdateLeavesWhatHolds(t *testing.T) {
	for name, src := range files(t) {
		scenarios := loadText(t, name, src)
		got, left := update(scenarios[0].file, scenarios)
		if diff := cmp.Diff(string(src), string(got)); diff != "" {
			t.Errorf("%s changed (-before +after):\n%s", name, diff)
		}
		if len(left) > 0 {
			t.Errorf("%s: %v", name, left)
		}
	}
}

// Every value that can be written is blotted out; -update writes it back, and
// nothing else changes: the scenarios hold again and expect what they did.
func TestUpdateWritesWhatWasBlotted(t *testing.T) {
	for name, src := range files(t) {
		scenarios := loadText(t, name, src)
		var blots []edit
		for _, s := range scenarios {
			for _, c := range s.checks {
				for _, l := range c.leaves {
					if from, until, ok := extent(src, l.node); ok && !l.fixed {
						blots = append(blots, edit{from, until, unknown})
					}
				}
			}
		}
		if len(blots) == 0 {
			t.Errorf("%s: nothing could be blotted out", name)
		}
		blotted := loadText(t, name, apply(src, blots))
		if !slices.ContainsFunc(blotted, func(s *Scenario) bool { return len(s.Check()) > 0 }) {
			t.Errorf("%s: holds although nothing is known", name)
		}
		got, left := update(blotted[0].file, blotted)
		for _, f := range left {
			t.Errorf("%s", f.String())
		}
		again := loadText(t, name, got)
		for i, s := range again {
			for _, f := range s.Check() {
				t.Errorf("after the update: %s", f.String())
			}
			for k, c := range s.checks {
				for j, l := range c.leaves {
					if was := scenarios[i].checks[k].leaves[j]; was.want != l.want {
						t.Errorf("%s: %s: %s was %q and became %q", name, s.Name, l.path, was.want, l.want)
					}
				}
			}
		}
	}
}

func TestUpdate(t *testing.T) {
	before, err := os.ReadFile("testdata/update/before.yaml")
	if err != nil {
		t.Fatal(err)
	}
	scenarios := loadText(t, "before.yaml", before)
	got, left := update(scenarios[0].file, scenarios)
	var out strings.Builder
	for _, f := range left {
		out.WriteString(f.String())
	}
	for name, got := range map[string]string{"testdata/update/after.yaml": string(got), "testdata/update/left.txt": out.String()} {
		if updating() {
			if err := os.WriteFile(name, []byte(got), 0o666); err != nil {
				t.Fatal(err)
			}
			continue
		}
		want, err := os.ReadFile(name)
		if err != nil {
			t.Fatal(err)
		}
		if diff := cmp.Diff(string(want), got); diff != "" {
			t.Errorf("%s (-want +got):\n%s", name, diff)
		}
	}
}

// What quote writes is read as the text it was given, in a list and in a map.
func FuzzQuote(f *testing.F) {
	for _, seed := range []string{"", "running", "2026-01-05 09:00", "2026-11-01T01:30:00-05:00", "none", "_", "null", "~", "a quarter over", "75%", "-30m", "+2h", "a: b", "a #b", "a, b", "[x]", "{x}", "'", `"`, `\`, "*a", "&a", "!a", "%a", "@a", "yes", "1e3", "on hold ", " x", "é", "- a", "? a", "a\nb", "<<", "="} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, text string) {
		if !printable(text) {
			t.Skip()
		}
		src := "policy:\n  version: 1\n  policies: [{name: care, targets: [{metric: resolution, within: 8h}]}]\n" +
			"scenarios:\n  - name: One\n    events: [{at: 2026-01-05 09:00, type: created, actor: customer, id: " + quote(text) + "}]\n" +
			"    expect: [{at: 10:00, warnings: " + showList([]string{text, text}) + "}]\n"
		scenarios := loadText(t, "quote.yaml", []byte(src))
		if got := scenarios[0].History[0].ID; got != text {
			t.Errorf("%q became %q", text, got)
		}
		if got, want := scenarios[0].checks[0].leaves[0].want, showList([]string{text, text}); got != want {
			t.Errorf("%q became %q", want, got)
		}
	})
}

// printable reports whether YAML can hold the text at all.
func printable(text string) bool {
	return !strings.ContainsFunc(text, func(r rune) bool {
		return r == '\uFFFD' || r < ' ' && r != '\n' && r != '\t' || r >= 0x7f && r < 0xa0 || r == '\ufeff' || r == 0xfffe || r == 0xffff || r > 0xffff
	})
}
