package policytest

import (
	"errors"
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/tenggat/sla/breach"
	"github.com/tenggat/sla/policy"
	"github.com/tenggat/sla/policy/internal/code"
	"github.com/tenggat/sla/policy/internal/source"
)

// The codes of [policy.Error] that only scenario files have; all others are
// those of policy.
const (
	CodeBadInstant policy.Code = "bad_instant" // no instant, one that does not exist, or one before the ticket's creation
	CodeBadHistory policy.Code = "bad_history" // events that cannot be evaluated
)

// unknown stands for a value that the author does not know yet and that -update
// is to write.
const unknown = "_"

// decoder reads one scenario file and collects its mistakes.
type decoder struct {
	file *file
	errs policy.Errors
	set  *policy.Set
	moments
}

// mistakes is how many mistakes of a file are reported.
const mistakes = 100

func (d *decoder) fail(p source.Path, n *source.Node, id policy.Code, hint, format string, args ...any) {
	d.errs = append(d.errs, &policy.Error{File: d.file.name, Line: n.Line, Column: n.Column, Path: string(p), Code: id, Hint: hint, Message: fmt.Sprintf(format, args...)})
}

// failValue fails with a value that cannot be read.
func (d *decoder) failValue(p source.Path, n *source.Node, id policy.Code, err error) {
	what, mend := err.Error(), ""
	if m := (*mistake)(nil); errors.As(err, &m) {
		what, mend = m.what, m.mend
	}
	d.fail(p, n, id, mend, "%q: %s", n.Value, what)
}

func (d *decoder) wrongType(p source.Path, n *source.Node, want string) {
	d.fail(p, n, code.WrongType, "", "it must be %s, not %s", want, n.Kind)
}

// members checks that a node is a map and has no other keys than these.
func (d *decoder) members(p source.Path, n *source.Node, what string, keys ...string) bool {
	if n.Kind != source.Map {
		d.wrongType(p, n, "a map")
		return false
	}
	for _, e := range n.Entries {
		if !slices.Contains(keys, e.Key.Value) {
			d.fail(p.Key(e.Key.Value), e.Key, code.UnknownKey, fmt.Sprintf("the keys of %s are %s", what, strings.Join(keys, ", ")), "unknown key")
		}
	}
	return true
}

// member returns the value of a key that must be there; nil if it is not.
func (d *decoder) member(p source.Path, n *source.Node, key, hint string) *source.Node {
	v := n.Get(key)
	if v == nil {
		d.fail(p.Key(key), n, code.MissingKey, hint, "%s is missing", key)
	}
	return v
}

// list returns the items of a list; none if it is not one.
func (d *decoder) list(p source.Path, n *source.Node) []*source.Node {
	if n.Kind != source.List {
		d.wrongType(p, n, "a list")
		return nil
	}
	return n.Items
}

// scalar returns the text of a key; empty without the key.
func (d *decoder) scalar(p source.Path, n *source.Node, key string) string {
	v := n.Get(key)
	if v == nil {
		return ""
	}
	if !v.Kind.Scalar() {
		d.wrongType(p.Key(key), v, "text")
		return ""
	}
	return v.Value
}

// instant reads an instant, zero with a mistake.
func (d *decoder) instant(p source.Path, n *source.Node, base time.Time) time.Time {
	if !n.Kind.Scalar() {
		d.wrongType(p, n, "an instant")
		return time.Time{}
	}
	t, err := d.read(n.Value, base)
	if err != nil {
		d.failValue(p, n, CodeBadInstant, err)
	}
	return t
}

// scenario reads one scenario.
func (d *decoder) scenario(p source.Path, n *source.Node) *Scenario {
	before := len(d.errs)
	if !d.members(p, n, "a scenario", "name", "events", "expect") {
		return nil
	}
	s := &Scenario{File: d.file.name, Line: n.Line, Policies: d.set, file: d.file, moments: d.moments}
	if name := d.member(p, n, "name", "give it one that says what it shows"); name != nil {
		s.Name, s.Line = d.scalar(p, n, "name"), name.Line
		if s.Name == "" && name.Kind.Scalar() {
			d.fail(p.Key("name"), name, code.Empty, "give it one that says what it shows", "the name is empty")
		}
	}
	if events := d.member(p, n, "events", "write the ticket's history"); events != nil {
		s.History = d.events(p.Key("events"), events)
	}
	expect := d.member(p, n, "expect", "write what must hold")
	if expect == nil || len(d.errs) > before {
		return nil
	}
	d.judgeable(p, n, s.History)
	s.checks = d.checks(p.Key("expect"), expect, s.History)
	if len(d.errs) > before {
		return nil
	}
	return s
}

func (d *decoder) events(p source.Path, n *source.Node) []breach.Event {
	var history []breach.Event
	base := time.Time{}
	for i, item := range d.list(p, n) {
		e := d.event(p.At(i), item, base)
		base = e.At
		history = append(history, e)
	}
	if len(history) == 0 && n.Kind == source.List {
		d.fail(p, n, code.Empty, "write at least the created event", "there is no event")
	}
	return history
}

func (d *decoder) event(p source.Path, n *source.Node, base time.Time) (e breach.Event) {
	if !d.members(p, n, "an event", "at", "type", "actor", "internal", "fields", "reason", "id") {
		return e
	}
	if at := d.member(p, n, "at", "say when it happened"); at != nil {
		e.At = d.instant(p.Key("at"), at, base)
	}
	e.ID, e.Reason = d.scalar(p, n, "id"), d.scalar(p, n, "reason")
	e.Type, e.Actor = d.scalar(p, n, "type"), policy.Actor(d.scalar(p, n, "actor"))
	if n.Get("type") == nil {
		e.Type = breach.Updated
	}
	if internal := n.Get("internal"); internal != nil {
		if internal.Kind != source.Bool {
			d.wrongType(p.Key("internal"), internal, "true or false")
		}
		e.Internal = internal.Value == "true"
	}
	if fields := n.Get("fields"); fields != nil {
		e.Fields = d.fields(p.Key("fields"), fields)
	}
	return e
}

// fields reads a ticket's fields: one text, a list of texts, or nothing to
// clear a field.
func (d *decoder) fields(p source.Path, n *source.Node) policy.Fields {
	if n.Kind != source.Map {
		d.wrongType(p, n, "a map")
		return nil
	}
	fields := make(policy.Fields, len(n.Entries))
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
				d.wrongType(p.Key(e.Key.Value), v, "text, or a list of texts")
				break
			}
			texts = append(texts, v.Value)
		}
		fields[e.Key.Value] = texts
	}
	return fields
}

// judgeable reports what breach refuses to evaluate, where it is written.
func (d *decoder) judgeable(p source.Path, n *source.Node, history []breach.Event) {
	events := n.Get("events")
	_, err := breach.Evaluate(d.set, history, latest(history))
	for _, err := range unwrap(err) {
		e, ok := err.(*breach.EventError)
		if !ok {
			d.fail(p.Key("events"), events, CodeBadHistory, "begin with {type: created}", "%v", err)
			continue
		}
		at := events.Items[e.Index]
		q := p.Key("events").At(e.Index).Key(e.Field)
		if v := at.Get(e.Field); v != nil {
			at = v
		}
		d.fail(q, at, CodeBadHistory, e.Hint, "%s", e.Message)
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
