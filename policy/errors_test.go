package policy

import (
	"errors"
	"fmt"
	"testing"

	"github.com/tenggat/sla/policy/internal/code"
)

func TestErrorPrintsLikeACompiler(t *testing.T) {
	for want, e := range map[string]Error{
		"a.yaml:3:7: policies[0].kind: wrong; mend it [bad_choice]": {File: "a.yaml", Line: 3, Column: 7, Path: "policies[0].kind", Message: "wrong", Hint: "mend it", Code: code.BadChoice},
		"a.yaml: wrong [no_file]":                                   {File: "a.yaml", Message: "wrong", Code: code.NoFile},
		"policies[0]: wrong [empty]":                                {Path: "policies[0]", Message: "wrong", Code: code.Empty},
		"wrong":                                                     {Message: "wrong"},
		"a.yaml:1:1: wrong [empty_file]":                            {File: "a.yaml", Line: 1, Column: 1, Message: "wrong", Code: code.EmptyFile},
	} {
		if got := e.Error(); got != want {
			t.Errorf("%+v prints %s, want %s", e, got, want)
		}
	}
	errs := Errors{{Message: "one"}, {Message: "two", Code: code.Cycle}}
	if got, want := errs.Error(), "one\ntwo [cycle]"; got != want {
		t.Errorf("two errors print %q, want %q", got, want)
	}
	var e *Error
	if !errors.As(fmt.Errorf("loading: %w", errs), &e) || e != errs[0] {
		t.Errorf("errors.As finds %v", e)
	}
	if !errors.Is(errs, errs[1]) {
		t.Error("errors.Is does not find the second")
	}
}

func TestSnippet(t *testing.T) {
	src := "a: 1\r\n\tb: ü x\nlast"
	for _, c := range []struct {
		line, column int
		want         string
	}{
		{1, 4, "   1 | a: 1\n          ^\n"},
		{2, 7, "   2 | \tb: ü x\n       \t     ^\n"},
		{3, 1, "   3 | last\n       ^\n"},
		{3, 9, "   3 | last\n           ^\n"},
		{4, 1, ""},
		{0, 0, ""},
	} {
		e := Error{Line: c.line, Column: c.column}
		if got := e.Snippet([]byte(src)); got != c.want {
			t.Errorf("%d:%d shows\n%q, want\n%q", c.line, c.column, got, c.want)
		}
	}
}
