package policy

import (
	"errors"
	"fmt"
	"math/rand/v2"
	"strings"
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

func TestDidYouMean(t *testing.T) {
	choices := []string{"calendar", "calendars", "name", "kind", "is", "first_response", "next_response"}
	for text, want := range map[string]string{
		"calender":      "calendar",
		"calendars":     "calendars",
		"Name":          "name",
		"nmae":          "name",
		"kidn":          "kind",
		"kinds":         "kind",
		"frist_respose": "first_response",
		"nxt_response":  "next_response",
		"iz":            "is",
		"x":             "",
		"targets":       "",
		"":              "",
		"response":      "",
	} {
		hint := ""
		if want != "" {
			hint = fmt.Sprintf("did you mean %q?", want)
		}
		if got := didYouMean(text, choices); got != hint {
			t.Errorf("%q gives %q, want %q", text, got, hint)
		}
	}
}

// distanceSlowly is the number of edits, tried one by one.
func distanceSlowly(s, t []rune) int {
	switch {
	case len(s) == 0:
		return len(t)
	case len(t) == 0:
		return len(s)
	case s[0] == t[0]:
		return distanceSlowly(s[1:], t[1:])
	}
	best := 1 + min(distanceSlowly(s[1:], t), distanceSlowly(s, t[1:]), distanceSlowly(s[1:], t[1:]))
	if len(s) > 1 && len(t) > 1 && s[0] == t[1] && s[1] == t[0] {
		best = min(best, 1+distanceSlowly(s[2:], t[2:]))
	}
	return best
}

func TestDistance(t *testing.T) {
	r := rand.New(rand.NewPCG(1, 1))
	word := func() string {
		var b strings.Builder
		for range r.IntN(7) {
			b.WriteRune([]rune("abcü")[r.IntN(4)])
		}
		return b.String()
	}
	for range 2000 {
		a, b := word(), word()
		if got, want := distance(a, b, 9), distanceSlowly([]rune(a), []rune(b)); got != want {
			t.Fatalf("from %q to %q it is %d, want %d", a, b, got, want)
		}
	}
}
