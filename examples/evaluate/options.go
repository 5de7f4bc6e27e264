package main

import (
	"errors"
	"flag"
	"fmt"
	"io"
	"time"
)

// options are the arguments of the command.
type options struct {
	policy, events string     // files; empty is the sample's
	at             *time.Time // nil is the default
	ticket         string     // empty is all
	format         string
	explain        bool
	test           string // glob of scenario files
}

// The formats.
const (
	formatTable = "table"
	formatJSON  = "json"
)

// parseArgs reads the arguments. With -h the error is flag.ErrHelp.
func parseArgs(args []string) (options, error) {
	var o options
	fs := o.flags()
	if err := fs.Parse(args); err != nil {
		return o, err
	}
	if fs.NArg() > 0 {
		return o, fmt.Errorf("unexpected argument %q; files are named by flags, such as -events", fs.Arg(0))
	}
	return o, o.check()
}

func (o *options) flags() *flag.FlagSet {
	fs := flag.NewFlagSet("evaluate", flag.ContinueOnError)
	fs.SetOutput(io.Discard) // the caller prints the error, once
	fs.StringVar(&o.policy, "policy", "", "")
	fs.StringVar(&o.events, "events", "", "")
	fs.Func("at", "", func(text string) error {
		at, err := time.Parse(time.RFC3339, text)
		if err != nil {
			return errors.New("write an instant such as 2026-01-05T17:00:00+07:00")
		}
		o.at = &at
		return nil
	})
	fs.StringVar(&o.ticket, "ticket", "", "")
	fs.StringVar(&o.format, "format", formatTable, "")
	fs.BoolVar(&o.explain, "explain", false, "")
	fs.StringVar(&o.test, "test", "", "")
	fs.Usage = func() {}
	return fs
}

// check refuses arguments that do not go together.
func (o *options) check() error {
	switch {
	case o.format != formatTable && o.format != formatJSON:
		return fmt.Errorf("-format %q: write %s or %s", o.format, formatTable, formatJSON)
	case o.explain && o.format == formatJSON:
		return errors.New("-explain is text: leave out -format json")
	case o.test != "" && *o != (options{format: formatTable, test: o.test}):
		return errors.New("-test goes alone: a scenario file names its policy, events and instants")
	}
	return nil
}

const help = `Evaluate judges tickets by service-level policies: which targets were met, which
are due when, and which are breached.

    go run ./examples/evaluate [flags]

Without -events it evaluates a sample of real incidents, without -policy by
policies for that sample.

    -policy FILE     the policies, YAML
    -events FILE     what happened to the tickets, one JSON object a line; tickets
                     may be mixed; - reads standard input
    -at INSTANT      the instant to judge at, such as 2026-01-05T17:00:00+07:00;
                     events after it are ignored. Default: now; for the sample,
                     just after its last event
    -ticket ID       only this ticket
    -format FORMAT   table, or json: one report a line
    -explain         tell of every target how its time was counted
    -test FILES      instead, run the scenarios in files such as 'testdata/*.yaml',
                     in the form that go doc ./policy/policytest describes

Example: save these lines as events.jsonl

    {"ticket":"T1","at":"2026-01-05T09:00:00Z","type":"created","fields":{"status":"New","priority":"1 - Critical"}}
    {"ticket":"T1","at":"2026-01-05T15:30:00Z","type":"updated","fields":{"status":"Resolved"}}

and run

    go run ./examples/evaluate -events events.jsonl

The table has a line for every target of every ticket, breached ones first, then
by deadline. Deadlines are in the zone of the target's calendar; ~ marks one that
moves because the target is paused: it is the deadline if it were resumed now.
TARGET, ELAPSED and LEFT are time as the calendar counts it. 1d is 24 hours, written
only of calendars that never close; others speak of hours, so that 27h of office
hours cannot be taken for a day. LEFT of a met target is what was left.

The closing line's "attained" is the share of met targets among the decided, for
each kind of policy (sla, ola, uc) by itself. A target is decided once it is met
or breached, so one that is breached and still open counts as not attained.
Cancelled targets that were not breached, those still open and in time, and void
tickets are left out.

Exit status: 0 all fine; 1 something could not be evaluated, or a scenario
failed; 2 a mistake in the arguments, in a policy or in a scenario file.
`
