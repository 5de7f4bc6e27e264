package breach

// smallFold is a fold for few metrics in one allocation. It is enough for most
// tickets.
type smallFold struct {
	fold
	timers    [4]timer
	timelines [2]timeline
	values    [4][]string
	bindings  [4]binding
	runs      [5]run
	legs      [8]leg
	holds     [2]hold // of the first pause rule
}

// allocate returns an empty fold for a number of timers, pause rules and fields,
// with memory for a run, a leg and a binding of each timer.
func allocate(timers, rules, fields int) *fold {
	if timers > len(smallFold{}.timers) || rules > len(smallFold{}.timelines) || fields > len(smallFold{}.values) {
		f := &fold{timers: make([]timer, timers), timelines: make([]timeline, rules)}
		f.ticket.Values = make([][]string, fields)
		f.runs.free, f.legs.free, f.bindings.free = make([]run, timers), make([]leg, timers), make([]binding, timers)
		return f
	}
	c := new(smallFold)
	f := &c.fold
	f.timers, f.timelines = c.timers[:timers], c.timelines[:rules]
	f.ticket.Values = c.values[:fields]
	c.timelines[0] = c.holds[:0]
	f.runs.free, f.legs.free, f.bindings.free = c.runs[:], c.legs[:], c.bindings[:]
	return f
}

// arena allocates values in blocks of several. A value never moves, so pointers
// to it stay valid. Nothing is freed before the fold is.
type arena[T any] struct {
	free []T
	size int // of the last block
}

// take returns n zero values. Appending to the slice does not overwrite others.
func (r *arena[T]) take(n int) []T {
	if len(r.free) < n {
		r.size = min(max(n, 2*r.size), 64)
		r.free = make([]T, r.size)
	}
	taken := r.free[:n:n]
	r.free = r.free[n:]
	return taken
}
