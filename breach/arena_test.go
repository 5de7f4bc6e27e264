package breach

import (
	"testing"
	"unsafe"
)

// The allocator of Go rounds sizes up: a smallFold of more than 2,304 bytes takes
// 2,688, which makes every evaluation slower.
func TestSmallFoldFitsItsSizeClass(t *testing.T) {
	if size := unsafe.Sizeof(smallFold{}); size > 2304 {
		t.Errorf("a smallFold has %d bytes", size)
	}
}
