package calendar

import (
	"cmp"
	"slices"
)

// A window is a part of a day in seconds of the local clock, half-open. It
// belongs to the date it starts on; until is past 24 hours when it runs
// overnight.
type window struct{ from, until int32 }

// wholeDay is the window of a calendar that does not close.
var wholeDay = []window{{0, daySeconds}}

// joinWindows sorts windows and joins those that meet or overlap, in place.
func joinWindows(ws []window) []window {
	slices.SortFunc(ws, func(a, b window) int { return cmp.Compare(a.from, b.from) })
	joined := ws[:0]
	for _, w := range ws {
		if n := len(joined); n > 0 && w.from <= joined[n-1].until {
			joined[n-1].until = max(joined[n-1].until, w.until)
			continue
		}
		joined = append(joined, w)
	}
	return joined
}

// uniteWindows appends what is in either of two sorted lists to an empty one.
func uniteWindows(either, a, b []window) []window {
	for len(a)+len(b) > 0 {
		if len(a) == 0 || len(b) > 0 && b[0].from < a[0].from {
			a, b = b, a
		}
		w := a[0]
		a = a[1:]
		if n := len(either); n > 0 && w.from <= either[n-1].until {
			either[n-1].until = max(either[n-1].until, w.until)
			continue
		}
		either = append(either, w)
	}
	return either
}

// intersectWindows returns what two sorted lists have in common.
func intersectWindows(a, b []window) []window {
	var both []window
	for len(a) > 0 && len(b) > 0 {
		w := window{max(a[0].from, b[0].from), min(a[0].until, b[0].until)}
		if w.from < w.until {
			both = append(both, w)
		}
		if a[0].until < b[0].until {
			a = a[1:]
		} else {
			b = b[1:]
		}
	}
	return both
}

// subtractWindows returns the sorted list a without the sorted list b, which is
// shifted first.
func subtractWindows(a, b []window, shift int32) []window {
	var left []window
	for _, w := range a {
		for len(b) > 0 && b[0].until+shift <= w.from {
			b = b[1:]
		}
		for _, cut := range b {
			if cut.from+shift >= w.until {
				break
			}
			if w.from < cut.from+shift {
				left = append(left, window{w.from, cut.from + shift})
			}
			w.from = cut.until + shift
		}
		if w.from < w.until {
			left = append(left, w)
		}
	}
	return left
}
