package rule

import "slices"

// Category is the category of a ticket's status. The zero Category is [New].
type Category uint8

// The categories.
const (
	New Category = iota
	Open
	Pending
	OnHold
	Solved
	Closed
	Void
)

var categoryNames = [...]string{"new", "open", "pending", "on_hold", "solved", "closed", "void"}

// String returns the category's name in the policy language.
func (c Category) String() string {
	if int(c) >= len(categoryNames) {
		return "unknown"
	}
	return categoryNames[c]
}

// CategoryNamed returns the category of a name.
func CategoryNamed(name string) (c Category, ok bool) {
	i := slices.Index(categoryNames[:], name)
	return Category(max(i, 0)), i >= 0
}

// Done reports whether the category is solved or closed.
func (c Category) Done() bool { return c == Solved || c == Closed }

// bit is the category in a set of categories.
func (c Category) bit() uint8 { return 1 << c }

// allCategories is the set of all categories.
const allCategories = 1<<len(categoryNames) - 1
