package calendar

import (
	"math"
	"time"
)

// label returns what the local clock shows at a second of the years 1 to 9999.
func (t *table) label(r *reader, loc *time.Location, sec int64) int64 {
	w := sec / weekSeconds
	k := &r.week(t, w).clock
	if *k == oddClock {
		return sec + stretchAt(loc, sec).offset
	}
	return sec + int64(k.offset(int32(sec-w*weekSeconds)))
}

// late is how long after the end of a local week its clock still tells labels.
const late = 10 * 3600

// pieces appends the times at which the local clock shows the labels
// [from, until): usually one, two where the clock is set back, none where a
// zone skips them. The bounds lie in the years 1 to 9999.
func (t *table) pieces(r *reader, loc *time.Location, pieces []stretch, from, until int64) []stretch {
	w := from / weekSeconds
	start := w * weekSeconds
	if t == nil || from < 0 || until > start+weekSeconds+late {
		return appendPieces(pieces, loc, from, until)
	}
	switch k := &r.week(t, w).clock; {
	case *k == oddClock:
		return appendPieces(pieces, loc, from, until)
	case k.before == k.after:
		return stretch{math.MinInt64, math.MaxInt64, int64(k.before)}.appendPiece(pieces, from, until)
	default:
		change := start + int64(k.change)
		pieces = stretch{math.MinInt64, change, int64(k.before)}.appendPiece(pieces, from, until)
		return stretch{change, math.MaxInt64, int64(k.after)}.appendPiece(pieces, from, until)
	}
}

// appendPieces asks the zone what pieces asks the table.
func appendPieces(pieces []stretch, loc *time.Location, from, until int64) []stretch {
	for sec := from - maxOffset; sec < until+maxOffset; {
		s := stretchAt(loc, sec)
		pieces = s.appendPiece(pieces, from, until)
		sec = s.until
	}
	return pieces
}

// appendPiece appends the part of a stretch in which the clock shows the labels
// [from, until) and the years are 1 to 9999, if there is one.
func (s stretch) appendPiece(pieces []stretch, from, until int64) []stretch {
	s.from, s.until = s.piece(from, until)
	s.from, s.until = max(s.from, 0), min(s.until, endSecond)
	if s.from < s.until {
		pieces = append(pieces, s)
	}
	return pieces
}
