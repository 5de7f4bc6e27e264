package policy

import (
	"maps"
	"slices"

	"github.com/tenggat/sla/policy/internal/code"
	"github.com/tenggat/sla/policy/internal/codec"
	"github.com/tenggat/sla/policy/internal/phrase"
	"github.com/tenggat/sla/policy/internal/source"
	"github.com/tenggat/sla/policy/internal/suggest"
	"github.com/tenggat/sla/policy/rule"
)

// FieldSpec declares a ticket field, and its values if they are known.
type FieldSpec struct {
	Name   string
	Values []string // empty: any value
}

func (f *FieldSpec) clone() FieldSpec { return FieldSpec{f.Name, slices.Clone(f.Values)} }

// fieldCodec is a codec of a field: its name, or a map from its name to its values.
func fieldCodec(text codec.Codec[string], names codec.Codec[[]string]) codec.Codec[FieldSpec] {
	return codec.Codec[FieldSpec]{
		Shape: &codec.Shape{Either: []*codec.Shape{text.Shape, {Values: names.Shape, NonEmpty: true}}},
		Read: func(d *codec.Decoder, p source.Path, n *source.Node, into *FieldSpec) {
			switch {
			case n.Kind != source.Map:
				text.Read(d, p, n, &into.Name)
			case len(n.Entries) != 1:
				d.Fail(p, n, code.WrongType, "begin each field with a dash: - priority: [high, low]", "it must be one field with its values, not %d", len(n.Entries))
			default:
				e := n.Entries[0]
				into.Name = e.Key.Value
				names.Read(d, p.Key(into.Name), e.Value, &into.Values)
			}
		},
		Write: func(f *FieldSpec) *source.Node {
			if len(f.Values) == 0 {
				return text.Write(&f.Name)
			}
			n := &source.Node{Kind: source.Map}
			n.Add(f.Name, names.Write(&f.Values))
			return n
		},
	}
}

// declaration is what a Set and its bases say about the ticket's fields.
type declaration struct {
	*collector
	values map[string][]string // of each field; nil if any value is allowed
	names  []string
}

// always are the fields that every ticket has.
var always = []string{"status", "created_by"}

// declared are the fields that the Set and its bases declare, by name.
func (s *Set) declared() map[string][]string {
	all := make(map[string][]string)
	for ; s != nil; s = s.base {
		for _, f := range s.spec.Fields {
			all[f.Name] = f.Values
		}
	}
	return all
}

// fields checks the declaration of fields, and that nothing else is read.
func (c *compiler) fields() {
	d := declaration{collector: c.collector, values: c.set.base.declared()}
	for i, f := range c.spec.Fields {
		p := source.Path("fields").At(i)
		_, twice := d.values[f.Name]
		switch {
		case f.Name == "":
			c.fail(p, code.Empty, "write the name of a ticket field", "it is empty")
		case twice:
			c.fail(p, code.DuplicateName, "remove one", "the field %s is declared twice", phrase.Quote(f.Name))
		}
		if j := slices.Index(f.Values, ""); j >= 0 {
			c.fail(p.Key(f.Name).At(j), code.Empty, "leave it out", "it is empty")
		}
		d.values[f.Name] = f.Values
	}
	if len(d.values) == 0 {
		return
	}
	d.names = slices.Sorted(maps.Keys(d.values))
	for p, cond := range c.spec.conditions() {
		d.condition(p, cond)
	}
	for _, name := range slices.Sorted(maps.Keys(c.spec.Calendars)) {
		if field := c.spec.Calendars[name].ZoneField; field != "" {
			d.field(source.Path("calendars").Key(name).Key("time_zone").Key("field"), field)
		}
	}
	for i := range c.spec.Policies {
		policy, p := &c.spec.Policies[i], source.Path("policies").At(i)
		d.choice(p.Key("calendar"), &policy.Calendar)
		for j := range policy.Targets {
			d.target(p.Key("targets").At(j), &policy.Targets[j])
		}
	}
}

func (d *declaration) condition(p source.Path, c *Condition) {
	if c.Until != "" {
		d.field(p.Key("until").Key("field"), c.Until)
	}
	if c.Field == "" {
		return
	}
	at := d.sources.ofField(p, c.Field)
	if !d.field(at, c.Field) {
		return
	}
	for _, values := range [...][]string{c.In, c.NotIn, c.Contains, c.ChangedTo, c.ChangedFrom} {
		for _, value := range values {
			d.value(at, c.Field, value)
		}
	}
	for _, value := range []string{c.Is, c.IsNot} {
		if value != "" {
			d.value(at, c.Field, value)
		}
	}
}

func (d *declaration) choice(p source.Path, c *CalendarChoice) {
	if c.Field != "" && d.field(p.Key("field"), c.Field) {
		for _, value := range slices.Sorted(maps.Keys(c.Map)) {
			d.value(p.Key("map").Key(value), c.Field, value)
		}
	}
}

func (d *declaration) target(p source.Path, t *TargetSpec) {
	d.choice(p.Key("calendar"), &t.Calendar)
	for i, field := range t.By {
		if field != "" {
			d.field(p.Key("by").At(i), field)
		}
	}
	d.matrix(p.Key("within"), t.By, t.Matrix)
	if t.FromField != "" {
		d.field(p.Key("within").Key("field"), t.FromField)
	}
	if t.Due != "" {
		d.field(p.Key("due").Key("field"), t.Due)
	}
}

func (d *declaration) matrix(p source.Path, by []string, m Matrix) {
	if len(by) == 0 {
		return
	}
	for _, value := range slices.Sorted(maps.Keys(m)) {
		if value != rule.Otherwise && d.known(by[0]) {
			d.value(p.Key(value), by[0], value)
		}
		d.matrix(p.Key(value), by[1:], m[value].Matrix)
	}
}

func (d *declaration) known(name string) bool {
	_, known := d.values[name]
	return known
}

// field reports a field that is not declared. It is true for one that is declared with
// its values or without.
func (d *declaration) field(p source.Path, name string) bool {
	if d.known(name) {
		return true
	}
	if !slices.Contains(always, name) {
		hint := suggest.DidYouMean(name, append(slices.Clone(predicateKeys()), d.names...))
		if hint == "" {
			hint = "add it to fields"
		}
		d.fail(p, code.UnknownField, hint, "there is no field %s", phrase.Quote(name))
	}
	return false
}

// value reports a value that a field does not have.
func (d *declaration) value(p source.Path, field, value string) {
	values := d.values[field]
	if len(values) == 0 || slices.Contains(values, value) {
		return
	}
	hint := suggest.DidYouMean(value, values)
	if hint == "" {
		hint = "its values are " + phrase.Every(values)
	}
	d.fail(p, code.UnknownValue, hint, "the field %s does not have the value %s", phrase.Quote(field), phrase.Quote(value))
}
