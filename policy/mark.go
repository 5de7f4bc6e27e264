package policy

import (
	"fmt"
	"strings"
	"time"

	"github.com/tenggat/sla/policy/internal/code"
	"github.com/tenggat/sla/policy/internal/phrase"
)

// Mark is a point on the way to a deadline or past it: a share of the target, the
// deadline, counted time before or after it, or counted time from the start. Marks are
// comparable; the zero Mark is not set.
type Mark struct {
	Percent   Percent
	Offset    time.Duration // counted, from the deadline: negative is before it
	FromStart bool          // Offset is from the start
	Deadline  bool          // the deadline itself
}

// IsZero reports whether m is not set.
func (m Mark) IsZero() bool { return m == Mark{} }

// String returns m in the policy language: 75%, -30m, +2h, start+15m, deadline. The
// zero Mark is the empty text.
func (m Mark) String() string {
	switch {
	case m.IsZero():
		return ""
	case m.Deadline:
		return deadlineMark
	case m.FromStart:
		return startMark + phrase.Time(m.Offset)
	case m.Percent != 0:
		return m.Percent.String()
	case m.Offset > 0:
		return "+" + phrase.Time(m.Offset)
	}
	return phrase.Time(m.Offset)
}

// The words of marks.
const (
	deadlineMark = "deadline"
	startMark    = "start+"
)

// before reports whether the mark lies before every deadline.
func (m Mark) before() bool {
	return m.Offset < 0 || m.Percent > 0 && m.Percent < 100_000
}

// ParseMark reads a mark: 75% of the target, -30m before its deadline, +2h after it,
// start+15m after the start, or the deadline. The error is an [*Error] with a hint.
func ParseMark(text string) (Mark, error) {
	if strings.HasSuffix(text, "%") {
		p, err := ParsePercent(text)
		return Mark{Percent: p}, err
	}
	if text == deadlineMark {
		return Mark{Deadline: true}, nil
	}
	sign := time.Duration(1)
	offset, fromStart := strings.CutPrefix(text, startMark)
	signed := fromStart
	if !signed {
		offset, signed = strings.CutPrefix(text, "+")
	}
	if !signed {
		sign = -1
		offset, signed = strings.CutPrefix(text, "-")
	}
	d, err := parseTime(offset)
	switch {
	case !signed:
		return Mark{}, markError(text, "write a share such as 75%, counted time before (-30m) or after (+2h) the deadline, the deadline, or start+15m")
	case strings.Contains(offset, "bd") || strings.Contains(offset, "cd"):
		return Mark{}, markError(text, "marks are counted time, not days: write hours, such as -8h")
	case err != nil:
		return Mark{}, markError(text, err.(*Error).Hint)
	}
	return Mark{Offset: sign * d, FromStart: fromStart}, nil
}

func markError(text, hint string) error {
	return &Error{Code: code.BadMark, Message: fmt.Sprintf("%q is not a point before or after a deadline", text), Hint: hint}
}

// defaultAtRisk is when a target is at risk where nothing else is written.
var defaultAtRisk = Mark{Percent: 75_000}
