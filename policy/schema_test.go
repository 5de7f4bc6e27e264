package policy

import (
	"bytes"
	"encoding/json"
	"errors"
	goflag "flag"
	"fmt"
	"maps"
	"os"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/tenggat/sla/policy/internal/code"
	"github.com/tenggat/sla/policy/internal/codec"
	"github.com/tenggat/sla/policy/internal/source"
)

var update = goflag.Bool("update", false, "write the files that are compared with what the code says")

// golden compares what the code says with a file, or writes the file.
func golden(t *testing.T, name string, got []byte) {
	t.Helper()
	if *update {
		if err := os.WriteFile(name, got, 0o644); err != nil {
			t.Fatal(err)
		}
		return
	}
	want, err := os.ReadFile(name)
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(string(want), string(got)); diff != "" {
		t.Errorf("%s is not what the code says (-file +code); after a look, run go test -update\n%s", name, diff)
	}
}

func TestSchemaIsCurrent(t *testing.T) {
	golden(t, "schema.json", describeLanguage(t))
	if !*update && !json.Valid([]byte(Schema)) {
		t.Error("the schema is not JSON")
	}
}

// describeLanguage makes the schema of the codecs.
func describeLanguage(t *testing.T) []byte {
	s := schemaWriter{defs: make(map[string]*codec.Members)}
	root := s.object(language().Shape.Object)
	top := ordered{
		{"$schema", "https://json-schema.org/draft/2020-12/schema"},
		{"title", "A Tenggat policy file"},
	}
	top = append(top, root...)
	// Describing an object can bring others to light.
	described := make(map[string]ordered)
	for len(described) < len(s.defs) {
		for name, m := range maps.Clone(s.defs) {
			if _, done := described[name]; !done {
				described[name] = s.object(m)
			}
		}
	}
	// A number or a boolean stands for its text.
	described["text"] = ordered{{"type", []string{"string", "number", "boolean"}}, {"minLength", 1}}
	var defs ordered
	for _, name := range slices.Sorted(maps.Keys(described)) {
		defs = append(defs, property{name, described[name]})
	}
	top = append(top, property{"$defs", defs})
	var out bytes.Buffer
	e := json.NewEncoder(&out)
	e.SetEscapeHTML(false)
	e.SetIndent("", "\t")
	if err := e.Encode(top); err != nil {
		t.Fatal(err)
	}
	return out.Bytes()
}

// ordered is a JSON object whose keys stay in order.
type ordered []property

type property struct {
	name  string
	value any
}

func (o ordered) MarshalJSON() ([]byte, error) {
	var b bytes.Buffer
	b.WriteByte('{')
	for i, p := range o {
		if i > 0 {
			b.WriteByte(',')
		}
		var value bytes.Buffer
		e := json.NewEncoder(&value)
		e.SetEscapeHTML(false)
		if err := e.Encode(p.value); err != nil {
			return nil, err
		}
		fmt.Fprintf(&b, "%q:%s", p.name, value.Bytes())
	}
	b.WriteByte('}')
	return b.Bytes(), nil
}

// schemaWriter describes shapes. Objects are described once, under $defs.
type schemaWriter struct {
	defs map[string]*codec.Members
}

func (w *schemaWriter) object(m *codec.Members) ordered {
	var properties ordered
	var needed []string
	for _, k := range m.Keys {
		described := append(w.shape(k.Shape), property{"description", k.Doc})
		properties = append(properties, property{k.Name, described})
		if k.Also != "" {
			properties = append(properties, property{k.Also, described})
		}
		if k.Required {
			needed = append(needed, k.Name)
		}
	}
	o := ordered{{"type", "object"}, {"properties", properties}}
	if needed != nil {
		o = append(o, property{"required", needed})
	}
	if m.Rest != nil {
		return append(o, property{"additionalProperties", w.shape(m.Rest)}, property{"minProperties", 1})
	}
	return append(o, property{"additionalProperties", false})
}

func (w *schemaWriter) shape(s *codec.Shape) ordered {
	switch {
	case s.Object != nil:
		w.defs[s.Object.Name] = s.Object
		return ordered{{"$ref", "#/$defs/" + s.Object.Name}}
	case s.Either != nil:
		var all []ordered
		for _, one := range s.Either {
			all = append(all, w.shape(one))
		}
		return ordered{{"anyOf", all}}
	case s.List != nil:
		o := ordered{{"type", "array"}, {"items", w.shape(s.List)}}
		if s.NonEmpty {
			o = append(o, property{"minItems", 1})
		}
		return o
	case s.Values != nil:
		o := ordered{{"type", "object"}, {"additionalProperties", w.shape(s.Values)}}
		if s.NonEmpty {
			o = append(o, property{"minProperties", 1})
		}
		return o
	case s.Truth:
		return ordered{{"type", "boolean"}}
	case s.Number && len(s.Words) == 1:
		return ordered{{"const", json.Number(s.Words[0])}}
	case s.Number:
		return ordered{{"type", "number"}}
	case s.Words != nil:
		return ordered{{"enum", s.Words}}
	case s.Pattern != "":
		return ordered{{"type", "string"}, {"pattern", s.Pattern}}
	}
	return ordered{{"$ref", "#/$defs/text"}}
}

// schemaObject is what the tests read of an object in the schema.
type schemaObject struct {
	Ref                  string                  `json:"$ref"`
	Properties           map[string]schemaObject `json:"properties"`
	AdditionalProperties json.RawMessage         `json:"additionalProperties"`
	Items                *schemaObject           `json:"items"`
	AnyOf                []schemaObject          `json:"anyOf"`
	Defs                 map[string]schemaObject `json:"$defs"`
}

// TestSchemaAndDecoderHaveTheSameKeys asks the decoder about every key of the
// schema, where it stands, and about one that nobody knows.
func TestSchemaAndDecoderHaveTheSameKeys(t *testing.T) {
	var schema schemaObject
	if err := json.Unmarshal([]byte(Schema), &schema); err != nil {
		t.Fatal(err)
	}
	asked := 0
	seen := make(map[string]bool)
	var visit func(o schemaObject, wrap func(*source.Node) *source.Node)
	visit = func(o schemaObject, wrap func(*source.Node) *source.Node) {
		name, ok := strings.CutPrefix(o.Ref, "#/$defs/")
		if ok {
			if seen[name] {
				return
			}
			seen[name] = true
			o = schema.Defs[name]
		}
		inside := func(key string) func(*source.Node) *source.Node {
			return func(n *source.Node) *source.Node {
				m := &source.Node{Kind: source.Map}
				m.Add(key, n)
				return wrap(m)
			}
		}
		for key, value := range o.Properties {
			asked++
			if codes := codesOf(inside(key)(&source.Node{})); slices.Contains(codes, code.UnknownKey) {
				t.Errorf("the decoder does not know the key %s of\n%s", key, source.Write(inside(key)(&source.Node{})))
			}
			visit(value, inside(key))
		}
		switch closed := string(o.AdditionalProperties) == "false"; {
		case name == "within": // without its own keys it is a matrix, which has any key
		case closed && !slices.Contains(codesOf(inside("nonsense")(&source.Node{})), code.UnknownKey):
			t.Errorf("the decoder takes any key in\n%s", source.Write(inside("nonsense")(&source.Node{})))
		case !closed && o.AdditionalProperties != nil:
			var rest schemaObject
			if err := json.Unmarshal(o.AdditionalProperties, &rest); err != nil {
				t.Fatal(err)
			}
			visit(rest, inside("anything"))
		}
		if o.Items != nil {
			visit(*o.Items, func(n *source.Node) *source.Node { return wrap(source.NewList(n)) })
		}
		for _, one := range o.AnyOf {
			visit(one, wrap)
		}
	}
	visit(schema, func(n *source.Node) *source.Node { return n })
	if len(seen) != len(schema.Defs) {
		t.Errorf("the test visited %d of %d objects", len(seen), len(schema.Defs))
	}
	// The other way round: every key of the tables is in the schema.
	written := 0
	var count func(s *codec.Shape)
	counted := make(map[*codec.Members]bool)
	count = func(s *codec.Shape) {
		switch {
		case s == nil || counted[s.Object]:
		case s.Object != nil:
			counted[s.Object] = true
			for _, k := range s.Object.Keys {
				written++
				if k.Also != "" {
					written++
				}
				count(k.Shape)
			}
			count(s.Object.Rest)
		default:
			for _, one := range s.Either {
				count(one)
			}
			count(s.List)
			count(s.Values)
		}
	}
	count(language().Shape)
	if asked != written {
		t.Errorf("the schema has %d keys, the decoder %d", asked, written)
	}
}

// codesOf are the codes of the mistakes in a file.
func codesOf(n *source.Node) []string {
	_, err := Parse("a.yaml", source.Write(n))
	var errs Errors
	errors.As(err, &errs)
	var codes []string
	for _, e := range errs {
		codes = append(codes, string(e.Code))
	}
	return codes
}
