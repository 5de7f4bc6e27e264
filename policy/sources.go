package policy

import (
	"fmt"
	"strconv"
	"strings"

	"github.com/tenggat/sla/policy/internal/code"
	"github.com/tenggat/sla/policy/internal/source"
)

// maxErrors is how many mistakes are reported at once, and maxCollected of how
// many they are the first.
const (
	maxErrors    = 100
	maxCollected = 1000
)

// sources are the files a Spec was read from. A path in the Spec is the path in
// the file, but for the indexes of lists to which several files add. A nil
// *sources has no places.
type sources struct {
	files []file
	// lists are the items of merged lists, by the path of the list.
	lists map[source.Path][]item
}

type file struct {
	name    string
	root    *source.Node
	ignored []ignored // its comments that acknowledge findings
}

// item returns where an item of a merged list is written.
type item struct{ file, index int }

// add appends a file and notes what it adds to the merged lists.
func (s *sources) add(name string, root *source.Node, src []byte) {
	if s.lists == nil {
		s.lists = make(map[source.Path][]item)
	}
	s.files = append(s.files, file{name, root, ignoredIn(src)})
	i := len(s.files) - 1
	s.note(i, "fields", root.Get("fields"))
	s.note(i, "policies", root.Get("policies"))
	s.note(i, "objectives", root.Get("objectives"))
	if statuses := root.Get("statuses"); statuses != nil {
		for _, e := range statuses.Entries {
			p := source.Path("statuses").Key(e.Key.Value)
			s.note(i, p, e.Value)
			if e.Value.Kind.Scalar() { // one status instead of a list
				s.lists[p] = append(s.lists[p], item{i, 0})
			}
		}
	}
}

// note notes the items of a list.
func (s *sources) note(file int, p source.Path, list *source.Node) {
	if list == nil {
		return
	}
	for i := range list.Items {
		s.lists[p] = append(s.lists[p], item{file, i})
	}
}

// find returns the file a path of the Spec leads to, its path there, and the
// nearest node.
func (s *sources) find(p source.Path) (f file, inFile source.Path, at *source.Node) {
	for list, items := range s.lists {
		rest, ok := strings.CutPrefix(string(p), string(list)+"[")
		if !ok {
			continue
		}
		index, below, _ := strings.Cut(rest, "]")
		if n, err := strconv.Atoi(index); err == nil && 0 <= n && n < len(items) {
			f = s.files[items[n].file]
			inFile = list.At(items[n].index).Join(source.Path(strings.TrimPrefix(below, ".")))
			return f, inFile, f.root.Find(inFile)
		}
	}
	deepest := -1
	for _, candidate := range s.files {
		if depth := candidate.root.Depth(p); depth > deepest {
			deepest, f = depth, candidate
		}
	}
	return f, p, f.root.Find(p)
}

// ofField returns the path to a field of a predicate: written in the short form, in
// the short form beside other keys, or with the key field.
func (s *sources) ofField(p source.Path, field string) source.Path {
	short := p.Key(field)
	beside := short
	if i := strings.LastIndex(string(p), ".all["); i >= 0 && strings.HasSuffix(string(p), "]") {
		beside = p[:i].Key(field)
	}
	if s != nil && len(s.files) > 0 {
		for _, candidate := range []source.Path{short, beside} {
			if f, inFile, _ := s.find(candidate); f.root.Has(inFile) {
				return candidate
			}
		}
	}
	return p.Key("field")
}

// place gives errors that have a path their file and line, sorts them, and
// bounds their number; some were dropped already.
func (s *sources) place(errs Errors, dropped int) Errors {
	if s != nil && len(s.files) > 0 {
		for _, e := range errs {
			if e.Line > 0 || e.File != "" {
				continue
			}
			f, p, at := s.find(source.Path(e.Path))
			e.File, e.Path, e.Line, e.Column = f.name, string(p), at.Line, at.Column
		}
		errs.sort()
	}
	if len(errs) > maxErrors {
		last := errs[maxErrors-1]
		errs = append(errs[:maxErrors:maxErrors], &Error{File: last.File, Line: last.Line, Column: last.Column, Code: code.TooManyErrors,
			Message: fmt.Sprintf("%d more mistakes are not shown", len(errs)-maxErrors+dropped)})
	}
	return errs
}

// where writes the place of a path in brackets, for messages with two places.
func (s *sources) where(p source.Path) string {
	if s == nil {
		return fmt.Sprintf(" (%s)", p)
	}
	f, _, at := s.find(p)
	return fmt.Sprintf(" (%s:%d:%d)", f.name, at.Line, at.Column)
}
