package phrase_test

import (
	"testing"

	"github.com/tenggat/sla/policy/internal/phrase"
)

func TestQuoteLeavesPlainWords(t *testing.T) {
	for text, want := range map[string]string{
		"vip":            "vip",
		"first_response": "first_response",
		"a@b.example":    "a@b.example",
		"09:00":          "09:00",
		"prioritas":      "prioritas",
		"größe":          "größe",
		"":               `""`,
		"and":            `"and"`,
		"two words":      `"two words"`,
		`a"b`:            `"a\"b"`,
		"line\nbreak":    `"line\nbreak"`,
		"a\u200bb":       `"a\u200bb"`,
	} {
		if got := phrase.Quote(text); got != want {
			t.Errorf("Quote(%q) = %s, want %s", text, got, want)
		}
	}
}

func TestListsOfValues(t *testing.T) {
	for _, test := range []struct {
		values       []string
		oneOf, every string
	}{
		{[]string{"a"}, "a", "a"},
		{[]string{"a", "b"}, "a or b", "a and b"},
		{[]string{"a", "b", "c"}, "a, b or c", "a, b and c"},
		{[]string{"a or b", "or"}, `"a or b" or "or"`, `"a or b" and "or"`},
	} {
		if got := phrase.OneOf(test.values); got != test.oneOf {
			t.Errorf("OneOf(%q) = %s, want %s", test.values, got, test.oneOf)
		}
		if got := phrase.Every(test.values); got != test.every {
			t.Errorf("Every(%q) = %s, want %s", test.values, got, test.every)
		}
	}
}
