package source

import (
	"fmt"
	"math/rand/v2"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"
)

func TestRead(t *testing.T) {
	n, errs := Read([]byte(`
a: 1
b: [x, "1", null, true, True, ~]
c:
  - {d: 2026-01-01, e: 1.5e3}
  - 'it''s'
"q.r": |
  text
empty:
`))
	if len(errs) > 0 {
		t.Fatal(errs)
	}
	at := func(k Kind, value string, line, column int) *Node {
		return &Node{Kind: k, Value: value, Line: line, Column: column}
	}
	want := &Node{Kind: Map, Line: 2, Column: 1, Entries: []Entry{
		{at(Text, "a", 2, 1), at(Number, "1", 2, 4)},
		{at(Text, "b", 3, 1), &Node{Kind: List, Line: 3, Column: 4, Items: []*Node{
			at(Text, "x", 3, 5), at(Text, "1", 3, 8), at(Null, "", 3, 13), at(Bool, "true", 3, 19), at(Bool, "true", 3, 25), at(Null, "", 3, 31),
		}}},
		{at(Text, "c", 4, 1), &Node{Kind: List, Line: 5, Column: 3, Items: []*Node{
			{Kind: Map, Line: 5, Column: 5, Entries: []Entry{
				{at(Text, "d", 5, 6), at(Text, "2026-01-01", 5, 9)},
				{at(Text, "e", 5, 21), at(Number, "1.5e3", 5, 24)},
			}},
			at(Text, "it's", 6, 5),
		}}},
		{at(Text, "q.r", 7, 1), at(Text, "text\n", 7, 8)},
		{at(Text, "empty", 9, 1), at(Null, "", 9, 7)},
	}}
	if diff := cmp.Diff(want, n, cmpopts.IgnoreUnexported(Node{})); diff != "" {
		t.Error(diff)
	}
}

func TestReadRefuses(t *testing.T) {
	for src, want := range map[string]string{
		"":                             "1:1 empty_file",
		"# nothing":                    "1:1 empty_file",
		"~":                            "1:1 empty_file",
		"a: b\n---\nc: d":              "2:1 second_document",
		"a: b\n---\nc: [":              "3:1 syntax",
		"a: &x b\nc: *x":               "1:4 alias a, 2:4 alias c",
		"a: &x {b: c}\nd: {<<: *x}":    "1:4 alias a, 2:5 alias d",
		"a: !!str b":                   "1:4 tag a",
		"a: !x b":                      "1:4 tag a",
		"a: 1\nb: 2\na: 3":             "3:1 duplicate_key a",
		"{a: 1, 'a': 2}":               "1:8 duplicate_key a",
		"[a]: b":                       "1:1 wrong_type",
		"{a: b}: c":                    "1:1 wrong_type",
		"~: c":                         "1:1 wrong_type",
		"a: b\n\tc: d":                 "2:2 syntax",
		"a: [":                         "1:1 syntax",
		"a: \xff":                      "1:4 encoding",
		"a: b\x00":                     "1:5 encoding",
		"\xff\xfea":                    "1:1 encoding",
		"a: 'b":                        "1:1 syntax",
		strings.Repeat("a", MaxSize+1): "0:0 too_large",
		nest(MaxDepth):                 "",
		nest(MaxDepth + 1):             fmt.Sprintf("1:%d too_deep %s", MaxDepth+1, strings.Repeat("[0]", MaxDepth)),
	} {
		_, errs := Read([]byte(src))
		var got []string
		for _, e := range errs {
			got = append(got, strings.TrimSpace(fmt.Sprintf("%d:%d %s %s", e.Line, e.Column, e.Code, e.Path)))
			if e.Message == "" {
				t.Errorf("%.40q: no message", src)
			}
		}
		if text := strings.Join(got, ", "); text != want {
			t.Errorf("%.40q gives %s (%v), want %s", src, text, errs, want)
		}
	}
}

func nest(depth int) string { return strings.Repeat("[", depth) + strings.Repeat("]", depth) }

// Columns count characters, not bytes.
func TestColumnsAreCharacters(t *testing.T) {
	n, errs := Read([]byte("{ü: ü, x: y}"))
	if len(errs) > 0 || n.Entries[1].Key.Column != 8 {
		t.Errorf("x is in column %d, %v", n.Entries[1].Key.Column, errs)
	}
}

func TestFind(t *testing.T) {
	n, errs := Read([]byte("a:\n  - b: [c, d]\n  - x\n\"e.f\": {g: h}\n"))
	if len(errs) > 0 {
		t.Fatal(errs)
	}
	for p, want := range map[Path]string{
		"":             "1:1",
		"a":            "1:1",
		"a[0]":         "2:5",
		"a[0].b":       "2:5",
		"a[0].b[1]":    "2:12",
		"a[0].b[7].x":  "2:5",
		"a[1]":         "3:5",
		"a[1].z":       "3:5",
		`["e.f"]`:      "4:1",
		`["e.f"].g`:    "4:12",
		`["e.f"].nope`: "4:1",
		"nope":         "1:1",
		"a[x]":         "1:1",
		"a[-1]":        "1:1",
	} {
		at := n.Find(p)
		if got := fmt.Sprintf("%d:%d", at.Line, at.Column); got != want {
			t.Errorf("%s is at %s, want %s", p, got, want)
		}
	}
}

func TestPaths(t *testing.T) {
	p := Path("").Key("a").At(2).Key("b c").Key("d.e").At(0)
	if want := Path(`a[2]["b c"]["d.e"][0]`); p != want {
		t.Errorf("the path is %s, want %s", p, want)
	}
	var steps []Step
	for s := range p.Steps() {
		steps = append(steps, s)
	}
	if diff := cmp.Diff([]Step{{Key: "a"}, {Index: 2}, {Key: "b c"}, {Key: "d.e"}, {Index: 0}}, steps); diff != "" {
		t.Error(diff)
	}
	for _, c := range []struct {
		p, top Path
		want   bool
	}{
		{"a.b", "a", true}, {"a[0]", "a", true}, {"a", "a", true}, {"ab", "a", false}, {"a", "a.b", false}, {"x", "", true},
	} {
		if got := c.p.Under(c.top); got != c.want {
			t.Errorf("%s is under %q: %v", c.p, c.top, got)
		}
	}
	for join, want := range map[[2]Path]Path{
		{"a", "b"}: "a.b", {"a", "[0]"}: "a[0]", {"", "b"}: "b", {"a", ""}: "a",
	} {
		if got := join[0].Join(join[1]); got != want {
			t.Errorf("%s and %s join to %s, want %s", join[0], join[1], got, want)
		}
	}
}

// randomTree makes a tree of texts that are hard to write.
func randomTree(r *rand.Rand, depth int) *Node {
	hard := []string{
		"", " ", "a", "null", "~", "yes", "No", "true", "1", "-1", "1e3", "0x10", ".5", "12:30", "24x7", "2026-01-01", "75%", "-30m", "+2h", "2bd@close",
		"a: b", "a #b", "#a", "- a", "-", "[a", "{a", "*a", "&a", "!a", "|", ">", "'", `"`, `\`, "a\nb", "a\n", "\ta", "a ", " a", "\u00a0", "\u2028", "\ufeff", "é", "日本", "\x01", "\x7f",
		strings.Repeat("long ", 40), "@a", "`a", "%a", "a, b", "a]", "<<", "=", "?", ":", "a:", "---", "...",
	}
	text := func() string { return hard[r.IntN(len(hard))] }
	kind := r.IntN(6)
	if depth == 0 {
		kind %= 4
	}
	switch kind {
	case 0:
		return &Node{Kind: Bool, Value: []string{"true", "false"}[r.IntN(2)]}
	case 1:
		return &Node{Kind: Number, Value: []string{"1", "-2.5", "1e+06"}[r.IntN(3)]}
	case 2, 3:
		return NewText(text())
	case 4:
		n := NewList()
		for range r.IntN(4) {
			n.Items = append(n.Items, randomTree(r, depth-1))
		}
		return n
	}
	n := &Node{Kind: Map}
	for range r.IntN(4) {
		if key := text(); n.Get(key) == nil {
			n.Add(key, randomTree(r, depth-1))
		}
	}
	return n
}

// What is written reads as the same tree.
func TestWriteReadsBack(t *testing.T) {
	for seed := range uint64(1500) {
		r := rand.New(rand.NewPCG(seed, 0))
		n := &Node{Kind: Map}
		n.Add("root", randomTree(r, 4))
		checkWritten(t, n)
	}
}

func FuzzWrite(f *testing.F) {
	f.Add("a", "b: c")
	f.Add("\u0085", "\xff")
	f.Fuzz(func(t *testing.T, key, value string) {
		n := &Node{Kind: Map}
		n.Add(strings.ToValidUTF8(key, "?"), NewList(NewText(strings.ToValidUTF8(value, "?"))))
		checkWritten(t, n)
	})
}

func checkWritten(t *testing.T, n *Node) {
	t.Helper()
	written := Write(n)
	again, errs := Read(written)
	if len(errs) > 0 {
		t.Fatalf("%v\n%s", errs, written)
	}
	if diff := cmp.Diff(n, again, cmpopts.IgnoreUnexported(Node{}), cmpopts.IgnoreFields(Node{}, "Line", "Column"), cmpopts.EquateEmpty()); diff != "" {
		t.Fatalf("it reads otherwise: %s\n%s", diff, written)
	}
}

func TestWriteIsReadable(t *testing.T) {
	n := &Node{Kind: Map}
	list := NewList(NewText("web"), NewText("e-mail"), NewText("1 - High"))
	small := &Node{Kind: Map}
	small.Add("metric", NewText("resolution"))
	small.Add("within", NewText("4h"))
	large := &Node{Kind: Map}
	large.Add("name", NewText("vip"))
	large.Add("targets", NewList(small, small))
	n.Add("version", &Node{Kind: Number, Value: "1"})
	n.Add("channels", list)
	n.Add("policies", NewList(large))
	n.Add("none", nil)
	const want = `version: 1
channels: [web, e-mail, "1 - High"]
policies:
  - name: vip
    targets:
      - {metric: resolution, within: 4h}
      - {metric: resolution, within: 4h}
`
	if got := string(Write(n)); got != want {
		t.Errorf("it writes\n%s, want\n%s", got, want)
	}
}
