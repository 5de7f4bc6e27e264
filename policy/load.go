package policy

import (
	_ "embed"
	"io"

	"github.com/tenggat/sla/policy/internal/code"
	"github.com/tenggat/sla/policy/internal/source"
)

// Parse reads a policy file. The name is for messages. The error is [Errors]:
// every mistake found, with its line and column.
func Parse(name string, src []byte) (*Set, error) {
	return parse(name, src, nil)
}

// Load is [Parse] for a reader. It reads at most 1 MiB.
func Load(name string, r io.Reader) (*Set, error) {
	src, err := io.ReadAll(io.LimitReader(r, source.MaxSize+1))
	if err != nil {
		return nil, Errors{{File: name, Code: code.NoFile, Message: err.Error()}}
	}
	return Parse(name, src)
}

// Extend reads a tenant's file over a shared base: what the base defines can be
// used and extended, and is not compiled again. The tenant's policies are tried
// first, then the base's. Each has the revision of its own file.
//
// A name that the base has cannot be defined again, nor can a preset that its
// policies use be overridden. The tenant may have its own agreement and its own
// time_zone, which is of its own calendars and dates; but not another time_zone
// than a base that has one, or whose policies have dates. The base does not
// change. The error is [Errors].
func (s *Set) Extend(name string, src []byte) (*Set, error) {
	return parse(name, src, s)
}

func parse(name string, src []byte, base *Set) (*Set, error) {
	var spec Spec
	var from sources
	d := decoder{file: name}
	root := d.read(src, &spec)
	if root == nil {
		return nil, from.place(d.errs, d.dropped)
	}
	from.add(name, root)
	return newCompiler(&spec, collector{&from, d.errs, d.broken, d.dropped}, base).compile()
}

// read reads a file into a Spec. The tree is nil if there is nothing to go on
// with.
func (d *decoder) read(src []byte, into *Spec) *source.Node {
	root, problems := source.Read(src)
	d.unread = nil
	for _, p := range problems {
		d.unread = append(d.unread, p.Path)
		d.add(&Error{Line: p.Line, Column: p.Column, Path: string(p.Path), Code: Code(p.Code), Message: p.Message, Hint: p.Hint})
	}
	if root != nil && root.Kind != source.Null {
		language().read(d, "", root, into)
	}
	return root
}
