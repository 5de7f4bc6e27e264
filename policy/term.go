package policy

import (
	"time"

	"github.com/tenggat/sla/calendar"
)

// dateEnds are the ends of a range that has been checked; the zero date is open.
func dateEnds(r DateRange) (from, until calendar.Date) {
	from, _ = calendar.ParseDate(r.From)
	until, _ = calendar.ParseDate(r.Until)
	return from, until
}

// rangeWords describes a range of dates.
func rangeWords(r DateRange) string {
	switch {
	case r.From == "" && r.Until == "":
		return "always"
	case r.From == "":
		return "until " + r.Until
	case r.Until == "":
		return "from " + r.From
	}
	return "from " + r.From + " until " + r.Until
}

// term is the term of the agreement, of the Set or its base.
func (s *Set) term() DateRange {
	for ; s != nil; s = s.base {
		if !s.spec.Agreement.isZero() {
			return s.spec.Agreement.Term
		}
	}
	return DateRange{}
}

// referenceDate is the instant from which a policy is tried out: the start of
// the agreement's term or of its validity, or any Monday.
func (x *examination) referenceDate() time.Time {
	for _, from := range []string{x.set.term().From, x.spec.Valid.From} {
		if t, err := time.Parse(time.DateOnly, from); err == nil {
			return t
		}
	}
	return time.Date(2024, 1, 1, 0, 0, 0, 0, time.UTC)
}
