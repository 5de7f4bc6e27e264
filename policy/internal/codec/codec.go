// Package codec maps positioned YAML to Go values and back. Each kind of value
// has a [Codec], and each map with known keys a table of keys, from which come
// reading, writing, the messages about unknown keys and the JSON schema.
//
//	type person struct {
//		Name   string
//		Emails []string
//	}
//
//	var people = (&codec.Object[person]{What: "a person", Keys: []codec.Key[person]{
//		codec.Required(codec.Field("name", codec.Text[string](), func(p *person) *string { return &p.Name }, "The full name.")),
//		codec.Field("emails", codec.OneOrMore(codec.Text[string]()), func(p *person) *[]string { return &p.Emails }, "Addresses."),
//	}}).Codec("person")
//
// Mistakes are collected by a [Decoder], with their places. Reading goes on after
// a mistake, so that all mistakes of a file are found at once.
package codec

import "github.com/tenggat/sla/policy/internal/source"

// Codec reads one kind of value, writes it, and describes it for the schema. A
// Codec does not change after it is made and is safe for concurrent use.
type Codec[V any] struct {
	Shape *Shape
	// Read sets *into to the value of a node. With a mistake, which it reports to
	// the Decoder, it leaves what it cannot read as it is.
	Read func(d *Decoder, p source.Path, n *source.Node, into *V)
	// Write returns the node for a value; nil if the value is not set.
	Write func(v *V) *source.Node
}

// Shape describes the values that a codec reads. One of the first seven fields is
// set.
type Shape struct {
	Text   bool     // a text; numbers and booleans stand for their text
	Number bool     // a number
	Truth  bool     // true or false
	Either []*Shape // any of these
	Object *Members // a map with known keys
	List   *Shape   // a list of these
	Values *Shape   // a map with any keys to these

	Words    []string // of a text or number: the only ones
	Pattern  string   // of a text: a regular expression
	NonEmpty bool     // of a list or map: it must not be empty
}

// Members are the keys of an object.
type Members struct {
	Name string // of the object, in the schema
	Keys []Member
	Rest *Shape // of any other key; nil: no other key is allowed
}

// Member describes one key of an object.
type Member struct {
	Name, Doc string
	Also      string // another spelling of the name
	Shape     *Shape
	Required  bool
}
