package policytest

import (
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/tenggat/sla/breach"
	"github.com/tenggat/sla/policy"
	"github.com/tenggat/sla/policy/internal/source"
)

// Scenario is a ticket's history under a policy, and what must hold of it at
// certain instants. [Load] and [LoadFS] read scenarios. Treat it as read-only;
// it is then safe for concurrent use.
type Scenario struct {
	Name     string
	File     string
	Line     int // of its name, from 1
	Policies *policy.Set
	History  []breach.Event

	checks []check
	file   *file
	moments
}

// check is one entry of a scenario's expectations.
type check struct {
	at     time.Time
	node   *source.Node
	leaves []leaf
}

// leaf is one thing that is expected: a scalar of the file, or a list.
type leaf struct {
	path string // what a reader sees: resolution.deadline
	want string
	node *source.Node
	got  func(r *breach.Report) string
	// target is the target the leaf is about, if it is about one.
	target *targetKey
	// fixed marks a leaf that -update cannot rewrite.
	fixed bool
}

// Check evaluates the scenario and returns the checks that do not hold; none
// when all do.
func (s *Scenario) Check() []Failure {
	var failures []Failure
	for i := range s.checks {
		if f := s.check(&s.checks[i]); f != nil {
			failures = append(failures, *f)
		}
	}
	return failures
}

func (s *Scenario) check(c *check) *Failure {
	f := &Failure{File: s.File, Line: c.node.Line, Scenario: s.Name, At: c.at}
	x, err := breach.Explain(s.Policies, s.History, c.at)
	if err != nil {
		f.Err = err
		return f
	}
	if len(c.leaves) == 0 {
		f.Err = errSaysNothing
		return f
	}
	want, got := make(map[string]string), make(map[string]string)
	var differ []leaf
	for _, l := range c.leaves {
		want[l.path], got[l.path] = l.want, l.got(x.Report)
		if want[l.path] != got[l.path] {
			differ = append(differ, l)
		}
	}
	if len(differ) == 0 {
		return nil
	}
	// cmp makes its spaces unstable on purpose; a terminal needs none of that.
	f.Diff = strings.ReplaceAll(cmp.Diff(want, got), "\u00a0", " ")
	f.Ledger = ledger(x, differ)
	return f
}

// ledger explains the targets that are not as expected, as text.
func ledger(x *breach.Explanation, differ []leaf) string {
	report := *x.Report
	report.Targets = nil
	about := breach.Explanation{Report: &report}
	for i := range x.Report.Targets {
		concerned := func(l leaf) bool { return l.target != nil && l.target.in(x.Report) == &x.Report.Targets[i] }
		if slices.ContainsFunc(differ, concerned) {
			report.Targets = append(report.Targets, x.Report.Targets[i])
			about.Ledgers = append(about.Ledgers, x.Ledgers[i])
		}
	}
	if slices.ContainsFunc(differ, func(l leaf) bool { return l.target != nil && l.target.in(x.Report) == nil }) {
		about.Unattached = x.Unattached
	}
	var b strings.Builder
	_ = about.WriteText(&b) // a strings.Builder takes everything
	return strings.TrimLeft(b.String(), "\n")
}

// Failure is a check that does not hold.
type Failure struct {
	File     string
	Line     int // of the check, from 1
	Scenario string
	At       time.Time // the instant of the check
	Diff     string    // as go-cmp writes it: - is expected, + is what is
	Ledger   string    // of the targets that differ, and what did not apply
	Err      error     // instead of Diff and Ledger: nothing could be compared
}

// String writes the failure for a person: where, the difference and why.
func (f *Failure) String() string {
	var b strings.Builder
	fmt.Fprintf(&b, "%s:%d: %s, at %s:\n", f.File, f.Line, f.Scenario, f.At.Format("Mon 2006-01-02 15:04:05 -07:00"))
	if f.Err != nil {
		fmt.Fprintf(&b, "%v\n", f.Err)
		return b.String()
	}
	fmt.Fprintf(&b, "(-expected +actual)\n%s", f.Diff)
	if f.Ledger != "" {
		fmt.Fprintf(&b, "\n%s", f.Ledger)
	}
	return b.String()
}
