package calendar

import (
	"bufio"
	"fmt"
	"os"
	"os/exec"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/rickar/cal/v2"
)

// published are holidays as lists for the public have them. "none" says that the
// date is not a day off.
var published = []struct{ region, date, name, source string }{
	{"id", "2026-03-21", "Hari Raya Idul Fitri 1447 Hijriah", "SKB 3 Menteri 1497/2/5 of 2025"},
	{"id", "2026-08-17", "Hari Kemerdekaan Republik Indonesia", "SKB 3 Menteri 1497/2/5 of 2025"},
	{"id", "2025-06-06", "Hari Raya Idul Adha 1446 Hijriah", "SKB 3 Menteri 1017/2/2 of 2024"},
	{"id", "2026-03-20", "none", "joint leave: SKB 3 Menteri 1497/2/5 of 2025"},
	{"gb", "2026-12-28", "Boxing Day (observed)", "gov.uk/bank-holidays, England and Wales: substitute day"},
	{"gb", "2023-05-08", "Coronation of King Charles III", "gov.uk/bank-holidays"},
	{"gb", "2022-06-03", "Platinum Jubilee Bank Holiday", "gov.uk/bank-holidays"},
	{"gb", "2022-05-30", "none", "gov.uk/bank-holidays: the spring bank holiday moved to 2 June"},
	{"us", "2023-11-10", "Veterans Day (observed)", "opm.gov, federal holidays 2023"},
	{"us", "2023-01-02", "New Year's Day (observed)", "opm.gov, federal holidays 2023"},
	{"us", "2021-06-18", "Juneteenth (observed)", "federaltimes.com, 2021-06-17, quoting OPM"},
	{"us", "2023-11-23", "Thanksgiving Day", "opm.gov, federal holidays 2023"},
	{"us", "2021-12-31", "New Year's Day (observed)", "opm.gov, federal holidays 2022"},
	{"us", "2022-12-31", "none", "opm.gov, federal holidays 2023"},
	{"de-by", "2025-06-19", "Fronleichnam", "Bayerisches Feiertagsgesetz, Art. 1: the second Thursday after Whitsun"},
	{"de-by", "2026-01-06", "Heilige Drei Könige", "Bayerisches Feiertagsgesetz, Art. 1"},
	{"de", "2025-06-19", "none", "a holiday of some states only"},
	{"de", "2025-10-03", "Tag der Deutschen Einheit", "Einigungsvertrag, Art. 2 Abs. 2"},
	{"fr", "2026-05-14", "Ascension", "fo-fonctionnaires.fr, calendrier congés fériés 2026"},
	{"fr", "2026-05-25", "Lundi de Pentecôte", "fo-fonctionnaires.fr, calendrier congés fériés 2026"},
	{"nl", "2025-04-26", "Koningsdag (observed)", "gemeente.groningen.nl/koningsdag-2025"},
	{"nl", "2025-04-27", "none", "gemeente.groningen.nl/koningsdag-2025"},
	{"se", "2025-06-21", "Midsommardagen", "veckorna.se, röda dagar 2025"},
	{"se", "2027-11-06", "Alla helgons dag", "tidochdatum.se/helgdagar/2027"},
	{"se", "2025-12-24", "none", "tidochdatum.se: free by custom, no public holiday"},
	{"gr", "2024-05-06", "", "athens-times.com, Holidays 2024: Easter Monday"},
	{"gr", "2024-03-18", "", "athens-times.com, Holidays 2024: Clean Monday"},
	{"ie", "2025-02-03", "Saint Brigid’s Day", "opportunityroscommoncounty.org, 2025"},
	{"ie", "2025-10-27", "Last Monday in October", "opportunityroscommoncounty.org, 2025"},
	{"jp", "2020-07-24", "Sports Day", "holidays-calendar.net, 2020: moved for the Olympic Games"},
	{"jp", "2020-05-06", "Constitution Memorial Day (observed)", "holidays-calendar.net, 2020"},
	{"jp", "2020-02-24", "The Emperor's Birthday (observed)", "holidays-calendar.net, 2020"},
	{"jp", "2020-09-22", "Autumnal Equinox Day", "holidays-calendar.net, 2020"},
	{"au-nsw", "2025-01-27", "Australia Day (observed)", "nsw.gov.au, public holidays 2025"},
	{"au-nsw", "2026-12-28", "Boxing Day (observed)", "nsw.gov.au, public holidays 2026"},
	{"au-nsw", "2026-06-08", "Queen's Birthday", "nsw.gov.au, public holidays 2026"},
	{"nz", "2022-01-04", "Day after New Year's Day (observed)", "employers.co.nz, public holidays 2022"},
	{"nz", "2022-02-07", "Waitangi Day (observed)", "employers.co.nz, public holidays 2022"},
	{"za", "2022-12-27", "Day of Goodwill (observed)", "thesouthafrican.com, 2022-12-08: in lieu of Christmas Day"},
	{"za", "2023-01-02", "New Year's Day (observed)", "thesouthafrican.com, 2022-12-08"},
	{"ca", "2025-05-19", "Victoria Day", "Holidays Act, R.S.C. 1985, c. H-5: the Monday before 25 May"},
	{"ca", "2025-09-30", "National Day for Truth and Reconciliation", "Canada Labour Code, s. 166"},
	{"ar", "2025-04-18", "Viernes Santo", "Ley 27.399, art. 1"},
	{"ar", "2025-04-17", "none", "Ley 27.399, art. 1: Jueves Santo is not a holiday"},
}

func TestPublishedHolidays(t *testing.T) {
	regions := make(map[string]*Calendar)
	for _, p := range published {
		c := regions[p.region]
		if c == nil {
			c = mustNew(t, Spec{TimeZone: "UTC", Hours: AlwaysOpen(), Holidays: []Holiday{{Region: p.region}}})
			regions[p.region] = c
		}
		noon, err := time.Parse("2006-01-02 15h", p.date+" 12h")
		if err != nil {
			t.Fatal(err)
		}
		var got Cause
		for s := range c.Spans(noon, noon.Add(time.Hour)) {
			got = s.Cause
		}
		switch {
		case p.name == "none" && got.Kind != 0, p.name != "none" && got.Kind != HolidayClosing:
			t.Errorf("%s %s: %v %q, want %q (%s)", p.region, p.date, got.Kind, got.Name, p.name, p.source)
		case p.name != "none" && p.name != "" && got.Name != p.name:
			t.Errorf("%s %s is %q, want %q (%s)", p.region, p.date, got.Name, p.name, p.source)
		}
	}
	if len(regions) < 15 {
		t.Errorf("only %d regions", len(regions))
	}
}

func TestRegions(t *testing.T) {
	var codes []string
	for _, r := range Regions() {
		codes = append(codes, r.Code())
		if again, ok := LookupRegion(r.Code()); !ok || again != r {
			t.Errorf("%s is found as %v", r.Code(), again)
		}
	}
	if !slices.IsSorted(codes) || len(codes) != len(slices.Compact(slices.Clone(codes))) {
		t.Errorf("not sorted and unique: %v", codes)
	}
	for _, want := range []string{"id", "us", "gb", "de-by", "au-nsw", "ch-zh", "nc", "th", "jp"} {
		if !slices.Contains(codes, want) {
			t.Errorf("no region %q", want)
		}
	}
	for _, code := range codes {
		if len(code) != 2 && (len(code) < 5 || code[2] != '-') || code != strings.ToLower(code) {
			t.Errorf("%q is not an ISO 3166 code", code)
		}
		c, err := New(Spec{TimeZone: "UTC", Hours: AlwaysOpen(), Holidays: []Holiday{{Region: code}}})
		if err != nil {
			t.Errorf("%s: %v", code, err)
			continue
		}
		year, ok := c.KnownThrough()
		if !ok || year < 2026 || year > lastRegionYear {
			t.Errorf("%s is known through %d, %v", code, year, ok)
		}
		// Every country keeps New Year's Day; observed, it may close others too.
		if at := time.Date(2024, 1, 1, 12, 0, 0, 0, time.UTC); c.IsOpen(at) {
			t.Errorf("%s works on New Year's Day", code)
		}
	}
}

func TestKinds(t *testing.T) {
	leave := time.Date(2026, 3, 20, 10, 0, 0, 0, time.UTC)
	eve := time.Date(2025, 12, 24, 10, 0, 0, 0, time.UTC)
	for _, test := range []struct {
		region string
		kinds  []string
		at     time.Time
		open   bool
	}{
		{"id", nil, leave, true},
		{"id", []string{"joint_leave"}, leave, false},
		{"id", []string{"national", "joint_leave"}, leave, false},
		{"se", nil, eve, true},
		{"se", []string{"other"}, eve, false},
		{"gb", []string{"bank"}, eve.AddDate(0, 0, 1), false},
	} {
		c := mustNew(t, Spec{TimeZone: "UTC", Hours: AlwaysOpen(), Holidays: []Holiday{{Region: test.region, Kinds: test.kinds}}})
		if c.IsOpen(test.at) != test.open {
			t.Errorf("%s %v is open on %v: %v", test.region, test.kinds, test.at, !test.open)
		}
	}
}

func TestKnownThrough(t *testing.T) {
	of := func(regions ...string) *Calendar {
		s := Spec{TimeZone: "UTC", Hours: AlwaysOpen()}
		for _, r := range regions {
			s.Holidays = append(s.Holidays, Holiday{Region: r})
		}
		return mustNew(t, s)
	}
	for _, test := range []struct {
		calendar *Calendar
		year     int
	}{
		{of("id"), 2026}, {of("us"), 2200}, {of("jp"), 2032}, {of("gr"), 2099},
		{of("us", "gr"), 2099},
		{mustNew(t, Spec{Union: []*Calendar{of("us"), of("id")}}), 2026},
		{mustNew(t, Spec{Hours: AlwaysOpen(), Except: []*Calendar{mustNew(t, Spec{TimeZone: "UTC", Hours: Hours{"mon": {"01:00-02:00"}}, Holidays: []Holiday{{Region: "id"}}})}}), 2026},
	} {
		if year, ok := test.calendar.KnownThrough(); year != test.year || !ok {
			t.Errorf("known through %d, %v; want %d", year, ok, test.year)
		}
	}
	for _, c := range []*Calendar{nil, {}, mustNew(t, officeSpec("UTC", 10))} {
		if year, ok := c.KnownThrough(); ok {
			t.Errorf("known through %d without a region", year)
		}
	}
}

// TestRegionsDoNotDependOnTheHost works out all regions again in hosts of other
// zones: those where midnight does not exist on some days, and those that
// skipped whole dates. The rules of rickar/cal start from the host's zone.
func TestRegionsDoNotDependOnTheHost(t *testing.T) {
	if os.Getenv("CALENDAR_TEST_PRINT_REGIONS") != "" {
		w := bufio.NewWriter(os.Stdout)
		fmt.Fprintln(w, "DefaultLoc", cal.DefaultLoc)
		for _, region := range Regions() {
			code := region.Code()
			r, _ := findRegion(code)
			for _, h := range r.holidays() {
				for _, day := range h.days {
					fmt.Fprintln(w, "region", code, day, h.name)
				}
			}
		}
		w.Flush()
		return
	}
	want := ""
	for _, zone := range []string{"UTC", "America/Havana", "Asia/Beirut", "Pacific/Kiritimati"} {
		cmd := exec.CommandContext(t.Context(), os.Args[0], "-test.run=^TestRegionsDoNotDependOnTheHost$")
		cmd.Env = append(os.Environ(), "TZ="+zone, "CALENDAR_TEST_PRINT_REGIONS=1")
		out, err := cmd.Output()
		if err != nil {
			t.Fatal(err)
		}
		_, list, _ := strings.Cut(string(out), "\n")
		list, _, _ = strings.Cut(list, "PASS")
		if strings.Count(list, "\n") < 100_000 {
			t.Fatalf("%s: only %d holidays", zone, strings.Count(list, "\n"))
		}
		if want == "" {
			want = list
		}
		if list != want {
			a, b := strings.Split(list, "\n"), strings.Split(want, "\n")
			for i := range min(len(a), len(b)) {
				if a[i] != b[i] {
					t.Errorf("TZ=%s: %q, want %q", zone, a[i], b[i])
					break
				}
			}
		}
	}
}

// TestRulesAreOnlyRead: one rule for Japan writes to the Holiday it is given,
// which would be a race between two calendars compiled at once.
func TestRulesAreOnlyRead(t *testing.T) {
	for range 4 {
		t.Run("", func(t *testing.T) {
			t.Parallel()
			mustNew(t, Spec{TimeZone: "Asia/Tokyo", Hours: AlwaysOpen(), Holidays: []Holiday{{Region: "jp"}}})
		})
	}
}
