package calendar

import (
	"fmt"
	"time"

	"github.com/tenggat/sla/calendar/internal/civil"
	"github.com/tenggat/sla/calendar/internal/table"
)

// A Compiler compiles calendars that belong together, such as those of one file.
// It works out once what they have in common, and bounds the work for all of
// them. The zero Compiler shares nothing and has no bound. A Compiler is not safe
// for concurrent use; its calendars are.
type Compiler struct {
	budget  *table.Budget
	made    map[string]*Calendar // by Spec
	zones   map[string]*time.Location
	periods map[string]*table.Zone // by name of the zone
	regions map[string][]regionHoliday
	united  map[string]*table.Table // by what is united
}

// NewCompiler returns a Compiler whose calendars may cost so much work together.
// A unit of work is about 16 bytes of memory, or a tenth of a microsecond. Office
// hours in one zone cost about 2,000 units, with the holidays of a region about
// 6,000; a union costs more the more its members differ.
func NewCompiler(work int) *Compiler {
	return &Compiler{
		budget:  table.NewBudget(work),
		made:    make(map[string]*Calendar),
		zones:   make(map[string]*time.Location),
		periods: make(map[string]*table.Zone),
		regions: make(map[string][]regionHoliday),
		united:  make(map[string]*table.Table),
	}
}

// New compiles a Spec as the function [New] does. Equal Specs give the same
// Calendar. When the work is used up, the error is an [*Error] with the code
// too_much_work.
func (c *Compiler) New(spec Spec) (*Calendar, error) {
	if c.made == nil {
		return c.compile(spec)
	}
	if c.budget.Exhausted() {
		return nil, errTooMuchWork()
	}
	key := fmt.Sprintf("%#v", spec)
	if cal, known := c.made[key]; known {
		return cal, nil
	}
	cal, err := c.compile(spec)
	if err == nil {
		c.made[key] = cal
	}
	return cal, err
}

// unknownZoneUnits is what the search for a zone costs that does not exist.
const unknownZoneUnits = 20_000

// zone returns the zone of a name.
func (c *Compiler) zone(name string) (*time.Location, error) {
	if loc, known := c.zones[name]; known {
		return loc, nil
	}
	loc, err := LoadZone(name)
	switch {
	case err != nil:
		c.budget.Spend(unknownZoneUnits)
	case c.zones != nil:
		c.zones[name] = loc
	}
	return loc, err
}

// periodsOf returns the offsets of a zone.
func (c *Compiler) periodsOf(loc *time.Location) *table.Zone {
	if z, known := c.periods[loc.String()]; known {
		return z
	}
	z := table.NewZone(loc, int64(civil.DaysBeforeYear(table.Horizon+1))*civil.DaySeconds)
	if c.periods != nil {
		c.periods[loc.String()] = z
	}
	return z
}

// holidays returns the holidays of a region, which must not be changed.
func (c *Compiler) holidays(r region) []regionHoliday {
	if list, known := c.regions[r.code]; known {
		return list
	}
	list := r.holidays()
	for _, h := range list {
		c.budget.Spend(len(h.days))
	}
	if c.regions != nil {
		c.regions[r.code] = list
	}
	return list
}

// unite puts the tables of calendars together that are open when one of them is.
func (c *Compiler) unite(parts []table.Part, from, until int) (*table.Table, bool) {
	key := fmt.Sprint(from, until)
	for _, p := range parts {
		key += fmt.Sprintf(" %p", p.Table)
	}
	if t, known := c.united[key]; known {
		return t, true
	}
	t, ok := table.Unite(parts, from, until, c.budget)
	if ok && c.united != nil {
		c.united[key] = t
	}
	return t, ok
}
