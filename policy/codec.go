package policy

import (
	"fmt"
	"slices"
	"strconv"
	"strings"

	"github.com/tenggat/sla/policy/internal/code"
	"github.com/tenggat/sla/policy/internal/phrase"
	"github.com/tenggat/sla/policy/internal/source"
)

// codec reads one kind of value from a file, writes it, and describes it to the
// schema.
type codec[V any] struct {
	shape *shape
	read  func(d *decoder, p source.Path, n *source.Node, into *V)
	write func(v *V) *source.Node // nil when there is nothing to say
}

// shape describes the values a codec reads. One of the first five is set.
type shape struct {
	text   bool     // a text; numbers and booleans stand for their text
	number bool     // a number
	truth  bool     // true or false
	either []*shape // any of these
	object *members // a map with known keys
	list   *shape   // a list of these
	values *shape   // a map with any keys to these

	words   []string // of a text: the only ones
	pattern string   // of a text
	nonzero bool     // of a list or map: not empty
}

// members are the keys of an object.
type members struct {
	name string // of the object, in the schema
	keys []member
	rest *shape // of any other key, if any is allowed
}

type member struct {
	name, doc string
	also      string // another spelling
	shape     *shape
	required  bool
}

// key is one key of an object T: its name, its meaning, and where its value is.
type key[T any] struct {
	member
	read  func(d *decoder, p source.Path, n *source.Node, into *T)
	write func(from *T) *source.Node
}

// field makes a key whose value is a part of T.
func field[T, V any](name string, c codec[V], part func(*T) *V, doc string) key[T] {
	return key[T]{
		member: member{name: name, doc: doc, shape: c.shape},
		read:   func(d *decoder, p source.Path, n *source.Node, into *T) { c.read(d, p, n, part(into)) },
		write:  func(from *T) *source.Node { return c.write(part(from)) },
	}
}

// required marks a key that must be there.
func required[T any](k key[T]) key[T] {
	k.member.required = true
	return k
}

// object is a map with known keys.
type object[T any] struct {
	what string // "a policy"
	keys []key[T]
}

// codec reads and writes the object.
func (o *object[T]) codec(name string) codec[T] {
	m := &members{name: name}
	for _, k := range o.keys {
		m.keys = append(m.keys, k.member)
	}
	return codec[T]{&shape{object: m}, o.read, o.write}
}

func (o *object[T]) read(d *decoder, p source.Path, n *source.Node, into *T) {
	if n.Kind != source.Map {
		d.wrongType(p, n, "a map")
		return
	}
	read := make([]bool, len(o.keys))
	for _, e := range n.Entries {
		i := slices.IndexFunc(o.keys, func(k key[T]) bool { return k.name == e.Key.Value || k.also != "" && k.also == e.Key.Value })
		switch {
		case i < 0:
			d.unknownKey(p, e.Key, o.what, o.names())
		case read[i]:
			d.fail(p.Key(e.Key.Value), e.Key, code.DuplicateKey, fmt.Sprintf("%s and %s are the same; remove one", o.keys[i].name, o.keys[i].also), "the key is there twice")
		default:
			read[i] = true
			o.keys[i].read(d, p.Key(e.Key.Value), e.Value, into)
		}
	}
}

func (o *object[T]) write(from *T) *source.Node {
	n := &source.Node{Kind: source.Map}
	for _, k := range o.keys {
		n.Add(k.name, k.write(from))
	}
	if len(n.Entries) == 0 {
		return nil
	}
	return n
}

func (o *object[T]) names() []string {
	names := make([]string, len(o.keys))
	for i, k := range o.keys {
		names[i] = k.name
	}
	return names
}

// decoder collects the mistakes of one file.
type decoder struct {
	file   string
	errs   Errors
	unread []source.Path // what is no document at all; nothing is said about what it might be
	broken []part        // that, and what says nothing the language has

	dropped int // mistakes that are not collected any more
}

// part is a part of a file.
type part struct {
	file string
	path source.Path
}

func (d *decoder) fail(p source.Path, n *source.Node, id Code, hint, format string, args ...any) {
	if slices.Contains(d.unread, p) {
		return
	}
	d.add(&Error{Line: n.Line, Column: n.Column, Path: string(p), Code: id, Hint: hint, Message: fmt.Sprintf(format, args...)})
}

func (d *decoder) add(e *Error) {
	if len(d.errs) >= maxCollected {
		d.dropped++
		return
	}
	e.File = d.file
	d.errs = append(d.errs, e)
	d.broken = append(d.broken, part{d.file, source.Path(e.Path)})
}

func (d *decoder) wrongType(p source.Path, n *source.Node, want string) {
	hint := ""
	if n.Kind == source.Null {
		hint = "write it, or leave the key out"
	}
	d.fail(p, n, code.WrongType, hint, "it must be %s, not %s", want, n.Kind)
}

// notTruth refuses what is neither true nor false; YAML 1.1 had more words for
// them.
func (d *decoder) notTruth(p source.Path, n *source.Node) {
	hint := "write true or false"
	switch strings.ToLower(n.Value) {
	case "yes", "y", "on", "1", "true":
		hint = "write true, without quotes"
	case "no", "n", "off", "0", "false":
		hint = "write false, without quotes"
	}
	d.fail(p, n, code.WrongType, hint, "it must be true or false, not %s", n.Kind)
}

func (d *decoder) unknownKey(p source.Path, k *source.Node, what string, known []string) {
	hint := didYouMean(k.Value, known)
	if hint == "" {
		hint = fmt.Sprintf("the keys of %s are %s", what, phrase.Every(known))
	}
	d.fail(p.Key(k.Value), k, code.UnknownKey, hint, "unknown key")
}

// parsed is a codec of values with a form of their own.
func parsed[V comparable](what, pattern string, parse func(string) (V, error), format func(V) string) codec[V] {
	return codec[V]{
		shape: &shape{text: true, pattern: pattern},
		read: func(d *decoder, p source.Path, n *source.Node, into *V) {
			if !n.Kind.Scalar() {
				d.wrongType(p, n, what)
				return
			}
			v, err := parse(n.Value)
			if e, ok := err.(*Error); ok {
				d.fail(p, n, e.Code, e.Hint, "%s", e.Message)
				return
			}
			*into = v
		},
		write: func(v *V) *source.Node {
			var zero V
			if *v == zero {
				return nil
			}
			return source.NewText(format(*v))
		},
	}
}

// textOf is a codec of texts that say something. Words, if there are any, are
// all it may say; whether it does is checked with the Spec.
func textOf[T ~string](words ...T) codec[T] {
	read := func(s string) (T, error) {
		if s == "" {
			return "", &Error{Code: code.Empty, Message: "it says nothing", Hint: "write it, or leave it out"}
		}
		return T(s), nil
	}
	c := parsed("text", "", read, func(v T) string { return string(v) })
	c.shape.words = texts(words)
	return c
}

// truth is a codec of true and false. nil is neither.
var truth = codec[*bool]{
	shape: &shape{truth: true},
	read: func(d *decoder, p source.Path, n *source.Node, into **bool) {
		if n.Kind != source.Bool {
			d.notTruth(p, n)
			return
		}
		v := n.Value == "true"
		*into = &v
	},
	write: func(v **bool) *source.Node {
		if *v == nil {
			return nil
		}
		return &source.Node{Kind: source.Bool, Value: strconv.FormatBool(**v)}
	},
}

// flag is a codec of true, where false is the same as nothing.
var flag = codec[bool]{
	shape: truth.shape,
	read: func(d *decoder, p source.Path, n *source.Node, into *bool) {
		var v *bool
		if truth.read(d, p, n, &v); v != nil {
			*into = *v
		}
	},
	write: func(v *bool) *source.Node {
		if !*v {
			return nil
		}
		return truth.write(&v)
	},
}

// number is a codec of numbers.
var number = codec[*float64]{
	shape: &shape{number: true},
	read: func(d *decoder, p source.Path, n *source.Node, into **float64) {
		if n.Kind != source.Number {
			d.wrongType(p, n, "a number")
			return
		}
		v, err := strconv.ParseFloat(n.Value, 64)
		if err != nil {
			d.fail(p, n, code.BadNumber, "write a decimal number", "%q is no number", n.Value)
			return
		}
		*into = &v
	},
	write: func(v **float64) *source.Node {
		if *v == nil {
			return nil
		}
		return &source.Node{Kind: source.Number, Value: phrase.Number(**v)}
	},
}

// pointer is a codec of values that may be absent.
func pointer[V any](c codec[V]) codec[*V] {
	return codec[*V]{
		shape: c.shape,
		read: func(d *decoder, p source.Path, n *source.Node, into **V) {
			*into = new(V)
			c.read(d, p, n, *into)
		},
		write: func(v **V) *source.Node {
			if *v == nil {
				return nil
			}
			return c.write(*v)
		},
	}
}
