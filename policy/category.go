package policy

import "slices"

// Category is what a ticket's status means to a clock. A host's own status
// texts are mapped to categories by the key statuses; a category's own name
// always maps to itself. The zero Category is [StatusNew].
type Category uint8

// The categories.
const (
	StatusNew     Category = iota // nobody has looked at the ticket
	StatusOpen                    // somebody works on it
	StatusPending                 // waiting for the customer
	StatusOnHold                  // waiting for somebody else
	StatusSolved
	StatusClosed
	StatusVoid // spam, duplicate, merged: out of every clock and of the statistics
)

var categoryNames = [...]string{"new", "open", "pending", "on_hold", "solved", "closed", "void"}

// String returns the category's name in the policy language.
func (c Category) String() string {
	if int(c) >= len(categoryNames) {
		return "unknown"
	}
	return categoryNames[c]
}

// Done reports whether the category is solved or closed.
func (c Category) Done() bool { return c == StatusSolved || c == StatusClosed }

// ParseCategory reads a category's name. The error is an [*Error].
func ParseCategory(text string) (Category, error) {
	if category, ok := categoryNamed(text); ok {
		return category, nil
	}
	return 0, choiceError("status category", text, categoryNames[:])
}

// categoryNamed returns the category of a name, for those to whom having none is
// no mistake.
func categoryNamed(text string) (category Category, ok bool) {
	i := slices.Index(categoryNames[:], text)
	return Category(max(i, 0)), i >= 0
}

// MarshalText returns the category's name.
func (c Category) MarshalText() ([]byte, error) {
	if int(c) >= len(categoryNames) {
		return nil, &Error{Code: CodeBadChoice, Message: "there is no such status category"}
	}
	return []byte(c.String()), nil
}

// UnmarshalText reads a category's name. The error is an [*Error].
func (c *Category) UnmarshalText(text []byte) error {
	parsed, err := ParseCategory(string(text))
	if err == nil {
		*c = parsed
	}
	return err
}

// bit is the category in a set of categories.
func (c Category) bit() uint8 { return 1 << c }
