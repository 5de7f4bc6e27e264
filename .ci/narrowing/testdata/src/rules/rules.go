// Package rules has conversions of every kind.
package rules

import "time"

type (
	seconds int64
	index   int
	alias   = uint64
)

func reported(i int64, u uint64, d time.Duration, s seconds, a alias) {
	_ = int(i)        // want `int64 to int `
	_ = uint(u)       // want `uint64 to uint `
	_ = uintptr(i)    // want `int64 to uintptr `
	_ = index(i)      // want `int64 to index `
	_ = int(d)        // want `time.Duration to int `
	_ = (int)(s)      // want `seconds to \(?int\)? `
	_ = int(a)        // want `alias to int `
	_ = int(d / 10)   // want `time.Duration to int `
	_ = int(int(i))   // want `int64 to int `
	_ = int64(int(i)) // want `int64 to int `
	_ = []int{
		len("a"), int(i), // want `int64 to int `
	}
}

func passes(n int, w int32, b byte, f float64, i int64) {
	_ = int(w)
	_ = uint(n)
	_ = int(b)
	_ = int(f)
	_ = int64(n)
	_ = int32(i)
	_ = string(rune(i))
	const c int64 = 1 << 20
	_ = int(c)
	_ = int(time.Hour / time.Second)
	_ = len([]int64{i})
}

func remainders(i int64, u uint64, m int64) {
	_ = int(i % 1_000_000_000)
	_ = int((i % -60))
	_ = int(i % (1 << 31))
	_ = int(i % (1<<31 + 1)) // want `int64 to int `
	_ = int(i % m)           // want `int64 to int `
	_ = int(1000 % i)        // want `int64 to int `
	_ = uint(u % (1 << 32))
	_ = uint(i % 60) // want `int64 to uint `
	_ = uint(max(i, 0) % 60)
}

func masks(i int64, u uint64) {
	_ = int(i & 0xff)
	_ = int(0x7fffffff & u)
	_ = int(u & 0xffffffff) // want `uint64 to int `
	_ = uint(u & 0xffffffff)
	_ = int(i & -2) // want `int64 to int `
	_ = int(i &^ 1) // want `int64 to int `
	_ = int(i | 1)  // want `int64 to int `
}

func clamps(i, k int64, u uint64) {
	_ = int(min(max(i, 0), 100))
	_ = int(max(0, min(i, k, 100), -5))
	_ = int(min(i, 100))      // want `int64 to int `
	_ = int(max(i, 0))        // want `int64 to int `
	_ = int(min(i, k))        // want `int64 to int `
	_ = int(min(u, 1<<31))    // want `uint64 to int `
	_ = int(min(u, 1<<31-1))  // no more than MaxInt32
	_ = uint(min(u, 1<<32-1)) // no more than MaxUint32
	min := func(a, b int64) int64 { return a + b }
	_ = int(min(1, 2)) // want `int64 to int `
}

type integer interface{ ~int | ~int64 }

type both interface {
	integer
	comparable
}

func generic[T integer, B both, S ~int | ~int32](t T, b B, s S, i int64, n int) {
	_ = int(t) // want `T to int `
	_ = int(b) // want `B to int `
	_ = int(s)
	_ = T(i) // want `int64 to T `
	_ = T(n)
	_ = T(i % 60)
	_ = S(i) // want `int64 to S `
	_ = int(t % 60)
}
