package breach

// compact is a fold for few metrics, in one piece of memory: most tickets need
// no other.
type compact struct {
	fold
	timers    [4]timer
	timelines [2]timeline
	values    [4][]string
	bindings  [4]binding
	runs      [5]run
	legs      [8]leg
	holds     [2]hold // of the first pause rule
}

// allocate returns an empty fold for so many timers, pause rules and fields,
// with room for a run, a leg and a binding of each timer.
func allocate(timers, rules, fields int) *fold {
	if timers > len(compact{}.timers) || rules > len(compact{}.timelines) || fields > len(compact{}.values) {
		f := &fold{timers: make([]timer, timers), timelines: make([]timeline, rules)}
		f.ticket.Values = make([][]string, fields)
		f.runs.free, f.legs.free, f.bindings.free = make([]run, timers), make([]leg, timers), make([]binding, timers)
		return f
	}
	c := new(compact)
	f := &c.fold
	f.timers, f.timelines = c.timers[:timers], c.timelines[:rules]
	f.ticket.Values = c.values[:fields]
	c.timelines[0] = c.holds[:0]
	f.runs.free, f.legs.free, f.bindings.free = c.runs[:], c.legs[:], c.bindings[:]
	return f
}

// room hands out values that stay where they are, taken from pieces of memory
// for several at once: a fold makes many small things, and they live as long as
// it does.
type room[T any] struct {
	free []T
	size int // of the last piece
}

// take returns n zero values, as a slice that cannot grow into others.
func (r *room[T]) take(n int) []T {
	if len(r.free) < n {
		r.size = min(max(n, 2*r.size), 64)
		r.free = make([]T, r.size)
	}
	taken := r.free[:n:n]
	r.free = r.free[n:]
	return taken
}
