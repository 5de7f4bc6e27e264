package policytest

import (
	"errors"
	"time"

	"github.com/tenggat/sla/breach"
	"github.com/tenggat/sla/policy"
	"github.com/tenggat/sla/policy/internal/code"
	"github.com/tenggat/sla/policy/internal/codec"
	"github.com/tenggat/sla/policy/internal/source"
)

// The codes of [policy.Error] that only scenario files have. All others are
// those of policy.
const (
	CodeBadInstant policy.Code = "bad_instant" // not an instant, one that does not exist, or one before the ticket's creation
	CodeBadHistory policy.Code = "bad_history" // events that cannot be evaluated
)

// unknown stands for a value that the author does not know yet and that -update
// writes.
const unknown = "_"

// decoder reads one scenario file and collects its mistakes.
type decoder struct {
	codec.Decoder
	file      *file
	ofPolicy  policy.Errors // mistakes in the policy that the file names or holds
	set       *policy.Set
	scenarios []*Scenario
	moments
}

// failValue fails with a value that cannot be read.
func (d *decoder) failValue(p source.Path, n *source.Node, id policy.Code, err error) {
	message, hint := err.Error(), ""
	if m := (*mistake)(nil); errors.As(err, &m) {
		message, hint = m.message, m.hint
	}
	d.Fail(p, n, string(id), hint, "%q: %s", n.Value, message)
}

// document is a scenario file before it is interpreted. What depends on other
// parts of the file is kept as a node.
type document struct {
	policy, timeZone, scenarios *source.Node
}

var documentCodec = &codec.Object[document]{What: "a scenario file", Keys: []codec.Key[document]{
	codec.Needed(codec.Field("policy", codec.Node, func(f *document) **source.Node { return &f.policy }, ""), "name a policy file, or write the policy here"),
	codec.Field("time_zone", codec.Node, func(f *document) **source.Node { return &f.timeZone }, ""),
	codec.Needed(codec.Field("scenarios", codec.Node, func(f *document) **source.Node { return &f.scenarios }, ""), "write a list of them"),
}}

// story is a scenario before it is interpreted.
type story struct {
	name           string
	at             *source.Node // of the name
	events, expect *source.Node
}

const nameHint = "give it one that describes what it shows"

var storyCodec = &codec.Object[story]{What: "a scenario", Keys: []codec.Key[story]{
	codec.Needed(codec.Field("name", nameCodec, func(s *story) *named { return (*named)(s) }, ""), nameHint),
	codec.Needed(codec.Field("events", codec.Node, func(s *story) **source.Node { return &s.events }, ""), "write the ticket's history"),
	codec.Needed(codec.Field("expect", codec.Node, func(s *story) **source.Node { return &s.expect }, ""), "write what must hold"),
}}

// named is a story whose name is read.
type named story

var nameCodec = codec.Codec[named]{
	Shape: &codec.Shape{Text: true},
	Read: func(d *codec.Decoder, p source.Path, n *source.Node, into *named) {
		into.at = n
		switch {
		case !n.Kind.Scalar():
			d.WrongType(p, n, "text")
		case n.Value == "":
			d.Fail(p, n, code.Empty, nameHint, "the name is empty")
		}
		into.name = n.Value
	},
	Write: func(s *named) *source.Node { return source.NewText(s.name) },
}

// happening is an event before its instant is known.
type happening struct {
	breach.Event
	at       *source.Node
	typed    bool
	internal *bool
}

var happeningCodec = &codec.Object[happening]{What: "an event", Keys: []codec.Key[happening]{
	codec.Needed(codec.Field("at", codec.Node, func(h *happening) **source.Node { return &h.at }, ""), "write when it happened"),
	codec.Field("type", typeCodec, func(h *happening) *happening { return h }, ""),
	codec.Field("actor", anyText[policy.Actor](), func(h *happening) *policy.Actor { return &h.Actor }, ""),
	codec.Field("internal", codec.Truth, func(h *happening) **bool { return &h.internal }, ""),
	codec.Field("fields", fieldsCodec, func(h *happening) *policy.Fields { return &h.Fields }, ""),
	codec.Field("reason", anyText[string](), func(h *happening) *string { return &h.Reason }, ""),
	codec.Field("id", anyText[string](), func(h *happening) *string { return &h.ID }, ""),
}}

// typeCodec reads the type of an event.
var typeCodec = codec.Codec[happening]{
	Shape: &codec.Shape{Text: true},
	Read: func(d *codec.Decoder, p source.Path, n *source.Node, into *happening) {
		anyText[string]().Read(d, p, n, &into.Type)
		into.typed = true
	},
	Write: func(h *happening) *source.Node { return source.NewText(h.Type) },
}

// anyText is a codec of texts that may be empty.
func anyText[T ~string]() codec.Codec[T] {
	read := func(text string) (T, *source.Error) { return T(text), nil }
	return codec.Parsed("text", "", read, func(v T) string { return string(v) })
}

// fieldsCodec reads a ticket's fields: one text, a list of texts, or null, which
// clears a field.
var fieldsCodec = codec.Codec[policy.Fields]{
	Shape: &codec.Shape{Values: &codec.Shape{Text: true}},
	Read: func(d *codec.Decoder, p source.Path, n *source.Node, into *policy.Fields) {
		if n.Kind != source.Map {
			d.WrongType(p, n, "a map")
			return
		}
		*into = make(policy.Fields, len(n.Entries))
		for _, e := range n.Entries {
			values := []*source.Node{e.Value}
			switch e.Value.Kind {
			case source.Null:
				values = nil
			case source.List:
				values = e.Value.Items
			}
			texts := []string{}
			for _, v := range values {
				if !v.Kind.Scalar() {
					d.WrongType(p.Key(e.Key.Value), v, "text, or a list of texts")
					break
				}
				texts = append(texts, v.Value)
			}
			(*into)[e.Key.Value] = texts
		}
	},
	Write: func(f *policy.Fields) *source.Node { return nil },
}

// items returns the items of a list; none if it is not one.
func (d *decoder) items(p source.Path, n *source.Node) []*source.Node {
	if n.Kind != source.List {
		d.WrongType(p, n, "a list")
		return nil
	}
	return n.Items
}

// instant reads an instant; zero with a mistake.
func (d *decoder) instant(p source.Path, n *source.Node, base time.Time) time.Time {
	if !n.Kind.Scalar() {
		d.WrongType(p, n, "an instant")
		return time.Time{}
	}
	t, err := d.read(n.Value, base)
	if err != nil {
		d.failValue(p, n, CodeBadInstant, err)
	}
	return t
}

// scenario reads one scenario; nil with a mistake.
func (d *decoder) scenario(p source.Path, n *source.Node) *Scenario {
	before := len(d.Errs)
	var raw story
	storyCodec.Read(&d.Decoder, p, n, &raw)
	s := &Scenario{Name: raw.name, File: d.file.name, Line: n.Line, Policies: d.set, file: d.file, moments: d.moments}
	if raw.at != nil {
		s.Line = raw.at.Line
	}
	if raw.events != nil {
		s.History = d.events(p.Key("events"), raw.events)
	}
	if len(d.Errs) > before {
		return nil
	}
	d.judgeable(p, raw.events, s.History)
	s.checks = d.checks(p.Key("expect"), raw.expect, s.History)
	if len(d.Errs) > before {
		return nil
	}
	return s
}

func (d *decoder) events(p source.Path, n *source.Node) []breach.Event {
	var history []breach.Event
	base := time.Time{}
	for i, item := range d.items(p, n) {
		e := d.event(p.At(i), item, base)
		base = e.At
		history = append(history, e)
	}
	if len(history) == 0 && n.Kind == source.List {
		d.Fail(p, n, code.Empty, "write at least the created event", "there is no event")
	}
	return history
}

// event reads one event; short forms of its instant count from base.
func (d *decoder) event(p source.Path, n *source.Node, base time.Time) breach.Event {
	var raw happening
	happeningCodec.Read(&d.Decoder, p, n, &raw)
	if raw.at != nil {
		raw.At = d.instant(p.Key("at"), raw.at, base)
	}
	if !raw.typed {
		raw.Type = breach.Updated
	}
	raw.Internal = raw.internal != nil && *raw.internal
	return raw.Event
}

// judgeable reports what breach refuses to evaluate, where it is written.
func (d *decoder) judgeable(p source.Path, events *source.Node, history []breach.Event) {
	_, err := breach.Evaluate(d.set, history, latest(history))
	for _, err := range unwrap(err) {
		e, ok := err.(*breach.EventError)
		if !ok {
			d.Fail(p.Key("events"), events, string(CodeBadHistory), "begin with {type: created}", "%v", err)
			continue
		}
		at := events.Items[e.Index]
		q := p.Key("events").At(e.Index).Key(e.Field)
		if v := at.Get(e.Field); v != nil {
			at = v
		}
		d.Fail(q, at, string(CodeBadHistory), e.Hint, "%s", e.Message)
	}
}

// unwrap returns the errors that were joined; none of nil.
func unwrap(err error) []error {
	if joined, ok := err.(interface{ Unwrap() []error }); ok {
		return joined.Unwrap()
	}
	if err == nil {
		return nil
	}
	return []error{err}
}

func latest(history []breach.Event) (t time.Time) {
	for i := range history {
		if history[i].At.After(t) {
			t = history[i].At
		}
	}
	return t
}

func creation(history []breach.Event) (t time.Time) {
	for i := range history {
		if e := &history[i]; e.Type == breach.Created && (t.IsZero() || e.At.Before(t)) {
			t = e.At
		}
	}
	return t
}
