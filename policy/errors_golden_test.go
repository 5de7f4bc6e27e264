package policy

import (
	"errors"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/tenggat/sla/policy/internal/code"
)

// notInFiles are the codes that no single file of testdata/err can have.
var notInFiles = map[Code]string{
	code.NoFile:   "fs_test.go",
	"too_complex": "../calendar/limit_test.go",
	"empty_week":  "../calendar/error_test.go",
}

// TestErrorFiles reads every file of testdata/err, each with mistakes that
// people make, and compares what is said with the file of the same name that
// ends in .err.
func TestErrorFiles(t *testing.T) {
	names := glob(t, "testdata/err/*.yaml")
	if len(names) < 60 {
		t.Fatalf("only %d files", len(names))
	}
	found := make(map[Code]bool)
	for _, name := range names {
		t.Run(filepath.Base(name), func(t *testing.T) {
			src, err := os.ReadFile(name)
			if err != nil {
				t.Fatal(err)
			}
			_, err = Parse(filepath.Base(name), src)
			var errs Errors
			if !errors.As(err, &errs) {
				t.Fatalf("got %v, want mistakes", err)
			}
			for _, e := range errs {
				found[e.Code] = true
				if e.Line < 1 || e.Column < 1 {
					t.Errorf("%s has no place", e)
				}
				if e.Snippet(src) == "" && e.Code != code.EmptyFile {
					t.Errorf("%s is on a line that is not there", e)
				}
			}
			golden(t, strings.TrimSuffix(name, ".yaml")+".err", []byte(errs.Error()+"\n"))
		})
	}
	codes := errorCodes(t)
	for _, code := range codes {
		if where := notInFiles[code]; found[code] == (where != "") {
			t.Errorf("code %s: in a file of testdata/err is %t; elsewhere: %q", code, found[code], where)
		}
	}
	for code := range found {
		if !slices.Contains(codes, code) {
			t.Errorf("code %s is not a constant", code)
		}
	}
}
