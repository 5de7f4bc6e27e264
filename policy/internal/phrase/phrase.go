// Package phrase joins values into parts of sentences, so that messages of all
// packages write them in one way.
package phrase

import (
	"strconv"
	"strings"
	"time"
)

// Quote is text as it is if it is one plain word, and in quotes otherwise, so
// that a message can be read in one way only.
func Quote(text string) string {
	for _, r := range text {
		plain := r == '_' || r == '-' || r == '.' || r == '@' || r == ':' || r == '/' ||
			'0' <= r && r <= '9' || 'A' <= r && r <= 'Z' || 'a' <= r && r <= 'z' || r > 0x7f && strconv.IsPrint(r)
		if !plain {
			return strconv.Quote(text)
		}
	}
	switch text {
	case "", "or", "and", "not":
		return strconv.Quote(text)
	}
	return text
}

// OneOf joins values as alternatives: "a", "a or b", "a, b or c".
func OneOf(values []string) string {
	quoted := make([]string, len(values))
	for i, v := range values {
		quoted[i] = Quote(v)
	}
	last := len(quoted) - 1
	if last == 0 {
		return quoted[0]
	}
	return strings.Join(quoted[:last], ", ") + " or " + quoted[last]
}

// Every joins values: "a", "a and b", "a, b and c".
func Every(values []string) string {
	text := OneOf(values)
	if len(values) < 2 {
		return text
	}
	last := Quote(values[len(values)-1])
	return strings.TrimSuffix(text, " or "+last) + " and " + last
}

// Number is a number in decimal notation.
func Number(n float64) string { return strconv.FormatFloat(n, 'g', -1, 64) }

// Time is a duration without the zero units that [time.Duration.String] leaves.
func Time(d time.Duration) string {
	text := d.String()
	if strings.HasSuffix(text, "m0s") {
		text = text[:len(text)-2]
	}
	if strings.HasSuffix(text, "h0m") {
		text = text[:len(text)-2]
	}
	return text
}
