package source

import (
	"regexp"
	"sync"
)

// pattern returns a function that compiles a regular expression when it is first
// called, so that importing this package costs nothing.
func pattern(expression string) func() *regexp.Regexp {
	return sync.OnceValue(func() *regexp.Regexp { return regexp.MustCompile(expression) })
}
