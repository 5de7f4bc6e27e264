package policy

import (
	"fmt"
	"slices"

	"github.com/tenggat/sla/policy/internal/source"
)

// collector collects the mistakes of a Spec.
type collector struct {
	sources *sources // nil for a Spec built in Go
	errs    Errors
	broken  []part // parts that could not be read; mistakes that follow from them are not reported
	dropped int    // errors that are not collected any more
	size    int    // of what is read, in bytes

	known map[string][]string // the names that hints list, by what they name
}

// result is the collected errors with their places; nil if there are none.
func (c *collector) result() error {
	if len(c.errs) == 0 {
		return nil
	}
	return c.sources.place(c.errs, c.dropped)
}

// fail reports a mistake, unless it follows from a part that could not be read.
func (c *collector) fail(p source.Path, id Code, hint, format string, args ...any) {
	if len(c.errs) < maxCollected && c.entailed(p) {
		return
	}
	c.add(&Error{Path: string(p), Code: id, Message: fmt.Sprintf(format, args...), Hint: hint})
}

// add adds an error, as long as there are not too many.
func (c *collector) add(e *Error) {
	if len(c.errs) >= maxCollected {
		c.dropped++
		return
	}
	c.errs = append(c.errs, e)
}

// entailed reports whether a mistake at p may follow from a part of the file that
// could not be read.
func (c *collector) entailed(p source.Path) bool {
	if len(c.broken) == 0 {
		return false
	}
	f, inFile, _ := c.sources.find(p)
	return slices.ContainsFunc(c.broken, func(b part) bool {
		return b.file == f.name && (b.path.Under(inFile) || inFile.Under(b.path))
	})
}

// failAs reports the error of a reading function at p.
func (c *collector) failAs(p source.Path, err error) {
	if e, ok := err.(*Error); ok {
		c.fail(p, e.Code, e.Hint, "%s", e.Message)
	}
}

// part is a part of a file.
type part struct {
	file string
	path source.Path
}
