package policy

import (
	"cmp"
	"fmt"
	"slices"
	"strings"

	"github.com/tenggat/sla/policy/internal/code"
	"github.com/tenggat/sla/policy/internal/suggest"
)

// Error is one mistake in a policy, with the place and, if there is one, the
// way to fix it.
type Error struct {
	File    string // empty for a Spec built in Go
	Line    int    // from 1; 0 is unknown
	Column  int    // from 1, in characters; 0 is unknown
	Path    string // of the key, such as policies[2].targets[0].within
	Code    Code
	Message string
	Hint    string // may be empty
}

// Error prints the mistake as a compiler does:
//
//	sla.yaml:12:9: policies[0].calender: unknown key; did you mean "calendar"? [unknown_key]
func (e *Error) Error() string {
	var b strings.Builder
	if e.File != "" {
		b.WriteString(e.File + ":")
	}
	if e.Line > 0 {
		fmt.Fprintf(&b, "%d:%d:", e.Line, e.Column)
	}
	if e.Path != "" {
		separate(&b)
		b.WriteString(e.Path + ":")
	}
	separate(&b)
	b.WriteString(e.Message)
	if e.Hint != "" {
		b.WriteString("; " + e.Hint)
	}
	if e.Code != "" {
		b.WriteString(" [" + string(e.Code) + "]")
	}
	return b.String()
}

// separate puts a space after what was written before.
func separate(b *strings.Builder) {
	if b.Len() > 0 {
		b.WriteByte(' ')
	}
}

// Snippet returns the line of src the error is on, with a caret under its
// column. It is empty if the error has no line in src.
func (e *Error) Snippet(src []byte) string {
	if e.Line < 1 {
		return ""
	}
	n := 0
	for line := range strings.Lines(string(src)) {
		if n++; n < e.Line {
			continue
		}
		line = strings.TrimRight(line, "\r\n")
		number := fmt.Sprintf("%4d | ", e.Line)
		return number + line + "\n" + strings.Repeat(" ", len(number)) + indentUpTo(line, e.Column) + "^\n"
	}
	return ""
}

// indentUpTo is as wide as the characters of line before the column: tabs stay
// tabs, everything else becomes a space.
func indentUpTo(line string, column int) string {
	var b strings.Builder
	for _, r := range line {
		if column--; column < 1 {
			break
		}
		if r != '\t' {
			r = ' '
		}
		b.WriteRune(r)
	}
	return b.String()
}

// Errors are all mistakes found in a policy, sorted by file, line and column.
type Errors []*Error

// Error prints one mistake a line.
func (e Errors) Error() string {
	lines := make([]string, len(e))
	for i, err := range e {
		lines[i] = err.Error()
	}
	return strings.Join(lines, "\n")
}

// Unwrap returns the mistakes for [errors.As].
func (e Errors) Unwrap() []error {
	errs := make([]error, len(e))
	for i, err := range e {
		errs[i] = err
	}
	return errs
}

func (e Errors) sort() {
	slices.SortStableFunc(e, func(a, b *Error) int {
		return cmp.Or(cmp.Compare(a.File, b.File), cmp.Compare(a.Line, b.Line), cmp.Compare(a.Column, b.Column))
	})
}

// choiceError reports that text is not one of the choices; what names them, with
// an article.
func choiceError(what, text string, choices []string) error {
	hint := suggest.DidYouMean(text, choices)
	if hint == "" {
		hint = "write one of " + strings.Join(choices, ", ")
	}
	return &Error{Code: code.BadChoice, Message: fmt.Sprintf("%q is not %s", text, what), Hint: hint}
}
