package source

import (
	"iter"
	"strconv"
	"strings"
)

// Path leads to a part of a document: policies[2].targets[0].within. A key
// that could be misread is quoted: within["1 - Critical"]. The empty Path is
// the whole document.
type Path string

// Key is the path of a key of the map at p.
func (p Path) Key(name string) Path {
	if !plain(name) {
		return p + Path("["+strconv.Quote(name)+"]")
	}
	if p == "" {
		return Path(name)
	}
	return p + Path("."+name)
}

// At is the path of an item of the list at p.
func (p Path) At(i int) Path { return p + Path("["+strconv.Itoa(i)+"]") }

// Join is the path of q below p.
func (p Path) Join(q Path) Path {
	if p == "" || q == "" || q[0] == '[' {
		return p + q
	}
	return p + "." + q
}

// plain reports whether a key needs no quotes in a path.
func plain(name string) bool {
	return name != "" && !strings.ContainsFunc(name, func(r rune) bool {
		return r <= ' ' || r == '.' || r == '[' || r == ']' || r == '"'
	})
}

// Under reports whether p is top or a part of it.
func (p Path) Under(top Path) bool {
	rest, ok := strings.CutPrefix(string(p), string(top))
	return ok && (rest == "" || top == "" || rest[0] == '.' || rest[0] == '[')
}

// Step is one key or one index of a path.
type Step struct {
	Key   string
	Index int // if there is no key
}

// Steps are the steps of the path, as far as they can be read.
func (p Path) Steps() iter.Seq[Step] {
	return func(yield func(Step) bool) {
		rest := string(p)
		for rest != "" {
			step, after, ok := cutStep(rest)
			if !ok || !yield(step) {
				return
			}
			rest = after
		}
	}
}

func cutStep(text string) (s Step, rest string, ok bool) {
	if text[0] != '[' {
		text = strings.TrimPrefix(text, ".")
		end := strings.IndexAny(text, ".[")
		if end < 0 {
			end = len(text)
		}
		return Step{Key: text[:end]}, text[end:], end > 0
	}
	if quoted, err := strconv.QuotedPrefix(text[1:]); err == nil {
		s.Key, err = strconv.Unquote(quoted)
		rest, ok = strings.CutPrefix(text[1+len(quoted):], "]")
		return s, rest, ok && err == nil
	}
	index, rest, ok := strings.Cut(text[1:], "]")
	n, err := strconv.Atoi(index)
	return Step{Index: n}, rest, ok && err == nil && n >= 0
}
