package calendar

import (
	"encoding/csv"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/tenggat/sla/calendar/internal/civil"
)

// TestDecrees reads the decrees with what everybody reads such files with.
func TestDecrees(t *testing.T) {
	rows, err := csv.NewReader(strings.NewReader(decrees)).ReadAll()
	if err != nil {
		t.Fatal(err)
	}
	got := decreed()
	if len(got) != len(rows)-1 {
		t.Fatalf("%d holidays of %d lines", len(got), len(rows)-1)
	}
	for i, row := range rows[1:] {
		date, err := time.Parse(time.DateOnly, row[0])
		if err != nil {
			t.Fatal(err)
		}
		day := int32(civil.Second(date) / civil.DaySeconds)
		if h := got[i]; h.kind != row[1] || h.name != row[2] || !slices.Equal(h.days, []int32{day}) {
			t.Errorf("line %d is %v, want %v", i+2, h, row)
		}
	}
}
