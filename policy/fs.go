package policy

import (
	"cmp"
	"fmt"
	"io/fs"
	"maps"
	"slices"

	"github.com/tenggat/sla/policy/internal/code"
	"github.com/tenggat/sla/policy/internal/source"
)

// LoadFS reads several files as one: a calendar in one, policies in others. The
// files are those that the patterns of [fs.Glob] match, in the order of the
// patterns and, for one pattern, of their names; policies are tried in that
// order. Without patterns, they are *.yaml and *.yml.
//
// Files may share what they define, but not define one thing twice. Only one
// may have an agreement, and all that have a time_zone must have the same; it
// is the default of all. A policy has the revision of its own file, or, if that
// has none, the first file's that has one. The error is [Errors].
func LoadFS(fsys fs.FS, globs ...string) (*Set, error) {
	m := merger{collector: collector{sources: new(sources)}, owners: make(map[source.Path]string)}
	names, errs := match(fsys, globs)
	m.errs = errs
	for _, name := range names {
		m.addFile(fsys, name)
	}
	if len(m.sources.files) == 0 {
		return nil, m.result()
	}
	return newCompiler(&m.spec, m.collector, nil).compile()
}

// match lists the files that the patterns match.
func match(fsys fs.FS, globs []string) (names []string, errs Errors) {
	needed := len(globs) > 0
	if !needed {
		globs = []string{"*.yaml", "*.yml"}
	}
	for _, glob := range globs {
		found, err := fs.Glob(fsys, glob)
		switch {
		case err != nil:
			errs = append(errs, &Error{File: glob, Code: code.NoFile, Message: err.Error()})
		case len(found) == 0 && needed:
			errs = append(errs, &Error{File: glob, Code: code.NoFile, Message: "no file matches this pattern"})
		}
		slices.Sort(found)
		for _, name := range found {
			if !slices.Contains(names, name) {
				names = append(names, name)
			}
		}
	}
	if len(names) == 0 && len(errs) == 0 {
		errs = append(errs, &Error{Code: code.NoFile, Message: "there is no *.yaml or *.yml file"})
	}
	return names, errs
}

// merger makes one Spec of several files.
type merger struct {
	collector
	spec   Spec
	owners map[source.Path]string // where what may be written only once is written
}

func (m *merger) addFile(fsys fs.FS, name string) {
	src, err := source.ReadFile(fsys, name)
	if err != nil {
		m.add(&Error{File: name, Code: code.NoFile, Message: err.Error()})
		return
	}
	var spec Spec
	root := m.read(name, src, &spec)
	if root == nil || root.Kind != source.Map {
		return
	}
	m.sources.add(name, root, src)
	m.merge(name, &spec, root)
}

// merge adds a file's Spec to that of the files before.
func (m *merger) merge(file string, spec *Spec, root *source.Node) {
	into := &m.spec
	if spec.TimeZone != "" && spec.TimeZone != into.TimeZone && m.once(file, "time_zone", root) {
		into.TimeZone = spec.TimeZone
	}
	if !spec.Agreement.isZero() && m.once(file, "agreement", root) {
		into.Agreement = spec.Agreement
	}
	for _, name := range slices.Sorted(maps.Keys(spec.Calendars)) {
		if m.once(file, source.Path("calendars").Key(name), root) {
			into.Calendars = union(into.Calendars, map[string]CalendarSpec{name: spec.Calendars[name]})
		}
	}
	for _, name := range slices.Sorted(maps.Keys(spec.Metrics)) {
		if m.once(file, source.Path("metrics").Key(name), root) {
			into.Metrics = union(into.Metrics, map[string]MetricSpec{name: spec.Metrics[name]})
		}
	}
	for category, texts := range spec.Statuses {
		if into.Statuses == nil {
			into.Statuses = make(map[Category][]string)
		}
		into.Statuses[category] = append(into.Statuses[category], texts...)
	}
	into.Fields = append(into.Fields, spec.Fields...)
	m.revise(spec)
	into.Policies = append(into.Policies, spec.Policies...)
	into.Objectives = append(into.Objectives, spec.Objectives...)
}

// revise keeps a file's revision with its policies, where it is not everyone's.
func (m *merger) revise(spec *Spec) {
	if m.spec.Revision == "" {
		m.spec.Revision = spec.Revision
	}
	if spec.Revision == m.spec.Revision {
		return
	}
	for i := range spec.Policies {
		spec.Policies[i].Revision = cmp.Or(spec.Policies[i].Revision, spec.Revision)
	}
}

// once reports whether a path is written for the first time. If it is not, that
// is an error.
func (m *merger) once(file string, p source.Path, root *source.Node) bool {
	at := root.Find(p)
	before, twice := m.owners[p]
	if twice {
		m.add(&Error{File: file, Line: at.Line, Column: at.Column, Path: string(p), Code: code.DuplicateName,
			Message: fmt.Sprintf("it is already written (%s)", before), Hint: "remove one"})
		m.broken = append(m.broken, part{file, p})
		return false
	}
	m.owners[p] = fmt.Sprintf("%s:%d:%d", file, at.Line, at.Column)
	return true
}
