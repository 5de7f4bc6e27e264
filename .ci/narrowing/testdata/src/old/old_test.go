package old

import "testing"

// Files of tests are looked at too.
func TestDayOf(t *testing.T) {
	label := int64(daySeconds)
	if dayOf(label) != int(label)/daySeconds { // want `int64 to int`
		t.Fail()
	}
}
