// Package readme_test holds the README of the repository to its word: its
// policy loads, its program compiles and prints what it says, its commands
// exist and its links lead somewhere.
package readme_test

import (
	"encoding/json"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/tenggat/sla/policy"
)

const root = "../.."

// block is a fenced block of the README.
type block struct{ language, text string }

// readme returns the README and its fenced blocks.
func readme(t *testing.T) (string, []block) {
	t.Helper()
	src, err := os.ReadFile(filepath.Join(root, "README.md"))
	if err != nil {
		t.Fatal(err)
	}
	var blocks []block
	for _, m := range regexp.MustCompile("(?ms)^```(\\w+)\n(.*?)^```$").FindAllStringSubmatch(string(src), -1) {
		blocks = append(blocks, block{m[1], m[2]})
	}
	return string(src), blocks
}

// blocksOf returns the texts of the blocks in a language, of which there must be
// a given number.
func blocksOf(t *testing.T, language string, number int) []string {
	t.Helper()
	var texts []string
	_, blocks := readme(t)
	for _, b := range blocks {
		if b.language == language {
			texts = append(texts, b.text)
		}
	}
	if len(texts) != number {
		t.Fatalf("the README has %d blocks of %s, want %d", len(texts), language, number)
	}
	return texts
}

func TestPolicyLoads(t *testing.T) {
	src := blocksOf(t, "yaml", 1)[0]
	if _, err := policy.Parse("README.md", []byte(src)); err != nil {
		t.Error(err)
	}
	if lines := strings.Count(src, "\n"); lines > 20 {
		t.Errorf("the policy has %d lines, want at most 20", lines)
	}
}

// The program is compiled as if it lay in this module, and run beside the
// policy.
func TestProgramPrintsWhatTheReadmeSays(t *testing.T) {
	dir := t.TempDir()
	write := func(name, text string) string {
		path := filepath.Join(dir, name)
		if err := os.WriteFile(path, []byte(text), 0o666); err != nil {
			t.Fatal(err)
		}
		return path
	}
	write("sla.yaml", blocksOf(t, "yaml", 1)[0])
	source := write("main.go", blocksOf(t, "go", 1)[0])
	module, err := filepath.Abs(root)
	if err != nil {
		t.Fatal(err)
	}
	overlay, err := json.Marshal(map[string]map[string]string{
		"Replace": {filepath.Join(module, "examples", "readme", "program", "main.go"): source},
	})
	if err != nil {
		t.Fatal(err)
	}
	program := filepath.Join(dir, "program.exe")
	build := exec.CommandContext(t.Context(), "go", "build",
		"-overlay", write("overlay.json", string(overlay)), "-o", program, "./examples/readme/program")
	build.Dir = module
	if out, err := build.CombinedOutput(); err != nil {
		t.Fatalf("%v\n%s", err, out)
	}
	run := exec.CommandContext(t.Context(), program)
	run.Dir = dir
	out, err := run.CombinedOutput()
	if err != nil {
		t.Fatalf("%v\n%s", err, out)
	}
	if diff := cmp.Diff(blocksOf(t, "text", 2)[1], string(out)); diff != "" {
		t.Error(diff)
	}
}

// The lines of the sample's table are lines that the command prints, in that
// order.
func TestTableIsReal(t *testing.T) {
	command := exec.CommandContext(t.Context(), "go", "run", "./examples/evaluate")
	command.Dir = root
	out, err := command.Output()
	if err != nil {
		t.Fatal(err)
	}
	printed := slices.Collect(strings.Lines(string(out)))
	for line := range strings.Lines(blocksOf(t, "text", 2)[0]) {
		at := slices.Index(printed, line)
		if at < 0 {
			t.Fatalf("not printed, or not there: %s", line)
		}
		printed = printed[at+1:]
	}
}

func TestCommands(t *testing.T) {
	want := []string{"go run ./examples/evaluate", "go test ./..."}
	var got []string
	for line := range strings.Lines(blocksOf(t, "sh", 1)[0]) {
		command, _, _ := strings.Cut(line, "#")
		got = append(got, strings.TrimSpace(command))
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
}

func TestLinksLeadSomewhere(t *testing.T) {
	src, _ := readme(t)
	links := regexp.MustCompile(`\]\(([^)]+)\)`).FindAllStringSubmatch(src, -1)
	if len(links) == 0 {
		t.Fatal("no links found")
	}
	for _, link := range links {
		if strings.Contains(link[1], "://") {
			continue
		}
		if _, err := os.Stat(filepath.Join(root, link[1])); err != nil {
			t.Error(err)
		}
	}
}
