package policy

import (
	"errors"
	"maps"
	"slices"

	"github.com/tenggat/sla/calendar"
	"github.com/tenggat/sla/policy/internal/code"
	"github.com/tenggat/sla/policy/internal/source"
)

// maxCalendars is how many calendars a file may have.
const maxCalendars = 1000

// work is how much work the calendars of files of so many bytes may take
// together, in the units of [calendar.NewCompiler]: small files load in 200 ms
// and 64 MiB, the largest one in a second and 128 MiB, or are refused.
func work(size int) int { return 700_000 + 11*size/4 }

// calendars compiles every calendar once, members first.
func (c *compiler) calendars() {
	state := make(map[string]bool) // false while being built, true when done
	var chain []string
	var build func(name string)
	build = func(name string) {
		if _, seen := state[name]; seen || c.tooMuch {
			return
		}
		state[name] = false
		chain = append(chain, name)
		spec, p := c.spec.Calendars[name], source.Path("calendars").Key(name)
		for _, l := range memberLists(&spec) {
			for i, member := range l.names {
				if done, seen := state[member]; seen && !done {
					at := slices.Index(chain, member)
					c.fail(p.Key(l.key).At(i), code.Cycle, "a calendar cannot be made of itself",
						"%s", circle(chain[at:], " needs "))
				} else if _, own := c.spec.Calendars[member]; own {
					build(member)
				}
			}
		}
		c.calendar(name, spec)
		chain = chain[:len(chain)-1]
		state[name] = true
	}
	names := slices.Sorted(maps.Keys(c.spec.Calendars))
	if len(names) > maxCalendars {
		c.fail("calendars", code.TooLarge, "load them apart, and extend that Set", "there are more than %d calendars", maxCalendars)
		return
	}
	for _, name := range names {
		if build(name); c.tooMuch {
			return
		}
	}
}

// memberList is one of the keys that make a calendar of others.
type memberList struct {
	key   string
	names []string
	into  func(*calendar.Spec) *[]*calendar.Calendar
}

func memberLists(s *CalendarSpec) []memberList {
	return []memberList{
		{"union", s.Union, func(s *calendar.Spec) *[]*calendar.Calendar { return &s.Union }},
		{"intersect", s.Intersect, func(s *calendar.Spec) *[]*calendar.Calendar { return &s.Intersect }},
		{"except", s.Except, func(s *calendar.Spec) *[]*calendar.Calendar { return &s.Except }},
	}
}

// calendar compiles one calendar whose members are compiled.
func (c *compiler) calendar(name string, spec CalendarSpec) {
	p := source.Path("calendars").Key(name)
	c.name(p, "calendar", name)
	if c.set.base != nil {
		if c.set.base.calendar(name) != nil {
			c.fail(p, code.DuplicateName, "choose another name", "there is already a calendar %q%s", name, c.set.base.where("calendars", name))
		}
	}
	if spec.ZoneField != "" && spec.TimeZone == "" {
		c.fail(p.Key("time_zone"), code.MissingKey, "add default: Asia/Jakarta, for example", "it needs the zone of tickets that name none")
	}
	complete := true
	full := spec.calendar()
	for _, l := range memberLists(&spec) {
		into := l.into(&full)
		for i, member := range l.names {
			if spec.ZoneField != "" || c.zoneField(member) != "" {
				c.fail(p.Key(l.key).At(i), code.Conflict, "give both a fixed time_zone", "a calendar whose zone is a ticket field is not made of others, and not a part of one")
			}
			c.named(p.Key(l.key).At(i), "calendar", member, code.UnknownCalendar, c.hasCalendar, c.calendarNames)
			built := c.set.calendar(member)
			if built == nil {
				complete, built = false, new(calendar.Calendar) // to check the rest
			}
			*into = append(*into, built)
		}
	}
	if full.TimeZone == "" {
		full.TimeZone = c.spec.TimeZone
	}
	if full.TimeZone == "" && c.set.base != nil {
		full.TimeZone = c.set.base.defaultZone()
	}
	if c.tooMuch {
		return
	}
	built, err := c.calendarCompiler.New(full)
	if !complete {
		c.calendarErrors(p, placed(err))
		return
	}
	if err != nil {
		c.calendarErrors(p, err)
		var e *calendar.Error
		c.tooMuch = errors.As(err, &e) && e.Code == code.TooMuchWork
		return
	}
	c.set.calendars[name] = built
}

// zoneField is the field that holds the zone of a calendar; empty if it is fixed.
func (c *compiler) zoneField(name string) string {
	if own, ok := c.spec.Calendars[name]; ok {
		return own.ZoneField
	}
	return c.set.base.zoneField(name)
}

// zoneField is the field that holds the zone of a calendar; empty if it is fixed.
func (s *Set) zoneField(name string) string {
	for ; s != nil; s = s.base {
		if own, ok := s.spec.Calendars[name]; ok {
			return own.ZoneField
		}
	}
	return ""
}

// defaultZone is the zone of calendars that name none; it may be empty.
func (s *Set) defaultZone() string {
	if s.spec.TimeZone != "" || s.base == nil {
		return s.spec.TimeZone
	}
	return s.base.defaultZone()
}

// calendarNames are the names of all calendars, compiled or not.
func (c *compiler) calendarNames() []string {
	names := slices.Collect(maps.Keys(c.spec.Calendars))
	for s := c.set.base; s != nil; s = s.base {
		names = slices.AppendSeq(names, maps.Keys(s.calendars))
	}
	return names
}

func (c *compiler) hasCalendar(name string) bool {
	if _, own := c.spec.Calendars[name]; own {
		return true
	}
	return c.set.base.calendar(name) != nil
}

// chosen checks a choice of calendars.
func (c *compiler) chosen(p source.Path, choice *CalendarChoice) {
	if choice.Field == "" {
		if choice.Name != "" {
			c.named(p, "calendar", choice.Name, code.UnknownCalendar, c.hasCalendar, c.calendarNames)
		}
		if choice.Map != nil || choice.Default != "" {
			c.fail(p, code.MissingKey, "add field: the ticket field that chooses", "it needs a field")
		}
		return
	}
	if choice.Name != "" {
		c.fail(p, code.Conflict, "write a name, or field with map and default", "it both names a calendar and chooses one")
	}
	if choice.Map == nil {
		c.fail(p, code.MissingKey, "add map: {VALUE: CALENDAR}", "it needs a map of calendars")
	}
	for _, value := range slices.Sorted(maps.Keys(choice.Map)) {
		q := p.Key("map").Key(value)
		c.named(q, "calendar", choice.Map[value], code.UnknownCalendar, c.hasCalendar, c.calendarNames)
		if value == "" {
			c.fail(q, code.Empty, "a ticket without the field has the default calendar", "it is empty")
		}
	}
	if choice.Default == "" {
		c.fail(p, code.MissingKey, "add default: the calendar of all other tickets", "it needs a default")
		return
	}
	c.named(p.Key("default"), "calendar", choice.Default, code.UnknownCalendar, c.hasCalendar, c.calendarNames)
}

// placed returns the mistakes that have a place in the calendar. Others are of
// the calendar as a whole, and say nothing of one whose members have mistakes.
func placed(err error) error {
	joined, ok := err.(interface{ Unwrap() []error })
	if !ok {
		joined, ok = errors.Join(err).(interface{ Unwrap() []error })
	}
	if !ok {
		return nil
	}
	return errors.Join(slices.DeleteFunc(slices.Clone(joined.Unwrap()), func(err error) bool {
		var e *calendar.Error
		return !errors.As(err, &e) || e.Path == ""
	})...)
}

// calendarErrors reports the mistakes in a calendar where they are written.
func (c *collector) calendarErrors(p source.Path, err error) {
	if joined, ok := err.(interface{ Unwrap() []error }); ok {
		for _, e := range joined.Unwrap() {
			c.calendarErrors(p, e)
		}
		return
	}
	var e *calendar.Error
	if errors.As(err, &e) {
		c.fail(p.Join(source.Path(e.Path)), Code(e.Code), e.Hint, "%s", e.Message)
	}
}
