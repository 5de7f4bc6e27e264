package policy

import (
	"slices"
	"time"

	"github.com/tenggat/sla/calendar"
	"github.com/tenggat/sla/policy/internal/code"
	"github.com/tenggat/sla/policy/internal/source"
)

// settings checks the keys that concern the whole file.
func (c *compiler) settings() {
	base := c.set.base
	c.set.zone = time.UTC
	c.set.revision = c.spec.Revision
	if base != nil {
		c.set.zone = base.Location()
		if c.spec.Revision == "" {
			c.set.revision = base.revision
		}
	}
	if c.spec.TimeZone == "" {
		if c.entailed("time_zone") {
			c.spec.TimeZone = anyZone
		}
		return
	}
	zone, err := calendar.LoadZone(c.spec.TimeZone)
	if err != nil {
		c.calendarErrors("time_zone", err)
		c.spec.TimeZone = anyZone
		return
	}
	if base != nil && base.zoneFixed(zone) {
		c.fail("time_zone", code.Conflict, "leave it out here and write time_zone in the calendars",
			"the base's is %s, and its policies count on it", base.Location())
		return
	}
	c.set.zone = zone
}

// anyZone stands for a zone of the file that is wrong, so that the calendars
// which inherit it are not blamed for it.
const anyZone = "UTC"

// zoneFixed reports whether a file that extends s may not have another zone.
func (s *Set) zoneFixed(zone *time.Location) bool {
	if zone.String() == s.Location().String() {
		return false
	}
	if s.spec.TimeZone != "" {
		return true
	}
	dated := func(p PolicySpec) bool { return !p.Abstract && s.resolved[p.Name].spec.Valid != DateRange{} }
	return slices.ContainsFunc(s.spec.Policies, dated) || s.base != nil && s.base.zoneFixed(zone)
}

// dates checks a range of dates and returns its ends.
func (c *collector) dates(p source.Path, r DateRange) (from, until calendar.Date) {
	from, until = c.date(p.Key("from"), r.From), c.date(p.Key("until"), r.Until)
	if !from.IsZero() && !until.IsZero() && until.Compare(from) < 0 {
		c.fail(p.Key("until"), code.BadDate, "both dates are inclusive", "%s is before %s", r.Until, r.From)
	}
	return from, until
}

func (c *collector) date(p source.Path, text string) calendar.Date {
	if text == "" {
		return calendar.Date{}
	}
	d, err := calendar.ParseDate(text)
	if err != nil {
		c.calendarErrors(p, err)
	}
	return d
}
