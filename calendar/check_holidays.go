package calendar

import (
	"cmp"
	"slices"
	"strings"

	"github.com/tenggat/sla/calendar/internal/civil"
	"github.com/tenggat/sla/calendar/internal/hours"
)

// holidays reads the holidays of a Spec.
func (c *checker) holidays(holidays []Holiday) {
	var regional []hours.DatedHoliday
	for i, h := range holidays {
		path := index("holidays", i)
		c.oneOf(path, h)
		e := hours.Entry{Name: c.name(h.Name)}
		if e.Shorten = c.windows(path+".hours", h.Hours); e.Shorten == hours.None {
			e.Closes = true
		}
		switch {
		case h.Region != "":
			regional = append(regional, c.region(path, h, e)...)
		case h.Annual != "":
			if key, ok := c.annual(path+".annual", h.Annual); ok {
				if other, again := c.schedule.Annual[key]; again {
					e = c.schedule.Merge(other, e)
				}
				c.schedule.Annual[key] = e
			}
		case h.Date != "" || h.From != "" || h.Until != "":
			if from, until, ok := c.dateRange(path, h.Date, h.From, h.Until); ok {
				c.dated = append(c.dated, datedEntry{hours.Segment{From: from, Until: until, Holiday: e, IsHoliday: true}, path, len(c.dated)})
			}
		}
	}
	c.schedule.SetRegions(regional)
}

// oneOf checks that the date of a holiday is written in one way.
func (c *checker) oneOf(path string, h Holiday) {
	var ways []string
	for _, way := range []struct {
		key  string
		used bool
	}{{"date", h.Date != ""}, {"from", h.From != "" || h.Until != ""}, {"annual", h.Annual != ""}, {"region", h.Region != ""}} {
		if way.used {
			ways = append(ways, way.key)
		}
	}
	const hint = "write one of date, from and until, annual, region"
	switch {
	case len(ways) == 0:
		c.add(path, codeMissing, hint, "the holiday has no date")
	case len(ways) > 1:
		c.add(path, codeConflict, hint, "%s exclude one another", strings.Join(ways, " and "))
	}
	if h.Region == "" {
		if len(h.Kinds) > 0 {
			c.add(path+".kinds", codeConflict, "write region too, or leave kinds out", "kinds belong to a region")
		}
		if len(h.Except) > 0 {
			c.add(path+".except", codeConflict, "write region too, or leave except out", "except belongs to a region")
		}
	}
}

// specialHours reads the special hours of a Spec.
func (c *checker) specialHours(entries []SpecialHours) {
	for i, h := range entries {
		path := index("special_hours", i)
		seg := hours.Segment{
			Replace: c.windows(path+".hours", h.Hours),
			Add:     c.windows(path+".open", h.Open),
			Remove:  c.windows(path+".closed", h.Closed),
			Name:    c.name(h.Name),
		}
		seg.Shut = seg.Replace == hours.None && seg.Add == hours.None && seg.Remove == hours.None
		switch isRange := h.From != "" || h.Until != ""; {
		case h.Date != "" && isRange:
			c.add(path, codeConflict, "write date, or from and until", "date and from exclude one another")
			continue
		case h.Date == "" && !isRange:
			c.add(path, codeMissing, "write date, or from and until", "the special hours have no date")
			continue
		}
		if from, until, ok := c.dateRange(path, h.Date, h.From, h.Until); ok {
			seg.From, seg.Until = from, until
			c.schedule.Removes = c.schedule.Removes || seg.Remove != hours.None
			c.dated = append(c.dated, datedEntry{seg, path, len(c.dated)})
		}
	}
}

// maxEntries limits the dated entries that may name one date. Equal ones count
// once.
const maxEntries = 32

// activate adds an entry to those of a date, unless one of them says the same.
func activate(active []datedEntry, e datedEntry) []datedEntry {
	for i := range active {
		a := &active[i]
		same := a.Segment
		same.From, same.Until = e.From, e.Until
		if same == e.Segment {
			a.Until, a.order = max(a.Until, e.Until), min(a.order, e.order)
			return active
		}
	}
	return append(active, e)
}

// join puts all dated entries that name the same dates together, so that each
// date has at most one segment.
func (c *checker) join() {
	var cuts []int
	for _, e := range c.dated {
		cuts = append(cuts, e.From, e.Until)
	}
	slices.Sort(cuts)
	cuts = slices.Compact(cuts)
	waiting := c.dated
	slices.SortStableFunc(waiting, func(a, b datedEntry) int { return cmp.Compare(a.From, b.From) })
	var active []datedEntry
	for i := range len(cuts) - 1 {
		from, until := cuts[i], cuts[i+1]
		active = slices.DeleteFunc(active, func(e datedEntry) bool { return e.Until <= from })
		for len(waiting) > 0 && waiting[0].From == from {
			active = activate(active, waiting[0])
			waiting = waiting[1:]
		}
		if len(active) > maxEntries {
			c.add(active[len(active)-1].path, codeTooMany, "remove those that others cover", "%d dated entries name %s; the limit is %d", len(active), civil.Format(from), maxEntries)
			return
		}
		if len(active) == 0 {
			continue
		}
		slices.SortFunc(active, func(a, b datedEntry) int { return cmp.Compare(a.order, b.order) })
		segments := make([]hours.Segment, len(active))
		for i, e := range active {
			segments[i] = e.Segment
		}
		c.schedule.Dated = append(c.schedule.Dated, c.schedule.Combine(segments, from, until))
	}
}
