package policy

import (
	"fmt"
	"os"
	"reflect"
	"slices"
	"strings"
	"testing"

	"github.com/tenggat/sla/calendar"
)

// differences are the lines of a Diff.
func differences(before, after *Set) string {
	var lines []string
	for _, d := range before.Diff(after) {
		lines = append(lines, d.String())
	}
	return strings.Join(lines, "\n")
}

// TestDiffFiles compares what has changed between two files with the file that
// ends in .diff.
func TestDiffFiles(t *testing.T) {
	for _, name := range glob(t, "testdata/diff/*.before.yaml") {
		stem := strings.TrimSuffix(strings.TrimPrefix(name, "testdata/"), ".before.yaml")
		before, after := mustLoad(t, stem+".before.yaml"), mustLoad(t, stem+".after.yaml")
		golden(t, "testdata/"+stem+".diff", []byte(differences(before, after)+"\n"))
	}
}

func TestDiffOfTheSame(t *testing.T) {
	for _, name := range []string{"customer-care.yaml", "incidents.yaml", "every-key.yaml"} {
		s := mustLoad(t, name)
		if got := s.Diff(s); got != nil {
			t.Errorf("%s and itself: %q", name, got)
		}
		again, err := Parse(name, s.YAML())
		if err != nil {
			t.Fatal(err)
		}
		if got := s.Diff(again); got != nil {
			t.Errorf("%s and its copy: %q", name, got)
		}
	}
}

// TestDiffOfWhatIsInherited: a change is reported once, for every policy that
// it concerns and for no other.
func TestDiffOfWhatIsInherited(t *testing.T) {
	src, err := os.ReadFile("testdata/customer-care.yaml")
	if err != nil {
		t.Fatal(err)
	}
	change := func(from, to string) *Set {
		t.Helper()
		changed := strings.Replace(string(src), from, to, 1)
		if changed == string(src) {
			t.Fatalf("%q is not in the file", from)
		}
		s, err := Parse("changed.yaml", []byte(changed))
		if err != nil {
			t.Fatal(err)
		}
		return s
	}
	before := mustLoad(t, "customer-care.yaml")
	for _, test := range []struct{ from, to, want string }{
		{"critical: 15m", "critical: 10m", `vip: first_response critical 15m → 10m`},
		{"medium: 2bd", "medium: 1bd", `corporate, vip, chat, standard: resolution medium 2bd → 1bd`},
		{"medium: 4h", "medium: 3h", `corporate, standard: first_response medium 4h → 3h`},
		{"at: -30m", "at: -45m", `corporate, vip, chat, standard: resolution threshold last_call -30m → -45m`},
		{"is_not: bot", "is_not: system", `chat: match channel is whatsapp, telegram or live_chat and created_by is not bot → channel is whatsapp, telegram or live_chat and created_by is not system`},
	} {
		got := differences(before, change(test.from, test.to))
		if got != test.want {
			t.Errorf("%s → %s:\n got %s\nwant %s", test.from, test.to, got, test.want)
		}
	}
}

// TestDiffSeesEverything changes every value of a Spec that uses the whole
// language, one at a time, and expects each change to be reported.
func TestDiffSeesEverything(t *testing.T) {
	whole := mustLoad(t, "every-key.yaml").Spec()
	rest := whole
	rest.Calendars = quick(whole)
	changeEverything(t, rest)
	// Calendars one by one, and a region's holidays apart: it takes time to
	// compile them.
	office := whole.Calendars["office"]
	regional := CalendarSpec{Hours: calendar.AlwaysOpen(), Holidays: office.Holidays[:1]}
	office.Holidays = office.Holidays[1:]
	for name, c := range map[string]CalendarSpec{
		"office": office, "regional": regional, "phones": whole.Calendars["phones"],
		"wide": whole.Calendars["wide"], "narrow": whole.Calendars["narrow"],
	} {
		spec := Spec{TimeZone: whole.TimeZone, Calendars: quick(whole)}
		spec.Calendars[name] = c
		changeEverything(t, spec)
	}
}

// quick are calendars of the same names that take no time to compile. One is
// not always open, because the others are without it.
func quick(s Spec) map[string]CalendarSpec {
	calendars := make(map[string]CalendarSpec)
	for name := range s.Calendars {
		calendars[name] = CalendarSpec{TimeZone: "UTC", Hours: calendar.AlwaysOpen()}
	}
	calendars["lunch"] = s.Calendars["lunch"]
	return calendars
}

func changeEverything(t *testing.T, spec Spec) {
	before, err := New(spec)
	if err != nil {
		t.Fatal(err)
	}
	written := string(before.YAML())
	changed, n := 0, 0
	for ; ; n++ {
		m := mutation{leaf: n, written: written}
		after := m.valid(before)
		if m.path == "" {
			break
		}
		if after == nil {
			t.Logf("found no other value for %s", m.path)
			continue
		}
		changed++
		if len(before.Diff(after)) == 0 || len(after.Diff(before)) == 0 {
			t.Errorf("a change of %s is not reported", m.path)
		}
	}
	if t.Logf("changed %d values of %d", changed, n); changed < n*7/10 {
		t.Errorf("changed only %d values of %d", changed, n)
	}
}

// valid changes the leaf in the first way that is valid and says another thing.
func (m *mutation) valid(before *Set) *Set {
	for ; ; m.attempt++ {
		spec := before.Spec()
		m.seen, m.path = 0, ""
		m.visit(reflect.ValueOf(&spec).Elem(), "", func() {})
		if m.path == "" || m.exhausted {
			return nil
		}
		after, err := New(spec)
		if err == nil && string(after.YAML()) != m.written {
			return after
		}
	}
}

// mutation changes one leaf of a value in one of several ways.
type mutation struct {
	leaf, attempt int
	written       string // before the change
	seen          int    // leaves so far
	path          string
	exhausted     bool
}

// otherTexts are tried in the place of a text.
var otherTexts = []string{
	"changed", "Asia/Tokyo", "always", "phones", "us", "customer", "yearly", "week", "ola", "once", "resume", "ignore", "carry",
	"close", "next_open", "big customers", "first_response", "resolution", "vendor", "religious", "base",
}

// otherDates and otherTimes are tried in the place of a date or of a window.
var (
	otherDates = []string{"2026-09-09", "2027-02-02", "2026-03-31", "2026-05-10", "2027-12-31", "05-05"}
	otherTimes = []string{"20:00-21:00", "09:30-10:30"}
)

func others(text string) []string {
	switch {
	case strings.Contains(text, ":"):
		return otherTimes
	case text == "public":
		return []string{"bank", "other"}
	case text != "" && text[0] >= '0' && text[0] <= '9' && strings.Contains(text, "-"):
		return otherDates
	}
	return otherTexts
}

func (m *mutation) visit(v reflect.Value, path string, commit func()) {
	switch v.Kind() {
	case reflect.Struct:
		for i := range v.NumField() {
			m.visit(v.Field(i), path+"."+v.Type().Field(i).Name, commit)
		}
	case reflect.Pointer:
		if !v.IsNil() {
			m.visit(v.Elem(), path+"*", commit)
		}
	case reflect.Slice:
		for i := range v.Len() {
			m.visit(v.Index(i), fmt.Sprintf("%s[%d]", path, i), commit)
		}
	case reflect.Map:
		keys := v.MapKeys()
		// In order, so that the same number always means the same leaf.
		for _, key := range sortedValues(keys) {
			value := reflect.New(v.Type().Elem()).Elem()
			value.Set(v.MapIndex(key))
			m.visit(value, fmt.Sprintf("%s[%v]", path, key), func() { v.SetMapIndex(key, value); commit() })
		}
	default:
		// The law is about what is written; the pointers are to bools that are.
		isPointer := strings.HasSuffix(path, "*")
		if v.IsZero() && !isPointer && v.Kind() != reflect.Uint8 {
			return
		}
		if m.seen++; m.seen-1 == m.leaf {
			m.path = path
			m.change(v)
			commit()
		}
	}
}

func (m *mutation) change(v reflect.Value) {
	tries := 0
	switch v.Kind() {
	case reflect.String:
		texts := others(v.String())
		if tries = len(texts); m.attempt < tries {
			v.SetString(texts[m.attempt])
		}
	case reflect.Bool:
		tries = 1
		v.SetBool(!v.Bool())
	case reflect.Int, reflect.Int64:
		steps := []int64{1, 1000, 3600e9, -1000}
		if tries = len(steps); m.attempt < tries {
			v.SetInt(v.Int() + steps[m.attempt])
		}
	case reflect.Uint8:
		tries = 6
		v.SetUint((v.Uint() + uint64(m.attempt) + 1) % 7)
	case reflect.Float64:
		tries = 1
		v.SetFloat(v.Float() + 1)
	}
	m.exhausted = m.attempt >= tries
}

func sortedValues(keys []reflect.Value) []reflect.Value {
	byText := make(map[string]reflect.Value)
	var texts []string
	for _, k := range keys {
		text := fmt.Sprint(k)
		byText[text] = k
		texts = append(texts, text)
	}
	slices.Sort(texts)
	sorted := make([]reflect.Value, len(texts))
	for i, text := range texts {
		sorted[i] = byText[text]
	}
	return sorted
}

// TestRisingIsLongest compares the moved policies with the fewest that explain
// the order, found by trying all.
func TestRisingIsLongest(t *testing.T) {
	names := []string{"a", "b", "c", "d", "e"}
	var permute func(at int)
	permute = func(at int) {
		if at == len(names) {
			checkRising(t, names)
			return
		}
		for i := at; i < len(names); i++ {
			names[at], names[i] = names[i], names[at]
			permute(at + 1)
			names[at], names[i] = names[i], names[at]
		}
	}
	permute(0)
}

func checkRising(t *testing.T, names []string) {
	number := map[string]int{"a": 0, "b": 1, "c": 2, "d": 3, "e": 4}
	longest := 0
	for set := range 1 << len(names) {
		last, count, rises := -1, 0, true
		for i, name := range names {
			if set&(1<<i) != 0 {
				rises = rises && number[name] > last
				last = number[name]
				count++
			}
		}
		if rises {
			longest = max(longest, count)
		}
	}
	found := rising(names, number)
	last := -1
	for _, name := range names {
		if found[name] {
			if number[name] < last {
				t.Fatalf("%v: %v does not rise", names, found)
			}
			last = number[name]
		}
	}
	if len(found) != longest {
		t.Fatalf("%v: %v has %d names, the longest has %d", names, found, len(found), longest)
	}
}
