// Evaluate judges tickets by service-level policies: it reads events as JSON
// Lines and prints of every target whether it was met, when it is due or since
// when it is breached.
//
//	go run ./examples/evaluate
//	go run ./examples/evaluate -policy sla.yaml -events events.jsonl -at 2026-01-05T17:00:00+07:00
//
// Without arguments it evaluates an embedded sample of real incidents. With -h
// it explains itself.
package main

import (
	"errors"
	"flag"
	"fmt"
	"io"
	"os"

	"github.com/tenggat/sla/clock"
	"github.com/tenggat/sla/policy"
)

// The exit statuses.
const (
	exitOK     = 0
	exitFailed = 1 // something could not be evaluated, or a scenario failed
	exitUsage  = 2 // a mistake in the arguments, in a policy or in a scenario file
)

func main() {
	p := program{
		stdin: os.Stdin, stdout: os.Stdout, stderr: os.Stderr,
		color: useColor(os.Stdout, os.Getenv),
		clock: clock.System(),
	}
	os.Exit(p.run(os.Args[1:]))
}

// useColor reports whether f is a terminal whose user has not forbidden
// colour (see no-color.org).
func useColor(f *os.File, getenv func(string) string) bool {
	info, err := f.Stat()
	return err == nil && info.Mode()&os.ModeCharDevice != 0 && getenv("NO_COLOR") == "" && getenv("TERM") != "dumb"
}

// program is what the command has around it.
type program struct {
	stdin          io.Reader
	stdout, stderr io.Writer
	color          bool
	clock          clock.Clock
}

// run is the command; it returns the exit status.
func (p *program) run(args []string) int {
	o, err := parseArgs(args)
	switch {
	case errors.Is(err, flag.ErrHelp):
		io.WriteString(p.stdout, help)
		return exitOK
	case err != nil:
		p.complain("%v (-h for help)", err)
		return exitUsage
	}
	if o.test != "" {
		return p.runScenarios(o.test)
	}
	set, ok := p.loadPolicy(o.policy)
	if !ok {
		return exitUsage
	}
	return p.evaluate(set, o)
}

// complain prints what went wrong.
func (p *program) complain(format string, args ...any) {
	fmt.Fprintf(p.stderr, "evaluate: "+format+"\n", args...)
}

// loadPolicy loads the policy file, or the sample's. Mistakes in it are printed
// as a compiler prints them.
func (p *program) loadPolicy(file string) (*policy.Set, bool) {
	name, src := samplePolicyName, samplePolicy
	if file != "" {
		var err error
		if src, err = readPolicy(file); err != nil {
			p.complain("%v", err)
			return nil, false
		}
		name = file
	}
	set, err := policy.Parse(name, src)
	if err != nil {
		p.printMistakes(err, func(string) []byte { return src })
		return nil, false
	}
	return set, true
}

// printMistakes prints the mistakes found in files, each with its line.
func (p *program) printMistakes(err error, source func(file string) []byte) {
	var mistakes policy.Errors
	if !errors.As(err, &mistakes) {
		p.complain("%v", err)
	}
	for _, mistake := range mistakes {
		fmt.Fprintf(p.stderr, "%v\n%s", mistake, mistake.Snippet(source(mistake.File)))
	}
}

// readPolicy reads a file, but not much more than policy.Parse would accept.
func readPolicy(file string) ([]byte, error) {
	f, err := os.Open(file)
	if err != nil {
		return nil, err
	}
	defer f.Close()
	return io.ReadAll(io.LimitReader(f, 2<<20))
}
