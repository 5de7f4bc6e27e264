// Package old has the conversions that moved deadlines on 386 and arm.
package old

const daySeconds = 86400

func floorDiv(a, b int) int {
	q := a / b
	if a%b < 0 {
		q--
	}
	return q
}

// label counts seconds since year 1.
func dayOf(label int64) int {
	return floorDiv(int(label), daySeconds) // want `conversion of int64 to int loses bits where int has 32`
}

func dayOfPlace(offsetAt func(int64) int64, sec int64) int {
	return floorDiv(int(sec+offsetAt(sec)), daySeconds) // want `int64 to int`
}
