package policytest

import (
	"fmt"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/tenggat/sla/breach"
	"github.com/tenggat/sla/policy"
	"github.com/tenggat/sla/policy/internal/code"
	"github.com/tenggat/sla/policy/internal/codec"
	"github.com/tenggat/sla/policy/internal/source"
)

// checks reads what must hold. Short forms of their instants count from the
// check before, everything else from the first event.
func (d *decoder) checks(p source.Path, n *source.Node, history []breach.Event) []check {
	var checks []check
	base := history[0].At // a history without events is a mistake already found
	for i, item := range d.items(p, n) {
		c := d.check(p.At(i), item, base, history)
		base = c.at
		checks = append(checks, c)
	}
	if len(checks) == 0 && n.Kind == source.List {
		d.Fail(p, n, code.Empty, "write what must hold, or only an instant for -update to fill in", "nothing is expected")
	}
	return checks
}

// expected is a check before it is interpreted.
type expected struct {
	at, targets, warnings, void, next *source.Node
}

var expectedCodec = &codec.Object[expected]{What: "a check", Keys: []codec.Key[expected]{
	codec.Needed(codec.Field("at", codec.Node, func(e *expected) **source.Node { return &e.at }, ""), "write when it must hold"),
	codec.Field("targets", codec.Node, func(e *expected) **source.Node { return &e.targets }, ""),
	codec.Field("warnings", codec.Node, func(e *expected) **source.Node { return &e.warnings }, ""),
	codec.Field("void", codec.Node, func(e *expected) **source.Node { return &e.void }, ""),
	codec.Field("next", codec.Node, func(e *expected) **source.Node { return &e.next }, ""),
}}

func (d *decoder) check(p source.Path, n *source.Node, base time.Time, history []breach.Event) check {
	c := check{node: n}
	var raw expected
	expectedCodec.Read(&d.Decoder, p, n, &raw)
	if n.Kind != source.Map {
		return c
	}
	if raw.at != nil {
		c.at = d.instant(p.Key("at"), raw.at, base)
		if created := creation(history); !c.at.IsZero() && c.at.Before(created) {
			d.Fail(p.Key("at"), raw.at, string(CodeBadInstant), "", "the ticket is created only at %s", d.show(created))
		}
	}
	e := expectation{decoder: d, from: history[0].At}
	if raw.targets != nil {
		e.targets(p.Key("targets"), raw.targets)
	}
	if v := raw.void; v != nil {
		e.one("void", p.Key("void"), v, asTruth, func(r *breach.Report) string { return strconv.FormatBool(r.Void) })
	}
	if v := raw.next; v != nil {
		e.one("next", p.Key("next"), v, asInstant, func(r *breach.Report) string { return d.show(r.Next()) })
	}
	if v := raw.warnings; v != nil {
		e.many("warnings", p.Key("warnings"), v, warnings)
	}
	c.leaves = e.leaves
	return c
}

// expectation collects the leaves of one check.
type expectation struct {
	*decoder
	from   time.Time // what short forms count from
	target *targetKey
	leaves []leaf
}

// add adds a leaf about the target at hand. Keys are never twice in a map, so
// paths are not either.
func (e *expectation) add(l leaf) {
	l.target = e.target
	e.leaves = append(e.leaves, l)
}

// one reads a leaf with one value.
func (e *expectation) one(path string, p source.Path, n *source.Node, f form, got func(*breach.Report) string) {
	if !n.Kind.Scalar() {
		e.WrongType(p, n, "one value")
		return
	}
	e.add(leaf{path: path, want: e.value(p, n, f), node: n, got: got})
}

// value reads a value into the form in which it is compared.
func (e *expectation) value(p source.Path, n *source.Node, f form) string {
	if n.Value == unknown {
		return unknown
	}
	switch f {
	case asTruth:
		if n.Kind != source.Bool {
			e.WrongType(p, n, "true or false")
		}
	case asState:
		if !slices.Contains(states, n.Value) {
			e.Fail(p, n, code.BadChoice, "write one of "+strings.Join(states, ", "), "%q is not a state", n.Value)
		}
	case asDuration:
		d, err := readDuration(n.Value)
		if err != nil {
			e.failValue(p, n, code.BadDuration, err)
		}
		return showDuration(d)
	case asInstant:
		if n.Value == none {
			return none
		}
		return e.show(e.instant(p, n, e.from))
	}
	return n.Value
}

var states = []string{string(breach.NotStarted), string(breach.Running), string(breach.Paused), string(breach.Met), string(breach.Missed), string(breach.Cancelled)}

// many reads a leaf with a list of texts.
func (e *expectation) many(path string, p source.Path, n *source.Node, got func(*breach.Report) string) {
	if n.Kind == source.Text && n.Value == unknown {
		e.add(leaf{path: path, want: unknown, node: n, got: got})
		return
	}
	var texts []string
	for i, item := range e.items(p, n) {
		if !item.Kind.Scalar() {
			e.WrongType(p.At(i), item, "text")
			return
		}
		texts = append(texts, item.Value)
	}
	e.add(leaf{path: path, want: showList(texts), node: n, got: got})
}

func (e *expectation) targets(p source.Path, n *source.Node) {
	if n.Kind != source.Map {
		e.WrongType(p, n, "a map")
		return
	}
	for _, entry := range n.Entries {
		q := p.Key(entry.Key.Value)
		key, err := parseTargetKey(entry.Key.Value)
		if err != nil {
			e.Fail(q, entry.Key, code.UnknownMetric, err.Error(), "%q is not the name of a target", entry.Key.Value)
			continue
		}
		if known := e.metrics(key.kind); !slices.Contains(known, key.metric) {
			e.Fail(q, entry.Key, code.UnknownMetric, fmt.Sprintf("there are targets for %s", orNothing(known)), "no policy of kind %s has a target for %q", key.kind, key.metric)
			continue
		}
		e.target = &key
		e.targetFields(entry.Key.Value, q, entry.Value)
		e.target = nil
	}
}

// metrics are the metrics that have a target of a kind.
func (e *expectation) metrics(kind policy.Kind) (names []string) {
	for p, i := e.set.Program(), 0; i < p.Timers(); i++ {
		if t := p.Timer(i); policy.Kind(t.Kind.Name) == kind {
			names = append(names, t.Metric.Name())
		}
	}
	return names
}

func orNothing(names []string) string {
	if len(names) == 0 {
		return "nothing"
	}
	return strings.Join(names, ", ")
}

func (e *expectation) targetFields(path string, p source.Path, n *source.Node) {
	if n.Kind == source.Text && n.Value == none {
		e.add(leaf{path: path, want: none, node: n, got: e.target.presence, fixed: true})
		return
	}
	if targetCodec.Read(&e.Decoder, p, n, &nodes{}); n.Kind != source.Map {
		return
	}
	if len(n.Entries) == 0 {
		e.Fail(p, n, code.Empty, "write what must hold of it, or none", "nothing is expected of the target")
	}
	target, m := e.target, e.moments
	for _, f := range fields {
		if v := n.Get(f.name); v != nil {
			e.one(path+"."+f.name, p.Key(f.name), v, f.form, target.ofTarget(func(i *breach.Instance) string { return f.got(i, m) }))
		}
	}
	if v := n.Get("crossed"); v != nil {
		e.many(path+".crossed", p.Key("crossed"), v, target.ofTarget(crossed))
	}
	if v := n.Get("thresholds"); v != nil {
		e.thresholds(path+".thresholds", p.Key("thresholds"), v)
	}
	if v := n.Get("pauses"); v != nil {
		e.pauses(path+".pauses", p.Key("pauses"), v)
	}
}

// thresholds reads the instants of thresholds by their names.
func (e *expectation) thresholds(path string, p source.Path, n *source.Node) {
	if n.Kind != source.Map {
		e.WrongType(p, n, "a map")
		return
	}
	target, m := e.target, e.moments
	for _, entry := range n.Entries {
		name := entry.Key.Value
		e.one(path+"."+name, p.Key(name), entry.Value, asInstant, target.ofTarget(func(i *breach.Instance) string { return thresholdAt(i, name, m) }))
	}
}

// pauses reads all pauses of a target: how many there are, and of each what is
// written.
func (e *expectation) pauses(path string, p source.Path, n *source.Node) {
	target, m := e.target, e.moments
	items := e.items(p, n)
	if n.Kind != source.List {
		return
	}
	count := target.ofTarget(func(i *breach.Instance) string { return strconv.Itoa(len(i.Pauses)) })
	e.add(leaf{path: path, want: strconv.Itoa(len(items)), node: n, got: count, fixed: true})
	for k, item := range items {
		q := p.At(k)
		if pauseCodec.Read(&e.Decoder, q, item, &nodes{}); item.Kind != source.Map {
			continue
		}
		for _, f := range pauseFields {
			if v := item.Get(f.name); v != nil {
				e.one(fmt.Sprintf("%s[%d].%s", path, k, f.name), q.Key(f.name), v, f.form, target.ofTarget(func(i *breach.Instance) string {
					if k >= len(i.Pauses) {
						return noPause
					}
					return f.got(&i.Pauses[k], m)
				}))
			}
		}
	}
}
