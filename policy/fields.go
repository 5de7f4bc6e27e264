package policy

import "slices"

// Fields are a ticket's fields, with the shape of [net/url.Values]: one value
// is the rule, several are tags, none (or one empty text) means the field is
// not set.
type Fields map[string][]string

// fieldTable numbers the fields that conditions of a Set ask for. The fields of
// a base keep their numbers in the Sets that extend it, for they share its rules.
type fieldTable struct {
	base  *fieldTable
	own   map[string]int
	names []string // by number, those of the base first
}

// StatusField is the number of the field "status" in every Set.
const StatusField = 0

// newFieldTable makes the table of a Set that extends base, if it is not nil.
func newFieldTable(base *Set) *fieldTable {
	if base == nil || base.fields == nil {
		return &fieldTable{names: []string{StatusField: "status"}}
	}
	return &fieldTable{base: base.fields, names: slices.Clip(base.fields.names)}
}

// find is the number of a field, if a rule reads it.
func (t *fieldTable) find(name string) (int, bool) {
	if name == "status" {
		return StatusField, true
	}
	for ; t != nil; t = t.base {
		if n, ok := t.own[name]; ok {
			return n, true
		}
	}
	return 0, false
}

// number is the number of a field that a rule reads.
func (t *fieldTable) number(name string) int {
	if n, ok := t.find(name); ok {
		return n
	}
	if t.own == nil {
		t.own = make(map[string]int)
	}
	n := len(t.names)
	t.own[name], t.names = n, append(t.names, name)
	return n
}

// valuesOf are those of a ticket's fields with these names.
func valuesOf(f Fields, names []string) [][]string {
	values := make([][]string, len(names))
	for n, name := range names {
		values[n] = normal(f[name])
	}
	return values
}

// normal is values, or none if they are one empty text.
func normal(values []string) []string {
	if len(values) == 1 && values[0] == "" {
		return nil
	}
	return values
}

// single is the value of a field that has exactly one.
func single(values []string) (value string, ok bool) {
	if len(values) != 1 {
		return "", false
	}
	return values[0], true
}
