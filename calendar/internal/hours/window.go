package hours

import (
	"cmp"
	"slices"

	"github.com/tenggat/sla/calendar/internal/civil"
)

// A Window is a part of a day in seconds of the local clock, half-open. It
// belongs to the date it starts on; until is past 24 hours when it runs
// overnight.
type Window struct{ From, Until int32 }

// WholeDay is the window of a calendar that does not close.
var WholeDay = []Window{{0, civil.DaySeconds}}

// Join sorts windows and joins those that meet or overlap, in place.
func Join(ws []Window) []Window {
	slices.SortFunc(ws, func(a, b Window) int { return cmp.Compare(a.From, b.From) })
	joined := ws[:0]
	for _, w := range ws {
		if n := len(joined); n > 0 && w.From <= joined[n-1].Until {
			joined[n-1].Until = max(joined[n-1].Until, w.Until)
			continue
		}
		joined = append(joined, w)
	}
	return joined
}

// Intersect returns what two sorted lists have in common.
func Intersect(a, b []Window) []Window {
	var both []Window
	for len(a) > 0 && len(b) > 0 {
		w := Window{max(a[0].From, b[0].From), min(a[0].Until, b[0].Until)}
		if w.From < w.Until {
			both = append(both, w)
		}
		if a[0].Until < b[0].Until {
			a = a[1:]
		} else {
			b = b[1:]
		}
	}
	return both
}

// Subtract returns the sorted list a without the sorted list b, which is
// shifted first.
func Subtract(a, b []Window, shift int32) []Window {
	var left []Window
	for _, w := range a {
		for len(b) > 0 && b[0].Until+shift <= w.From {
			b = b[1:]
		}
		for _, cut := range b {
			if cut.From+shift >= w.Until {
				break
			}
			if w.From < cut.From+shift {
				left = append(left, Window{w.From, cut.From + shift})
			}
			w.From = cut.Until + shift
		}
		if w.From < w.Until {
			left = append(left, w)
		}
	}
	return left
}
