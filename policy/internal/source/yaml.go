package source

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"slices"
	"strconv"
	"strings"
	"unicode/utf8"

	"gopkg.in/yaml.v3"

	"github.com/tenggat/sla/policy/internal/code"
)

// Limits of a document.
const (
	MaxSize  = 1 << 20 // bytes
	MaxDepth = 64      // maps and lists inside one another
)

// ReadFile reads a file, but no more of it than tells that it is too large.
func ReadFile(fsys fs.FS, name string) ([]byte, error) {
	f, err := fsys.Open(name)
	if err != nil {
		return nil, err
	}
	defer f.Close()
	return io.ReadAll(io.LimitReader(f, MaxSize+1))
}

// Read reads a document. The tree is nil if nothing of it could be read; with
// lesser mistakes it holds what could be.
func Read(src []byte) (*Node, []*Error) {
	if err := readable(src); err != nil {
		return nil, []*Error{err}
	}
	decoder := yaml.NewDecoder(bytes.NewReader(src))
	var document, second yaml.Node
	if err := decode(decoder, &document); errors.Is(err, io.EOF) {
		return nil, []*Error{{Line: 1, Column: 1, Code: code.EmptyFile, Message: "the file is empty"}}
	} else if err != nil {
		return nil, []*Error{syntaxError(src, err)}
	}
	var r reader
	root := new(Node)
	r.read(root, document.Content[0])
	switch err := decode(decoder, &second); {
	case err == nil:
		r.fail(&second, code.SecondDocument, "split the file, or remove the line ---", "a file holds one document")
	case !errors.Is(err, io.EOF):
		r.errs = append(r.errs, syntaxError(src, err))
	}
	if root.Kind == Null && len(r.errs) == 0 {
		r.fail(document.Content[0], code.EmptyFile, "", "the file is empty")
	}
	return root, r.errs
}

// readable refuses what the YAML library should not even see.
func readable(src []byte) *Error {
	if len(src) > MaxSize {
		return &Error{Code: code.TooLarge, Message: fmt.Sprintf("the file has more than %d bytes", MaxSize), Hint: "split it"}
	}
	line, column := 1, 1
	for i := 0; i < len(src); column++ {
		r, size := utf8.DecodeRune(src[i:])
		switch {
		case r == utf8.RuneError && size == 1:
			return &Error{Line: line, Column: column, Code: code.Encoding, Message: "the file is not UTF-8", Hint: "save it as UTF-8"}
		case r < ' ' && r != '\t' && r != '\n' && r != '\r' || r == 0x7f:
			return &Error{Line: line, Column: column, Code: code.Encoding, Message: fmt.Sprintf("there is a control character %U", r), Hint: "remove it"}
		case r == '\n':
			line, column = line+1, 0
		}
		i += size
	}
	return nil
}

// decode reads one document; a panic of the library is an error like any other.
func decode(d *yaml.Decoder, into *yaml.Node) (err error) {
	defer func() {
		if r := recover(); r != nil {
			err = fmt.Errorf("yaml: cannot read this: %v", r)
		}
	}()
	return d.Decode(into)
}

var lineInMessage = pattern(`^yaml: (?:line (\d+): )?(?s:(.*))$`)

// syntaxError places an error of the library, which has at most the line.
func syntaxError(src []byte, err error) *Error {
	e := &Error{Line: 1, Column: 1, Code: code.Syntax, Message: err.Error()}
	if m := lineInMessage().FindStringSubmatch(err.Error()); m != nil {
		e.Message = m[2]
		if n, err := strconv.Atoi(m[1]); err == nil {
			e.Line = n
			if strings.HasPrefix(e.Message, "did not find expected") && !strings.Contains(e.Message, "alphabetic") {
				// Of these the library counts lines from 0; the end is not a line.
				lines := bytes.Count(bytes.TrimRight(src, "\n"), []byte("\n")) + 1
				e.Line = min(n+1, lines)
			}
		}
	}
	if m := unknownAnchor().FindStringSubmatch(e.Message); m != nil {
		return aliasError(src, m[1])
	}
	for _, m := range syntaxMistakes {
		if strings.Contains(e.Message, m.text) {
			e.Message, e.Hint = m.message, m.hint
			break
		}
	}
	n := 0
	for line := range bytes.Lines(src) {
		n++
		l := leadOf(line)
		// The library is a line or two early where it finds a tab.
		if n < e.Line || e.Message == tabMessage && !l.tab {
			continue
		}
		e.Line, e.Column = n, 1+l.indent
		if e.Message == noTokenMessage && l.tab {
			e.Message, e.Hint = tabMessage, tabHint
		}
		break
	}
	if e.Message == unevenListMessage || e.Message == unevenMapMessage {
		e.findUneven(src)
	}
	return e
}

var unknownAnchor = pattern(`unknown anchor '(.*)' referenced`)

// aliasError places an alias of nothing, which the library does not.
func aliasError(src []byte, name string) *Error {
	e := &Error{Line: 1, Column: 1, Code: code.Alias, Message: "aliases are not allowed", Hint: "write it out; put text that begins with * in quotes"}
	n := 0
	for line := range strings.Lines(string(src)) {
		n++
		if before, _, found := strings.Cut(line, "*"+name); found {
			e.Line, e.Column = n, 1+utf8.RuneCountInString(before)
			break
		}
	}
	return e
}

const (
	tabMessage        = "a line is indented with a tab"
	tabHint           = "indent with spaces"
	noTokenMessage    = "text cannot begin with this character"
	unevenListMessage = "the lines of this list are not indented alike"
	unevenMapMessage  = "the lines of this map are not indented alike"
)

// syntaxMistakes replace the library's messages by ones for the writer of a file.
var syntaxMistakes = []struct{ text, message, hint string }{
	{"found a tab character", tabMessage, tabHint},
	{"found character that cannot start any token", noTokenMessage, "put the text in quotes"},
	{"mapping values are not allowed", "there is a colon where none can be", `put text that holds ": " in quotes; or add the colon that is missing after a key above`},
	{"could not find expected ':'", "there is a key without a colon", "write KEY: VALUE"},
	{"did not find expected '-' indicator", unevenListMessage, "begin all its items, and the keys of one item, in the same column"},
	{"did not find expected key", unevenMapMessage, "begin all its keys in the same column"},
	{"did not find expected ',' or ']'", "this list is not closed", "add the ] or the comma that is missing"},
	{"did not find expected ',' or '}'", "this map is not closed", "add the } or the comma that is missing"},
	{"did not find expected node content", "something is missing here", "write the value, or close the bracket"},
	{"found unexpected end of stream", "this text has no closing quote", "add it"},
	{"found unknown escape character", "a backslash in double quotes must be part of an escape", "use single quotes"},
	{"alphabetic or numeric character", "an alias or anchor has no name", "put text that begins with * or & in quotes"},
}

// reader makes a tree from the library's.
type reader struct {
	errs []*Error
	way  []turn // from the document to what is being read
}

// turn is a step of the reader's way: into the value of a key, or into an item.
type turn struct {
	key   *Node
	index int // without a key
}

func (r *reader) fail(at *yaml.Node, id string, hint, format string, args ...any) {
	r.errs = append(r.errs, &Error{Line: at.Line, Column: at.Column, Path: r.path(), Code: id, Hint: hint, Message: fmt.Sprintf(format, args...)})
}

// path is that of what is being read; only mistakes need it.
func (r *reader) path() (p Path) {
	for _, t := range r.way {
		if t.key != nil {
			p = p.Key(t.key.Value)
		} else {
			p = p.At(t.index)
		}
	}
	return p
}

func (r *reader) enter(t turn) { r.way = append(r.way, t) }
func (r *reader) leave()       { r.way = r.way[:len(r.way)-1] }

// read reads into an empty node. What cannot be read is null. The library's tree
// is let go of bit by bit, because both together take much memory.
func (r *reader) read(n *Node, y *yaml.Node) {
	n.Line, n.Column = y.Line, y.Column
	if y.Anchor != "" {
		r.fail(y, code.Alias, "write it out", "anchors are not allowed")
	}
	if y.Style&yaml.TaggedStyle != 0 {
		r.fail(y, code.Tag, "leave it out", "the tag %s is not allowed", y.Tag)
	}
	switch y.Kind {
	case yaml.ScalarNode:
		n.scalar(y)
	case yaml.AliasNode:
		r.fail(y, code.Alias, "write it out", "aliases are not allowed")
	case yaml.SequenceNode, yaml.MappingNode:
		switch {
		case len(r.way) >= MaxDepth:
			r.fail(y, code.TooDeep, "", "maps and lists are nested more than %d levels", MaxDepth)
		case y.Kind == yaml.MappingNode:
			n.Kind = Map
			r.entries(n, y)
		default:
			n.Kind = List
			r.items(n, y)
		}
		y.Content = nil
	}
}

func (r *reader) items(n *Node, y *yaml.Node) {
	nodes := make([]Node, len(y.Content))
	n.Items = slices.Grow(n.Items, len(nodes))
	for i, item := range y.Content {
		r.enter(turn{index: i})
		r.read(&nodes[i], item)
		r.leave()
		n.Items = append(n.Items, &nodes[i])
	}
}

func (r *reader) entries(n *Node, y *yaml.Node) {
	nodes := make([]Node, len(y.Content))
	n.Entries = slices.Grow(n.Entries, len(nodes)/2)
	seen := make(map[string]int) // the index of each key
	for i := 0; i+1 < len(y.Content); i += 2 {
		key, k, value := y.Content[i], &nodes[i], &nodes[i+1]
		if key.Tag == "!!merge" {
			r.fail(key, code.Alias, "write the keys out", "merge keys are not allowed")
			continue
		}
		if key.Kind == yaml.AliasNode {
			r.fail(key, code.Alias, "write it out", "aliases are not allowed")
			continue
		}
		if r.read(k, key); !k.Kind.Scalar() {
			r.fail(key, code.WrongType, "put text that begins with { or [ in quotes", "a key must be text, not %s", k.Kind)
			continue
		}
		r.enter(turn{key: k})
		if first, twice := seen[k.Value]; twice {
			r.fail(key, code.DuplicateKey, "remove one", "the key is already on line %d", n.Entries[first].Key.Line)
		} else {
			seen[k.Value] = len(n.Entries)
			r.read(value, y.Content[i+1])
			n.Entries = append(n.Entries, Entry{k, value})
		}
		r.leave()
	}
	const many = 32 // a search through fewer is as fast
	if len(seen) > many {
		n.index = seen
	}
}

// scalar takes over a scalar's text, whatever the library thinks it means.
func (n *Node) scalar(y *yaml.Node) {
	n.Kind, n.Value = Text, y.Value
	if y.Style&(yaml.DoubleQuotedStyle|yaml.SingleQuotedStyle|yaml.LiteralStyle|yaml.FoldedStyle) != 0 {
		return
	}
	switch y.Tag {
	case "!!null":
		n.Kind, n.Value = Null, ""
	case "!!bool":
		n.Kind, n.Value = Bool, strings.ToLower(y.Value)
	case "!!int", "!!float":
		n.Kind = Number
	}
}
