package source

import (
	"bytes"
	"iter"
	"unicode/utf8"
)

// Comment is a comment of a document.
type Comment struct {
	Line, Column int  // from 1, the column in characters
	Alone        bool // nothing else is on its line
	Text         []byte
}

// Comments yields the comments of a document that [Read] takes. A # in quotes, in a word
// or in a block of text begins none.
func Comments(src []byte) iter.Seq[Comment] {
	return func(yield func(Comment) bool) {
		s := scanner{key: -1}
		number := 0
		for line := range bytes.Lines(src) {
			number++
			line = bytes.TrimRight(line, "\r\n")
			at := s.line(line)
			if at < 0 {
				continue
			}
			c := Comment{number, 1 + utf8.RuneCount(line[:at]), len(bytes.TrimSpace(line[:at])) == 0, line[at:]}
			if !yield(c) {
				return
			}
		}
	}
}

// scanner looks for comments, line by line.
type scanner struct {
	quote    byte // in a quoted text: its quote
	block    bool // in a block of text: | or >
	key      int  // the column of the last key or dash, from 0; a block of text is to the right of it
	brackets int  // that are open
}

// inside reports whether the next line is a part of what began before it: of text, or of
// brackets.
func (s *scanner) inside(line []byte) bool {
	indent := len(line) - len(bytes.TrimLeft(line, " "))
	return s.quote != 0 || s.brackets > 0 || s.block && (indent == len(line) || indent > s.key)
}

// line takes one line, and returns where its comment begins; -1 if there is none.
func (s *scanner) line(line []byte) int {
	if s.block && s.inside(line) {
		return -1
	}
	s.block = false
	start := true // a value or key can begin here
	token := 0    // where the last one began
	for i := 0; i < len(line); i++ {
		b := line[i]
		blankBefore, blankAfter := i == 0 || blank(line[i-1]), i+1 == len(line) || blank(line[i+1])
		switch {
		case s.quote == '"' && b == '\\', s.quote == '\'' && b == '\'' && i+1 < len(line) && line[i+1] == '\'':
			i++
		case s.quote != 0:
			if b == s.quote {
				s.quote = 0
			}
		case blank(b):
		case b == '#' && blankBefore:
			return i
		case start && (b == '"' || b == '\''):
			s.quote, start, token = b, false, i
		case start && (b == '[' || b == '{'), s.brackets > 0 && (b == '[' || b == '{'):
			s.brackets, start = s.brackets+1, true
		case s.brackets > 0 && b == ',':
			start = true
		case s.brackets > 0 && (b == ']' || b == '}'):
			s.brackets, start = s.brackets-1, false
		case b == ':' && (blankAfter || s.brackets > 0 && i > 0 && line[i-1] == '"'):
			start = true
			if s.brackets == 0 {
				s.key = token
			}
		case start && s.brackets == 0 && b == '-' && blankAfter:
			s.key = i
		case start && s.brackets == 0 && (b == '|' || b == '>'):
			s.block, start = true, false
		case start:
			start, token = false, i
		}
	}
	return -1
}

func blank(b byte) bool { return b == ' ' || b == '\t' }
