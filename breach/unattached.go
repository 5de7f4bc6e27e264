package breach

import (
	"fmt"
	"slices"
	"strconv"
	"strings"

	"github.com/tenggat/sla/policy"
	"github.com/tenggat/sla/policy/rule"
)

// Unattached is a policy or a target that does not apply to a ticket, and why.
type Unattached struct {
	Policy string
	Kind   policy.Kind
	Metric string // of a target of a policy that does apply; empty for a whole policy
	Reason string
}

// String describes what does not apply, and why.
func (u Unattached) String() string {
	var parts []string
	if u.Policy != "" {
		parts = append(parts, fmt.Sprintf("%s %q", u.Kind, u.Policy))
	}
	if u.Metric != "" {
		parts = append(parts, u.Metric)
	}
	return strings.Join(append(parts, u.Reason), ": ")
}

// unattached lists the policies of the Set that do not apply, and the targets of
// the applying ones that do not, with the reasons.
func (f *fold) unattached() (list []Unattached) {
	if f.void() {
		return []Unattached{{Reason: "the ticket is void: no policy applies"}}
	}
	ticket, created := &f.ticket.Ticket, f.ticket.created.time()
	applies := map[string]rule.Policy{}
	for _, p := range f.program.Match(nil, ticket, created) {
		applies[p.Kind()] = p
	}
	for i := range f.program.Policies() {
		p := f.program.Policy(i)
		winner := applies[p.Kind()]
		if winner == p {
			list = append(list, f.unattachedTargets(p)...)
			continue
		}
		reason := p.Match().Failing(ticket)
		switch {
		case !p.ValidAt(created):
			reason = fmt.Sprintf("the ticket was created outside its validity (%s)", p.Validity())
		case reason == "" && !winner.IsZero():
			reason = fmt.Sprintf("policy %q comes first", winner.Name())
		}
		list = append(list, Unattached{Policy: p.Name(), Kind: policy.Kind(p.Kind()), Reason: reason})
	}
	return list
}

// unattachedTargets lists the targets that do not apply of a policy that does.
func (f *fold) unattachedTargets(p rule.Policy) (list []Unattached) {
	ticket := &f.ticket.Ticket
	chosen := p.Choose(nil, ticket)
	var passed []int // the timers whose target came already
	for t := range p.Targets() {
		reason := ""
		switch {
		case slices.Contains(chosen, t):
			passed = append(passed, t.Timer())
			if !new(binding).bind(t, ticket) {
				reason = f.unboundReason(t)
			} else if m := &f.timers[t.Timer()]; m.number == 0 && m.last != nil && !m.last.hidden && m.running == nil {
				reason = "its metric had ended before the target applied"
			}
		case slices.Contains(passed, t.Timer()):
			reason = "an earlier target of the metric applies"
		default:
			reason = t.When().Failing(ticket)
		}
		if reason != "" {
			list = append(list, Unattached{Policy: p.Name(), Kind: policy.Kind(p.Kind()), Metric: t.Metric().Name(), Reason: reason})
		}
	}
	return list
}

// unboundReason is the reason why the ticket's fields choose no duration or
// deadline.
func (f *fold) unboundReason(t rule.Target) string {
	field, values := t.ChoosingField(&f.ticket.Ticket)
	switch {
	case t.PromisesNothing(&f.ticket.Ticket):
		return fmt.Sprintf("nothing is promised for %s %s", field, quoted(values))
	case unset(values):
		return fmt.Sprintf("field %q is not set", field)
	case t.HasDue():
		return fmt.Sprintf("field %q is %s, which is not an RFC 3339 instant", field, quoted(values))
	}
	return fmt.Sprintf("no duration for %s %s", field, quoted(values))
}

func quoted(values []string) string {
	quotes := make([]string, len(values))
	for i, v := range values {
		quotes[i] = strconv.Quote(v)
	}
	return strings.Join(quotes, ", ")
}
