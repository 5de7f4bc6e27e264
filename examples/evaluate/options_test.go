package main

import (
	"errors"
	"flag"
	"strings"
	"testing"
	"time"
)

func TestParseArgs(t *testing.T) {
	o, err := parseArgs([]string{"-policy", "p.yaml", "-events=-", "-at", "2026-01-05T17:00:00+07:00", "-ticket", "T1", "-format", "json"})
	if err != nil {
		t.Fatal(err)
	}
	if want := time.Date(2026, 1, 5, 10, 0, 0, 0, time.UTC); o.at == nil || !o.at.Equal(want) {
		t.Errorf("-at is %v, want %v", o.at, want)
	}
	o.at = nil
	if want := (options{policy: "p.yaml", events: "-", ticket: "T1", format: "json"}); o != want {
		t.Errorf("options %+v, want %+v", o, want)
	}
	if o, err := parseArgs(nil); err != nil || o != (options{format: "table"}) {
		t.Errorf("no arguments: %+v, %v", o, err)
	}
}

func TestParseArgsMistakes(t *testing.T) {
	tests := map[string]string{
		"-at yesterday":                         "write an instant such as 2026-01-05T17:00:00+07:00",
		"-at 2026-01-05":                        "write an instant such as 2026-01-05T17:00:00+07:00",
		"-test x.yaml -at 2026-01-05T17:00:00Z": "-test goes alone",
		"-test x.yaml -explain":                 "-test goes alone",
		"-format xml":                           `-format "xml": write table or json`,
		"-explain -format json":                 "-explain is text: leave out -format json",
		"events.jsonl":                          `unexpected argument "events.jsonl"; files are named by flags, such as -events`,
		"-event e.jsonl":                        "flag provided but not defined: -event",
		"-ticket":                               "flag needs an argument: -ticket",
	}
	for args, want := range tests {
		if _, err := parseArgs(strings.Fields(args)); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%s: error %v, want %s", args, err, want)
		}
	}
}

func TestHelpNamesEveryFlag(t *testing.T) {
	if _, err := parseArgs([]string{"-h"}); !errors.Is(err, flag.ErrHelp) {
		t.Errorf("-h: %v, want %v", err, flag.ErrHelp)
	}
	var o options
	o.flags().VisitAll(func(f *flag.Flag) {
		if !strings.Contains(help, "\n    -"+f.Name+" ") {
			t.Errorf("the help does not tell of -%s", f.Name)
		}
	})
	for line := range strings.Lines(help) {
		if len(line) > 121 {
			t.Errorf("too wide for a terminal: %s", line)
		}
	}
}
