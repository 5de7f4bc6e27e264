package codec

import (
	"fmt"
	"slices"
	"strings"

	"github.com/tenggat/sla/policy/internal/code"
	"github.com/tenggat/sla/policy/internal/phrase"
	"github.com/tenggat/sla/policy/internal/source"
	"github.com/tenggat/sla/policy/internal/suggest"
)

// MaxErrors limits the mistakes that a [Decoder] collects.
const MaxErrors = 1000

// Decoder collects the mistakes of one file.
type Decoder struct {
	Errs    []*source.Error // at most MaxErrors
	Dropped int             // mistakes beyond them
	unread  []source.Path   // what has no readable form; its content has no further mistakes

	// Displaced are the paths of keys that stand too far left; that they are missing is
	// no further mistake.
	Displaced []source.Path
}

// Open reads the form of a document. The tree is nil if there is nothing to go on
// with.
func (d *Decoder) Open(src []byte) *source.Node {
	root, problems := source.Read(src)
	d.unread = nil
	for _, e := range problems {
		d.unread = append(d.unread, e.Path)
		d.add(e)
	}
	return root
}

// Fail reports a mistake at a node.
func (d *Decoder) Fail(p source.Path, n *source.Node, id, hint, format string, args ...any) {
	if slices.Contains(d.unread, p) {
		return
	}
	d.add(&source.Error{Line: n.Line, Column: n.Column, Path: p, Code: id, Hint: hint, Message: fmt.Sprintf(format, args...)})
}

func (d *Decoder) add(e *source.Error) {
	if len(d.Errs) >= MaxErrors {
		d.Dropped++
		return
	}
	d.Errs = append(d.Errs, e)
}

// WrongType reports a node of another kind than is wanted: "a map".
func (d *Decoder) WrongType(p source.Path, n *source.Node, want string) {
	hint := ""
	if n.Kind == source.Null {
		hint = "write it, or leave the key out"
	}
	d.Fail(p, n, code.WrongType, hint, "it must be %s, not %s", want, n.Kind)
}

// notTruth reports a node that is neither true nor false. YAML 1.1 had more words
// for them.
func (d *Decoder) notTruth(p source.Path, n *source.Node) {
	hint := "write true or false"
	switch strings.ToLower(n.Value) {
	case "yes", "y", "on", "1", "true":
		hint = "write true, without quotes"
	case "no", "n", "off", "0", "false":
		hint = "write false, without quotes"
	}
	d.Fail(p, n, code.WrongType, hint, "it must be true or false, not %s", n.Kind)
}

// unknownKey reports the i-th key of a map, which its object does not have.
func (d *Decoder) unknownKey(p source.Path, n *source.Node, i int, what string, keys []Member) {
	k := n.Entries[i].Key
	known := make([]string, len(keys))
	for j := range keys {
		known[j] = keys[j].Name
	}
	hint := ""
	if home, within, ok := displaced(p, n, i, keys); ok && len(d.Errs) < MaxErrors {
		hint = fmt.Sprintf("indent it with %d spaces, as %s", within.Column-1, phrase.Quote(within.Entries[0].Key.Value))
		d.Displaced = append(d.Displaced, home.Key(k.Value))
	}
	if hint == "" {
		hint = suggest.DidYouMean(k.Value, known)
	}
	if hint == "" {
		hint = fmt.Sprintf("the keys of %s are %s", what, phrase.Every(known))
	}
	d.Fail(p.Key(k.Value), k, code.UnknownKey, hint, "unknown key")
}

// maxDisplaced is how many keys in a row may be too far left.
const maxDisplaced = 10

// displaced looks for the map above the i-th key of a map to which the key belongs, but for
// its indentation.
func displaced(p source.Path, n *source.Node, i int, keys []Member) (home source.Path, within *source.Node, ok bool) {
	name, far := n.Entries[i].Key.Value, max(0, i-maxDisplaced)
	var shapes []*Shape
	for i--; i >= far && shapes == nil; i-- {
		above := n.Entries[i]
		if j := slices.IndexFunc(keys, func(m Member) bool { return m.Name == above.Key.Value }); j >= 0 {
			home, within, shapes = p.Key(above.Key.Value), above.Value, []*Shape{keys[j].Shape}
		}
	}
	for len(shapes) > 0 {
		s := shapes[0]
		if shapes = shapes[1:]; s == nil { // of a key that is in no schema
			continue
		}
		shapes = append(shapes, s.Either...)
		last := len(within.Items) - 1
		switch {
		case s.List != nil && within.Kind == source.List && last >= 0:
			home, within, shapes = home.At(last), within.Items[last], []*Shape{s.List}
		case s.Values != nil && within.Kind == source.Map && len(within.Entries) > 0:
			e := within.Entries[len(within.Entries)-1]
			home, within, shapes = home.Key(e.Key.Value), e.Value, []*Shape{s.Values}
		case s.Object != nil && within.Kind == source.Map && len(within.Entries) > 0:
			if slices.ContainsFunc(s.Object.Keys, func(m Member) bool { return m.Name == name }) && within.Get(name) == nil {
				first := within.Entries[0].Key // of a map in braces, the brace is before it
				return home, within, within.Line == first.Line && within.Column == first.Column
			}
		}
	}
	return "", nil, false
}
