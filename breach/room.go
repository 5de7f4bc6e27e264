package breach

// room hands out values that stay where they are, taken from pieces of memory
// for several at once: a fold makes many small things, and they live as long as
// it does.
type room[T any] struct {
	free []T
	size int // of the last piece
}

// take returns one zero value, as a slice that cannot grow into others.
func (r *room[T]) take() []T {
	if len(r.free) == 0 {
		r.size = min(max(2, 2*r.size), 64)
		r.free = make([]T, r.size)
	}
	taken := r.free[:1:1]
	r.free = r.free[1:]
	return taken
}
