package breach

import (
	"cmp"
	"fmt"
	"iter"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/tenggat/sla/policy"
	"github.com/tenggat/sla/policy/rule"
)

// Explanation says why a Report is as it is: where the time of each instance
// went, and why policies and targets did not apply.
type Explanation struct {
	Report     *Report
	Ledgers    []Ledger // one for each of Report.Targets, in their order
	Unattached []Unattached
}

// Explain evaluates like [Evaluate] and explains the result, with the same
// errors.
func Explain(set *policy.Set, history []Event, at time.Time) (*Explanation, error) {
	f, err := foldHistory(set, history, at)
	if err != nil {
		return nil, err
	}
	r, err := f.report(at.Round(0).UTC())
	if err != nil {
		return nil, err
	}
	return f.explain(r), nil
}

// Ledger accounts for every second of an instance, from its start to its
// completion or the Report's instant.
type Ledger struct {
	stretches []stretch
}

// Entry is a stretch of an instance's time with one cause.
type Entry struct {
	From, Until time.Time
	Kind        EntryKind
	// Cause is why the calendar is closed (the holiday's or the special hours'
	// name, or "outside hours") or why nothing is counted. Of a pause it is the
	// ticket's status.
	Cause  string
	Reason string // of a pause: the Reason of the event that began it
	Policy string // whose target applies; empty when stopped
}

// EntryKind says what the time of an [Entry] counts as.
type EntryKind string

// The kinds of entries.
const (
	EntryCounted EntryKind = "counted" // inside the calendar's hours and outside pauses
	EntryPaused  EntryKind = "paused"  // by the pause rule, inside and outside of hours
	EntryClosed  EntryKind = "closed"  // outside the calendar's hours
	EntryStopped EntryKind = "stopped" // the instance did not run
)

// Counted returns the time the entry adds to the instance's elapsed.
func (e *Entry) Counted() time.Duration {
	if e.Kind != EntryCounted {
		return 0
	}
	return e.Until.Sub(e.From)
}

// Entries yields the entries in order, each beginning where the one before
// ended. The counted ones sum up to the instance's Elapsed. They are made as
// they are asked for, so that a ledger of many years costs no memory.
func (l *Ledger) Entries() iter.Seq[Entry] {
	return func(yield func(Entry) bool) {
		for i := range l.stretches {
			if !l.stretches[i].entries(yield) {
				return
			}
		}
	}
}

// entries yields the entries of one stretch.
func (s *stretch) entries(yield func(Entry) bool) bool {
	e := Entry{From: s.from.time(), Until: s.until.time()}
	if s.leg.mode != counting {
		e.Kind, e.Cause = EntryStopped, s.leg.mode.String()
		return yield(e)
	}
	e.Policy = s.leg.bound.Target.Policy().Name()
	if s.pause != nil {
		e.Kind, e.Cause, e.Reason = EntryPaused, s.pause.status, s.pause.reason
		return yield(e)
	}
	for span := range s.leg.bound.Calendar.Spans(e.From, e.Until) {
		e.From, e.Until = span.From.UTC(), span.Until.UTC()
		e.Kind, e.Cause = EntryCounted, ""
		if !span.Open {
			e.Kind, e.Cause = EntryClosed, cmp.Or(span.Cause.Name, span.Cause.Kind.String())
		}
		if !yield(e) {
			return false
		}
	}
	return true
}

func (m mode) String() string {
	switch m {
	case stopped:
		return "solved, until reopened"
	case void:
		return "the ticket was void"
	}
	return "no target applied"
}

// Unattached is a policy or a target that does not apply to a ticket, and why.
type Unattached struct {
	Policy string
	Kind   policy.Kind
	Metric string // of a target of a policy that does apply; empty for a whole policy
	Reason string
}

// explain adds to a report of the fold how it came about.
func (f *fold) explain(r *Report) *Explanation {
	x := &Explanation{Report: r, Unattached: f.unattached()}
	for i := range f.timers {
		m := &f.timers[i]
		for run := m.runs; run != nil; run = run.next {
			if run.attached() {
				x.Ledgers = append(x.Ledgers, f.ledger(run, instantOf(r.AsOf)))
			}
		}
		if m.mayStart() {
			x.Ledgers = append(x.Ledgers, Ledger{})
		}
	}
	return x
}

// ledger copies the run's stretches, so that it outlives the fold's changes.
func (f *fold) ledger(r *run, at instant) (l Ledger) {
	for w := r.walk(r.end(at)); w.next(); {
		s := w.stretch
		leg := *s.leg
		s.leg = &leg
		if s.pause != nil {
			pause := *s.pause
			s.pause = &pause
		}
		l.stretches = append(l.stretches, s)
	}
	return l
}

// unattached says for each policy of the Set, and each target of those that
// apply, why it does not.
func (f *fold) unattached() (list []Unattached) {
	if f.void() {
		return []Unattached{{Reason: "the ticket is void: no policy applies"}}
	}
	ticket, created := &f.ticket.Ticket, f.ticket.created.time()
	applies := map[string]rule.Policy{}
	for _, p := range f.program.Match(nil, ticket, created) {
		applies[p.Kind()] = p
	}
	for i := range f.program.Policies() {
		p := f.program.Policy(i)
		winner := applies[p.Kind()]
		if winner == p {
			list = append(list, f.unattachedTargets(p)...)
			continue
		}
		reason := p.Match().Failing(ticket)
		switch {
		case !p.ValidAt(created):
			reason = fmt.Sprintf("the ticket was created outside its validity (%s)", p.Validity())
		case reason == "" && !winner.IsZero():
			reason = fmt.Sprintf("policy %q comes first", winner.Name())
		}
		list = append(list, Unattached{Policy: p.Name(), Kind: policy.Kind(p.Kind()), Reason: reason})
	}
	return list
}

// unattachedTargets says why targets of a policy that applies do not.
func (f *fold) unattachedTargets(p rule.Policy) (list []Unattached) {
	ticket := &f.ticket.Ticket
	chosen := p.Choose(nil, ticket)
	var passed []int // the timers whose target came already
	for t := range p.Targets() {
		reason := ""
		switch {
		case slices.Contains(chosen, t):
			passed = append(passed, t.Timer())
			if !new(binding).bind(t, ticket) {
				reason = f.unboundReason(t)
			} else if m := &f.timers[t.Timer()]; m.number == 0 && m.last != nil && m.running == nil {
				reason = "its metric was over before the target applied"
			}
		case slices.Contains(passed, t.Timer()):
			reason = "an earlier target of the metric applies"
		default:
			reason = t.When().Failing(ticket)
		}
		if reason != "" {
			list = append(list, Unattached{Policy: p.Name(), Kind: policy.Kind(p.Kind()), Metric: t.Metric().Name(), Reason: reason})
		}
	}
	return list
}

// unboundReason says why the ticket's fields choose no duration or deadline.
func (f *fold) unboundReason(t rule.Target) string {
	field, values := t.ChoosingField(&f.ticket.Ticket)
	switch {
	case unset(values):
		return fmt.Sprintf("field %q is not set", field)
	case t.HasDue():
		return fmt.Sprintf("field %q holds %s, no RFC 3339 instant", field, quoted(values))
	}
	return fmt.Sprintf("no duration for %s %s", field, quoted(values))
}

func quoted(values []string) string {
	quotes := make([]string, len(values))
	for i, v := range values {
		quotes[i] = strconv.Quote(v)
	}
	return strings.Join(quotes, ", ")
}
