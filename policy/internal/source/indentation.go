package source

import (
	"bytes"
	"fmt"
	"strings"
)

// lead is how a line begins.
type lead struct {
	indent int // in bytes
	dashes int
	column int    // of what follows the dashes, in bytes
	tab    bool   // there is a tab before that
	key    string // that follows; empty if there is none, or it is in quotes
	empty  bool   // the line is, but for a comment
	valued bool   // it has a value, or a part of one
}

func leadOf(line []byte) lead {
	rest := bytes.TrimLeft(line, " \t")
	l := lead{indent: len(line) - len(rest)}
	for len(rest) > 1 && rest[0] == '-' && blank(rest[1]) {
		rest = bytes.TrimLeft(rest[1:], " \t")
		l.dashes++
	}
	l.column = len(line) - len(rest)
	l.tab = bytes.IndexByte(line[:l.column], '\t') >= 0
	rest = bytes.TrimSpace(rest)
	l.empty = len(rest) == 0 || rest[0] == '#'
	key, value, found := bytes.Cut(rest, []byte(":"))
	if found && !bytes.ContainsAny(key, " \t\"'{[,") {
		l.key = string(key)
	}
	value = bytes.TrimSpace(value)
	l.valued = len(value) > 0 && value[0] != '#'
	return l
}

// level is a map or list that is open at a line.
type level struct {
	column int
	key    string // the last key of the map; empty if the level is a list, or it is in quotes
	list   bool
	valued bool // the key has a value on its line
}

// findUneven moves a mistake from the map or list that it is in, where the library often
// places it, to the line that is in no column of those that are open.
func (e *Error) findUneven(src []byte) {
	s := scanner{key: -1}
	var levels []level
	n := 0
	for line := range bytes.Lines(src) {
		n++
		line = bytes.TrimRight(line, "\r\n")
		inside := s.inside(line)
		s.line(line)
		l := leadOf(line)
		if inside || l.empty {
			continue
		}
		var closed []level // inner ones first
		for len(levels) > 0 && !levels[len(levels)-1].takes(l) {
			closed = append(closed, levels[len(levels)-1])
			levels = levels[:len(levels)-1]
		}
		if n >= e.Line && e.uneven(n, l, levels, closed) {
			return
		}
		levels = l.open(levels)
	}
}

// takes reports whether a line is in the level's column, or within what is there.
func (v level) takes(l lead) bool {
	if l.indent == v.column && v.list {
		return l.dashes > 0
	}
	return l.indent >= v.column
}

// open adds the levels that a line opens, within those it is in.
func (l lead) open(levels []level) []level {
	if l.dashes > 0 && (len(levels) == 0 || levels[len(levels)-1].column < l.indent || !levels[len(levels)-1].list) {
		levels = append(levels, level{column: l.indent, list: true})
	}
	if l.key == "" && !l.valued {
		return levels
	}
	if last := len(levels) - 1; last < 0 || levels[last].column < l.column {
		levels = append(levels, level{column: l.column})
	}
	last := &levels[len(levels)-1]
	last.key, last.valued = l.key, l.valued
	return levels
}

// uneven reports whether a line is in no column, and sets the place and the hint.
func (e *Error) uneven(n int, l lead, levels, closed []level) bool {
	var top *level
	if len(levels) > 0 {
		top = &levels[len(levels)-1]
	}
	if l.key == "" && l.dashes == 0 || top != nil && l.indent == top.column ||
		len(closed) == 0 && (top == nil || !top.valued || l.dashes > 0) {
		return false
	}
	// The line may have been meant for what is open, or for what it has closed.
	var hints []string
	offer := func(v *level) {
		switch {
		case v.list != (l.dashes > 0):
		case v.list:
			hints = append(hints, fmt.Sprintf("%d spaces, as the items above", v.column))
		case v.key != "":
			hints = append(hints, fmt.Sprintf("%d spaces, as %s", v.column, v.key))
		}
	}
	if top != nil && (top.column > 0 || len(closed) == 0) {
		offer(top)
	}
	for i := len(closed) - 1; i >= 0 && len(hints) < 2; i-- {
		offer(&closed[i])
	}
	if hints == nil {
		return false
	}
	what := l.key
	if l.dashes > 0 {
		what = "this item"
	}
	e.Line, e.Column = n, 1+l.indent
	e.Hint = "indent " + what + " with " + strings.Join(hints, ", or with ")
	return true
}
