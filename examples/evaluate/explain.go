package main

import (
	"fmt"
	"io"

	"github.com/tenggat/sla/breach"
)

// writeExplanations writes for each ticket where the time of its targets went,
// and why other policies do not apply.
func (ev *evaluation) writeExplanations(w io.Writer, histories []*history) error {
	separator := ""
	for _, h := range histories {
		if h.bad || h.createdAfter(ev.at) {
			continue
		}
		explanation, err := breach.Explain(ev.set, h.events, ev.at)
		if err != nil {
			ev.failTicket(h, err)
			continue
		}
		if _, err := fmt.Fprintf(w, "%sTicket %s\n\n", separator, printable(h.ticket)); err != nil {
			return err
		}
		if err := explanation.WriteText(w); err != nil {
			return err
		}
		separator = "\n"
	}
	return nil
}
