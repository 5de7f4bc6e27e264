package policytest_test

import (
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"runtime"
	"strings"
	"testing"

	"github.com/tenggat/sla/policy/policytest"
)

// filesVariable names the files that TestRunFiles runs, in a test binary that
// another test started.
const filesVariable = "POLICYTEST_FILES"

// TestRunFiles is run by the tests below, in a process of its own because it may
// fail.
func TestRunFiles(t *testing.T) {
	files := os.Getenv(filesVariable)
	if files == "" {
		t.Skip("for the tests that start this one")
	}
	policytest.Run(t, files)
}

// runFiles runs TestRunFiles and returns what it printed, without the times it
// took.
func runFiles(t *testing.T, files string, args ...string) (output string, ok bool) {
	t.Helper()
	return runFilesIn(t, "", files, args...)
}

// runFilesIn is runFiles where the host's zone is another.
func runFilesIn(t *testing.T, zone, files string, args ...string) (output string, ok bool) {
	t.Helper()
	if runtime.GOOS == "js" || runtime.GOOS == "wasip1" {
		t.Skip("WebAssembly starts no processes")
	}
	cmd := exec.CommandContext(t.Context(), os.Args[0], append([]string{"-test.run=^TestRunFiles$", "-test.v"}, args...)...)
	cmd.Env = append(os.Environ(), filesVariable+"="+files)
	if zone != "" {
		cmd.Env = append(cmd.Env, "TZ="+zone)
	}
	out, err := cmd.CombinedOutput()
	if _, exited := err.(*exec.ExitError); err != nil && !exited {
		t.Fatal(err)
	}
	text := regexp.MustCompile(`\(\d+\.\d+s\)`).ReplaceAllString(string(out), "(0.00s)")
	text = regexp.MustCompile(`(?m)^coverage:.*\n`).ReplaceAllString(text, "")
	return regexp.MustCompile(`run\.go:\d+`).ReplaceAllString(text, "run.go:0"), err == nil
}

func TestRunFails(t *testing.T) {
	out, ok := runFiles(t, "testdata/failing/*.yaml")
	if ok {
		t.Error("scenarios that do not hold passed")
	}
	golden(t, "testdata/failing/run.txt", out)
}

func TestRunOfBrokenFiles(t *testing.T) {
	out, ok := runFiles(t, "testdata/broken/keys.yaml")
	if want := `keys.yaml:12:5: scenarios[0].event: unknown key`; ok || !strings.Contains(out, want) {
		t.Errorf("passed: %t, want a failure that says %q:\n%s", ok, want, out)
	}
	out, ok = runFiles(t, "testdata/nowhere/*.yaml")
	if want := `no file matches this pattern`; ok || !strings.Contains(out, want) {
		t.Errorf("passed: %t, want a failure that says %q:\n%s", ok, want, out)
	}
}

// -update rewrites a file in place; what cannot be written still fails, and
// after mending that by hand the file passes.
func TestRunUpdates(t *testing.T) {
	before, err := os.ReadFile("testdata/update/before.yaml")
	if err != nil {
		t.Fatal(err)
	}
	name := filepath.Join(t.TempDir(), "before.yaml")
	if err := os.WriteFile(name, before, 0o666); err != nil {
		t.Fatal(err)
	}
	out, ok := runFiles(t, name, "-update")
	if ok || !strings.Contains(out, "write this by hand") || !strings.Contains(out, "wrote "+name) {
		t.Errorf("passed: %t; it should write the file and fail for what it cannot write:\n%s", ok, out)
	}
	got, err := os.ReadFile(name)
	if err != nil {
		t.Fatal(err)
	}
	golden(t, "testdata/update/after.yaml", string(got))

	byHand, _, _ := strings.Cut(string(got), "  - name: What cannot be written")
	if err := os.WriteFile(name, []byte(byHand), 0o666); err != nil {
		t.Fatal(err)
	}
	if out, ok := runFiles(t, name); !ok {
		t.Errorf("after -update:\n%s", out)
	}
	if out, ok := runFiles(t, name, "-update"); !ok || strings.Contains(out, "wrote") {
		t.Errorf("a file that holds is written again, or fails:\n%s", out)
	}
}

// Where the tests run makes no difference.
func TestRunAnywhere(t *testing.T) {
	here, _ := runFiles(t, "testdata/failing/*.yaml")
	for _, zone := range []string{"UTC", "America/New_York", "Pacific/Apia"} {
		if out, ok := runFilesIn(t, zone, "testdata/*.yaml"); !ok {
			t.Errorf("with TZ=%s:\n%s", zone, out)
		}
		if out, _ := runFilesIn(t, zone, "testdata/failing/*.yaml"); out != here {
			t.Errorf("with TZ=%s the output is another:\n%s", zone, out)
		}
	}
}
