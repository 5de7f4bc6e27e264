package calendar

import (
	"cmp"
	"slices"
	"strings"
)

// holidays reads the holidays of a Spec.
func (c *checker) holidays(holidays []Holiday) {
	var regional []datedHoliday
	for i, h := range holidays {
		path := index("holidays", i)
		c.oneOf(path, h)
		e := entry{name: c.name(h.Name)}
		if e.shorten = c.windows(path+".hours", h.Hours); e.shorten == none {
			e.closes = true
		}
		switch {
		case h.Region != "":
			regional = append(regional, c.region(path, h, e)...)
		case h.Annual != "":
			if key, ok := c.annual(path+".annual", h.Annual); ok {
				if other, again := c.schedule.annual[key]; again {
					e = c.schedule.merge(other, e)
				}
				c.schedule.annual[key] = e
			}
		case h.Date != "" || h.From != "" || h.Until != "":
			if from, until, ok := c.dateRange(path, h.Date, h.From, h.Until); ok {
				c.dated = append(c.dated, datedEntry{segment{from: from, until: until, holiday: e, isHoliday: true}, path, len(c.dated)})
			}
		}
	}
	c.schedule.mergeRegions(regional)
}

// oneOf checks that a holiday says in one way when it is.
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
		seg := segment{
			replace: c.windows(path+".hours", h.Hours),
			add:     c.windows(path+".open", h.Open),
			remove:  c.windows(path+".closed", h.Closed),
			name:    c.name(h.Name),
		}
		seg.shut = seg.replace == none && seg.add == none && seg.remove == none
		switch isRange := h.From != "" || h.Until != ""; {
		case h.Date != "" && isRange:
			c.add(path, codeConflict, "write date, or from and until", "date and from exclude one another")
			continue
		case h.Date == "" && !isRange:
			c.add(path, codeMissing, "write date, or from and until", "the special hours have no date")
			continue
		}
		if from, until, ok := c.dateRange(path, h.Date, h.From, h.Until); ok {
			seg.from, seg.until = from, until
			c.schedule.removes = c.schedule.removes || seg.remove != none
			c.dated = append(c.dated, datedEntry{seg, path, len(c.dated)})
		}
	}
}

// A datedEntry is a holiday or special hours before entries that name the same
// date are put together.
type datedEntry struct {
	segment
	path  string
	order int // in the Spec
}

// maxEntries limits the dated entries that may name one date.
const maxEntries = 32

// join puts all dated entries that name the same dates together, so that each
// date has at most one segment.
func (c *checker) join() {
	var cuts []int
	for _, e := range c.dated {
		cuts = append(cuts, e.from, e.until)
	}
	slices.Sort(cuts)
	cuts = slices.Compact(cuts)
	waiting := c.dated
	slices.SortStableFunc(waiting, func(a, b datedEntry) int { return cmp.Compare(a.from, b.from) })
	var active []datedEntry
	for i := range len(cuts) - 1 {
		from, until := cuts[i], cuts[i+1]
		active = slices.DeleteFunc(active, func(e datedEntry) bool { return e.until <= from })
		for len(waiting) > 0 && waiting[0].from == from {
			active = append(active, waiting[0])
			waiting = waiting[1:]
		}
		if len(active) > maxEntries {
			c.add(active[len(active)-1].path, codeTooMany, "remove those that others cover", "%d dated entries name %s; the limit is %d", len(active), dateString(from), maxEntries)
			return
		}
		if len(active) == 0 {
			continue
		}
		slices.SortFunc(active, func(a, b datedEntry) int { return cmp.Compare(a.order, b.order) })
		segments := make([]segment, len(active))
		for i, e := range active {
			segments[i] = e.segment
		}
		c.schedule.dated = append(c.schedule.dated, c.schedule.segmentOf(segments, from, until))
	}
}
