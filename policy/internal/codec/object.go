package codec

import (
	"fmt"
	"slices"

	"github.com/tenggat/sla/policy/internal/code"
	"github.com/tenggat/sla/policy/internal/source"
)

// Object is a map with known keys, which is read into a T.
type Object[T any] struct {
	What string // in messages: "a policy"
	Keys []Key[T]
}

// Key is one key of an object T: its description, and how its value is read into
// a T and written.
type Key[T any] struct {
	Member
	Read  func(d *Decoder, p source.Path, n *source.Node, into *T)
	Write func(from *T) *source.Node

	missing string // the hint of the mistake that the key is missing; empty: it may be
}

// Field makes a key whose value is a part of T.
func Field[T, V any](name string, c Codec[V], part func(*T) *V, doc string) Key[T] {
	return Key[T]{
		Member: Member{Name: name, Doc: doc, Shape: c.Shape},
		Read:   func(d *Decoder, p source.Path, n *source.Node, into *T) { c.Read(d, p, n, part(into)) },
		Write:  func(from *T) *source.Node { return c.Write(part(from)) },
	}
}

// Required marks a key as required in the schema. Whether it is there is checked
// by who uses the value.
func Required[T any](k Key[T]) Key[T] {
	k.Required = true
	return k
}

// Needed marks a key as required. An object without it is a mistake, with a hint.
func Needed[T any](k Key[T], hint string) Key[T] {
	k.Required, k.missing = true, hint
	return k
}

// Also gives a key another spelling.
func Also[T any](k Key[T], name string) Key[T] {
	k.Member.Also = name
	return k
}

// Codec is the codec of the object; the name is that of the object in the schema.
func (o *Object[T]) Codec(name string) Codec[T] {
	m := &Members{Name: name}
	for _, k := range o.Keys {
		m.Keys = append(m.Keys, k.Member)
	}
	return Codec[T]{&Shape{Object: m}, o.Read, o.Write}
}

// Read reads the object.
func (o *Object[T]) Read(d *Decoder, p source.Path, n *source.Node, into *T) {
	if n.Kind != source.Map {
		d.WrongType(p, n, "a map")
		return
	}
	read := make([]bool, len(o.Keys))
	for at, e := range n.Entries {
		i := slices.IndexFunc(o.Keys, func(k Key[T]) bool { return k.Name == e.Key.Value || k.Also != "" && k.Also == e.Key.Value })
		switch {
		case i < 0:
			d.unknownKey(p, n, at, o.What, o.members())
		case read[i]:
			d.Fail(p.Key(e.Key.Value), e.Key, code.DuplicateKey, fmt.Sprintf("%s and %s are the same; remove one", o.Keys[i].Name, o.Keys[i].Also), "the key is there twice")
		default:
			read[i] = true
			o.Keys[i].Read(d, p.Key(e.Key.Value), e.Value, into)
		}
	}
	for i, k := range o.Keys {
		if k.missing != "" && !read[i] {
			d.Fail(p.Key(k.Name), n, code.MissingKey, k.missing, "%s is missing", k.Name)
		}
	}
}

// Write writes the object; nil if none of its keys is set.
func (o *Object[T]) Write(from *T) *source.Node {
	n := &source.Node{Kind: source.Map}
	for _, k := range o.Keys {
		n.Add(k.Name, k.Write(from))
	}
	if len(n.Entries) == 0 {
		return nil
	}
	return n
}

// Has reports whether the object has a key.
func (o *Object[T]) Has(name string) bool {
	return slices.ContainsFunc(o.Keys, func(k Key[T]) bool { return k.Name == name })
}

func (o *Object[T]) members() []Member {
	all := make([]Member, len(o.Keys))
	for i, k := range o.Keys {
		all[i] = k.Member
	}
	return all
}
