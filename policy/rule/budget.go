package rule

import (
	"fmt"
	"strconv"
	"time"

	"github.com/tenggat/sla/calendar"
	"github.com/tenggat/sla/policy/internal/phrase"
)

// Budget is how long a target gives: counted time, or a number of days.
type Budget struct {
	Time         time.Duration
	Days         int           // working days, or with CalendarDays plain ones
	CalendarDays bool          // the days are calendar days, counted round the clock
	AtClose      bool          // with days: by the last closing of that day
	At           time.Duration // with days: by this local time of that day, since midnight; zero is not set
	FromArrival  bool          // with working days: they count from the date of the start
}

// IsZero reports whether there is no budget.
func (b Budget) IsZero() bool { return b == Budget{FromArrival: b.FromArrival} }

// InDays reports whether the budget is a number of days.
func (b Budget) InDays() bool { return b.Days > 0 || b.AtClose || b.At > 0 }

// String returns the budget in the policy language: 1h30m, 2bd, 1bd@16:00. The zero
// Budget is the empty text.
func (b Budget) String() string {
	if !b.InDays() {
		if b.Time == 0 {
			return ""
		}
		return phrase.Time(b.Time)
	}
	unit, at := "bd", ""
	if b.CalendarDays {
		unit = "cd"
	}
	switch {
	case b.AtClose:
		at = "@close"
	case b.At > 0:
		at = fmt.Sprintf("@%02d:%02d", int64(b.At/time.Hour), int64(b.At%time.Hour/time.Minute))
	}
	return strconv.Itoa(b.Days) + unit + at
}

// End is the deadline of a clock that starts at an instant and never pauses. For
// calendar days the calendar is one that is always open, in the zone of the
// target's. The error is [calendar.ErrNotFound].
func (b Budget) End(c *calendar.Calendar, start time.Time) (time.Time, error) {
	if b.InDays() {
		return c.EndOfDays(start, calendar.Days{N: b.Days, FromArrival: b.FromArrival, AtClose: b.AtClose, At: b.At})
	}
	return c.Add(start, b.Time)
}
