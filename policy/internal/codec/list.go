package codec

import (
	"maps"
	"slices"

	"github.com/tenggat/sla/policy/internal/code"
	"github.com/tenggat/sla/policy/internal/source"
)

// Emptiness is whether a list or map may be empty.
type Emptiness bool

// The values of Emptiness.
const (
	NotEmpty   Emptiness = false
	MaybeEmpty Emptiness = true
)

// List is a codec of lists.
func List[V any](c Codec[V], may Emptiness) Codec[[]V] {
	return Codec[[]V]{
		Shape: &Shape{List: c.Shape, NonEmpty: !bool(may)},
		Read: func(d *Decoder, p source.Path, n *source.Node, into *[]V) {
			if n.Kind == source.Map {
				d.Fail(p, n, code.WrongType, "begin each item with a dash", "it must be a list, not a map")
				return
			}
			if n.Kind != source.List {
				d.WrongType(p, n, "a list")
				return
			}
			if len(n.Items) == 0 && !may {
				d.Fail(p, n, code.Empty, "leave it out", "the list is empty")
				return
			}
			*into = make([]V, len(n.Items))
			for i, item := range n.Items {
				c.Read(d, p.At(i), item, &(*into)[i])
			}
		},
		Write: func(v *[]V) *source.Node {
			if *v == nil || len(*v) == 0 && !bool(may) {
				return nil
			}
			n := source.NewList()
			for i := range *v {
				item := c.Write(&(*v)[i])
				if item == nil {
					item = &source.Node{}
				}
				n.Items = append(n.Items, item)
			}
			return n
		},
	}
}

// OneOrMore is a codec of lists of scalars, where one scalar may be written
// without the list.
func OneOrMore[V any](c Codec[V]) Codec[[]V] {
	several := List(c, NotEmpty)
	return Codec[[]V]{
		Shape: &Shape{Either: []*Shape{c.Shape, several.Shape}},
		Read: func(d *Decoder, p source.Path, n *source.Node, into *[]V) {
			if n.Kind == source.List {
				several.Read(d, p, n, into)
				return
			}
			one := make([]V, 1)
			if c.Read(d, p, n, &one[0]); n.Kind.Scalar() {
				*into = one
			}
		},
		Write: several.Write,
	}
}

// Map is a codec of maps with keys of the writer's choice.
func Map[V any](c Codec[V], may Emptiness) Codec[map[string]V] {
	return Codec[map[string]V]{
		Shape: &Shape{Values: c.Shape, NonEmpty: !bool(may)},
		Read: func(d *Decoder, p source.Path, n *source.Node, into *map[string]V) {
			if n.Kind != source.Map {
				d.WrongType(p, n, "a map")
				return
			}
			if len(n.Entries) == 0 && !may {
				d.Fail(p, n, code.Empty, "leave it out", "the map is empty")
				return
			}
			*into = make(map[string]V, len(n.Entries))
			for _, e := range n.Entries {
				var v V
				c.Read(d, p.Key(e.Key.Value), e.Value, &v)
				(*into)[e.Key.Value] = v
			}
		},
		Write: func(v *map[string]V) *source.Node {
			if *v == nil || len(*v) == 0 && !bool(may) {
				return nil
			}
			n := &source.Node{Kind: source.Map}
			for _, name := range slices.Sorted(maps.Keys(*v)) {
				value := (*v)[name]
				written := c.Write(&value)
				if written == nil {
					written = &source.Node{Kind: source.Map}
				}
				n.Add(name, written)
			}
			return n
		},
	}
}
