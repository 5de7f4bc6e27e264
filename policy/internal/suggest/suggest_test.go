package suggest

import (
	"fmt"
	"math/rand/v2"
	"strings"
	"testing"
)

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
		if got := DidYouMean(text, choices); got != hint {
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
		if got, want := OneOff(a, b), Near(a, b, 1); got != want {
			t.Fatalf("%q and %q are one off: %t, want %t", a, b, got, want)
		}
	}
}
