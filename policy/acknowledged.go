package policy

import (
	"bytes"
	"regexp"
	"slices"
	"strings"
	"sync"

	"github.com/tenggat/sla/policy/internal/code"
	"github.com/tenggat/sla/policy/internal/source"
	"github.com/tenggat/sla/policy/internal/suggest"
)

// acknowledgeable are the codes of findings that a comment can acknowledge, those of package
// calendar first.
var acknowledgeable = append([]string{"contradictory_date", "overlapping_hours"}, code.Findings...)

// ignored is the comment "# ignore: code, code (why)" of a line.
type ignored struct {
	written, column int
	line            int // that it speaks of
	codes           []string
}

// ignorePattern finds the codes of the comment.
var ignorePattern = sync.OnceValue(func() *regexp.Regexp {
	return regexp.MustCompile(`^#\s*ignore:\s*([a-z_, ]*)`)
})

// ignoredIn are the comments of a file that acknowledge findings. One that is alone on its
// line speaks of the line after it and after other comments.
func ignoredIn(src []byte) (all []ignored) {
	if !bytes.Contains(src, []byte("ignore:")) {
		return nil
	}
	waiting := 0 // how many at the end of the list speak of the next line
	last := 0    // the last line with a comment alone
	settle := func() {
		for i := len(all) - waiting; i < len(all); i++ {
			all[i].line = last + 1
		}
		waiting = 0
	}
	for c := range source.Comments(src) {
		if c.Line > last+1 || !c.Alone {
			settle()
		}
		if c.Alone {
			last = c.Line
		}
		found := ignorePattern().FindSubmatch(c.Text)
		if found == nil {
			continue
		}
		i := ignored{written: c.Line, line: c.Line, column: c.Column}
		i.codes = strings.FieldsFunc(string(found[1]), func(r rune) bool { return r == ',' || r == ' ' })
		slices.Sort(i.codes)
		i.codes = slices.Compact(i.codes)
		all = append(all, i)
		if c.Alone {
			waiting++
		}
	}
	settle()
	return all
}

// acknowledgement is what a comment says of one finding.
type acknowledgement struct {
	*ignored
	file, code string
	used       bool
}

// acknowledged leaves out the findings that a comment acknowledges, and adds findings about
// comments that acknowledge nothing.
func (l *linter) acknowledged() {
	if l.set.sources == nil {
		return
	}
	type place struct {
		file string
		line int
		code string
	}
	var said []*acknowledgement
	here := make(map[place][]*acknowledgement)
	for _, f := range l.set.sources.files {
		for i := range f.ignored {
			c := &f.ignored[i]
			if len(c.codes) == 0 {
				said = append(said, &acknowledgement{ignored: c, file: f.name})
			}
			for _, name := range c.codes {
				a := &acknowledgement{ignored: c, file: f.name, code: name}
				at := place{f.name, c.line, name}
				said, here[at] = append(said, a), append(here[at], a)
			}
		}
	}
	l.findings = slices.DeleteFunc(l.findings, func(w *Finding) bool {
		found := here[place{w.File, w.Line, string(w.Code)}]
		for _, a := range found {
			a.used = true
		}
		return len(found) > 0
	})
	for _, a := range said {
		if !a.used {
			l.idle(a)
		}
	}
}

// idle warns about a comment that acknowledges nothing.
func (l *linter) idle(a *acknowledgement) {
	w := &Finding{File: a.file, Line: a.written, Column: a.column, Code: code.UnknownIgnore}
	switch {
	case a.code == "":
		w.Message, w.Hint = "the comment names no finding", "write # ignore: hours_for_days (why), for example"
	case slices.Contains(acknowledgeable, a.code):
		w.Code, w.Message, w.Hint = code.IdleIgnore, "the line has no finding "+a.code, "remove it"
	default:
		w.Message = "there is no finding " + a.code
		if l.Spend(len(acknowledgeable) * len(a.code)) {
			w.Hint = suggest.DidYouMean(a.code, acknowledgeable)
		}
	}
	l.findings = append(l.findings, w)
}
