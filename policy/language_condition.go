package policy

import (
	"cmp"
	"fmt"
	"slices"
	"strings"
	"sync"

	"github.com/tenggat/sla/policy/internal/code"
	"github.com/tenggat/sla/policy/internal/codec"
	"github.com/tenggat/sla/policy/internal/phrase"
	"github.com/tenggat/sla/policy/internal/source"
)

// conditionTable is the language of predicates: a map with known keys, where
// any other key is the name of a ticket field.
type conditionTable struct {
	codec.Object[Condition]
}

// predicateKeys are the keys of predicates.
var predicateKeys = sync.OnceValue(func() []string {
	var names []string
	for _, m := range conditionCodec().Shape.Either[0].Object.Keys {
		names = append(names, m.Name)
	}
	return names
})

// untilCodec is a codec of the field with an instant.
func untilCodec(text codec.Codec[string]) codec.Codec[string] {
	return (&codec.Object[string]{What: "until", Keys: []codec.Key[string]{
		codec.Required(codec.Field("field", text, func(s *string) *string { return s }, "The ticket field that holds the instant (RFC 3339).")),
	}}).Codec("until")
}

// never is the predicate that is a word instead of a map.
const never = "never"

func conditionCodec() codec.Codec[*Condition] {
	t := &conditionTable{codec.Object[Condition]{What: "a predicate"}}
	self := codec.Codec[Condition]{Shape: &codec.Shape{Object: &codec.Members{Name: "condition"}}, Read: t.Read, Write: t.Write}
	text := codec.Text[string]()
	texts := codec.OneOrMore(text)
	categories := codec.OneOrMore(categoryCodec())
	group := codec.List(self, codec.NotEmpty)
	optional, number, fieldValue := boolCodec(), decimalCodec(), fieldValueCodec()
	t.Keys = []codec.Key[Condition]{
		codec.Field("event", texts, func(c *Condition) *[]string { return &c.Event }, "Events: of this type."),
		codec.Field("actor", codec.OneOrMore(codec.Text(actors...)), func(c *Condition) *[]Actor { return &c.Actor }, "Events: made by."),
		codec.Field("public", optional, func(c *Condition) *Bool { return &c.Public }, "Events: not an internal note."),
		codec.Field("status", categories, func(c *Condition) *[]Category { return &c.Status }, "Events: moved the ticket into one of these categories. Else: it is in one of them."),
		codec.Field("reopened", optional, func(c *Condition) *Bool { return &c.Reopened }, "Events: moved the ticket out of solved or closed."),
		codec.Field("responded", optional, func(c *Condition) *Bool { return &c.Responded }, "A public agent comment has been made since creation."),
		codec.Field("created_during", texts, func(c *Condition) *[]string { return &c.CreatedDuring }, "Not for events: the ticket was created in the open time of one of these calendars."),
		codec.Field("last_comment", codec.OneOrMore(codec.Text(actors...)), func(c *Condition) *[]Actor { return &c.LastComment }, "Not for events: who made the last public comment; the creation counts as the creator's."),
		codec.Field("asked", optional, func(c *Condition) *Bool { return &c.Asked }, "Not for events: a customer created the ticket or has made a public comment."),
		codec.Field("until", untilCodec(text), func(c *Condition) *string { return &c.Until }, "Pause rules: it holds until the instant in a ticket field."),
		codec.Field("while", codec.Pointer(self), func(c *Condition) **Condition { return &c.While }, "Events: what must hold of the ticket after the event."),
		codec.Field("field", text, func(c *Condition) *string { return &c.Field }, "A ticket field, with exactly one of the operators."),
		codec.Field("is", fieldValue, func(c *Condition) *string { return &c.Is }, "The field has exactly this value."),
		codec.Field("is_not", fieldValue, func(c *Condition) *string { return &c.IsNot }, "It has not exactly this value."),
		codec.Field("in", texts, func(c *Condition) *[]string { return &c.In }, "It has exactly one value, which is one of these."),
		codec.Field("not_in", texts, func(c *Condition) *[]string { return &c.NotIn }, "It has not exactly one value that is one of these."),
		codec.Field("contains", texts, func(c *Condition) *[]string { return &c.Contains }, "One of its values is one of these."),
		codec.Field("exists", optional, func(c *Condition) *Bool { return &c.Exists }, "It has a value."),
		codec.Field("lt", number, func(c *Condition) *string { return &c.LT }, "Its value is a number below this one."),
		codec.Field("gt", number, func(c *Condition) *string { return &c.GT }, "Its value is a number above this one."),
		codec.Field("changed", optional, func(c *Condition) *Bool { return &c.Changed }, "Events: changed the field."),
		codec.Field("changed_to", texts, func(c *Condition) *[]string { return &c.ChangedTo }, "Events: changed it to one of these."),
		codec.Field("changed_from", texts, func(c *Condition) *[]string { return &c.ChangedFrom }, "Events: changed it from one of these."),
		codec.Field("all", group, func(c *Condition) *[]Condition { return &c.All }, "All of these predicates must hold."),
		codec.Field("any", group, func(c *Condition) *[]Condition { return &c.Any }, "At least one of these must hold."),
		codec.Field("none", group, func(c *Condition) *[]Condition { return &c.None }, "None of these must hold."),
	}
	for _, k := range t.Keys {
		self.Shape.Object.Keys = append(self.Shape.Object.Keys, k.Member)
	}
	self.Shape.Object.Rest = texts.Shape
	c := codec.Pointer(self)
	c.Shape = &codec.Shape{Either: []*codec.Shape{self.Shape, {Text: true, Words: []string{never}}}}
	return c
}

// exclusionsCodec is a codec of one exclusion or a list of them. An exclusion is a
// predicate with the key reason beside its own.
func exclusionsCodec(condition codec.Codec[*Condition]) codec.Codec[[]Exclusion] {
	text := codec.Text[string]()
	members := *condition.Shape.Either[0].Object
	members.Name = "exclusion"
	members.Keys = append([]codec.Member{{Name: "reason", Doc: "Why the ticket does not count.", Shape: text.Shape, Required: true}}, members.Keys...)
	one := codec.Codec[Exclusion]{
		Shape: &codec.Shape{Object: &members},
		Read: func(d *codec.Decoder, p source.Path, n *source.Node, into *Exclusion) {
			if n.Kind != source.Map {
				d.Fail(p, n, code.WrongType, "write a map such as {cause: customer, reason: Caused by the customer}", "it must be a map, not %s", n.Kind)
				return
			}
			rest := &source.Node{Kind: source.Map, Line: n.Line, Column: n.Column}
			for _, e := range n.Entries {
				if e.Key.Value == "reason" {
					text.Read(d, p.Key("reason"), e.Value, &into.Reason)
				} else {
					rest.Entries = append(rest.Entries, e)
				}
			}
			if len(rest.Entries) > 0 {
				condition.Read(d, p, rest, &into.When)
			}
		},
		Write: func(e *Exclusion) *source.Node {
			n := &source.Node{Kind: source.Map}
			if when := condition.Write(&e.When); when != nil && when.Kind == source.Map {
				n.Entries = append(n.Entries, when.Entries...)
			}
			if e.Reason != "" {
				n.Add("reason", source.NewText(e.Reason))
			}
			return n
		},
	}
	several := codec.List(one, codec.MaybeEmpty)
	return codec.Codec[[]Exclusion]{
		Shape: &codec.Shape{Either: []*codec.Shape{one.Shape, several.Shape}},
		Read: func(d *codec.Decoder, p source.Path, n *source.Node, into *[]Exclusion) {
			if n.Kind == source.List {
				several.Read(d, p, n, into)
				return
			}
			list := make([]Exclusion, 1)
			one.Read(d, p.At(0), n, &list[0])
			*into = list
		},
		Write: several.Write,
	}
}

// boolCodec is a codec of codec.Truth values that may be absent.
func boolCodec() codec.Codec[Bool] {
	return codec.Codec[Bool]{
		Shape: codec.Truth.Shape,
		Read: func(d *codec.Decoder, p source.Path, n *source.Node, into *Bool) {
			var v *bool
			if codec.Truth.Read(d, p, n, &v); v != nil {
				*into = boolOf(*v)
			}
		},
		Write: func(v *Bool) *source.Node {
			if *v == 0 {
				return nil
			}
			b := *v == True
			p := &b
			return codec.Truth.Write(&p)
		},
	}
}

// decimalCodec is a codec of numbers that are kept as they are written.
func decimalCodec() codec.Codec[string] {
	return codec.Codec[string]{
		Shape: codec.Number.Shape,
		Read: func(d *codec.Decoder, p source.Path, n *source.Node, into *string) {
			var v *float64
			if codec.Number.Read(d, p, n, &v); v != nil {
				*into = n.Value
			}
		},
		Write: func(v *string) *source.Node {
			if *v == "" {
				return nil
			}
			return &source.Node{Kind: source.Number, Value: *v}
		},
	}
}

const emptyFieldHint = "for a field that is not set write exists: false"

// fieldValueCodec is a codec of the value that a ticket field is compared with.
func fieldValueCodec() codec.Codec[string] {
	read := func(text string) (string, error) {
		if text == "" {
			return "", &Error{Code: code.Empty, Message: "it is empty", Hint: emptyFieldHint}
		}
		return text, nil
	}
	return parsed("text", "", read, func(text string) string { return text })
}

// categoryCodec is a codec of status categories.
func categoryCodec() codec.Codec[Category] {
	read := func(text string) (c Category, err error) {
		if text == "" {
			return "", choiceError("a status category", text, texts(categories))
		}
		err = c.UnmarshalText([]byte(text))
		return c, err
	}
	c := parsed("a status category", "", read, func(c Category) string { return string(c) })
	c.Shape.Words = texts(categories)
	return c
}

func (t *conditionTable) Read(d *codec.Decoder, p source.Path, n *source.Node, into *Condition) {
	if n.Kind == source.Text && n.Value == never {
		into.Never = true
		return
	}
	switch n.Kind {
	case source.Map:
	case source.List:
		d.Fail(p, n, code.WrongType, cmp.Or(statusHint(n), "write {all: [...]}, or {any: [...]}"), "it must be a map, not a list")
		return
	default:
		d.Fail(p, n, code.WrongType, cmp.Or(statusHint(n), "write a map such as {event: created}, {status: [pending]} or {plan: gold}"), "it must be a map, not %s", n.Kind)
		return
	}
	known := &source.Node{Kind: source.Map, Line: n.Line, Column: n.Column}
	var fields []Condition
	for _, e := range n.Entries {
		if t.Has(e.Key.Value) {
			known.Entries = append(known.Entries, e)
		} else if c := shorthand(d, p, e); c.operators() > 0 { // else it was no value
			fields = append(fields, c)
		}
	}
	t.Object.Read(d, p, known, into)
	if len(fields) == 1 && into.Field == "" && into.operators() == 0 {
		f := fields[0]
		into.Field, into.Is, into.In = f.Field, f.Is, f.In
		return
	}
	into.All = append(into.All, fields...)
}

// statusHint is for a predicate that is written as status categories alone; empty for any
// other.
func statusHint(n *source.Node) string {
	names := []string{n.Value}
	if n.Kind == source.List {
		names = nil
		for _, item := range n.Items {
			names = append(names, item.Value)
		}
	}
	for _, name := range names {
		if !slices.Contains(texts(categories), name) {
			return ""
		}
	}
	switch {
	case len(names) == 0 || len(names) > len(categories):
		return ""
	case n.Kind == source.List:
		return "write {status: [" + strings.Join(names, ", ") + "]}"
	}
	return "write {status: " + n.Value + "}"
}

// slip splits a key such as "priority is" into a field and an operator. The operator is
// empty if there is none.
func slip(key string) (field, operator string) {
	words := strings.Fields(key)
	for n := min(2, len(words)-1); n > 0; n-- {
		last := len(words) - n
		text := strings.ToLower(strings.Join(words[last:], "_"))
		if operator := cmp.Or(operatorSigns[text], text); slices.Contains(operators, operator) {
			return strings.Join(words[:last], " "), operator
		}
	}
	return key, ""
}

// operators are the keys that compare a field.
var operators = []string{"is", "is_not", "in", "not_in", "contains", "exists", "lt", "gt", "changed", "changed_to", "changed_from"}

// operatorSigns are other ways to write them.
var operatorSigns = map[string]string{"not": "is_not", "=": "is", "==": "is", "!=": "is_not", "<": "lt", ">": "gt"}

// slipHint writes the predicate that a slip was meant for.
func slipHint(key, field, operator string, value *source.Node) string {
	text, other := "VALUE", ""
	if operator == "in" || operator == "changed" { // "checked in", "last changed"
		other = fmt.Sprintf("; for a field of this name write {field: %s, is: VALUE}", phrase.Quote(key))
	}
	switch {
	case value.Kind.Scalar() && value.Value != "":
		text = phrase.Quote(value.Value)
	case value.Kind == source.List:
		text = "[...]"
		switch operator {
		case "is":
			operator = "in"
		case "is_not":
			operator = "not_in"
		}
		if len(value.Items) > 0 && len(value.Items) <= 3 {
			var values []string
			for _, item := range value.Items {
				values = append(values, phrase.Quote(item.Value))
			}
			text = "[" + strings.Join(values, ", ") + "]"
		}
	}
	return fmt.Sprintf("write {field: %s, %s: %s}%s", phrase.Quote(field), operator, text, other)
}

// shorthand is a field with its value, or with a list of values.
func shorthand(d *codec.Decoder, p source.Path, e source.Entry) Condition {
	c := Condition{Field: e.Key.Value}
	q := p.Key(c.Field)
	field, operator := slip(c.Field)
	switch {
	case c.Field == "at" && e.Value.Get("field") != nil:
		d.Fail(q, e.Key, code.BadCondition, "start at an event, such as {field: opened_at, changed: true}", "a start at the instant in a field is not supported")
	case operator != "":
		d.Fail(q, e.Key, code.BadCondition, slipHint(c.Field, field, operator, e.Value), "an operator is not a part of a field's name")
	case c.Field == "":
		d.Fail(q, e.Key, code.Empty, "write the name of a ticket field", "it is empty")
	case e.Value.Kind.Scalar() && e.Value.Value == "":
		d.Fail(q, e.Value, code.Empty, emptyFieldHint, "it is empty")
	case e.Value.Kind.Scalar():
		c.Is = e.Value.Value
	case e.Value.Kind == source.List:
		codec.OneOrMore(codec.Text[string]()).Read(d, q, e.Value, &c.In)
	default:
		d.Fail(q, e.Value, code.WrongType, "for an operator write {field: "+phrase.Quote(c.Field)+", is_not: VALUE}, for example",
			"the field %s must be a value or a list of values, not %s", phrase.Quote(c.Field), e.Value.Kind)
	}
	return c
}

func (t *conditionTable) Write(c *Condition) *source.Node {
	if c.Never {
		return source.NewText(never)
	}
	return t.Object.Write(c)
}
