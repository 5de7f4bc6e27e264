package policy

import (
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
	m := merger{owners: make(map[source.Path]string)}
	names, errs := match(fsys, globs)
	m.errs = errs
	for _, name := range names {
		m.add(fsys, name)
	}
	if len(m.sources.files) == 0 {
		return nil, m.sources.place(m.errs, m.dropped)
	}
	return newCompiler(&m.spec, collector{&m.sources, m.errs, m.broken, m.dropped}, nil).compile()
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
	decoder
	spec    Spec
	sources sources
	owners  map[source.Path]string // where what may be written only once is written
}

func (m *merger) add(fsys fs.FS, name string) {
	m.file = name
	src, err := source.ReadFile(fsys, name)
	if err != nil {
		m.errs = append(m.errs, &Error{File: name, Code: code.NoFile, Message: err.Error()})
		return
	}
	var spec Spec
	root := m.read(src, &spec)
	if root == nil || root.Kind != source.Map {
		return
	}
	m.sources.add(name, root)
	m.merge(&spec, root)
}

// merge adds a file's Spec to that of the files before.
func (m *merger) merge(spec *Spec, root *source.Node) {
	into := &m.spec
	if spec.TimeZone != "" && spec.TimeZone != into.TimeZone && m.once("time_zone", root) {
		into.TimeZone = spec.TimeZone
	}
	if !spec.Agreement.isZero() && m.once("agreement", root) {
		into.Agreement = spec.Agreement
	}
	for _, name := range slices.Sorted(maps.Keys(spec.Calendars)) {
		if m.once(source.Path("calendars").Key(name), root) {
			into.Calendars = union(into.Calendars, map[string]CalendarSpec{name: spec.Calendars[name]})
		}
	}
	for _, name := range slices.Sorted(maps.Keys(spec.Metrics)) {
		if m.once(source.Path("metrics").Key(name), root) {
			into.Metrics = union(into.Metrics, map[string]MetricSpec{name: spec.Metrics[name]})
		}
	}
	for category, texts := range spec.Statuses {
		if into.Statuses == nil {
			into.Statuses = make(map[Category][]string)
		}
		into.Statuses[category] = append(into.Statuses[category], texts...)
	}
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
		spec.Policies[i].Revision = first(spec.Policies[i].Revision, spec.Revision)
	}
}

// once reports whether a path is written for the first time, and complains if
// it is not.
func (m *merger) once(p source.Path, root *source.Node) bool {
	at := root.Find(p)
	before, twice := m.owners[p]
	if twice {
		m.fail(p, at, code.DuplicateName, "remove one", "it is already written (%s)", before)
		return false
	}
	m.owners[p] = fmt.Sprintf("%s:%d:%d", m.file, at.Line, at.Column)
	return true
}
