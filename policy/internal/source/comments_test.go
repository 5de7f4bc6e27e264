package source

import (
	"fmt"
	"strings"
	"testing"
)

func TestComments(t *testing.T) {
	for src, want := range map[string]string{
		"# one\na: b # two\n\n  # three":           "1:1 alone one, 2:6 two, 4:3 alone three",
		"a: b#c\nd: '#e'\nf: \"# g\" # yes":        "3:10 yes",
		"a: 'it''s # no' # yes":                    "1:17 yes",
		"a: it's # yes\nb: c's # too":              "1:9 yes, 2:8 too",
		`a: "\" # no" # yes`:                       "1:14 yes",
		`a: "\\" # yes`:                            "1:9 yes",
		"a: 'one\n  # no\n  two' # yes":            "3:8 yes",
		"a: [x, 'y # no', z] # yes":                "1:21 yes",
		"a: {b: 'c', d: \"e # no\"} # yes":         "1:26 yes",
		"a: {\"b\":\"c # no\"} # yes":              "1:19 yes",
		"a: [x, # one\n  'y', # two\n ] # 3":       "1:8 one, 2:8 two, 3:4 3",
		"a: | # yes\n  # no\n\n  # no\nb: c # and": "1:6 yes, 5:6 and",
		"- a: >-\n    # no\n  b: c # yes":          "3:8 yes",
		"- a: |\n   # no\n  # yes\n  b: c":         "3:3 alone yes",
		"- |\n  # no\n- b # yes":                   "3:5 yes",
		"a:\n  |\n  # no\nb: c # yes":              "4:6 yes",
		"a: b, 'c # yes":                           "1:10 yes",
		"a: b | c # yes\n  # too":                  "1:10 yes, 2:3 alone too",
		"é: ü # yes\r\nb: c # too\r\n":             "1:6 yes, 2:6 too",
		"a: http://x # yes":                        "1:13 yes",
		"'a b': c # yes\n\"d\": # too\n  e: f":     "1:10 yes, 2:6 too",
		"a: \"b\\\n  # no\" # yes":                 "2:9 yes",
		"a: b\n\t# yes":                            "2:2 alone yes",
		"":                                         "",
	} {
		var got []string
		for c := range Comments([]byte(src)) {
			alone := ""
			if c.Alone {
				alone = "alone "
			}
			got = append(got, fmt.Sprintf("%d:%d %s%s", c.Line, c.Column, alone, strings.TrimPrefix(string(c.Text), "# ")))
		}
		if text := strings.Join(got, ", "); text != want {
			t.Errorf("%q has the comments %s, want %s", src, text, want)
		}
	}
}
