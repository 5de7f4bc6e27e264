package table

import (
	"math/rand/v2"
	"slices"
	"testing"

	"github.com/tenggat/sla/calendar/internal/civil"
	"github.com/tenggat/sla/calendar/internal/hours"
)

// TestLabels compares what the table knows of the local clock with the zone, mostly
// near the changes of all zones.
func TestLabels(t *testing.T) {
	r := rand.New(rand.NewPCG(8, 8))
	for _, name := range allZones(t) {
		p := plan{name, newSchedule(week2(weekdays, between(9, 17)), func(*hours.Schedule) {})}
		tab, loc := p.compiled(t), p.location(t)
		changes := NewZone(loc, int64(civil.DaysBeforeYear(2300))*civil.DaySeconds).periods
		for range 300 {
			sec := r.Int64N(civil.EndSecond)
			if s := changes[r.IntN(len(changes))]; s.From > 0 && r.IntN(4) > 0 {
				sec = s.From + r.Int64N(6*civil.DaySeconds) - 3*civil.DaySeconds
			}
			var reader Reader
			if got, want := tab.Label(&reader, loc, sec), sec+PeriodAt(loc, sec).Offset; got != want {
				t.Fatalf("%s: the clock shows %d at %d, want %d", name, got, sec, want)
			}
			from := sec
			until := from + r.Int64N(2*civil.DaySeconds)
			got, want := tab.Pieces(&reader, loc, nil, from, until), appendPieces(nil, loc, from, until)
			if !slices.Equal(got, want) {
				t.Fatalf("%s: the labels %d to %d are shown at %v, want %v", name, from, until, got, want)
			}
		}
	}
}
