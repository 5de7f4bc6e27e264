package policy

import (
	"fmt"
	"slices"

	"github.com/tenggat/sla/policy/internal/source"
)

// fail reports a mistake, unless it follows from a part that could not be read.
func (c *compiler) fail(p source.Path, id Code, hint, format string, args ...any) {
	if len(c.errs) >= maxCollected {
		c.dropped++
		return
	}
	if c.entailed(p) {
		return
	}
	c.errs = append(c.errs, &Error{Path: string(p), Code: id, Message: fmt.Sprintf(format, args...), Hint: hint})
}

// entailed reports whether a mistake at p may only be there because a part of
// the file was not read.
func (c *compiler) entailed(p source.Path) bool {
	if len(c.broken) == 0 {
		return false
	}
	f, inFile, _ := c.sources.find(p)
	return slices.ContainsFunc(c.broken, func(b part) bool {
		return b.file == f.name && (b.path.Under(inFile) || inFile.Under(b.path))
	})
}

// failAs reports the error of a reading function at p.
func (c *compiler) failAs(p source.Path, err error) {
	if e, ok := err.(*Error); ok {
		c.fail(p, e.Code, e.Hint, "%s", e.Message)
	}
}
