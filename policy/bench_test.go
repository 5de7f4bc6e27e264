package policy

import (
	"os"
	"testing"
)

// BenchmarkParse is the whole example: reading, checking and compiling it, five
// calendars with two regions among it.
func BenchmarkParse(b *testing.B) {
	src, err := os.ReadFile("testdata/customer-care.yaml")
	if err != nil {
		b.Fatal(err)
	}
	b.SetBytes(int64(len(src)))
	b.ReportAllocs()
	for b.Loop() {
		if _, err := Parse("customer-care.yaml", src); err != nil {
			b.Fatal(err)
		}
	}
}
