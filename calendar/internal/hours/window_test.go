package hours

import (
	"math/rand/v2"
	"slices"
	"testing"
)

const ticks = 40 // small times, so that ends often meet

// randomWindows returns windows that may overlap, in any order.
func randomWindows(r *rand.Rand) []Window {
	ws := make([]Window, r.IntN(6))
	for i := range ws {
		from := r.Int32N(ticks)
		ws[i] = Window{from, from + 1 + r.Int32N(8)}
	}
	return ws
}

// covered is the slow form of a list: which ticks are in one of its windows.
func covered(ws []Window, shift int32) (open [3 * ticks]bool) {
	for _, w := range ws {
		for at := w.From; at < w.Until; at++ {
			open[ticks+at+shift] = true
		}
	}
	return open
}

// isNormal reports whether windows are sorted, not empty, and do not meet.
func isNormal(ws []Window) bool {
	for i, w := range ws {
		if w.From >= w.Until || i > 0 && w.From <= ws[i-1].Until {
			return false
		}
	}
	return true
}

// The operations on lists agree with the same operations on single ticks.
func TestOperationsAgreeWithTicks(t *testing.T) {
	r := rand.New(rand.NewPCG(1, 2))
	for range 20_000 {
		written := randomWindows(r)
		a, b, shift := Join(slices.Clone(written)), Join(randomWindows(r)), r.Int32N(21)-10
		if covered(written, 0) != covered(a, 0) || !isNormal(a) {
			t.Fatalf("Join(%v) = %v", written, a)
		}
		inA, inB, shifted := covered(a, 0), covered(b, 0), covered(b, shift)
		var either, both, left [3 * ticks]bool
		for i := range inA {
			either[i], both[i], left[i] = inA[i] || inB[i], inA[i] && inB[i], inA[i] && !shifted[i]
		}
		for _, test := range []struct {
			name string
			got  []Window
			want [3 * ticks]bool
		}{
			{"Intersect", Intersect(a, b), both},
			{"Subtract", Subtract(a, b, shift), left},
		} {
			if covered(test.got, 0) != test.want || !isNormal(test.got) {
				t.Fatalf("%s(%v, %v), shift %d = %v", test.name, a, b, shift, test.got)
			}
		}
	}
}

// A list of windows is kept once, and the indexes with a meaning stay.
func TestListsKeepAListOnce(t *testing.T) {
	l := NewLists()
	morning := []Window{{8 * 3600, 12 * 3600}}
	i := l.Index(morning)
	if i == None || i == Nothing || l.Index(slices.Clone(morning)) != i {
		t.Errorf("the same list has the indexes %d and %d", i, l.Index(slices.Clone(morning)))
	}
	if l.Index(nil) != Nothing || len(l.Windows[Nothing]) != 0 {
		t.Errorf("the empty list has the index %d", l.Index(nil))
	}
	if !slices.Equal(l.Windows[i], morning) {
		t.Errorf("list %d is %v", i, l.Windows[i])
	}
}

// A closing holiday wins over a shortened day; of two shortened days, what they
// have in common is left.
func TestMergeKeepsTheStrongerEntry(t *testing.T) {
	s := &Schedule{Lists: NewLists()}
	early := Entry{Shorten: s.Lists.Index([]Window{{0, 10}}), Name: 1}
	late := Entry{Shorten: s.Lists.Index([]Window{{5, 20}}), Name: 2}
	closed := Entry{Closes: true, Name: 3}
	if got := s.Merge(early, closed); got != closed {
		t.Errorf("a closed and a shortened day give %+v", got)
	}
	if got := s.Merge(closed, early); got != closed {
		t.Errorf("a shortened and a closed day give %+v", got)
	}
	if got := s.Merge(early, late); !slices.Equal(s.Lists.Windows[got.Shorten], []Window{{5, 10}}) || got.Name != 1 {
		t.Errorf("two shortened days give %+v, %v", got, s.Lists.Windows[got.Shorten])
	}
}
