package policy

import (
	"bytes"
	"regexp"
	"slices"
	"strings"
	"sync"

	"github.com/tenggat/sla/policy/internal/code"
	"github.com/tenggat/sla/policy/internal/suggest"
)

// acknowledgeable are the codes of findings that a comment can acknowledge, those of package
// calendar first.
var acknowledgeable = append([]string{"contradictory_date", "overlapping_hours"}, code.Findings...)

// ignored is the comment "# ignore: code, code (why)" of a line.
type ignored struct {
	written, column int
	line            int  // that it speaks of
	alone           bool // nothing else is on its line: it is about the next line that is not a comment
	codes           []Code
}

// ignorePattern finds the comment, which is at the beginning of a line or after a blank.
var ignorePattern = sync.OnceValue(func() *regexp.Regexp {
	return regexp.MustCompile(`^#\s*ignore:\s*([a-z_, ]*)`)
})

// ignoredIn are the comments of a file that acknowledge findings.
func ignoredIn(src []byte) (all []ignored) {
	number := 0
	for line := range bytes.Lines(src) {
		number++
		at := commentIn(line)
		if at < 0 {
			continue
		}
		found := ignorePattern().FindSubmatch(line[at:])
		if found == nil {
			continue
		}
		i := ignored{written: number, line: number, column: at + 1, alone: len(bytes.TrimSpace(line[:at])) == 0}
		for _, name := range strings.FieldsFunc(string(found[1]), func(r rune) bool { return r == ',' || r == ' ' }) {
			i.codes = append(i.codes, Code(name))
		}
		all = append(all, i)
	}
	// A comment alone on its line speaks of the line after it and after other comments.
	lines := bytes.Split(src, []byte("\n"))
	next := len(lines) // the number of the first line below that is not a comment
	for k, below := len(all)-1, len(lines); k >= 0; k-- {
		for i := &all[k]; below > i.written; below-- {
			if !bytes.HasPrefix(bytes.TrimSpace(lines[below-1]), []byte("#")) {
				next = below
			}
		}
		if all[k].alone {
			all[k].line = next
		}
	}
	return all
}

// commentIn returns where the comment of a line begins; -1 if there is none. Within quotes
// there is none.
func commentIn(line []byte) int {
	var quote byte
	for i, b := range line {
		switch {
		case quote == '"' && b == '"' && line[i-1] != '\\', quote == '\'' && b == '\'':
			quote = 0
		case quote != 0:
		case b == '#' && (i == 0 || line[i-1] == ' ' || line[i-1] == '\t'):
			return i
		case b == '"' || b == '\'':
			if i == 0 || bytes.IndexByte([]byte(" \t[{,:"), line[i-1]) >= 0 {
				quote = b
			}
		}
	}
	return -1
}

// acknowledgement is a comment, and which of its codes had a finding.
type acknowledgement struct {
	ignored
	used []bool
}

// acknowledged leaves out the findings that a comment acknowledges, and adds findings about
// comments that acknowledge nothing.
func (l *linter) acknowledged() {
	if l.set.sources == nil {
		return
	}
	for i := range l.set.sources.files {
		f := &l.set.sources.files[i]
		if len(f.ignored) == 0 {
			continue
		}
		byLine := make(map[int][]*acknowledgement)
		var comments []*acknowledgement
		for _, c := range f.ignored {
			a := &acknowledgement{ignored: c, used: make([]bool, len(c.codes))}
			comments, byLine[c.line] = append(comments, a), append(byLine[c.line], a)
		}
		l.findings = slices.DeleteFunc(l.findings, func(w *Finding) bool {
			left := w.File != f.name
			for _, c := range byLine[w.Line] {
				if k := slices.Index(c.codes, w.Code); !left && k >= 0 {
					c.used[k] = true
					return true
				}
			}
			return false
		})
		for _, c := range comments {
			l.idle(f.name, c)
		}
	}
}

// idle warns about a comment that acknowledges nothing.
func (l *linter) idle(file string, c *acknowledgement) {
	say := func(id Code, hint, message string) {
		l.findings = append(l.findings, &Finding{File: file, Line: c.written, Column: c.column, Code: id, Message: message, Hint: hint})
	}
	if len(c.codes) == 0 {
		say(code.UnknownIgnore, "write # ignore: hours_for_days (why), for example", "the comment names no finding")
	}
	for i, name := range c.codes {
		switch {
		case c.used[i]:
		case !slices.Contains(acknowledgeable, string(name)):
			say(code.UnknownIgnore, suggest.DidYouMean(string(name), acknowledgeable), "there is no finding "+string(name))
		default:
			say(code.IdleIgnore, "remove it", "the line has no finding "+string(name))
		}
	}
}
