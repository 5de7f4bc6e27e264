package main

import (
	"bufio"
	"fmt"
	"io"
	"strings"

	"github.com/tenggat/sla/policy/policytest"
)

// runScenarios runs the scenario files that a pattern matches and returns the
// exit status.
func (p *program) runScenarios(pattern string) int {
	scenarios, err := policytest.Load(pattern)
	if err != nil {
		p.printMistakes(err, func(file string) []byte {
			src, _ := readPolicy(file) // without it there is no snippet, only the place
			return src
		})
		return exitUsage
	}
	out := bufio.NewWriter(p.stdout)
	failed := 0
	for _, s := range scenarios {
		failures := s.Check()
		if len(failures) > 0 {
			failed++
		}
		writeScenario(out, s, failures)
	}
	fmt.Fprintf(out, "%s: %d ok, %d FAILED\n", plural(len(scenarios), "scenario"), len(scenarios)-failed, failed)
	if err := out.Flush(); err != nil {
		p.complain("%v", err)
		return exitFailed
	}
	if failed > 0 {
		return exitFailed
	}
	return exitOK
}

// writeScenario writes a line for a scenario, and below it, indented, what does
// not hold.
func writeScenario(w io.Writer, s *policytest.Scenario, failures []policytest.Failure) {
	verdict := "ok"
	if len(failures) > 0 {
		verdict = "FAIL"
	}
	fmt.Fprintf(w, "%-4s  %s:%d: %s\n", verdict, s.File, s.Line, printable(s.Name))
	for i := range failures {
		for line := range strings.Lines(failures[i].String()) {
			if line != "\n" {
				line = "      " + line
			}
			io.WriteString(w, line)
		}
	}
}
