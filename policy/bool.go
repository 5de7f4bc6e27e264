package policy

import (
	"strconv"

	"github.com/tenggat/sla/policy/internal/code"
)

// Bool is an optional truth value. The zero Bool is not set.
type Bool int8

// The values of Bool.
const (
	True  Bool = 1
	False Bool = 2
)

// String returns "true", "false", or the empty text if b is not set.
func (b Bool) String() string {
	switch b {
	case True:
		return "true"
	case False:
		return "false"
	}
	return ""
}

// MarshalText returns what String does.
func (b Bool) MarshalText() ([]byte, error) { return []byte(b.String()), nil }

// UnmarshalText reads "true", "false" or the empty text. The error is an
// [*Error].
func (b *Bool) UnmarshalText(text []byte) error {
	switch string(text) {
	case "":
		*b = 0
	case "true":
		*b = True
	case "false":
		*b = False
	default:
		return &Error{Code: code.BadChoice, Message: strconv.Quote(string(text)) + " is not a truth value", Hint: "write true or false"}
	}
	return nil
}

// boolOf is a Bool that is set.
func boolOf(b bool) Bool {
	if b {
		return True
	}
	return False
}
