package policy

import (
	"encoding/json"
	"errors"
	"reflect"
	"strings"
	"testing"
	"time"

	"github.com/tenggat/sla/policy/internal/code"
	"github.com/tenggat/sla/policy/rule"
)

func TestParseDuration(t *testing.T) {
	for text, want := range map[string]Duration{
		"30m":          {Time: 30 * time.Minute},
		"4h":           {Time: 4 * time.Hour},
		"1h30m":        {Time: 90 * time.Minute},
		"90s":          {Time: 90 * time.Second},
		"1h1s":         {Time: time.Hour + time.Second},
		"0h5m":         {Time: 5 * time.Minute},
		"2562047h":     {Time: 2562047 * time.Hour},
		"2bd":          {Days: 2},
		"1bd@close":    {Days: 1, AtClose: true},
		"0bd@close":    {AtClose: true},
		"1bd@16:00":    {Days: 1, At: 16 * time.Hour},
		"0bd@08:30":    {At: 8*time.Hour + 30*time.Minute},
		"15cd":         {Days: 15, CalendarDays: true},
		"15cd@close":   {Days: 15, CalendarDays: true, AtClose: true},
		"0cd@12:00":    {CalendarDays: true, At: 12 * time.Hour},
		"100000bd":     {Days: 100_000},
		"007bd":        {Days: 7},
		"2562047h47m":  {Time: 2562047*time.Hour + 47*time.Minute},
		"9223372036s":  {Time: 9223372036 * time.Second},
		"153722867m1s": {Time: 153722867*time.Minute + time.Second},
	} {
		if got, err := ParseDuration(text); got != want || err != nil {
			t.Errorf("%s is %+v, %v, want %+v", text, got, err, want)
		}
	}
}

func TestParseDurationRefuses(t *testing.T) {
	for text, hint := range map[string]string{
		"":                                  "30m",
		"1d":                                "write 1bd for working days, or 24h of counted time",
		"2 days":                            "write 2bd for working days, or 48h of counted time",
		"3D":                                "write 3bd",
		"30":                                "add a unit: 30m, 30h, or 30bd for working days",
		"0m":                                "longer than zero",
		"0h0m0s":                            "longer than zero",
		"0bd":                               "0bd@close",
		"-4h":                               "longer than zero",
		"-2bd":                              "longer than zero",
		"1.5h":                              "whole numbers",
		"1,5h":                              "whole numbers",
		"30m1h":                             "in this order",
		"1h1h":                              "in this order",
		"4 h":                               "write 4h",
		"4H":                                "write 4h",
		"2w":                                "such as 10bd, or 336h",
		"1h30":                              "the units are",
		"2bd@open":                          "after @ write close",
		"2bd@9:00":                          "after @ write close",
		"2cd@24:00":                         "after @ write close",
		"2bd@00:00":                         "for the end of the day before",
		"0cd":                               "write 0cd@close",
		"1h2bd":                             "the units are",
		"four hours":                        "write counted time such as",
		"2562048h":                          "shorter than 292 years",
		"2562047h48m":                       "shorter than 292 years",
		"99999999999bd":                     "at most 100000bd",
		"100001bd":                          "at most 100000bd",
		"1" + strings.Repeat("0", 40) + "s": "shorter than 292 years",
	} {
		got, err := ParseDuration(text)
		var e *Error
		if !errors.As(err, &e) || e.Code != code.BadDuration {
			t.Errorf("%q is %+v, %v, want %s", text, got, err, code.BadDuration)
		} else if !strings.Contains(e.Hint, hint) || !strings.Contains(e.Message, text) {
			t.Errorf("%q gives %v, want the hint %q", text, e, hint)
		}
	}
}

// Whatever is a duration prints as text that is the same duration.
func FuzzParseDuration(f *testing.F) {
	for _, text := range []string{"1h30m", "2bd", "0bd@close", "1d", "", "90s", "1h0m1s", "9223372036s", "60m"} {
		f.Add(text)
	}
	f.Fuzz(func(t *testing.T, text string) {
		d, err := ParseDuration(text)
		if err != nil {
			return
		}
		if d.IsZero() || d.Time < 0 || d.Days < 0 || d.Time != 0 && d.Days != 0 {
			t.Fatalf("%q is %+v", text, d)
		}
		if again, err := ParseDuration(d.String()); err != nil || again != d {
			t.Fatalf("%q is %+v, printed %s, which is %+v, %v", text, d, d, again, err)
		}
	})
}

func TestDurationPrintsShort(t *testing.T) {
	for want, d := range map[string]Duration{
		"":          {},
		"1h":        {Time: time.Hour},
		"1h30m":     {Time: 90 * time.Minute},
		"1m":        {Time: time.Minute},
		"10m":       {Time: 10 * time.Minute},
		"10h":       {Time: 10 * time.Hour},
		"20s":       {Time: 20 * time.Second},
		"1h0m1s":    {Time: time.Hour + time.Second},
		"3bd":       {Days: 3},
		"0bd@close": {AtClose: true},
	} {
		if got := d.String(); got != want {
			t.Errorf("%+v is %q, want %q", d, got, want)
		}
		if d.IsZero() != (want == "") {
			t.Errorf("%+v is zero: %v", d, d.IsZero())
		}
	}
}

func TestParseMark(t *testing.T) {
	for text, want := range map[string]Mark{
		"75%":    {Percent: 75_000},
		"99.95%": {Percent: 99_950},
		"100%":   {Percent: 100_000},
		"150%":   {Percent: 150_000},
		"-30m":   {Offset: -30 * time.Minute},
		"+2h":    {Offset: 2 * time.Hour},
		"-1h30m": {Offset: -90 * time.Minute},
	} {
		got, err := ParseMark(text)
		if got != want || err != nil {
			t.Errorf("%s is %+v, %v, want %+v", text, got, err, want)
		}
		if got.String() != text {
			t.Errorf("%s is printed %s", text, got)
		}
	}
	for text, want := range map[string]Code{
		"": code.BadMark, "30m": code.BadMark, "75": code.BadMark, "-0m": code.BadMark, "+": code.BadMark, "-": code.BadMark, "-1d": code.BadMark,
		"-2bd": code.BadMark, "--2h": code.BadMark, "0%": code.BadPercent, "-5%": code.BadPercent, "+5%": code.BadPercent, "%": code.BadPercent,
		"1001%": code.BadPercent, "50 %": code.BadPercent, "0.0001%": code.BadPercent, "1.%": code.BadPercent, "1,5%": code.BadPercent,
	} {
		got, err := ParseMark(text)
		var e *Error
		if !errors.As(err, &e) || e.Code != want || e.Hint == "" {
			t.Errorf("%q is %+v, %v, want %s with a hint", text, got, err, want)
		}
	}
	if !(Mark{}).IsZero() || (Mark{}).String() != "" {
		t.Error("the zero Mark is not none")
	}
}

// Whatever is a mark or a share prints as text that is the same.
func FuzzParseMark(f *testing.F) {
	for _, text := range []string{"75%", "99.95%", "-30m", "+2h", "0.001%", "1000%", "99.950%", "-0s"} {
		f.Add(text)
	}
	f.Fuzz(func(t *testing.T, text string) {
		if m, err := ParseMark(text); err == nil {
			if again, err := ParseMark(m.String()); err != nil || again != m || m.IsZero() {
				t.Fatalf("%q is %+v, printed %s, which is %+v, %v", text, m, m, again, err)
			}
		}
	})
}

func TestPercentPrints(t *testing.T) {
	for want, p := range map[string]Percent{"0%": 0, "95%": 95_000, "99.95%": 99_950, "0.001%": 1, "5.5%": 5_500, "1000%": 1_000_000, "-2.5%": -2_500} {
		if got := p.String(); got != want {
			t.Errorf("%d is %s, want %s", int(p), got, want)
		}
	}
}

func TestCategories(t *testing.T) {
	for _, name := range []string{"new", "open", "pending", "on_hold", "solved", "closed", "void"} {
		var c Category
		if err := c.UnmarshalText([]byte(name)); err != nil || string(c) != name {
			t.Errorf("%s is %v, %v", name, c, err)
		}
		if number, ok := rule.CategoryNamed(name); !ok || number.String() != name || number.Done() != (name == "solved" || name == "closed") {
			t.Errorf("%s is %v in the program, done: %v", name, number, number.Done())
		}
	}
	if rule.Category(7).String() != "unknown" {
		t.Errorf("category 7 is %s", rule.Category(7))
	}
}

// Every enumeration is read in one way, also as a key of JSON.
func TestEnumerationsAreRead(t *testing.T) {
	var e *Error
	for text, into := range map[string]interface{ UnmarshalText([]byte) error }{
		"olaa": new(Kind), "solvd": new(Category), "agnt": new(Actor), "eac": new(Repeat), "kep": new(OnChange), "resum": new(OnReopen), "clos": new(Boundary),
	} {
		if err := into.UnmarshalText([]byte(text)); !errors.As(err, &e) || !strings.HasPrefix(e.Hint, "did you mean") {
			t.Errorf("%s gives %v", text, err)
		}
		if err := into.UnmarshalText(nil); err != nil {
			t.Errorf("the empty text gives %v", err)
		}
	}
	kept := CategorySolved
	if err := kept.UnmarshalText([]byte("gone")); err == nil || kept != CategorySolved {
		t.Errorf("an unknown category gives %v, %v", kept, err)
	}
	spec := Spec{Statuses: map[Category][]string{CategoryPending: {"waiting"}}, Policies: []PolicySpec{{Kind: OLA, Match: &Condition{Field: "a", Exists: False}}}}
	text, err := json.Marshal(spec)
	if err != nil {
		t.Fatal(err)
	}
	var again Spec
	if err := json.Unmarshal(text, &again); err != nil || !reflect.DeepEqual(spec, again) {
		t.Errorf("a Spec comes back from JSON as %+v, %v", again, err)
	}
}

func TestBool(t *testing.T) {
	for text, want := range map[string]Bool{"": 0, "true": True, "false": False} {
		var b Bool
		if err := b.UnmarshalText([]byte(text)); err != nil || b != want || b.String() != text {
			t.Errorf("%q is %v, %v", text, b, err)
		}
	}
	var b Bool
	if err := b.UnmarshalText([]byte("yes")); err == nil {
		t.Error("yes is read")
	}
}
