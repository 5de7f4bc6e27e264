package policy

import (
	"fmt"
	"maps"
	"reflect"
	"slices"
	"testing"
	"time"
)

// overwrite assigns to everything that can be reached from a value without
// unexported names: what pointers point to, fields, items, keys of maps.
func overwrite(v reflect.Value, depth int) (assigned int) {
	if depth > 20 {
		return 0
	}
	switch v.Kind() {
	case reflect.Pointer, reflect.Interface:
		if !v.IsNil() {
			assigned += overwrite(v.Elem(), depth+1)
		}
	case reflect.Struct:
		for i := range v.NumField() {
			if v.Type().Field(i).IsExported() {
				assigned += overwrite(v.Field(i), depth+1)
			}
		}
	case reflect.Slice:
		for i := range v.Len() {
			assigned += overwrite(v.Index(i), depth+1)
		}
		if v.Len() < v.Cap() { // what append would write to
			spare := v.Slice(0, v.Cap())
			for i := v.Len(); i < v.Cap(); i++ {
				assigned += overwrite(spare.Index(i), depth+1)
			}
		}
	case reflect.Map:
		for _, key := range v.MapKeys() {
			item := reflect.New(v.Type().Elem()).Elem()
			item.Set(v.MapIndex(key))
			assigned += overwrite(item, depth+1)
			v.SetMapIndex(key, item)
		}
		if v.Len() > 0 {
			v.SetMapIndex(v.MapKeys()[0], reflect.Value{})
			assigned++
		}
	}
	if !v.CanSet() {
		return assigned
	}
	switch v.Kind() {
	case reflect.String:
		v.SetString("overwritten")
	case reflect.Bool:
		v.SetBool(!v.Bool())
	case reflect.Int, reflect.Int8, reflect.Int16, reflect.Int32, reflect.Int64:
		v.SetInt(v.Int() + 1)
	case reflect.Uint8, reflect.Uint16, reflect.Uint32, reflect.Uint64:
		v.SetUint(v.Uint() + 1)
	default:
		v.Set(reflect.Zero(v.Type()))
	}
	return assigned + 1
}

// What a Set returns belongs to the caller: assigning to it changes nothing that
// the Set, or a Set that extends it, answers.
func TestAssigningToWhatASetReturnsChangesNothing(t *testing.T) {
	created := time.Date(2026, 3, 2, 10, 0, 0, 0, time.UTC)
	fields := []Fields{{"plan": {"gold"}, "tier": {"vip"}, "priority": {"critical"}}, {"channel": {"chat"}}, {}}

	base := mustLoad(t, "customer-care.yaml")
	own := mustExtend(t, base, "policies: [{name: own, extends: vip, match: {plan: gold}, pause: {a: b}}]")
	for name, s := range map[string]*Set{"a Set": base, "a Set over a base": own} {
		// answers is all that the Set tells, in words.
		answers := func() string {
			text := fmt.Sprintf("%s\n%s\n%s\n", s.Digest(), s.YAML(), own.YAML())
			describe := func(policies []*Policy) {
				for _, p := range policies {
					text += fmt.Sprintln(p.Name, p.Description, p.Revision, p.Kind, p.Valid, deepText(p.Targets()))
				}
			}
			describe(s.Policies())
			for _, f := range fields {
				describe(s.Match(f, created))
			}
			for _, name := range slices.Sorted(maps.Keys(s.Spec().Calendars)) {
				c, _ := s.Calendar(name)
				due, err := c.Add(created, 100*time.Hour)
				text += fmt.Sprintln(name, due, err, c.Location())
			}
			for _, f := range s.Lint() {
				text += f.String() + "\n"
			}
			for _, d := range base.Diff(own) {
				text += d.String() + "\n"
			}
			return text
		}
		before := answers()

		overwritten := func(what string, value any) {
			t.Helper()
			if overwrite(reflect.ValueOf(value), 0) == 0 {
				t.Errorf("%s: nothing in %s can be assigned to: the test tests nothing", name, what)
			}
			if now := answers(); now != before {
				t.Fatalf("%s: assigning to the result of %s changed\n%s\nto\n%s", name, what, before, now)
			}
		}
		spec := s.Spec()
		overwritten("Spec", &spec)
		overwritten("Policies", s.Policies())
		for _, p := range s.Policies() {
			if len(p.Targets()) > 0 {
				overwritten("Targets", p.Targets())
			}
		}
		for _, f := range fields {
			overwritten("Match", s.Match(f, created))
		}
		for _, calendar := range []string{"office", "night", "follow_the_sun"} {
			if c, ok := s.Calendar(calendar); ok {
				overwritten("Calendar", c)
			}
		}
		yaml := s.YAML()
		overwritten("YAML", yaml)
		overwritten("Diff", base.Diff(own))
		if found := s.Lint(); len(found) > 0 {
			overwritten("Lint", found)
		}
	}
}

// deepText writes targets with what their pointers point to.
func deepText(targets []TargetSpec) string {
	s := Spec{Policies: []PolicySpec{{Name: "all", Targets: targets}}}
	return string((&Set{spec: s}).YAML())
}

// A Spec belongs to the caller of New, before and after.
func TestAssigningToASpecChangesNoSet(t *testing.T) {
	spec := mustLoad(t, "customer-care.yaml").Spec()
	s, err := New(spec)
	if err != nil {
		t.Fatal(err)
	}
	digest, text := s.Digest(), string(s.YAML())
	if overwrite(reflect.ValueOf(&spec), 0) < 100 {
		t.Error("fewer than 100 values were assigned to")
	}
	if s.Digest() != digest || string(s.YAML()) != text {
		t.Errorf("the Set changed from\n%s\nto\n%s", text, s.YAML())
	}
}
