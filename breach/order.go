package breach

import (
	"cmp"
	"errors"
	"slices"
	"time"
)

// order returns the events of history that happened by at in the order in which
// they are folded: by instant, at equal instants the creation first, then by
// position. Mistakes in later events are not reported.
func order(history []Event, at time.Time) (events []Event, ticket string, err error) {
	var errs []error
	sorted, happened := true, 0 // how many happened by at, if they are sorted
	var name string             // the ticket's name in later events
	for i := range history {
		e := &history[i]
		sorted = sorted && (i == 0 || compareEvents(&history[i-1], e) <= 0)
		if e.At.After(at) && inRange(e.At) {
			name = cmp.Or(name, e.Ticket)
			continue
		}
		happened = i + 1
		err := e.check(i)
		if err == nil {
			err = e.sameTicket(&ticket, i)
		}
		if err != nil {
			errs = append(errs, err)
		}
	}
	ticket = cmp.Or(ticket, name)
	if len(errs) > 0 {
		return nil, ticket, errors.Join(errs...)
	}
	if sorted {
		return history[:happened], ticket, nil
	}
	events = slices.DeleteFunc(slices.Clone(history), func(e Event) bool { return e.At.After(at) })
	slices.SortStableFunc(events, func(a, b Event) int { return compareEvents(&a, &b) })
	return events, ticket, nil
}

func compareEvents(a, b *Event) int {
	switch s, t := instantOf(a.At), instantOf(b.At); {
	case s.before(t):
		return -1
	case t.before(s):
		return 1
	}
	return cmp.Compare(boolRank(a.Type != Created), boolRank(b.Type != Created))
}
