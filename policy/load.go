package policy

import (
	_ "embed"
	"io"

	"github.com/tenggat/sla/policy/internal/code"
	"github.com/tenggat/sla/policy/internal/codec"
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
	c := collector{sources: new(sources)}
	root := c.read(name, src, &spec)
	if root == nil {
		return nil, c.result()
	}
	c.sources.add(name, root, src)
	return newCompiler(&spec, c, base).compile()
}

// read reads a file into a Spec, and collects its mistakes. The tree is nil if
// nothing of the file can be read.
func (c *collector) read(name string, src []byte, into *Spec) *source.Node {
	c.size += len(src)
	var d codec.Decoder
	root := d.Open(src)
	if root != nil && root.Kind != source.Null {
		language().Read(&d, "", root, into)
	}
	for _, e := range d.Errs {
		c.add(&Error{File: name, Line: e.Line, Column: e.Column, Path: string(e.Path), Code: Code(e.Code), Message: e.Message, Hint: e.Hint})
		c.broken = append(c.broken, part{name, e.Path})
	}
	for _, p := range d.Displaced {
		c.broken = append(c.broken, part{name, p})
	}
	c.dropped += d.Dropped
	return root
}
