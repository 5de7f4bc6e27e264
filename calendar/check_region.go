package calendar

import (
	"cmp"
	"slices"
	"strings"

	"github.com/tenggat/sla/calendar/internal/hours"
)

// maxRegions limits the entries of a Spec that name a region.
const maxRegions = 64

// region reads a holiday of a Spec that names a region.
func (c *checker) region(path string, h Holiday, e hours.Entry) []hours.DatedHoliday {
	except := c.except(path+".except", h.Except)
	r, ok := findRegion(h.Region)
	if !ok {
		c.add(path+".region", codeUnknownRegion, regionHint(h.Region), "there is no region %q", h.Region)
		return nil
	}
	if c.regions++; c.regions > maxRegions {
		c.add(path+".region", codeTooMany, "name each region once", "more than %d holidays name a region", maxRegions)
		return nil
	}
	holidays := c.compiler.holidays(r)
	kinds := h.Kinds
	if len(kinds) == 0 {
		kinds = usualKinds
	} else if !c.kinds(path, r, kinds, holidays) {
		return nil
	}
	if c.known == 0 || r.known < c.known {
		c.known = r.known
	}
	holidays = slices.DeleteFunc(slices.Clone(holidays), func(d regionHoliday) bool { return !slices.Contains(kinds, d.kind) })
	dated := make([]hours.DatedHoliday, len(holidays))
	for i, d := range holidays {
		name := c.name(cmp.Or(h.Name, d.name))
		dated[i] = hours.DatedHoliday{Entry: hours.Entry{Closes: e.Closes, Shorten: e.Shorten, Name: name}, Days: d.days}
		if len(except) > 0 {
			dated[i].Days = slices.DeleteFunc(slices.Clone(d.days), func(day int32) bool { return except[int(day)] })
		}
	}
	return dated
}

func (c *checker) except(path string, dates []string) map[int]bool {
	days := make(map[int]bool, len(dates))
	for i, text := range dates {
		if day, ok := c.date(index(path, i), text); ok {
			days[day] = true
		}
	}
	return days
}

// kinds checks that the region has each of the kinds.
func (c *checker) kinds(path string, r region, kinds []string, holidays []regionHoliday) bool {
	has := kindsOf(holidays)
	ok := true
	for i, k := range kinds {
		if !slices.Contains(has, k) {
			c.add(index(path+".kinds", i), codeUnknownKind, r.code+" has "+strings.Join(has, ", "), "region %s has no holidays of kind %q", r.code, k)
			ok = false
		}
	}
	return ok
}

// regionHint guesses which region was meant.
func regionHint(code string) string {
	guess := strings.ReplaceAll(strings.ToLower(strings.TrimSpace(code)), "_", "-")
	switch guess {
	case "uk", "england", "en":
		guess = "gb"
	case "usa":
		guess = "us"
	case "indonesia", "idn":
		guess = indonesia
	}
	country, _, _ := strings.Cut(guess, "-")
	for _, g := range []string{guess, country} {
		if _, ok := findRegion(g); ok {
			return didYouMean(g)
		}
	}
	var parts []string
	for _, r := range ruledRegions {
		if strings.HasPrefix(r.code, country+"-") {
			parts = append(parts, r.code)
		}
	}
	if len(parts) > 0 {
		return "write one of its parts: " + strings.Join(parts, ", ")
	}
	return "regions are ISO 3166 codes in lower case, such as id, gb or de-by; calendar.Regions lists them"
}
