package rule

import (
	"sync"

	"github.com/tenggat/sla/calendar"
)

// Zoned are the copies of a calendar in the zones that tickets name in a field. A copy is
// compiled when it is first asked for. It is safe for concurrent use.
type Zoned struct {
	Field   string // that holds the zone
	Compile func(zone string) (open, always *calendar.Calendar, ok bool)

	zones sync.Map // the copies by zone
}

// zonedCopy is a copy in one zone. Of two that are compiled at once, one is kept.
type zonedCopy struct{ open, always *calendar.Calendar }

// in is the calendar in the zone that a ticket names; the default if it names none or one
// that there is not.
func (z *Zoned) in(c NamedCalendar, s *Ticket) NamedCalendar {
	if zone, ok := single(s.values(c.zone)); ok {
		c.Calendar, c.Always, _ = z.named(c, zone)
	}
	return c
}

// named is the calendar in a zone; false with the default if there is no such zone.
func (z *Zoned) named(c NamedCalendar, zone string) (open, always *calendar.Calendar, ok bool) {
	if zone == c.Calendar.Location().String() {
		return c.Calendar, c.Always, true
	}
	known, stored := z.zones.Load(zone)
	if !stored {
		open, always, ok = z.Compile(zone)
		if !ok {
			return c.Calendar, c.Always, false
		}
		known, _ = z.zones.LoadOrStore(zone, &zonedCopy{open: open, always: always})
	}
	one := known.(*zonedCopy)
	return one.open, one.always, true
}
