// Package suggest finds the word that somebody probably meant.
package suggest

import (
	"fmt"
	"strings"
	"unicode/utf8"
)

// DidYouMean is a hint that names the choice nearest to a text; empty if none is
// near.
func DidYouMean(text string, choices []string) string {
	length := utf8.RuneCountInString(text)
	best, bestDistance := "", min(1+length/3, length-1, 3)
	for _, choice := range choices {
		if d := distance(text, choice, bestDistance); d <= bestDistance && (best == "" || d < bestDistance) {
			best, bestDistance = choice, d
		}
	}
	if best == "" {
		return ""
	}
	return fmt.Sprintf("did you mean %q?", best)
}

// distance is the number of letters to insert, delete, replace or swap with a
// neighbour to make a from b (optimal string alignment), or more than limit
// when it is more than that.
func distance(a, b string, limit int) int {
	s, t := []rune(strings.ToLower(a)), []rune(strings.ToLower(b))
	if len(s)-len(t) > limit || len(t)-len(s) > limit {
		return limit + 1
	}
	before, above, row := make([]int, len(t)+1), make([]int, len(t)+1), make([]int, len(t)+1)
	for j := range above {
		above[j] = j
	}
	for i := range s {
		row[0] = i + 1
		for j := range t {
			cost := 1
			if s[i] == t[j] {
				cost = 0
			}
			row[j+1] = min(above[j+1]+1, row[j]+1, above[j]+cost)
			if i > 0 && j > 0 && s[i] == t[j-1] && s[i-1] == t[j] {
				row[j+1] = min(row[j+1], before[j-1]+1)
			}
		}
		before, above, row = above, row, before
	}
	return above[len(t)]
}

// Near reports whether no more than so many letters are wrong, missing or too many in a
// text, where two neighbours that are swapped are one.
func Near(a, b string, letters int) bool { return distance(a, b, letters) <= letters }

// OneOff reports the same as [Near] of one letter, in time that grows with the length. It
// tells large letters from small ones.
func OneOff(a, b string) bool {
	for a != "" && b != "" {
		r, size := utf8.DecodeRuneInString(a)
		if s, other := utf8.DecodeRuneInString(b); r != s || size != other {
			break
		}
		a, b = a[size:], b[size:]
	}
	for a != "" && b != "" {
		r, size := utf8.DecodeLastRuneInString(a)
		if s, other := utf8.DecodeLastRuneInString(b); r != s || size != other {
			break
		}
		a, b = a[:len(a)-size], b[:len(b)-size]
	}
	if n, m := utf8.RuneCountInString(a), utf8.RuneCountInString(b); n <= 1 && m <= 1 {
		return true
	} else if n != 2 || m != 2 {
		return false
	}
	_, size := utf8.DecodeRuneInString(a)
	return b == a[size:]+a[:size]
}
