package calendar

import (
	"iter"
	"time"

	"github.com/tenggat/sla/calendar/internal/civil"
)

// A Span is a time during which a calendar is open, or is closed for one cause.
type Span struct {
	From, Until time.Time // half-open
	Open        bool
	Cause       Cause // why it is closed; zero if it is open
}

// Spans yields the open and closed spans of [from, until), one after the other
// and without a gap; the first and the last are cut to it. It yields nothing
// unless from is before until. Neighbours differ: a closed time is split where
// its cause changes. Spans are worked out as they are asked for, and the
// sequence may be used more than once.
func (c *Calendar) Spans(from, until time.Time) iter.Seq[Span] {
	return func(yield func(Span) bool) {
		for at := from; at.Before(until); {
			s := c.spanAt(at, until)
			if !yield(s) {
				return
			}
			at = s.Until
		}
	}
}

// spanAt returns the span that starts at an instant.
func (c *Calendar) spanAt(at, limit time.Time) Span {
	sec := civil.Second(at)
	before, open, row := c.at(sec)
	if open {
		end, ok := c.closing(sec, before, row)
		if !ok {
			end = civil.EndSecond
		}
		return Span{From: at, Until: earlier(end, limit, at), Open: true}
	}
	if sec >= civil.EndSecond {
		return Span{From: at, Until: limit, Cause: Cause{Kind: OutsideHours}}
	}
	end, ok := c.opening(sec, before, row)
	if !ok {
		end = civil.EndSecond
	}
	last := civil.Second(limit)
	cause, until := c.cause(sec)
	for until < end && until <= last {
		next, more := c.cause(until)
		if next != cause {
			end = until
			break
		}
		until = more
	}
	if end == civil.EndSecond && cause.Kind == OutsideHours {
		return Span{From: at, Until: limit, Cause: cause} // and so is all time after
	}
	return Span{From: at, Until: earlier(end, limit, at), Cause: cause}
}

// earlier returns a second or the limit, whichever comes first, in at's
// location.
func earlier(sec int64, limit, at time.Time) time.Time {
	if t := civil.Instant(sec, 0, at); t.Before(limit) {
		return t
	}
	return limit
}
