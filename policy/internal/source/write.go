package source

import (
	"slices"
	"strconv"
	"strings"
)

// Write writes a tree as YAML that [Read] reads as the same tree, and any other
// reader of YAML 1.1 or 1.2 too. Maps and lists that fit are put on one line.
func Write(n *Node) []byte {
	var w writer
	w.block(n, 0)
	return []byte(w.String())
}

// lineWidth is how long a map or list on one line may be.
const lineWidth = 80

type writer struct {
	strings.Builder
}

// block writes a node from the start of a line.
func (w *writer) block(n *Node, indent int) {
	switch {
	case n.Kind == Map && len(n.Entries) > 0:
		for i, e := range n.Entries {
			if i > 0 {
				w.indent(indent)
			}
			w.key(scalar(e.Key), indent)
			w.value(e.Value, indent+2)
		}
	case n.Kind == List && len(n.Items) > 0:
		for i, item := range n.Items {
			if i > 0 {
				w.indent(indent)
			}
			w.WriteString("-")
			w.item(item, indent+2)
		}
	default:
		w.WriteString(flow(n) + "\n")
	}
}

// keyLength is how long a key before a colon may be: YAML's limit is 1,024.
const keyLength = 1000

// key writes a key and its colon.
func (w *writer) key(text string, indent int) {
	if len(text) > keyLength {
		w.WriteString("? " + text + "\n")
		w.indent(indent)
		text = ""
	}
	w.WriteString(text + ":")
}

// value writes what follows a key: on its line if it fits, else below it.
func (w *writer) value(n *Node, indent int) {
	if text := flow(n); n.small() && len(text) <= lineWidth-indent {
		w.WriteString(" " + text + "\n")
		return
	}
	w.WriteByte('\n')
	w.indent(indent)
	w.block(n, indent)
}

// item writes what follows the dash of a list, always on its line.
func (w *writer) item(n *Node, indent int) {
	w.WriteByte(' ')
	if text := flow(n); n.small() && len(text) <= lineWidth-indent {
		w.WriteString(text + "\n")
		return
	}
	w.block(n, indent)
}

func (w *writer) indent(n int) { w.WriteString(strings.Repeat(" ", n)) }

// small reports whether the node reads well on one line: a scalar, or a map or
// list of nothing deeper than lists of scalars.
func (n *Node) small() bool {
	flat := func(n *Node) bool {
		return n.Kind != Map && !slices.ContainsFunc(n.Items, func(item *Node) bool { return item.Kind >= List })
	}
	if n.Kind < List || len(n.Items) == 0 && len(n.Entries) == 0 {
		return true
	}
	return !slices.ContainsFunc(n.Items, func(item *Node) bool { return !flat(item) }) &&
		!slices.ContainsFunc(n.Entries, func(e Entry) bool { return !flat(e.Value) })
}

// flow is the node on one line.
func flow(n *Node) string {
	switch n.Kind {
	case List:
		items := make([]string, len(n.Items))
		for i, item := range n.Items {
			items[i] = flow(item)
		}
		return "[" + strings.Join(items, ", ") + "]"
	case Map:
		entries := make([]string, len(n.Entries))
		for i, e := range n.Entries {
			entries[i] = scalar(e.Key) + ": " + flow(e.Value)
		}
		return "{" + strings.Join(entries, ", ") + "}"
	}
	return scalar(n)
}

var (
	// word is text that no reader takes for anything else, but for the words
	// of reserved.
	word     = pattern(`^[A-Za-z][A-Za-z0-9_./@-]*( [A-Za-z0-9_./@-]+)*$`)
	reserved = pattern(`(?i)^(null|true|false|yes|no|on|off|y|n)$`)
	// figure is what the policy language writes with digits.
	figure = pattern(`^([-+]?(\d+[hms])+|\d+bd(@close)?|\d+(\.\d+)?%|24x7|\d{4}-\d{2}-\d{2})$`)
)

// scalar is a scalar, in quotes if it could be taken for another.
func scalar(n *Node) string {
	switch {
	case n.Kind == Null:
		return "null"
	case n.Kind != Text:
		return n.Value
	case word().MatchString(n.Value) && !reserved().MatchString(n.Value), figure().MatchString(n.Value):
		return n.Value
	}
	return strconv.Quote(strings.ToValidUTF8(n.Value, "\ufffd"))
}
