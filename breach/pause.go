package breach

import "github.com/tenggat/sla/policy/rule"

// hold is a period in which a pause rule holds. Whether it pauses an instance
// depends on the legs of the run.
type hold struct {
	from   instant
	until  instant // zero while it lasts; in the future if the rule holds until an instant
	status string
	reason string
}

// timeline is the history of one pause rule on a ticket since the creation. It
// belongs to the ticket, not to an instance, so that a target that attaches late
// or retroactively gets the pauses that it would have made.
type timeline []hold

// holding reports whether the rule holds at an instant that is not before the last event.
func (l timeline) holding(t instant) bool {
	if len(l) == 0 {
		return false
	}
	last := l[len(l)-1].until
	return last.isZero() || last.after(t)
}

// update records whether rule holds after an event at t.
func (l *timeline) update(rule rule.Predicate, s *ticket, t instant, reason string) {
	limit, holds := rule.HoldsUntil(&s.Ticket)
	until, held := instant{}, l.holding(t)
	if holds && !limit.IsZero() {
		until = instantOf(limit)
		holds = until.after(t)
	}
	if held {
		last := &(*l)[len(*l)-1]
		if holds && last.status == s.status {
			last.until = until
			return
		}
		last.until = t
		if last.from == t {
			*l = (*l)[:len(*l)-1]
		}
	}
	if holds {
		l.begin(hold{from: t, until: until, status: s.status, reason: reason})
	}
}

// begin appends h. Adjacent equal holds are merged.
func (l *timeline) begin(h hold) {
	if n := len(*l); n > 0 {
		if last := &(*l)[n-1]; last.until == h.from && last.status == h.status && last.reason == h.reason {
			last.until = h.until
			return
		}
	}
	if cap(*l) == 0 {
		*l = make(timeline, 0, 2) // a ticket that pauses once often pauses again
	}
	*l = append(*l, h)
}

// after returns the holds that end after t.
func (l timeline) after(t instant) []hold {
	first, end := 0, len(l) // the result is one of these, or the next one
	for first < end {
		middle := (first + end) / 2
		if h := &l[middle]; h.until.isZero() || h.until.after(t) {
			end = middle
		} else {
			first = middle + 1
		}
	}
	return l[first:]
}
