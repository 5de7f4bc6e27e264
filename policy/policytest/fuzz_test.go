package policytest

import (
	"errors"
	"os"
	"path/filepath"
	"testing"
	"testing/fstest"
	_ "time/tzdata"

	"github.com/tenggat/sla/policy"
	"github.com/tenggat/sla/policy/internal/code"
)

// Nothing panics, whatever a file says. Mistakes have a place in it; scenarios
// without mistakes can be checked and updated, and an update that leaves nothing
// over makes them hold.
func FuzzLoad(f *testing.F) {
	for _, glob := range []string{"testdata/void.yaml", "testdata/*/*.yaml"} {
		names, err := filepath.Glob(glob)
		if err != nil {
			f.Fatal(err)
		}
		for _, name := range names {
			src, err := os.ReadFile(name)
			if err != nil {
				f.Fatal(err)
			}
			f.Add(string(src))
		}
	}
	f.Fuzz(func(t *testing.T, src string) {
		fsys := fstest.MapFS{"a.yaml": {Data: []byte(src)}}
		scenarios, err := LoadFS(fsys, "a.yaml")
		if err != nil {
			inspect(t, src, err)
			return
		}
		for _, s := range scenarios {
			s.Check()
		}
		updated, left := update(scenarios[0].file, scenarios)
		again, err := LoadFS(fstest.MapFS{"a.yaml": {Data: updated}}, "a.yaml")
		if err != nil {
			t.Fatalf("after an update:\n%v\n%s", err, updated)
		}
		if len(left) > 0 {
			return
		}
		for _, s := range again {
			for _, f := range s.Check() {
				t.Errorf("after an update: %s", f.String())
			}
		}
	})
}

// inspect checks that an error is a list of mistakes, each with a place.
func inspect(t *testing.T, src string, err error) {
	var mistakes policy.Errors
	if !errors.As(err, &mistakes) || len(mistakes) == 0 {
		t.Fatalf("the error is %T: %v", err, err)
	}
	for _, e := range mistakes {
		if e.Code == "" || e.Message == "" || e.File == "" {
			t.Errorf("a mistake without code, message or file: %+v", e)
		}
		if e.Line > 0 && e.Line <= len(src) && e.Snippet([]byte(src)) == "" && e.Code != code.Syntax && e.Code != code.EmptyFile {
			t.Errorf("a mistake whose line %d is not in the file: %v", e.Line, e)
		}
	}
}
