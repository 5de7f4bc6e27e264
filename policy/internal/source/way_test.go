package source

import (
	"fmt"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"
)

// TestPathsOfMistakes puts anchors, which are mistakes, anywhere in random
// documents. Their paths, which Read makes from the way it took, are handed down
// here from the top.
func TestPathsOfMistakes(t *testing.T) {
	keys := []string{"a", "b c", "d.e", "[0]", "f"}
	r := rand.New(rand.NewPCG(7, 7))
	var want []Path
	var document func(p Path, depth int) string
	document = func(p Path, depth int) string {
		var text strings.Builder
		if r.IntN(4) == 0 {
			want = append(want, p)
			fmt.Fprintf(&text, "&x%d ", len(want))
		}
		kind := r.IntN(3)
		if depth == 0 {
			kind = 0
		}
		switch kind {
		case 0:
			text.WriteString("1")
		case 1:
			text.WriteString("[")
			for i := range r.IntN(4) {
				text.WriteString(document(p.At(i), depth-1) + ", ")
			}
			text.WriteString("]")
		case 2:
			text.WriteString("{")
			for _, i := range r.Perm(len(keys))[:r.IntN(4)] {
				text.WriteString(fmt.Sprintf("%q: ", keys[i]) + document(p.Key(keys[i]), depth-1) + ", ")
			}
			text.WriteString("}")
		}
		return text.String()
	}
	for range 2000 {
		want = nil
		text := document("", 5)
		_, errs := Read([]byte(text))
		var got []Path
		for _, e := range errs {
			got = append(got, e.Path)
		}
		if !slices.Equal(got, want) {
			t.Fatalf("%s: the mistakes are at %q, want %q", text, got, want)
		}
	}
}
