package calendar

import (
	"cmp"
	"iter"
	"slices"

	"github.com/rickar/cal/v2"
)

// Region is a country or subdivision whose holidays are known. The zero Region is
// none. Regions can be compared with ==.
type Region struct {
	code  string
	known int
}

// Regions returns all regions, sorted by code. The codes are ISO 3166 codes of
// countries and subdivisions in lower case, as [Holiday.Region] takes them. The
// caller owns the result.
func Regions() []Region {
	codes := []string{indonesia}
	for _, r := range ruledRegions {
		codes = append(codes, r.code)
	}
	slices.Sort(codes)
	regions := make([]Region, len(codes))
	for i, code := range codes {
		regions[i], _ = LookupRegion(code)
	}
	return regions
}

// LookupRegion returns the region of a code.
func LookupRegion(code string) (Region, bool) {
	r, ok := findRegion(code)
	return Region{r.code, r.known}, ok
}

// Code is the region's code, such as "id" or "de-by".
func (r Region) Code() string { return r.code }

// KnownThrough is the last year for which the region's holidays are known.
func (r Region) KnownThrough() int { return r.known }

// Kinds are the kinds of holidays that the region has, sorted, as
// [Holiday.Kinds] takes them. The caller owns the result.
func (r Region) Kinds() []string {
	return kindsOf(r.holidays())
}

// kindsOf are the kinds of holidays, sorted.
func kindsOf(holidays []regionHoliday) []string {
	var kinds []string
	for _, h := range holidays {
		if !slices.Contains(kinds, h.kind) {
			kinds = append(kinds, h.kind)
		}
	}
	slices.Sort(kinds)
	return kinds
}

// Holidays yields the region's holidays of some kinds with their names, by date;
// without kinds those of the usual ones. A date with two holidays comes twice.
func (r Region) Holidays(kinds ...string) iter.Seq2[Date, string] {
	if len(kinds) == 0 {
		kinds = usualKinds
	}
	kinds = slices.Clone(kinds)
	return func(yield func(Date, string) bool) {
		type named struct {
			day  int32
			name string
		}
		var all []named
		for _, h := range r.holidays() {
			if slices.Contains(kinds, h.kind) {
				for _, day := range h.days {
					all = append(all, named{day, h.name})
				}
			}
		}
		slices.SortStableFunc(all, func(a, b named) int { return cmp.Compare(a.day, b.day) })
		for _, h := range all {
			if !yield(dateOfDay(int(h.day)), h.name) {
				return
			}
		}
	}
}

func (r Region) holidays() []regionHoliday {
	found, ok := findRegion(r.code)
	if !ok {
		return nil
	}
	return found.holidays()
}

func findRegion(code string) (region, bool) {
	if code == indonesia {
		return region{code: indonesia, known: lastDecree()}, true
	}
	i := slices.IndexFunc(ruledRegions, func(r region) bool { return r.code == code })
	if i < 0 {
		return region{}, false
	}
	r := ruledRegions[i]
	if r.known == 0 {
		r.known = lastRegionYear
		if slices.ContainsFunc(r.rules, func(h *cal.Holiday) bool { return h.Julian }) {
			// The rules put the Julian calendar 13 days behind; from March
			// 2100 it is 14.
			r.known = 2099
		}
	}
	return r, true
}

// holidays returns the holidays of a region that have a date.
func (r region) holidays() []regionHoliday {
	if r.code == indonesia {
		return decreed()
	}
	holidays := make([]regionHoliday, 0, 2*len(r.rules))
	for _, h := range r.rules {
		kind := kindOf(h)
		actual, observed := ruled(h)
		if len(actual) > 0 {
			holidays = append(holidays, regionHoliday{kind: kind, name: h.Name, days: actual})
		}
		if len(observed) > 0 {
			holidays = append(holidays, regionHoliday{kind: kind, name: h.Name + " (observed)", days: observed})
		}
	}
	return holidays
}
