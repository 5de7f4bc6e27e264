//go:build race

package policy

// raced says whether the race detector watches.
const raced = true
