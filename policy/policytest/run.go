package policytest

import (
	"flag"
	"os"
	"path/filepath"
	"testing"
)

// updateFlag is the name of the flag with which tests write what they expect.
const updateFlag = "update"

// The flag is for tests only, and left alone where somebody else defines it
// first. A test binary of one's own that defines it too must look it up instead.
func init() {
	if testing.Testing() && flag.Lookup(updateFlag) == nil {
		flag.Bool(updateFlag, false, "write what scenario files expect from what is")
	}
}

func updating() bool {
	f := flag.Lookup(updateFlag)
	return f != nil && f.Value.String() == "true"
}

// Run runs the scenarios of the files that the patterns of [filepath.Glob]
// match, each as a subtest named by its file and its name. A scenario that does
// not hold fails with the difference and the ledger. Mistakes in the files, and
// patterns that match nothing, end the test.
//
// With go test -update it writes what the scenarios expect from what is, and
// fails only where it cannot. Review the change: it may be a mistake in the
// policy that you are writing down.
func Run(t *testing.T, globs ...string) {
	t.Helper()
	scenarios, err := Load(globs...)
	if err != nil {
		t.Fatalf("scenario files have mistakes:\n%v", err)
	}
	for _, s := range byFile(scenarios) {
		t.Run(filepath.Base(s[0].File), func(t *testing.T) {
			if updating() {
				rewrite(t, s)
				return
			}
			for _, s := range s {
				t.Run(s.Name, func(t *testing.T) {
					for _, f := range s.Check() {
						t.Errorf("%s", f.String())
					}
				})
			}
		})
	}
}

// byFile groups scenarios, which come file by file.
func byFile(scenarios []*Scenario) (groups [][]*Scenario) {
	for i, s := range scenarios {
		if i == 0 || scenarios[i-1].file != s.file {
			groups = append(groups, nil)
		}
		groups[len(groups)-1] = append(groups[len(groups)-1], s)
	}
	return groups
}

// rewrite writes the file of scenarios, if anything in it changes.
func rewrite(t *testing.T, scenarios []*Scenario) {
	f := scenarios[0].file
	src, left := update(f, scenarios)
	if string(src) != string(f.src) {
		if err := os.WriteFile(f.name, src, 0o666); err != nil {
			t.Fatal(err)
		}
		t.Logf("wrote %s", f.name)
	}
	for _, f := range left {
		t.Errorf("%s", f.String())
	}
}
