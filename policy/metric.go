package policy

import "github.com/tenggat/sla/policy/rule"

// metric is a compiled metric, with the rules that its targets inherit.
type metric struct {
	rule.Metric
	onReopen OnReopen
	pausable bool       // the policy's pause rule holds for it
	pause    *Condition // its own pause rule; nil is none
}
