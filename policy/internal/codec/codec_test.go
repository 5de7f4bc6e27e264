package codec_test

import (
	"fmt"
	"reflect"
	"strconv"
	"strings"
	"testing"

	"github.com/tenggat/sla/policy/internal/codec"
	"github.com/tenggat/sla/policy/internal/source"
)

// person has a part of each kind that a codec can read.
type person struct {
	Name    string
	Age     int
	Emails  []string
	Nick    []string
	Scores  map[string]int
	Admin   bool
	Member  *bool
	Height  *float64
	Manager *person
}

var number = codec.Parsed("a whole number", `^\d+$`, func(s string) (int, *source.Error) {
	n, err := strconv.Atoi(s)
	if err != nil {
		return 0, &source.Error{Code: "bad_number", Message: fmt.Sprintf("%q is not a whole number", s), Hint: "write digits"}
	}
	return n, nil
}, strconv.Itoa)

// people is a codec of persons, with their managers to a depth.
func people(depth int) codec.Codec[person] {
	text := codec.Text[string]()
	keys := []codec.Key[person]{
		codec.Needed(codec.Field("name", text, func(p *person) *string { return &p.Name }, "The name."), "add name: NAME"),
		codec.Field("age", number, func(p *person) *int { return &p.Age }, "In years."),
		codec.Also(codec.Field("emails", codec.List(text, codec.MaybeEmpty), func(p *person) *[]string { return &p.Emails }, "Addresses."), "mails"),
		codec.Field("nick", codec.OneOrMore(text), func(p *person) *[]string { return &p.Nick }, "Other names."),
		codec.Field("scores", codec.Map(number, codec.NotEmpty), func(p *person) *map[string]int { return &p.Scores }, "By game."),
		codec.Field("admin", codec.Flag, func(p *person) *bool { return &p.Admin }, "Whether."),
		codec.Field("member", codec.Truth, func(p *person) **bool { return &p.Member }, "Whether, if known."),
		codec.Field("height", codec.Number, func(p *person) **float64 { return &p.Height }, "In metres."),
	}
	if depth > 0 {
		keys = append(keys, codec.Field("manager", codec.Pointer(people(depth-1)), func(p *person) **person { return &p.Manager }, "Who leads."))
	}
	return (&codec.Object[person]{What: "a person", Keys: keys}).Codec("person")
}

func read(src string) (person, *codec.Decoder) {
	var d codec.Decoder
	var p person
	if root := d.Open([]byte(src)); root != nil {
		people(2).Read(&d, "", root, &p)
	}
	return p, &d
}

// What is written is read as the same value.
func TestWritingIsReadBack(t *testing.T) {
	yes, no, tall := true, false, 1.875
	for _, want := range []person{
		{Name: "Sri"},
		{Name: "no", Age: 42, Emails: []string{}, Nick: []string{"08:30"}},
		{Name: "two\nlines", Emails: []string{"a@b", "c"}, Nick: []string{"x", "y"}, Scores: map[string]int{"go": 1, "1": 2}},
		{Name: "~", Admin: true, Member: &yes, Height: &tall, Manager: &person{Name: "Budi", Member: &no, Manager: &person{Name: "Ayu"}}},
	} {
		src := source.Write(people(2).Write(&want))
		got, d := read(string(src))
		if len(d.Errs) > 0 || !reflect.DeepEqual(got, want) {
			t.Errorf("%+v is written as\n%sand read as %+v, errors %v", want, src, got, d.Errs)
		}
	}
}

// Each mistake is reported at its place, and what follows is read all the same.
func TestMistakesAreReportedAtTheirPlaces(t *testing.T) {
	for src, want := range map[string]string{
		"nmae: Sri":                                 "1:1 nmae: unknown key; did you mean \"name\"? [unknown_key] 1:1 name: name is missing; add name: NAME [missing_key]",
		"{name: Sri, colour: red}":                  "1:13 colour: unknown key; the keys of a person are name, age, emails, nick, scores, admin, member, height and manager [unknown_key]",
		"{name: Sri, emails: [a], mails: [b]}":      "1:26 mails: the key is there twice; emails and mails are the same; remove one [duplicate_key]",
		"{name: Sri, age: old}":                     "1:18 age: \"old\" is not a whole number; write digits [bad_number]",
		"{name: Sri, age: [1]}":                     "1:18 age: it must be a whole number, not a list;  [wrong_type]",
		"{name: }":                                  "1:8 name: it must be text, not nothing; write it, or leave the key out [wrong_type]",
		`{name: ""}`:                                "1:8 name: it is empty; write it, or leave it out [empty]",
		"{name: Sri, nick: []}":                     "1:19 nick: the list is empty; leave it out [empty]",
		"{name: Sri, emails: {a: b}}":               "1:21 emails: it must be a list, not a map; begin each item with a dash [wrong_type]",
		"{name: Sri, emails: a}":                    "1:21 emails: it must be a list, not text;  [wrong_type]",
		"{name: Sri, scores: {}}":                   "1:21 scores: the map is empty; leave it out [empty]",
		"{name: Sri, scores: {a: 1, b: x, c: y}}":   "1:31 scores.b: \"x\" is not a whole number; write digits [bad_number] 1:37 scores.c: \"y\" is not a whole number; write digits [bad_number]",
		"{name: Sri, admin: yes}":                   "1:20 admin: it must be true or false, not text; write true, without quotes [wrong_type]",
		"{name: Sri, height: tall}":                 "1:21 height: it must be a number, not text;  [wrong_type]",
		"{name: Sri, manager: {manager: {age: x}}}": "1:38 manager.manager.age: \"x\" is not a whole number; write digits [bad_number] 1:32 manager.manager.name: name is missing; add name: NAME [missing_key] 1:22 manager.name: name is missing; add name: NAME [missing_key]",
		"[Sri]": "1:1 : it must be a map, not a list;  [wrong_type]",
	} {
		_, d := read(src)
		var got []string
		for _, e := range d.Errs {
			got = append(got, fmt.Sprintf("%d:%d %s: %s; %s [%s]", e.Line, e.Column, e.Path, e.Message, e.Hint, e.Code))
		}
		if text := strings.Join(got, " "); text != want {
			t.Errorf("%s\n got %s\nwant %s", src, text, want)
		}
	}
}

// However many mistakes there are, a Decoder keeps a limited number and counts
// the rest.
func TestMistakesAreLimited(t *testing.T) {
	src := "{name: Sri, scores: {" + "a: x, "
	for i := range codec.MaxErrors + 500 {
		src += fmt.Sprintf("k%d: x, ", i)
	}
	_, d := read(src + "}}")
	if len(d.Errs) != codec.MaxErrors || d.Dropped != 501 {
		t.Errorf("%d mistakes are kept and %d dropped", len(d.Errs), d.Dropped)
	}
}
