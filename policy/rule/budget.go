package rule

import (
	"time"

	"github.com/tenggat/sla/calendar"
)

// Budget is how long a target gives: counted time, or a number of working days.
type Budget struct {
	Time    time.Duration
	Days    int
	AtClose bool // with Days: by that working day's last closing
}

// IsZero reports whether there is no budget.
func (b Budget) IsZero() bool { return b == Budget{} }

// InDays reports whether the budget is a number of working days.
func (b Budget) InDays() bool { return b.Days > 0 || b.AtClose }

// End is the deadline of a clock that starts at an instant and never pauses.
// The error is [calendar.ErrNotFound].
func (b Budget) End(c *calendar.Calendar, start time.Time) (time.Time, error) {
	switch {
	case b.AtClose:
		return c.CloseOfDay(start, b.Days)
	case b.Days != 0:
		return c.AddDays(start, b.Days)
	}
	return c.Add(start, b.Time)
}
