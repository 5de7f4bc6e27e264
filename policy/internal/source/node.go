// Package source reads YAML into a plain tree that records where everything was
// written, and writes such trees. It is the one place that uses the YAML
// library.
//
// It takes the part of YAML that a reviewed file needs: one document of maps
// with scalar keys, lists and scalars. Anchors, aliases, merge keys, tags and
// duplicate keys are mistakes. [Read] neither panics nor hangs, whatever the
// input, and bounds size and depth.
package source

// Kind is what a [Node] is.
type Kind uint8

// The kinds. A quoted scalar is always Text.
const (
	Null Kind = iota
	Text
	Number
	Bool
	List
	Map
)

// String names the kind for a message: "a list".
func (k Kind) String() string {
	return [...]string{"nothing", "text", "a number", "true or false", "a list", "a map"}[k]
}

// Scalar reports whether the kind has a Value.
func (k Kind) Scalar() bool { return k == Text || k == Number || k == Bool }

// Node is a part of a document. The zero Node is null.
type Node struct {
	Kind    Kind
	Value   string  // of a scalar: the text without quotes; true or false of a Bool
	Items   []*Node // of a List
	Entries []Entry // of a Map, in the order of the file
	Line    int     // from 1; 0 if the node was not read from a file
	Column  int     // from 1, in characters

	index map[string]int // of the Entries by key; nil for few
}

// Entry is a key of a map with its value. The key is a scalar.
type Entry struct {
	Key, Value *Node
}

// Get returns the value of a key of a map; nil if there is none.
func (n *Node) Get(key string) *Node {
	if n == nil {
		return nil
	}
	return n.entry(key).Value
}

// entry returns the entry of a key; the zero Entry if there is none.
func (n *Node) entry(key string) Entry {
	if n.index != nil {
		if i, known := n.index[key]; known {
			return n.Entries[i]
		}
		return Entry{}
	}
	for _, e := range n.Entries {
		if e.Key.Value == key {
			return e
		}
	}
	return Entry{}
}

// NewText is a scalar that is read as text.
func NewText(value string) *Node { return &Node{Kind: Text, Value: value} }

// NewList is a list of nodes.
func NewList(items ...*Node) *Node { return &Node{Kind: List, Items: items} }

// Add adds a key to a map, unless the value is nil.
func (n *Node) Add(key string, value *Node) {
	if value != nil {
		n.Entries, n.index = append(n.Entries, Entry{NewText(key), value}), nil
	}
}

// Find returns the part of the tree that a path leads to, or the nearest part
// on the way there that exists. For a map or list under a key it returns the
// key, for that is where a reader looks.
func (n *Node) Find(p Path) *Node {
	found := n
	for step := range p.Steps() {
		e := n.step(step)
		if e.Value == nil {
			break
		}
		n, found = e.Value, e.Value
		if e.Key != nil && !n.Kind.Scalar() {
			found = e.Key
		}
	}
	return found
}

func (n *Node) step(s Step) Entry {
	if s.Key == "" && s.Index < len(n.Items) && n.Kind == List {
		return Entry{Value: n.Items[s.Index]}
	}
	return n.entry(s.Key)
}

// Error is a mistake in the form of a document, whatever its content means.
type Error struct {
	Line, Column int // from 1; 0 is unknown
	Path         Path
	Code         string // one of package code
	Message      string
	Hint         string // may be empty
}

// Has reports whether the whole path exists in the tree.
func (n *Node) Has(p Path) bool {
	for step := range p.Steps() {
		if n = n.step(step).Value; n == nil {
			return false
		}
	}
	return true
}

// Depth is how many steps of a path exist in the tree.
func (n *Node) Depth(p Path) int {
	depth := 0
	for step := range p.Steps() {
		if n = n.step(step).Value; n == nil {
			break
		}
		depth++
	}
	return depth
}
