//go:build !race

package breach_test

// raced says whether the race detector watches.
const raced = false
