package breach

import (
	"bufio"
	"fmt"
	"io"
	"strconv"
	"strings"
	"time"

	"github.com/tenggat/sla/policy"
)

// WriteText writes the explanation as plain text that can be pasted into a mail:
// for each instance the verdict and its ledger in the calendar's own time, then
// what did not apply. The middle of a very long ledger is left out. A zero or nil
// Explanation writes nothing. The error is that of the writer.
func (x *Explanation) WriteText(w io.Writer) error {
	if x == nil {
		return nil
	}
	b := bufio.NewWriter(w)
	if x.Report != nil {
		x.writeTargets(b)
	}
	if len(x.Unattached) > 0 {
		fmt.Fprintln(b, "\nNot applied:")
		for _, u := range x.Unattached {
			fmt.Fprintf(b, "  %s\n", u)
		}
	}
	return b.Flush()
}

func (x *Explanation) writeTargets(w io.Writer) {
	for i := range x.Report.Targets {
		if i > 0 {
			fmt.Fprintln(w)
		}
		target := &x.Report.Targets[i]
		target.writeVerdict(w, x.Report.AsOf)
		if i < len(x.Ledgers) { // a host may have added a target of its own
			x.Ledgers[i].writeText(w, target.location())
		}
	}
}

func (i *Instance) location() *time.Location {
	if loc, err := time.LoadLocation(i.TimeZone); err == nil {
		return loc
	}
	return time.UTC
}

// showTime writes a local time, with seconds only if they are not zero.
func showTime(t time.Time, sameDay bool) string {
	layout := "Mon 2 Jan 2006 15:04"
	if sameDay {
		layout = "15:04"
	}
	if t.Second() != 0 {
		layout += ":05"
	}
	return t.Format(layout)
}

// writeVerdict writes the lines above a ledger.
func (i *Instance) writeVerdict(w io.Writer, asOf time.Time) {
	loc := i.location()
	show := func(t time.Time) string { return showTime(t.In(loc), false) }
	calendar := i.Calendar
	if calendar == "" {
		calendar = "always open"
	}
	fmt.Fprintf(w, "%s %s #%d: %s", i.Kind, i.Metric, i.Number, strings.ReplaceAll(string(i.State), "_", " "))
	if i.Breached {
		fmt.Fprintf(w, ", BREACHED at %s", show(i.BreachedAt))
	}
	fmt.Fprintf(w, "\n  policy %q, calendar %s, times in %s", i.Policy, calendar, i.TimeZone)
	fmt.Fprintf(w, "\n  target %s", i.withinWords())
	if !i.Deadline.IsZero() {
		fmt.Fprintf(w, ", deadline %s", show(i.Deadline))
		if i.Projected {
			fmt.Fprint(w, " if resumed now")
		}
	}
	if i.State == NotStarted {
		fmt.Fprintln(w)
		return
	}
	fmt.Fprintf(w, "\n  elapsed %s", words(i.Elapsed))
	if i.Breached {
		fmt.Fprintf(w, ", overdue %s", words(i.Overdue))
	} else {
		fmt.Fprintf(w, ", %s left", words(i.Remaining))
	}
	if i.WallPaused > 0 {
		fmt.Fprintf(w, ", paused %s of open time", words(i.Paused))
	}
	if !i.State.completed() {
		fmt.Fprintf(w, ", as of %s", show(asOf))
	}
	fmt.Fprintln(w)
}

// withinWords is the target, and what it is as counted time if it is written in days.
func (i *Instance) withinWords() string {
	switch {
	case !strings.Contains(i.WithinText, "d"): // counted time has hours, minutes and seconds
		return words(i.Within)
	case i.State == NotStarted:
		return i.WithinText
	}
	return fmt.Sprintf("%s (%s)", i.WithinText, words(i.Within))
}

// The middle of a ledger with more entries than these is left out.
const (
	ledgerHead = 60
	ledgerTail = 20
)

// writeText writes one line for each entry.
func (l *Ledger) writeText(w io.Writer, loc *time.Location) {
	for _, n := range l.notes {
		fmt.Fprintln(w, n.text(loc))
	}
	var tail [ledgerTail]string // a ring of the last lines
	var total time.Duration
	n := 0
	for e := range l.Entries() {
		total += e.Counted()
		line := e.text(loc, total)
		if n < ledgerHead {
			fmt.Fprintln(w, line)
		} else {
			tail[n%ledgerTail] = line
		}
		n++
	}
	if cut := n - ledgerHead - ledgerTail; cut > 0 {
		fmt.Fprintf(w, "    ... %d more entries ...\n", cut)
	}
	for k := max(ledgerHead, n-ledgerTail); k < n; k++ {
		fmt.Fprintln(w, tail[k%ledgerTail])
	}
}

// text returns the note as a line.
func (n *Note) text(loc *time.Location) string {
	line := "    " + showTime(n.At.In(loc), false) + "  " + string(n.Kind)
	if n.Kind == NoteTarget {
		line = "    " + showTime(n.At.In(loc), false) + "  the target of policy " + strconv.Quote(n.Policy) + " took over"
	}
	if n.Reason != "" {
		line += " (" + n.Reason + ")"
	}
	return line
}

// text returns the entry as a line, with the sum counted by its end.
func (e *Entry) text(loc *time.Location, total time.Duration) string {
	from, until := e.From.In(loc), e.Until.In(loc)
	sameDay := from.Format(time.DateOnly) == until.Format(time.DateOnly)
	line := fmt.Sprintf("    %-46s  %-7s  ", showTime(from, false)+" - "+showTime(until, sameDay), e.Kind)
	if e.Kind == EntryCounted {
		return line + fmt.Sprintf("%s, in all %s", words(e.Counted()), words(total))
	}
	line += e.Cause
	if e.Reason != "" {
		line += " (" + e.Reason + ")"
	}
	return strings.TrimRight(line, " ")
}

// words writes a counted duration in hours, minutes and seconds. It has no days,
// because the length of a day would be ambiguous.
func words(d time.Duration) string {
	if d = d.Truncate(time.Second); d == 0 {
		return "0m"
	}
	return policy.Duration{Time: d}.String()
}
