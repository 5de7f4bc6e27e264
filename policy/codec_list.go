package policy

import (
	"maps"
	"slices"

	"github.com/tenggat/sla/policy/internal/code"
	"github.com/tenggat/sla/policy/internal/source"
)

// list is a codec of lists; emptiness says whether a list may be empty.
func list[V any](c codec[V], may emptiness) codec[[]V] {
	return codec[[]V]{
		shape: &shape{list: c.shape, nonzero: !bool(may)},
		read: func(d *decoder, p source.Path, n *source.Node, into *[]V) {
			if n.Kind == source.Map {
				d.fail(p, n, code.WrongType, "begin each item with a dash", "it must be a list, not a map")
				return
			}
			if n.Kind != source.List {
				d.wrongType(p, n, "a list")
				return
			}
			if len(n.Items) == 0 && !may {
				d.fail(p, n, code.Empty, "leave it out", "the list is empty")
				return
			}
			*into = make([]V, len(n.Items))
			for i, item := range n.Items {
				c.read(d, p.At(i), item, &(*into)[i])
			}
		},
		write: func(v *[]V) *source.Node {
			if *v == nil || len(*v) == 0 && !bool(may) {
				return nil
			}
			n := source.NewList()
			for i := range *v {
				item := c.write(&(*v)[i])
				if item == nil {
					item = &source.Node{}
				}
				n.Items = append(n.Items, item)
			}
			return n
		},
	}
}

// emptiness says whether a list may be empty.
type emptiness bool

const (
	notEmpty   emptiness = false
	maybeEmpty emptiness = true
)

// oneOrMore is a codec of lists of scalars that may be written as one.
func oneOrMore[V any](c codec[V]) codec[[]V] {
	several := list(c, notEmpty)
	return codec[[]V]{
		shape: &shape{either: []*shape{c.shape, several.shape}},
		read: func(d *decoder, p source.Path, n *source.Node, into *[]V) {
			if n.Kind == source.List {
				several.read(d, p, n, into)
				return
			}
			one := make([]V, 1)
			if c.read(d, p, n, &one[0]); n.Kind.Scalar() {
				*into = one
			}
		},
		write: several.write,
	}
}

// mapOf is a codec of maps with keys of the writer's choice.
func mapOf[V any](c codec[V]) codec[map[string]V] {
	return codec[map[string]V]{
		shape: &shape{values: c.shape, nonzero: true},
		read: func(d *decoder, p source.Path, n *source.Node, into *map[string]V) {
			if n.Kind != source.Map {
				d.wrongType(p, n, "a map")
				return
			}
			if len(n.Entries) == 0 {
				d.fail(p, n, code.Empty, "leave it out", "the map is empty")
				return
			}
			*into = make(map[string]V, len(n.Entries))
			for _, e := range n.Entries {
				var v V
				c.read(d, p.Key(e.Key.Value), e.Value, &v)
				(*into)[e.Key.Value] = v
			}
		},
		write: func(v *map[string]V) *source.Node {
			if len(*v) == 0 {
				return nil
			}
			n := &source.Node{Kind: source.Map}
			for _, name := range slices.Sorted(maps.Keys(*v)) {
				value := (*v)[name]
				written := c.write(&value)
				if written == nil {
					written = &source.Node{Kind: source.Map}
				}
				n.Add(name, written)
			}
			return n
		},
	}
}
