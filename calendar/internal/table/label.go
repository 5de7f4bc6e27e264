package table

import (
	"math"
	"time"

	"github.com/tenggat/sla/calendar/internal/civil"
)

// Label returns what the local clock shows at a second of the years 1 to 9999.
func (t *Table) Label(r *Reader, loc *time.Location, sec int64) int64 {
	w := sec / civil.WeekSeconds
	k := &r.week(t, w).clock
	if *k == oddClock {
		return sec + PeriodAt(loc, sec).Offset
	}
	return sec + int64(k.offset(int32(sec-w*civil.WeekSeconds)))
}

// late is how long after the end of a local week its clock still tells labels.
const late = 10 * 3600

// Pieces appends the times at which the local clock shows the labels
// [from, until): usually one, two where the clock is set back, none where a
// zone skips them. The bounds lie in the years 1 to 9999.
func (t *Table) Pieces(r *Reader, loc *time.Location, pieces []Period, from, until int64) []Period {
	w := from / civil.WeekSeconds
	start := w * civil.WeekSeconds
	if t == nil || from < 0 || until > start+civil.WeekSeconds+late {
		return appendPieces(pieces, loc, from, until)
	}
	switch k := &r.week(t, w).clock; {
	case *k == oddClock:
		return appendPieces(pieces, loc, from, until)
	case k.before == k.after:
		return Period{math.MinInt64, math.MaxInt64, int64(k.before)}.appendPiece(pieces, from, until)
	default:
		change := start + int64(k.change)
		pieces = Period{math.MinInt64, change, int64(k.before)}.appendPiece(pieces, from, until)
		return Period{change, math.MaxInt64, int64(k.after)}.appendPiece(pieces, from, until)
	}
}

// appendPieces asks the zone what pieces asks the table.
func appendPieces(pieces []Period, loc *time.Location, from, until int64) []Period {
	for sec := from - maxOffset; sec < until+maxOffset; {
		s := PeriodAt(loc, sec)
		pieces = s.appendPiece(pieces, from, until)
		sec = s.Until
	}
	return pieces
}

// appendPiece appends the part of a period in which the clock shows the labels
// [from, until) and the years are 1 to 9999, if there is one.
func (s Period) appendPiece(pieces []Period, from, until int64) []Period {
	s.From, s.Until = s.piece(from, until)
	s.From, s.Until = max(s.From, 0), min(s.Until, civil.EndSecond)
	if s.From < s.Until {
		pieces = append(pieces, s)
	}
	return pieces
}
