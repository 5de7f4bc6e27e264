package calendar

import (
	"fmt"
	"slices"
	"testing"
)

func TestLint(t *testing.T) {
	for name, test := range map[string]struct {
		spec Spec
		want []string
	}{
		"nothing":         {Spec{Hours: Hours{"mon-fri": {"09:00-17:00"}, "sat": {"09:00-12:00"}}}, nil},
		"always open":     {Spec{Hours: AlwaysOpen()}, nil},
		"one key":         {Spec{Hours: Hours{"mon": {"09:00-12:00", "11:00-17:00"}}}, []string{"hours.mon overlapping_hours"}},
		"two keys":        {Spec{Hours: Hours{"mon-fri": {"09:00-17:00"}, "fri": {"09:00-15:00"}}}, []string{"hours.fri overlapping_hours"}},
		"overnight":       {Spec{Hours: Hours{"daily": {"22:00-06:00", "23:00-24:00"}}}, []string{"hours.daily overlapping_hours"}},
		"windows meet":    {Spec{Hours: Hours{"mon": {"09:00-12:00", "12:00-17:00"}}}, nil},
		"version":         {Spec{Versions: []Version{{From: "2026-01-01", Hours: Hours{"mon": {"09:00-12:00", "10:00-11:00"}}}}}, []string{"versions[0].hours.mon overlapping_hours"}},
		"closed twice":    {Spec{Holidays: []Holiday{{Date: "2026-05-01"}, {From: "2026-04-30", Until: "2026-05-02"}}}, nil},
		"hours, closed":   {Spec{Holidays: []Holiday{{Date: "2026-05-01"}}, SpecialHours: []SpecialHours{{Date: "2026-05-01", Hours: []string{"09:00-12:00"}}}}, []string{"special_hours[0] contradictory_date"}},
		"other hours":     {Spec{Holidays: []Holiday{{Date: "2026-05-01", Hours: []string{"09:00-12:00"}}, {Date: "2026-05-01", Hours: []string{"09:00-13:00"}}}}, []string{"holidays[1] contradictory_date"}},
		"annual":          {Spec{Holidays: []Holiday{{Annual: "12-31"}, {Annual: "12-31", Hours: []string{"09:00-12:00"}}}}, []string{"holidays[1] contradictory_date"}},
		"not well formed": {Spec{Hours: Hours{"Monday": {"9-17"}}, Holidays: []Holiday{{Date: "soon"}}}, nil},
	} {
		var got []string
		for _, f := range Lint(test.spec) {
			got = append(got, fmt.Sprint(f.Path, " ", f.Code))
			if f.Message == "" || f.Hint == "" {
				t.Errorf("%s: %s has no message or no hint", name, f)
			}
		}
		if !slices.Equal(got, test.want) {
			t.Errorf("%s: %v, want %v", name, got, test.want)
		}
	}
}
