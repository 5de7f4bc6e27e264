package breach

import (
	"testing"
	"unsafe"
)

// The allocator of Go rounds sizes up, and adds eight bytes to what holds pointers: a
// smallFold of more than 2,296 bytes takes 2,688, which makes every evaluation slower.
func TestSmallFoldFitsItsSizeClass(t *testing.T) {
	if size := unsafe.Sizeof(smallFold{}); size > 2296 {
		t.Errorf("a smallFold has %d bytes", size)
	}
}
