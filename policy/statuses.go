package policy

import (
	"maps"
	"slices"

	"github.com/tenggat/sla/policy/internal/code"
	"github.com/tenggat/sla/policy/internal/source"
)

// statuses checks and maps the host's statuses.
func (c *compiler) statuses() {
	for _, category := range slices.Sorted(maps.Keys(c.spec.Statuses)) {
		if !slices.Contains(categories, category) {
			p := source.Path("statuses").Key(string(category))
			c.failAs(p, choiceError("a status category", string(category), texts(categories)))
		}
	}
	for _, category := range categories {
		p := source.Path("statuses").Key(string(category))
		for i, text := range c.spec.Statuses[category] {
			c.status(p.At(i), text, category)
		}
	}
}

func (c *compiler) status(p source.Path, text string, category Category) {
	own := Category(text)
	isName := slices.Contains(categories, own)
	switch before, twice := c.set.statuses[text]; {
	case text == "":
		c.fail(p, code.Empty, "a ticket without a status is new", "it is empty")
	case twice:
		at := source.Path("statuses").Key(string(before)).At(slices.Index(c.spec.Statuses[before], text))
		c.fail(p, code.DuplicateStatus, "a status has one category", "%q is already mapped to %s%s", text, before, c.sources.where(at))
	case isName && own != category:
		c.fail(p, code.DuplicateStatus, "the name of a category always means that category",
			"%q is the name of a category and cannot be mapped to %s", text, category)
	default:
		if c.set.base != nil {
			if before, known := c.set.base.Category(text); known && !isName {
				c.fail(p, code.DuplicateStatus, "a status has one category", "%q is already mapped to %s%s",
					text, before, c.set.base.where("statuses", text))
				return
			}
		}
		c.set.statuses[text] = category
	}
}
