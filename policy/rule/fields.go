package rule

import "slices"

// StatusField is the number of the field "status" in every Program.
const StatusField = 0

// FieldTable numbers the ticket fields that predicates and targets read. The
// fields of a base keep their numbers in the tables that extend it, because
// the programs share predicates.
type FieldTable struct {
	base  *FieldTable
	own   map[string]int
	names []string // by number, those of the base first
}

// NewFieldTable makes a table that extends the one of a base; a nil base is
// none.
func NewFieldTable(base *FieldTable) *FieldTable {
	if base == nil {
		return &FieldTable{names: []string{StatusField: "status"}}
	}
	return &FieldTable{base: base, names: slices.Clip(base.names)}
}

// find is the number of a field, if the table has it.
func (t *FieldTable) find(name string) (int, bool) {
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

// number is the number of a field, which is added if the table does not have
// it.
func (t *FieldTable) number(name string) int {
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
