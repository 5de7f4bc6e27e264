package calendar

import (
	"errors"
	"fmt"
	"os"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"
)

// mistakes returns what New finds, as "path code".
func mistakes(t *testing.T, err error) (all []string) {
	t.Helper()
	if err == nil {
		return nil
	}
	list := []error{err}
	if joined, ok := err.(interface{ Unwrap() []error }); ok {
		list = joined.Unwrap()
	}
	for _, err := range list {
		var e *Error
		if !errors.As(err, &e) {
			t.Fatalf("%T is not an *Error: %v", err, err)
		}
		if e.Message == "" || e.Hint == "" || e.Path != "" && !strings.HasPrefix(e.Error(), e.Path+": ") {
			t.Errorf("%q has path %q, message %q, hint %q", e, e.Path, e.Message, e.Hint)
		}
		all = append(all, e.Path+" "+string(e.Code))
	}
	return all
}

func office(change func(*Spec)) Spec {
	s := Spec{TimeZone: "Asia/Jakarta", Hours: Hours{"mon-fri": {"08:00-17:00"}}}
	change(&s)
	return s
}

func TestMistakes(t *testing.T) {
	mornings := mustNew(t, Spec{TimeZone: "UTC", Hours: Hours{"daily": {"06:00-12:00"}}})
	evenings := mustNew(t, Spec{TimeZone: "UTC", Hours: Hours{"daily": {"18:00-24:00"}}})
	many := make([]string, maxWindows+1)
	for i := range many {
		many[i] = fmt.Sprintf("%02d:%02d-%02d:%02d", i/10, i%10*5, i/10, i%10*5+1)
	}
	deep := mornings
	for range maxMembers / 2 {
		deep = mustNew(t, Spec{Union: []*Calendar{deep, mornings}})
	}
	for name, test := range map[string]struct {
		spec Spec
		want []string
	}{
		"unknown zone":      {Spec{TimeZone: "Asia/Atlantis", Hours: AlwaysOpen()}, []string{"time_zone unknown_time_zone"}},
		"host's zone":       {Spec{TimeZone: "Local", Hours: AlwaysOpen()}, []string{"time_zone unknown_time_zone"}},
		"path as zone":      {Spec{TimeZone: "../etc/passwd", Hours: AlwaysOpen()}, []string{"time_zone unknown_time_zone"}},
		"forgotten zone":    {Spec{Hours: Hours{"mon": {"09:00-17:00"}}}, []string{"time_zone missing_key"}},
		"zone of a holiday": {Spec{Hours: AlwaysOpen(), Holidays: []Holiday{{Date: "2026-01-01"}}}, []string{"time_zone missing_key"}},
		"forgotten hours":   {Spec{TimeZone: "UTC", Holidays: []Holiday{{Date: "2026-01-01"}}}, []string{"hours missing_key"}},
		"no hours":          {Spec{TimeZone: "UTC", Hours: Hours{}}, []string{"hours empty_week"}},
		"empty week":        {Spec{TimeZone: "UTC", Hours: Hours{"mon": nil, "tue": {}}}, []string{"hours empty_week"}},
		"24x7 and more":     {Spec{TimeZone: "UTC", Hours: Hours{"24x7": nil, "mon": {"09:00-10:00"}}}, []string{"hours always_with_windows"}},
		"24x7 with windows": {Spec{TimeZone: "UTC", Hours: Hours{"24x7": {"09:00-10:00"}}}, []string{"hours always_with_windows"}},
		"bad days":          {office(func(s *Spec) { s.Hours["Monday"], s.Hours["mon-mon"] = nil, nil }), []string{"hours.Monday bad_day", "hours.mon-mon bad_day"}},
		"bad windows": {office(func(s *Spec) {
			s.Hours["sat"] = []string{"9:00-17:00", "09:00", "", "24:00-25:00", "09:60-10:00", "09:00-24:00:01", "-"}
		}), []string{"hours.sat[0] bad_window", "hours.sat[1] bad_window", "hours.sat[2] bad_window", "hours.sat[3] bad_window", "hours.sat[4] bad_window", "hours.sat[5] bad_window", "hours.sat[6] bad_window"}},
		"empty windows":    {office(func(s *Spec) { s.Hours["sat"] = []string{"09:00-09:00", "00:00-00:00"} }), []string{"hours.sat[0] empty_window", "hours.sat[1] empty_window"}},
		"too many windows": {office(func(s *Spec) { s.Hours["sat"] = many }), []string{"hours.sat too_many"}},
		"too many with others": {office(func(s *Spec) {
			s.Hours["sat"] = many[:60]
			s.Hours["sat-sun"] = []string{}
			s.Hours["daily"] = shifted2(many[:60])
		}), []string{"hours too_many"}},
		"versions": {office(func(s *Spec) {
			s.Versions = []Version{{From: "", Hours: AlwaysOpen()}, {From: "2026-02-30", Hours: Hours{}}, {From: "2026-01-01", Hours: AlwaysOpen()}, {From: "2026-01-01", Hours: Hours{"daily": {"1-2"}}}}
		}), []string{"versions[0].from missing_key", "versions[1].from impossible_date", "versions[1].hours empty_week", "versions[3].hours.daily[0] bad_window", "versions[3].from duplicate"}},
		"dates": {office(func(s *Spec) {
			s.Holidays = []Holiday{{Date: "2026-2-3"}, {Date: "2026-02-29"}, {Date: "0000-01-01"}, {Date: "20260101"}, {Date: "2026-13-01"}, {Date: "01/02/2026"}}
		}), []string{"holidays[0].date bad_date", "holidays[1].date impossible_date", "holidays[2].date impossible_date", "holidays[3].date bad_date", "holidays[4].date impossible_date", "holidays[5].date bad_date"}},
		"ranges": {office(func(s *Spec) {
			s.Holidays = []Holiday{{From: "2026-01-02", Until: "2026-01-01"}, {From: "2026-01-02"}, {Until: "2026-01-02"}}
		}), []string{"holidays[0].until reversed_range", "holidays[1].until missing_key", "holidays[2].from missing_key"}},
		"annual": {office(func(s *Spec) {
			s.Holidays = []Holiday{{Annual: "31-12"}, {Annual: "02-30"}, {Annual: "1-1"}, {Annual: "2026-01-01"}, {Annual: "00-00"}}
		}), []string{"holidays[0].annual impossible_date", "holidays[1].annual impossible_date", "holidays[2].annual bad_annual", "holidays[3].annual bad_annual", "holidays[4].annual impossible_date"}},
		"holiday of no day": {office(func(s *Spec) {
			s.Holidays = []Holiday{{Name: "x"}, {Date: "2026-01-01", Annual: "01-01"}, {Kinds: []string{"x"}, Date: "2026-01-01", Except: []string{"2026-01-01"}}}
		}), []string{"holidays[0] missing_key", "holidays[1] conflict", "holidays[2].kinds conflict", "holidays[2].except conflict"}},
		"regions": {office(func(s *Spec) {
			s.Holidays = []Holiday{{Region: "uk"}, {Region: "id", Kinds: []string{"national", "bank"}, Except: []string{"2026"}}, {Region: "us", Kinds: []string{"bank"}, Hours: []string{"8"}}}
		}), []string{"holidays[0].region unknown_region", "holidays[1].except[0] bad_date", "holidays[1].kinds[1] unknown_kind", "holidays[2].hours[0] bad_window", "holidays[2].kinds[0] unknown_kind"}},
		"special hours": {office(func(s *Spec) {
			s.SpecialHours = []SpecialHours{{}, {Date: "2026-01-01", From: "2026-01-01"}, {From: "2026-01-01"}, {Date: "2026-01-01", Open: []string{"09:00-10:00", "x"}, Closed: []string{"y"}, Hours: []string{"z"}}}
		}), []string{"special_hours[0] missing_key", "special_hours[1] conflict", "special_hours[2].until missing_key", "special_hours[3].hours[0] bad_window", "special_hours[3].open[1] bad_window", "special_hours[3].closed[0] bad_window"}},
		"eve":                 {office(func(s *Spec) { s.Eve = []string{"noon"} }), []string{"eve.hours[0] bad_window"}},
		"nil members":         {Spec{Union: []*Calendar{nil, mornings}}, []string{"union[0] nil_calendar"}},
		"both":                {Spec{Union: []*Calendar{mornings}, Intersect: []*Calendar{nil}}, []string{"intersect[0] nil_calendar", "intersect conflict"}},
		"union with hours":    {Spec{TimeZone: "UTC", Union: []*Calendar{mornings}, Hours: AlwaysOpen()}, []string{"hours conflict"}},
		"union with versions": {Spec{TimeZone: "UTC", Intersect: []*Calendar{mornings}, Versions: []Version{{From: "2026-01-01", Hours: AlwaysOpen()}}}, []string{"versions conflict"}},
		"except alone":        {Spec{Except: []*Calendar{mornings}}, []string{"hours missing_key"}},
		"never open":          {Spec{Intersect: []*Calendar{mornings, evenings}}, []string{" never_open"}},
		"nothing left":        {Spec{TimeZone: "UTC", Hours: Hours{"mon": {"07:00-11:00"}}, Except: []*Calendar{mornings}}, []string{" never_open"}},
		"always closed":       {office(func(s *Spec) { s.Holidays = []Holiday{{From: "0001-01-01", Until: "9999-12-31"}} }), []string{" never_open"}},
		"too many members":    {Spec{Union: slices.Repeat([]*Calendar{mornings}, maxMembers+1)}, []string{"union too_many"}},
		"too many, deep down": {Spec{Union: []*Calendar{deep, mornings}}, []string{"union too_many"}},
		"too many regions":    {office(func(s *Spec) { s.Holidays = slices.Repeat([]Holiday{{Region: "id"}}, maxRegions+1) }), []string{"holidays[64].region too_many"}},
		"too many on a date": {office(func(s *Spec) {
			for i := range maxEntries + 1 {
				s.Holidays = append(s.Holidays, Holiday{Date: "2026-01-01", Name: strconv.Itoa(i)})
			}
		}), []string{"holidays[32] too_many"}},
	} {
		c, err := New(test.spec)
		if got := mistakes(t, err); c != nil && err != nil || !slices.Equal(got, test.want) {
			t.Errorf("%s: %q, want %q", name, got, test.want)
		}
	}
}

// shifted2 moves windows by two minutes, so that none meets another.
func shifted2(windows []string) (moved []string) {
	for _, w := range windows {
		at, _ := time.Parse("15:04", w[:5])
		moved = append(moved, at.Add(2*time.Minute).Format("15:04")+"-"+at.Add(3*time.Minute).Format("15:04"))
	}
	return moved
}

func TestHints(t *testing.T) {
	hour := Hours{"mon": {"09:00-10:00"}}
	for _, test := range []struct {
		spec Spec
		hint string
	}{
		{Spec{TimeZone: "asia/jakarta", Hours: hour}, `"Asia/Jakarta"`},
		{Spec{TimeZone: "Jakarta", Hours: hour}, `"Asia/Jakarta"`},
		{Spec{TimeZone: "WIB", Hours: hour}, `"Asia/Jakarta"`},
		{Spec{TimeZone: "new york", Hours: hour}, `"America/New_York"`},
		{Spec{TimeZone: "UTC+7", Hours: hour}, `"Etc/GMT-7"`},
		{office(func(s *Spec) { s.Hours["Monday"] = nil }), `"mon"`},
		{office(func(s *Spec) { s.Hours["Mon - Fri"] = nil }), `"mon-fri"`},
		{office(func(s *Spec) { s.Hours["weekend"] = nil }), `"sat-sun"`},
		{office(func(s *Spec) { s.Hours["sat"] = []string{"9:00-17:00"} }), `"09:00-17:00"`},
		{office(func(s *Spec) { s.Hours["sat"] = []string{"9 – 17"} }), `"09:00-17:00"`},
		{office(func(s *Spec) { s.Hours["sat"] = []string{"00:00-00:00"} }), `"00:00-24:00"`},
		{office(func(s *Spec) { s.Holidays = []Holiday{{Date: "2026-02-30"}} }), "2026-02-28"},
		{office(func(s *Spec) { s.Holidays = []Holiday{{Annual: "31-12"}} }), "12-31"},
		{office(func(s *Spec) { s.Holidays = []Holiday{{Region: "ID"}} }), `"id"`},
		{office(func(s *Spec) { s.Holidays = []Holiday{{Region: "uk"}} }), `"gb"`},
		{office(func(s *Spec) { s.Holidays = []Holiday{{Region: "us-ca"}} }), `"us"`},
		{office(func(s *Spec) { s.Holidays = []Holiday{{Region: "au"}} }), "au-nsw"},
		{office(func(s *Spec) { s.Holidays = []Holiday{{Region: "id", Kinds: []string{"public"}}} }), "joint_leave, national"},
	} {
		_, err := New(test.spec)
		var e *Error
		if !errors.As(err, &e) || !strings.Contains(e.Hint, test.hint) {
			t.Errorf("%v: no hint %s", err, test.hint)
		}
	}
}

// TestCodesAreDocumented reads the codes out of errors.go.
func TestCodesAreDocumented(t *testing.T) {
	src, err := os.ReadFile("errors.go")
	if err != nil {
		t.Fatal(err)
	}
	codes := regexp.MustCompile(`(?m)^\tcode\w+ += "(\w+)"$`).FindAllStringSubmatch(string(src), -1)
	if len(codes) < 15 {
		t.Fatalf("found %d codes", len(codes))
	}
	for _, code := range codes {
		if !regexp.MustCompile(`(?m)^//\t` + code[1] + ` +\w`).Match(src) {
			t.Errorf("code %s is not documented", code[1])
		}
	}
}
