package main

import (
	"bufio"
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"iter"
	"os"
	"slices"
	"time"

	"github.com/tenggat/sla/breach"
	"github.com/tenggat/sla/policy"
)

// evaluation is one run over one stream of events.
type evaluation struct {
	*program
	set    *policy.Set
	name   string // of the stream, for messages
	at     time.Time
	failed bool
}

// evaluate reads the events and prints their results under the policies.
func (p *program) evaluate(set *policy.Set, o options) int {
	name, stream, err := p.open(o.events)
	if err != nil {
		p.complain("%v", err)
		return exitUsage
	}
	defer stream.Close()
	rd := reader{only: o.ticket}
	if err := rd.read(stream); err != nil {
		p.complain("%s: %v: nothing is evaluated, since any ticket may lack events", name, err)
		return exitFailed
	}
	ev := evaluation{program: p, set: set, name: name}
	switch {
	case o.at != nil:
		ev.at = o.at.UTC()
	case o.events == "":
		ev.at = rd.last.Add(time.Minute) // just after the sample's last event
	default:
		ev.at = p.clock.Now().UTC()
	}
	ev.reportLines(&rd)
	if o.ticket != "" && len(rd.histories) == 0 {
		ev.fail("%s: no events of ticket %s", name, printable(o.ticket))
	}
	out := bufio.NewWriter(p.stdout)
	err = ev.write(out, rd.histories, o)
	if flushed := out.Flush(); err == nil {
		err = flushed
	}
	if err != nil {
		ev.fail("%v", err)
	}
	if ev.failed {
		return exitFailed
	}
	return exitOK
}

// open opens a file of events, standard input or the sample.
func (p *program) open(file string) (name string, stream io.ReadCloser, err error) {
	switch file {
	case "":
		return sampleEventsName, io.NopCloser(bytes.NewReader(sampleEvents)), nil
	case "-":
		return "stdin", io.NopCloser(p.stdin), nil
	}
	stream, err = os.Open(file)
	return file, stream, err
}

// fail prints what could not be done.
func (ev *evaluation) fail(format string, args ...any) {
	ev.failed = true
	ev.complain(format, args...)
}

// failLine prints what is wrong with a line of the stream.
func (ev *evaluation) failLine(line int, ticket string, err error) {
	ev.failed = true
	consequence := "it may belong to any ticket"
	if ticket != "" {
		consequence = "ticket " + printable(ticket) + " is not evaluated"
	}
	fmt.Fprintf(ev.stderr, "%s:%d: %s; %s\n", ev.name, line, printable(err.Error()), consequence)
}

// reportLines prints which lines could not be read.
func (ev *evaluation) reportLines(rd *reader) {
	for _, e := range rd.errs {
		ev.failLine(e.line, e.ticket, e.err)
	}
	if rd.more > 0 {
		ev.fail("%s: %d more lines could not be read", ev.name, rd.more)
	}
}

// write evaluates the histories one by one and writes the results.
func (ev *evaluation) write(w io.Writer, histories []*history, o options) error {
	switch {
	case o.explain:
		return ev.writeExplanations(w, histories)
	case o.format == formatJSON:
		return ev.writeJSON(w, histories)
	}
	results := slices.Collect(ev.results(histories))
	if err := writeTable(w, results, ev.zones(), ev.color); err != nil {
		return err
	}
	if err := writeWarnings(w, results); err != nil {
		return err
	}
	_, err := fmt.Fprintf(w, "As of %s: %s\n", instant(ev.at, ev.set.Location()), summarise(results))
	return err
}

// writeJSON writes one report a line.
func (ev *evaluation) writeJSON(w io.Writer, histories []*history) error {
	encoder := json.NewEncoder(w)
	for res := range ev.results(histories) {
		if res.report == nil {
			continue
		}
		if err := encoder.Encode(res.report); err != nil {
			return err
		}
	}
	return nil
}

// results evaluates one ticket after the other, but for those that did not
// exist yet, and prints why where that fails.
func (ev *evaluation) results(histories []*history) iter.Seq[result] {
	return func(yield func(result) bool) {
		for _, h := range histories {
			if !h.createdAfter(ev.at) && !yield(result{h.ticket, ev.judge(h)}) {
				return
			}
		}
	}
}

// judge evaluates one ticket; nil if it cannot.
func (ev *evaluation) judge(h *history) *breach.Report {
	if h.bad {
		return nil // reported when the line was read
	}
	report, err := breach.Evaluate(ev.set, h.events, ev.at)
	if err != nil {
		ev.failTicket(h, err)
		return nil
	}
	return report
}

// failTicket prints why a ticket cannot be evaluated: at its lines where the
// error is about events.
func (ev *evaluation) failTicket(h *history, err error) {
	errs := []error{err}
	if joined, ok := err.(interface{ Unwrap() []error }); ok {
		errs = joined.Unwrap()
	}
	for _, err := range errs {
		var bad *breach.EventError
		if errors.As(err, &bad) && bad.Index < len(h.lines) {
			ev.failLine(h.lines[bad.Index], h.ticket, fmt.Errorf("%s: %s; %s", bad.Field, bad.Message, bad.Hint))
		} else {
			ev.fail("ticket %s is not evaluated: %v", printable(h.ticket), err)
		}
	}
}

// zones looks up calendars, each once.
func (ev *evaluation) zones() zones {
	type answer struct {
		zone   *time.Location
		always bool
	}
	known := map[string]answer{}
	return func(i *breach.Instance) (*time.Location, bool) {
		a, ok := known[i.Calendar]
		if !ok {
			c, _ := ev.set.Calendar(i.Calendar) // nil is always open
			_, err := c.NextClose(ev.at)
			a = answer{c.Location(), err != nil}
			known[i.Calendar] = a
		}
		return a.zone, a.always
	}
}
