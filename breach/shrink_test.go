package breach_test

import (
	"slices"
	"strings"

	"github.com/tenggat/sla/policy"
)

// shrink returns the smallest sample it finds for which fails still holds, by
// leaving out events and lines of the policies.
func (s *sample) shrink(fails func(*sample, *policy.Set) bool) *sample {
	small := *s
	still := func(try sample) bool {
		set, err := policy.Parse("small.yaml", []byte(try.policies))
		if err != nil || len(try.history) == 0 || try.history[0].Type != "created" || !fails(&try, set) {
			return false
		}
		small = try
		return true
	}
	for before := ""; before != small.String(); {
		before = small.String()
		leaveOut(len(small.history), func(from, to int) bool {
			try := small
			try.history = slices.Delete(slices.Clone(small.history), from, to)
			return still(try)
		})
		lines := strings.SplitAfter(small.policies, "\n")
		leaveOut(len(lines), func(from, to int) bool {
			try := small
			fewer := slices.Delete(slices.Clone(lines), from, to)
			try.policies = strings.Join(fewer, "")
			if !still(try) {
				return false
			}
			lines = fewer
			return true
		})
	}
	return &small
}

// leaveOut tries to do without the parts from, ..., to-1 of n, large pieces
// first.
func leaveOut(n int, try func(from, to int) bool) {
	for size := max(1, n/2); size > 0; size /= 2 {
		for from := 0; from+size <= n; {
			if try(from, from+size) {
				n -= size
			} else {
				from++
			}
		}
	}
}
