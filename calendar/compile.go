package calendar

import (
	"errors"
	"slices"
	"time"

	"github.com/tenggat/sla/calendar/internal/hours"
)

// New compiles a Spec. Its error holds every mistake found, joined, each an
// [*Error]; of more than 1,000 the first. The zone database of the host is read; see [time.LoadLocation].
func New(spec Spec) (*Calendar, error) { return new(Compiler).New(spec) }

func (w *Compiler) compile(spec Spec) (*Calendar, error) {
	c := newChecker(w)
	cal := &Calendar{
		union:     slices.Clone(spec.Union),
		intersect: slices.Clone(spec.Intersect),
		except:    slices.Clone(spec.Except),
		loc:       c.zone(spec),
		size:      1 + c.members(spec),
	}
	written := c.shape(spec)
	if !cal.isMade() && len(spec.Hours)+len(spec.Versions) > 0 {
		c.versions(spec.Hours, spec.Versions)
	}
	c.holidays(spec.Holidays)
	c.schedule.Eve = c.windows("eve.hours", spec.Eve)
	c.specialHours(spec.SpecialHours)
	c.join()
	if len(c.problems) > 0 {
		return nil, errors.Join(c.problems...)
	}
	if !written {
		c.versions(AlwaysOpen(), nil)
	}
	if c.schedule.Always() && len(spec.Except) == 0 && cal.loc == time.UTC {
		return cal, nil // as the zero Calendar
	}
	cal.known = c.known
	for _, m := range cal.members() {
		if year, ok := m.KnownThrough(); ok && (cal.known == 0 || year < cal.known) {
			cal.known = year
		}
	}
	cal.schedule = c.schedule
	if cal.isMade() {
		cal.schedule = c.schedule.WithHours(hours.WholeDay)
	}
	if err := cal.compile(w); err != nil {
		return nil, err
	}
	return cal, nil
}

// compile makes the table.
func (c *Calendar) compile(w *Compiler) error {
	t, ok := c.newTable(w)
	switch {
	case w.budget.Exhausted():
		return errTooMuchWork()
	case !ok:
		return &Error{Code: codeTooComplex, Message: "the calendar has too many different weeks", Hint: "split it into several"}
	}
	if k, _, _ := t.Before(0); t.Never(k) {
		return &Error{Code: codeNeverOpen, Message: "the calendar is never open", Hint: "check its holidays, and that the calendars it is made of are open at the same time"}
	}
	t.Fit()
	c.table = t
	c.schedule.Lists.Seal()
	return nil
}

func errTooMuchWork() *Error {
	return &Error{Code: codeTooMuchWork, Message: "this calendar, with those compiled before it, takes too much work to compile", Hint: "unite fewer calendars, or leave out those that are not used"}
}

// zone reads the time zone of a Spec.
func (c *checker) zone(spec Spec) *time.Location {
	if spec.TimeZone != "" {
		loc, err := c.compiler.zone(spec.TimeZone)
		if e, ok := err.(*Error); ok {
			c.add("time_zone", e.Code, e.Hint, "%s", e.Message)
		}
		return loc
	}
	for _, m := range slices.Concat(spec.Union, spec.Intersect) {
		if m != nil {
			return m.Location()
		}
	}
	_, always := spec.Hours["24x7"]
	if len(spec.Hours) > 0 && !always || len(spec.Versions)+len(spec.Holidays)+len(spec.SpecialHours)+len(spec.Eve) > 0 {
		c.add("time_zone", codeMissing, `name the zone of the windows and dates, such as "Asia/Jakarta"`, "the time zone is missing")
	}
	return time.UTC
}

// members checks the calendars that a Spec is made of, and returns how many they
// are, directly and indirectly.
func (c *checker) members(spec Spec) (size int) {
	for _, list := range []struct {
		key       string
		calendars []*Calendar
	}{{"union", spec.Union}, {"intersect", spec.Intersect}, {"except", spec.Except}} {
		for i, m := range list.calendars {
			if m == nil {
				c.add(index(list.key, i), codeNilCalendar, "leave it out", "the calendar is nil")
				continue
			}
			size += max(m.size, 1)
		}
		if size > maxMembers {
			c.add(list.key, codeTooMany, "name fewer, or calendars that are made of fewer", "more than %d calendars, with those that they are made of", maxMembers)
			return size
		}
	}
	return size
}

// shape checks that the parts of a Spec go together, and reports whether
// anything is written that opens or closes it.
func (c *checker) shape(spec Spec) bool {
	made := len(spec.Union) > 0 || len(spec.Intersect) > 0
	if len(spec.Union) > 0 && len(spec.Intersect) > 0 {
		c.add("intersect", codeConflict, "unite first, then intersect the result", "union and intersect exclude one another")
	}
	for _, part := range []struct {
		key     string
		written bool
	}{{"hours", spec.Hours != nil}, {"versions", len(spec.Versions) > 0}} {
		if made && part.written {
			c.add(part.key, codeConflict, "write the hours as a calendar of their own and name it beside the others", "%s does not go with union or intersect", part.key)
		}
	}
	rest := len(spec.Versions) + len(spec.Holidays) + len(spec.SpecialHours) + len(spec.Eve) + len(spec.Except)
	switch {
	case made || len(spec.Hours) > 0:
		return true
	case spec.Hours != nil:
		c.add("hours", codeEmptyWeek, `write windows such as mon-fri: ["09:00-17:00"], or 24x7`, "the week has no open window")
	case rest > 0:
		c.add("hours", codeMissing, "write the weekly hours, or 24x7", "the hours are missing")
	}
	return false
}

// maxMembers limits the calendars that one is made of, directly and indirectly: a cause
// may have to be looked for in each of them.
const maxMembers = 100
