package policy

import (
	"github.com/tenggat/sla/policy/internal/source"
	"github.com/tenggat/sla/policy/rule"
)

// examination looks for findings in one policy.
type examination struct {
	*linter
	*resolved
	match    rule.Predicate
	byMetric map[string][]int // targets
	doubts   []doubt
}

func (x *examination) find(target int, at source.Path, id Code, hint, message string) {
	x.doubts = append(x.doubts, doubt{target, at, id, message, hint})
}

// label names a target of a policy: "first_response when channel is chat".
func (t *TargetSpec) label() string {
	if t.When == nil {
		return t.Metric
	}
	return t.Metric + " when " + statePredicate(t.When).String()
}
