package policy

import (
	"iter"
	"maps"
	"slices"
	"strings"

	"github.com/tenggat/sla/policy/internal/phrase"
	"github.com/tenggat/sla/policy/internal/source"
	"github.com/tenggat/sla/policy/rule"
)

// Matrix is what a target gives by the value of a ticket field: of the first field of
// By, and where a value has another Matrix, of the next one. The value "default" is for
// all values that are not named, and for tickets without the field.
type Matrix map[string]Choice

// Choice is what a target gives for one value: exactly one of these.
type Choice struct {
	Within Duration
	None   bool   // nothing is promised
	Matrix Matrix // by the next field
}

// none is the text of a choice that promises nothing.
const none = "none"

// String returns the choice in words: 4h, none, or the choices by the next field.
func (c Choice) String() string {
	switch {
	case c.None:
		return none
	case c.Matrix != nil:
		return "(" + c.Matrix.words() + ")"
	}
	return c.Within.String()
}

// words lists what the matrix gives.
func (m Matrix) words() string {
	var parts []string
	for _, value := range slices.Sorted(maps.Keys(m)) {
		parts = append(parts, phrase.Quote(value)+" "+m[value].String())
	}
	return strings.Join(parts, ", ")
}

// cell is a choice that has no choices below it, with the values that lead to it.
type cell struct {
	values []string
	at     source.Path // below the matrix
	Choice
}

// cells yields the choices without choices below them, by value.
func (m Matrix) cells() iter.Seq[cell] {
	return func(yield func(cell) bool) { m.each(cell{}, yield) }
}

func (m Matrix) each(above cell, yield func(cell) bool) bool {
	for _, value := range slices.Sorted(maps.Keys(m)) {
		c := cell{append(slices.Clip(above.values), value), above.at.Key(value), m[value]}
		if c.Matrix != nil {
			if !c.Matrix.each(c, yield) {
				return false
			}
		} else if !yield(c) {
			return false
		}
	}
	return true
}

// size is the number of choices at all levels.
func (m Matrix) size() int {
	n := len(m)
	for _, c := range m {
		n += c.Matrix.size()
	}
	return n
}

func (m Matrix) clone() Matrix {
	d := maps.Clone(m)
	for value, c := range d {
		c.Matrix = c.Matrix.clone()
		d[value] = c
	}
	return d
}

// terms is the matrix as the program keeps it.
func (m Matrix) terms(count DayCount) map[string]rule.Choice {
	if m == nil {
		return nil
	}
	t := make(map[string]rule.Choice, len(m))
	for value, c := range m {
		t[value] = rule.Choice{Budget: c.Within.terms(count), None: c.None, By: c.Matrix.terms(count)}
	}
	return t
}
