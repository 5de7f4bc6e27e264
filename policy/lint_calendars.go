package policy

import (
	"maps"
	"slices"

	"github.com/tenggat/sla/calendar"
	"github.com/tenggat/sla/policy/internal/code"
	"github.com/tenggat/sla/policy/internal/source"
)

// calendars reports the findings in calendars, and holidays that are not known
// for all of the agreement's term.
func (l *linter) calendars() {
	for _, name := range slices.Sorted(maps.Keys(l.set.spec.Calendars)) {
		c, p := l.set.spec.Calendars[name], source.Path("calendars").Key(name)
		for _, f := range calendar.Lint(c.calendar()) {
			l.warn(p.Join(source.Path(f.Path)), Code(f.Code), f.Hint, "%s", f.Message)
		}
		l.known(p.Key("holidays"), c.Holidays)
	}
}

// known warns about regions whose holidays are not known until the end of the
// agreement's term.
func (l *linter) known(p source.Path, holidays []calendar.Holiday) {
	from, until := dateEnds(l.set.term())
	end := until.Year
	switch {
	case until.IsZero() && from.IsZero():
		return
	case until.IsZero():
		end = from.Year + farAhead
	}
	for i, h := range holidays {
		region, ok := calendar.LookupRegion(h.Region)
		last := region.KnownThrough()
		switch {
		case !ok || end <= last:
		case until.IsZero():
			l.warn(p.At(i).Key("region"), code.HolidaysUnknown, "give the agreement's term an end, and add later holidays when they are known",
				"the holidays of region %s are known through %d, and the agreement's term has no end", h.Region, last)
		default:
			l.warn(p.At(i).Key("region"), code.HolidaysUnknown, "update this library when they are, or write them as dates",
				"the holidays of region %s are known through %d, but the agreement's term runs until %s", h.Region, last, until)
		}
	}
}

// farAhead is how many years of holidays are enough for a term without an end.
const farAhead = 20
