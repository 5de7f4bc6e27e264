package policytest

import (
	"errors"
	"reflect"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/tenggat/sla/breach"
	"github.com/tenggat/sla/policy"
	"github.com/tenggat/sla/policy/internal/codec"
	"github.com/tenggat/sla/policy/internal/source"
)

// targetKey names a target instance in a scenario: resolution, next_response#2,
// ola/group_ownership.
type targetKey struct {
	kind   policy.Kind
	metric string
	number int // 0 is the latest
}

var errTargetKey = errors.New("write a metric, such as resolution, next_response#2 or ola/group_ownership")

func parseTargetKey(text string) (k targetKey, err error) {
	k.kind = policy.SLA
	if kind, rest, ok := strings.Cut(text, "/"); ok {
		k.kind, text = policy.Kind(kind), rest
	}
	metric, number, numbered := strings.Cut(text, "#")
	if numbered {
		if k.number, err = strconv.Atoi(number); err != nil || k.number < 1 {
			return k, errTargetKey
		}
	}
	k.metric = metric
	if metric == "" || k.kind != policy.SLA && k.kind != policy.OLA && k.kind != policy.UC {
		return k, errTargetKey
	}
	return k, nil
}

// in finds the instance in a report; nil if it is not there.
func (k *targetKey) in(r *breach.Report) *breach.Instance {
	if k.number == 0 {
		found, _ := r.Find(k.kind, k.metric)
		return found
	}
	for i := range r.Targets {
		if t := &r.Targets[i]; t.Kind == k.kind && t.Metric == k.metric && t.Number == k.number {
			return t
		}
	}
	return nil
}

// form is how a value is written: read checks it and gives the form in which
// it is compared.
type form uint8

const (
	asText form = iota
	asState
	asTruth
	asDuration
	asInstant
)

// field is a key of a target that has one value.
type field struct {
	name string
	form form
	got  func(i *breach.Instance, m moments) string
}

// fields are the keys of a target with one value: those of a report's JSON,
// without "_seconds" and without what names the target. The keys thresholds,
// crossed and pauses have several.
var fields = instanceFields()

// instanceFields reads the tags of breach.Instance.
func instanceFields() []field {
	var all []field
	t := reflect.TypeFor[breach.Instance]()
	for index := range t.NumField() {
		name, _, _ := strings.Cut(t.Field(index).Tag.Get("json"), ",")
		part := func(i *breach.Instance) any { return reflect.ValueOf(i).Elem().Field(index).Interface() }
		f := field{name: strings.TrimSuffix(name, "_seconds")}
		switch reflect.Zero(t.Field(index).Type).Interface().(type) {
		case breach.State:
			f.form, f.got = asState, func(i *breach.Instance, _ moments) string { return string(part(i).(breach.State)) }
		case bool:
			f.form, f.got = asTruth, func(i *breach.Instance, _ moments) string { return strconv.FormatBool(part(i).(bool)) }
		case time.Duration:
			f.form, f.got = asDuration, func(i *breach.Instance, _ moments) string { return showDuration(part(i).(time.Duration)) }
		case time.Time:
			f.form, f.got = asInstant, func(i *breach.Instance, m moments) string { return m.show(part(i).(time.Time)) }
		case string:
			f.form, f.got = asText, func(i *breach.Instance, _ moments) string { return part(i).(string) }
		case policy.Commitment:
			f.form, f.got = asText, func(i *breach.Instance, _ moments) string { return string(part(i).(policy.Commitment)) }
		default:
			continue // a list
		}
		switch {
		case f.form == asState:
			all = slices.Insert(all, 0, f) // a reader looks for it first
		case name != "metric":
			all = append(all, f)
		}
	}
	return all
}

// pauseField is a key of a pause.
type pauseField struct {
	name string
	form form
	got  func(p *breach.Pause, m moments) string
}

var pauseFields = []pauseField{
	{"from", asInstant, func(p *breach.Pause, m moments) string { return m.show(p.From) }},
	{"until", asInstant, func(p *breach.Pause, m moments) string { return m.show(p.Until) }},
	{"status", asText, func(p *breach.Pause, _ moments) string { return p.Status }},
	{"reason", asText, func(p *breach.Pause, _ moments) string { return p.Reason }},
}

// nodes are values of a map by their keys.
type nodes map[string]*source.Node

// keysOf is a map with known keys whose values are interpreted one by one.
func keysOf(what string, names ...string) *codec.Object[nodes] {
	o := &codec.Object[nodes]{What: what}
	for _, name := range names {
		o.Keys = append(o.Keys, codec.Key[nodes]{
			Member: codec.Member{Name: name},
			Read:   func(_ *codec.Decoder, _ source.Path, n *source.Node, into *nodes) { (*into)[name] = n },
		})
	}
	return o
}

var (
	targetCodec = keysOf("a target", targetKeys()...)
	pauseCodec  = keysOf("a pause", "from", "until", "status", "reason")
)

func targetKeys() []string {
	names := []string{"thresholds", "crossed", "pauses"}
	for _, f := range fields {
		names = append(names, f.name)
	}
	return names
}

// What stands for a value that cannot be compared because its target, its pause
// or its threshold does not exist.
const (
	noTarget    = "no such target"
	noPause     = "no such pause"
	noThreshold = "no such threshold"
)

// ofTarget makes a leaf's got of a function of the target.
func (k *targetKey) ofTarget(part func(i *breach.Instance) string) func(*breach.Report) string {
	return func(r *breach.Report) string {
		if i := k.in(r); i != nil {
			return part(i)
		}
		return noTarget
	}
}

// presence is none if there is no such target, else how it is.
func (k *targetKey) presence(r *breach.Report) string {
	if i := k.in(r); i != nil {
		return string(i.State)
	}
	return none
}

func crossed(i *breach.Instance) string {
	var names []string
	for _, t := range i.Thresholds {
		if t.Crossed {
			names = append(names, t.Name)
		}
	}
	return showList(names)
}

func thresholdAt(i *breach.Instance, name string, m moments) string {
	for _, t := range i.Thresholds {
		if t.Name == name {
			return m.show(t.At)
		}
	}
	return noThreshold
}

func warnings(r *breach.Report) string {
	var codes []string
	for _, w := range r.Warnings {
		codes = append(codes, string(w.Code))
	}
	return showList(codes)
}

// showList writes texts as a YAML list on one line.
func showList(texts []string) string {
	quoted := make([]string, len(texts))
	for i, t := range texts {
		quoted[i] = quote(t)
	}
	return "[" + strings.Join(quoted, ", ") + "]"
}
