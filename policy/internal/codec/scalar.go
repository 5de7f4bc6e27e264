package codec

import (
	"strconv"

	"github.com/tenggat/sla/policy/internal/code"
	"github.com/tenggat/sla/policy/internal/phrase"
	"github.com/tenggat/sla/policy/internal/source"
)

// Parsed is a codec of values with a text form. Of an error of parse, the code,
// the message and the hint are reported. The zero V is not written.
func Parsed[V comparable](what, pattern string, parse func(string) (V, *source.Error), format func(V) string) Codec[V] {
	return Codec[V]{
		Shape: &Shape{Text: true, Pattern: pattern},
		Read: func(d *Decoder, p source.Path, n *source.Node, into *V) {
			if !n.Kind.Scalar() {
				d.WrongType(p, n, what)
				return
			}
			v, err := parse(n.Value)
			if err != nil {
				d.Fail(p, n, err.Code, err.Hint, "%s", err.Message)
				return
			}
			*into = v
		},
		Write: func(v *V) *source.Node {
			var zero V
			if *v == zero {
				return nil
			}
			return source.NewText(format(*v))
		},
	}
}

// Text is a codec of texts that are not empty. Words, if there are any, are the
// only ones in the schema; whether a text is one of them is checked by who uses
// it.
func Text[T ~string](words ...T) Codec[T] {
	read := func(s string) (T, *source.Error) {
		if s == "" {
			return "", &source.Error{Code: code.Empty, Message: "it is empty", Hint: "write it, or leave it out"}
		}
		return T(s), nil
	}
	c := Parsed("text", "", read, func(v T) string { return string(v) })
	for _, w := range words {
		c.Shape.Words = append(c.Shape.Words, string(w))
	}
	return c
}

// Truth is a codec of true and false; nil is not set.
var Truth = Codec[*bool]{
	Shape: &Shape{Truth: true},
	Read: func(d *Decoder, p source.Path, n *source.Node, into **bool) {
		if n.Kind != source.Bool {
			d.notTruth(p, n)
			return
		}
		v := n.Value == "true"
		*into = &v
	},
	Write: func(v **bool) *source.Node {
		if *v == nil {
			return nil
		}
		return &source.Node{Kind: source.Bool, Value: strconv.FormatBool(**v)}
	},
}

// Flag is a codec of true and false, where false is the same as not set.
var Flag = Codec[bool]{
	Shape: Truth.Shape,
	Read: func(d *Decoder, p source.Path, n *source.Node, into *bool) {
		var v *bool
		if Truth.Read(d, p, n, &v); v != nil {
			*into = *v
		}
	},
	Write: func(v *bool) *source.Node {
		if !*v {
			return nil
		}
		return Truth.Write(&v)
	},
}

// Number is a codec of numbers; nil is not set.
var Number = Codec[*float64]{
	Shape: &Shape{Number: true},
	Read: func(d *Decoder, p source.Path, n *source.Node, into **float64) {
		if n.Kind != source.Number {
			d.WrongType(p, n, "a number")
			return
		}
		v, err := strconv.ParseFloat(n.Value, 64)
		if err != nil {
			d.Fail(p, n, code.BadNumber, "write a decimal number", "%q is not a number", n.Value)
			return
		}
		*into = &v
	},
	Write: func(v **float64) *source.Node {
		if *v == nil {
			return nil
		}
		return &source.Node{Kind: source.Number, Value: phrase.Number(**v)}
	},
}

// Node is a codec of values that are interpreted later: it keeps the node.
var Node = Codec[*source.Node]{
	Shape: &Shape{Text: true},
	Read:  func(_ *Decoder, _ source.Path, n *source.Node, into **source.Node) { *into = n },
	Write: func(v **source.Node) *source.Node { return *v },
}

// Pointer is a codec of values that may be absent.
func Pointer[V any](c Codec[V]) Codec[*V] {
	return Codec[*V]{
		Shape: c.Shape,
		Read: func(d *Decoder, p source.Path, n *source.Node, into **V) {
			*into = new(V)
			c.Read(d, p, n, *into)
		},
		Write: func(v **V) *source.Node {
			if *v == nil {
				return nil
			}
			return c.Write(*v)
		},
	}
}
