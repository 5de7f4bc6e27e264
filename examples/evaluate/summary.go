package main

import (
	"fmt"
	"io"
	"strings"

	"github.com/tenggat/sla/breach"
	"github.com/tenggat/sla/policy"
)

// summary counts target instances for the closing line.
type summary struct {
	tickets, failed, void, without int // without: not void, but no target applies
	states                         map[breach.State]int
	targets, breached, open        int // open: breached but not completed
	atRisk                         int
	attained                       map[policy.Kind]share
}

// share is how many of the decided targets were met.
type share struct{ met, decided int }

func (s share) String() string {
	return fmt.Sprintf("%s (%d met of %d decided)", percent(s.met, s.decided), s.met, s.decided)
}

// summarise counts the results. An instance is decided once it is met or
// breached, whether or not it has been stopped since; void tickets are left out
// of attainment.
func summarise(results []result) summary {
	s := summary{tickets: len(results), states: map[breach.State]int{}, attained: map[policy.Kind]share{}}
	for _, res := range results {
		if res.report == nil {
			s.failed++
			continue
		}
		switch {
		case res.report.Void:
			s.void++
		case len(res.report.Targets) == 0:
			s.without++
		}
		for i := range res.report.Targets {
			s.count(&res.report.Targets[i], res.report.Void)
		}
	}
	return s
}

func (s *summary) count(i *breach.Instance, void bool) {
	s.targets++
	s.states[i.State]++
	if i.Breached {
		s.breached++
		if i.State == breach.Running || i.State == breach.Paused {
			s.open++
		}
	}
	if i.AtRisk {
		s.atRisk++
	}
	met := i.State == breach.Met
	if void || !met && !i.Breached {
		return
	}
	of := s.attained[i.Kind]
	of.decided++
	if met {
		of.met++
	}
	s.attained[i.Kind] = of
}

// String is the closing line.
func (s summary) String() string {
	text := plural(s.tickets, "ticket")
	for _, part := range []struct {
		n    int
		name string
	}{{s.failed, "not evaluated"}, {s.without, "without a target"}, {s.void, "void"}} {
		if part.n > 0 {
			text += fmt.Sprintf(", %d %s", part.n, part.name)
		}
	}
	text += "; " + plural(s.targets, "target")
	separator := ": "
	for _, state := range []breach.State{breach.Met, breach.Missed, breach.Running, breach.Paused, breach.Cancelled, breach.NotStarted} {
		if n := s.states[state]; n > 0 {
			text += fmt.Sprintf("%s%d %s", separator, n, strings.ReplaceAll(string(state), "_", " "))
			separator = ", "
		}
	}
	return text + fmt.Sprintf("; %d BREACHED (%d of them still open), %d at risk; %s", s.breached, s.open, s.atRisk, s.attainment())
}

// attainment is printed for each kind by itself: a promise to a customer and one
// between teams do not make up for one another.
func (s summary) attainment() string {
	var parts []string
	for _, kind := range []policy.Kind{policy.SLA, policy.OLA, policy.UC} {
		if of, ok := s.attained[kind]; ok {
			parts = append(parts, fmt.Sprintf("%s %v", kind, of))
		}
	}
	if parts == nil {
		return "attained: nothing decided yet"
	}
	return "attained: " + strings.Join(parts, ", ")
}

func plural(n int, noun string) string {
	if n == 1 {
		return "1 " + noun
	}
	return fmt.Sprintf("%d %ss", n, noun)
}

// writeWarnings writes each kind of warning once, with the tickets it is about.
func writeWarnings(w io.Writer, results []result) error {
	type about struct {
		code    breach.WarningCode
		message string
	}
	var order []about
	tickets := map[about][]string{}
	for _, res := range results {
		if res.report == nil {
			continue
		}
		for _, warning := range res.report.Warnings {
			key := about{warning.Code, warning.Message}
			named := tickets[key]
			if named == nil {
				order = append(order, key)
			}
			if len(named) == 0 || named[len(named)-1] != res.ticket {
				tickets[key] = append(named, res.ticket)
			}
		}
	}
	for _, key := range order {
		if _, err := fmt.Fprintf(w, "warning: %s: %s [%s]\n", few(tickets[key]), printable(key.message), key.code); err != nil {
			return err
		}
	}
	return nil
}

// few names the first of many tickets.
func few(tickets []string) string {
	const most = 3
	var names []string
	for _, ticket := range tickets[:min(most, len(tickets))] {
		names = append(names, printable(ticket))
	}
	text := strings.Join(names, ", ")
	if more := len(tickets) - most; more > 0 {
		text += fmt.Sprintf(" and %d more", more)
	}
	return text
}
