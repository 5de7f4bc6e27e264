package breach

// room hands out values that stay where they are, taken from pieces of memory
// for several at once: a fold makes many small things, and they live as long as
// it does.
type room[T any] struct {
	free []T
	size int // of the last piece
}

// take returns n zero values, with nothing behind them to append into.
func (r *room[T]) take(n int) []T {
	if len(r.free) < n {
		r.size = max(2*r.size, n)
		r.free = make([]T, r.size)
	}
	taken := r.free[:n:n]
	r.free = r.free[n:]
	return taken
}
