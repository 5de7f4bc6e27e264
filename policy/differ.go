package policy

import (
	"maps"
	"slices"
)

// differ collects differences.
type differ struct {
	found []Difference
}

// add adds a change of something; the name may be empty.
func (d *differ) add(section, name, change string) {
	one := Difference{Section: section, Change: change}
	if name != "" {
		one.Names = []string{name}
	}
	d.found = append(d.found, one)
}

// compare adds the changes of something.
func (d *differ) compare(section, name string, before, after attributes) {
	for _, change := range changes(before, after) {
		d.add(section, name, change)
	}
}

// each reports what is new, changed and gone among things with names.
func each[T any](d *differ, section string, before, after map[string]T, of func(*T) attributes) {
	for _, name := range slices.Sorted(maps.Keys(after)) {
		now := after[name]
		old, known := before[name]
		if !known {
			var nothing T
			d.add(section, name, "added, "+of(&now).without(of(&nothing)).summary())
			continue
		}
		d.compare(section, name, of(&old), of(&now))
	}
	for _, name := range slices.Sorted(maps.Keys(before)) {
		if _, stays := after[name]; !stays {
			d.add(section, name, "removed")
		}
	}
}
