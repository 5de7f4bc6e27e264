package policytest_test

import (
	"errors"
	"flag"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/tenggat/sla/policy"
	"github.com/tenggat/sla/policy/internal/code"
	"github.com/tenggat/sla/policy/policytest"
)

// golden compares text with the file; with -update it writes it.
func golden(t *testing.T, name, got string) {
	t.Helper()
	if flag.Lookup("update").Value.String() == "true" {
		if err := os.WriteFile(name, []byte(got), 0o666); err != nil {
			t.Fatal(err)
		}
		return
	}
	want, err := os.ReadFile(name)
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(string(want), got); diff != "" {
		t.Errorf("%s (-want +got):\n%s", name, diff)
	}
}

// Every file in testdata/broken is refused with the errors beside it.
func TestBrokenFiles(t *testing.T) {
	names, err := filepath.Glob("testdata/broken/*.yaml")
	if err != nil || len(names) == 0 {
		t.Fatalf("no broken files: %v", err)
	}
	for _, name := range names {
		t.Run(filepath.Base(name), func(t *testing.T) {
			scenarios, err := policytest.Load(name)
			if err == nil {
				t.Fatal("the file was taken")
			}
			if scenarios != nil {
				t.Errorf("there are %d scenarios beside the error", len(scenarios))
			}
			golden(t, strings.TrimSuffix(name, ".yaml")+".txt", err.Error()+"\n")
		})
	}
}

// Every scenario in testdata/failing fails with the output beside it.
func TestFailingScenarios(t *testing.T) {
	scenarios, err := policytest.Load("testdata/failing/*.yaml")
	if err != nil {
		t.Fatal(err)
	}
	var out strings.Builder
	for _, s := range scenarios {
		failures := s.Check()
		if len(failures) == 0 {
			t.Errorf("%s holds", s.Name)
		}
		for _, f := range failures {
			out.WriteString(f.String() + "\n")
		}
	}
	golden(t, "testdata/failing/values.txt", out.String())
}

// A test that names no file must not pass.
func TestNoFiles(t *testing.T) {
	for _, globs := range [][]string{nil, {"testdata/nowhere.yaml"}, {"testdata/void.yaml", "[x"}} {
		scenarios, err := policytest.Load(globs...)
		var mistakes policy.Errors
		if !errors.As(err, &mistakes) || mistakes[0].Code != code.NoFile || scenarios != nil {
			t.Errorf("Load(%q) = %d scenarios, %v, want an error with code %s", globs, len(scenarios), err, code.NoFile)
		}
	}
}

// A file that two patterns match is read once, and an error in one file does not
// hide those in another.
func TestSeveralPatterns(t *testing.T) {
	scenarios, err := policytest.Load("testdata/void.yaml", "testdata/v*.yaml")
	if err != nil {
		t.Fatal(err)
	}
	names := map[string]bool{}
	for _, s := range scenarios {
		if names[s.Name] {
			t.Errorf("%s is read twice", s.Name)
		}
		names[s.Name] = true
	}
	_, err = policytest.Load("testdata/broken/empty.yaml", "testdata/broken/no-map.yaml")
	if err == nil || !strings.Contains(err.Error(), "empty.yaml:1:1") || !strings.Contains(err.Error(), "no-map.yaml:1:1") {
		t.Errorf("the error is %v, want one for each file", err)
	}
}
