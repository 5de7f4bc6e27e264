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

func (d *Decoder) unknownKey(p source.Path, k *source.Node, what string, known []string) {
	hint := suggest.DidYouMean(k.Value, known)
	if hint == "" {
		hint = fmt.Sprintf("the keys of %s are %s", what, phrase.Every(known))
	}
	d.Fail(p.Key(k.Value), k, code.UnknownKey, hint, "unknown key")
}
