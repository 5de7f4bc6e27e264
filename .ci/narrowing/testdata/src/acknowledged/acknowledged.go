// Package acknowledged has comments that let conversions pass.
package acknowledged

func f(i int64) int {
	a := int(i) //narrowing:ok at most 100
	b := int(i) // want `int64 to int`
	//narrowing:ok at most 100
	c := int(i)
	//narrowing:ok at most 100 // want `acknowledges nothing`

	d := int(i) // want `int64 to int`
	//narrowing:ok at most 100 // want `acknowledges nothing`
	e := int(i % 100)

	f := int(i) //narrowing:ok // want `//narrowing:ok needs a reason`
	//narrowing:ok // want `needs a reason`
	g := int(i)
	h := int(i) //narrowing:okay at most 100 // want `int64 to int`
	/* //narrowing:ok a comment in a comment */
	j := int(i) // want `int64 to int`
	return a + b + c + d + e + f + g + h + j
}
