package main

import (
	"bufio"
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"slices"
	"time"

	"github.com/tenggat/sla/breach"
)

// Bounds on a line of events, and on how many bad ones are remembered.
const (
	maxLine = 1 << 20
	maxErrs = 100
)

// history is the part of a stream about one ticket.
type history struct {
	ticket string
	events []breach.Event
	lines  []int // of events, from 1
	bad    bool  // some line could not be read: events are missing
}

// createdAfter reports whether the ticket was created after an instant.
func (h *history) createdAfter(at time.Time) bool {
	later := false
	for _, e := range h.events {
		if e.Type == breach.Created {
			if !e.At.After(at) {
				return false
			}
			later = true
		}
	}
	return later && !h.bad
}

// lineError is a line that is not an event.
type lineError struct {
	line   int
	ticket string // as far as it can be told
	err    error
}

// reader groups a stream of events by ticket.
type reader struct {
	only      string    // the one ticket wanted; empty wants all
	last      time.Time // of all events, wanted or not
	histories []*history
	byTicket  map[string]*history
	errs      []lineError // the first maxErrs
	more      int         // how many more there were
}

// read reads a stream of events, one JSON object a line, to its end. Tickets
// may be interleaved; they come back in the order of their first lines. A line
// that is not an event is kept in errs, and in the history it belongs to if
// that can be told. The error is one of r: what came before it may be only part
// of any ticket.
func (rd *reader) read(r io.Reader) error {
	rd.byTicket = map[string]*history{}
	buffered := bufio.NewReader(r)
	for n := 1; ; n++ {
		line, err := readLine(buffered)
		if err == io.EOF {
			rd.refuseUnnamed()
			return nil
		}
		if err != nil && !errors.Is(err, errLongLine) {
			return fmt.Errorf("line %d: %w", n, err)
		}
		rd.add(n, line, err)
	}
}

// add files one line under its ticket.
func (rd *reader) add(n int, line []byte, err error) {
	line = bytes.TrimSpace(line)
	if len(line) == 0 {
		return
	}
	var e breach.Event
	if err == nil {
		err = e.UnmarshalJSON(line)
	}
	if err != nil {
		rd.refuse(n, ticketOf(line), err)
		return
	}
	if e.At.After(rd.last) {
		rd.last = e.At
	}
	if rd.only != "" && rd.only != e.Ticket {
		if e.Ticket == "" {
			rd.refuse(n, "", errNoTicket)
		}
		return
	}
	h := rd.history(e.Ticket)
	h.events = append(h.events, e)
	h.lines = append(h.lines, n)
}

// refuse notes a line that is not an event. With one ticket wanted, lines of others
// do not matter.
func (rd *reader) refuse(n int, ticket string, err error) {
	if rd.only != "" && ticket != "" && rd.only != ticket {
		return
	}
	if len(rd.errs) < maxErrs {
		rd.errs = append(rd.errs, lineError{n, ticket, err})
	} else {
		rd.more++
	}
	if ticket != "" {
		rd.history(ticket).bad = true
	}
}

func (rd *reader) history(ticket string) *history {
	h := rd.byTicket[ticket]
	if h == nil {
		h = &history{ticket: ticket}
		rd.byTicket[ticket] = h
		rd.histories = append(rd.histories, h)
	}
	return h
}

// refuseUnnamed refuses the events without a ticket where others have one: they
// may belong to any of those.
func (rd *reader) refuseUnnamed() {
	unnamed := rd.byTicket[""]
	if unnamed == nil || len(rd.byTicket) == 1 {
		return
	}
	for _, n := range unnamed.lines {
		rd.refuse(n, "", errNoTicket)
	}
	rd.histories = slices.DeleteFunc(rd.histories, func(h *history) bool { return h == unnamed })
}

var (
	errNoTicket = errors.New("no ticket, but other lines have one")
	errLongLine = fmt.Errorf("longer than %d bytes; is this one JSON object a line?", maxLine)
)

// readLine reads a line. Of a line longer than maxLine it returns the beginning
// with errLongLine, and leaves r at the next one.
func readLine(r *bufio.Reader) ([]byte, error) {
	var line []byte
	long := false
	for {
		part, err := r.ReadSlice('\n')
		if long = long || len(line)+len(part) > maxLine; !long {
			line = append(line, part...)
		}
		switch {
		case err == bufio.ErrBufferFull:
		case err == io.EOF && len(part) == 0 && len(line) == 0 && !long:
			return nil, io.EOF
		case err != nil && err != io.EOF:
			return nil, err
		case long:
			return line, errLongLine
		default:
			return line, nil
		}
	}
}

// ticketOf finds the ticket in a line that is not an event, as far as it can be
// read; empty is unknown. A line that names two tickets may belong to either.
func ticketOf(line []byte) string {
	d := json.NewDecoder(bytes.NewReader(line))
	if open, err := d.Token(); err != nil || open != json.Delim('{') {
		return ""
	}
	found := ""
	for d.More() {
		key, err := d.Token()
		if err != nil {
			return found
		}
		var value json.RawMessage
		if err := d.Decode(&value); err != nil {
			return found
		}
		if key != "ticket" {
			continue
		}
		var ticket string
		if json.Unmarshal(value, &ticket) != nil || found != "" && ticket != found {
			return ""
		}
		found = ticket
	}
	return found
}
