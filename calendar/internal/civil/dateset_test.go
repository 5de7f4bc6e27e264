package civil

import (
	"math/rand/v2"
	"testing"
)

// TestDateSet compares the search for the next date with one date after the other.
func TestDateSet(t *testing.T) {
	r := rand.New(rand.NewPCG(4, 4))
	const dates = 400
	for range 300 {
		first := r.IntN(2*dates) - dates
		set := NewDateSet(first, first+dates)
		for range r.IntN(8) {
			set.Add(first + r.IntN(dates))
		}
		from := first + r.IntN(2*dates) - dates/2
		end := from + r.IntN(2*dates)
		want := from
		for want < end && !set.Has(want) {
			want++
		}
		if got := set.Next(from, end); got != want {
			t.Fatalf("after %d, before %d: %d, want %d", from, end, got, want)
		}
	}
}
