package table

import (
	"bufio"
	"os"
	"strings"
	"testing"
	"time"

	"github.com/tenggat/sla/calendar/internal/civil"
)

// allZones returns the names of the host's zone table, or a few zones of every sort
// where there is none.
func allZones(t *testing.T) []string {
	names := []string{"UTC", "Europe/London", "Europe/Dublin", "America/New_York", "America/Santiago", "America/Havana", "Australia/Lord_Howe",
		"Africa/Casablanca", "Africa/Cairo", "Asia/Gaza", "Asia/Jakarta", "Asia/Beirut", "Antarctica/Troll", "Pacific/Apia", "America/Nuuk", "America/Scoresbysund"}
	f, err := os.Open("/usr/share/zoneinfo/tzdata.zi")
	if err != nil {
		return names
	}
	defer f.Close()
	for lines := bufio.NewScanner(f); lines.Scan(); {
		if fields := strings.Fields(lines.Text()); len(fields) > 1 && fields[0] == "Z" {
			names = append(names, fields[1])
		}
	}
	return names
}

// TestRuledYears compares the periods of zones, of which later years are copied
// from a few, with those of the zones themselves.
func TestRuledYears(t *testing.T) {
	end := int64(civil.DaysBeforeYear(2650)) * civil.DaySeconds
	for _, name := range allZones(t) {
		loc, err := time.LoadLocation(name)
		if err != nil {
			t.Fatal(err)
		}
		at := int64(-civil.WeekSeconds)
		for _, got := range NewZone(loc, end).periods {
			want := PeriodAt(loc, at)
			if got != want {
				t.Fatalf("%s: at %s the stretch is %v, want %v", name, civil.Format(civil.DayAt(at)), got, want)
			}
			at = want.Until
		}
		if at < end {
			t.Errorf("%s ends on %s", name, civil.Format(civil.DayAt(at)))
		}
	}
}
