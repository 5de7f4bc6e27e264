package policy

import (
	"fmt"
	"maps"
	"math"
	"slices"
	"strings"
	"time"

	"github.com/tenggat/sla/policy/internal/source"
)

// maxConditions bounds the work on predicates, however they were made.
const maxConditions = 100_000

// use is where a condition stands.
type use struct {
	event bool // for events; else for a ticket at an instant
	never bool // it may say "never"
}

// condition checks an optional predicate.
func (c *compiler) condition(p source.Path, cond *Condition, as use) {
	if cond == nil {
		return
	}
	if cond.Never {
		bare := *cond
		bare.Never = false
		switch {
		case !as.never:
			c.fail(p, CodeBadCondition, "leave it out", "never is only for pause, cancel and restart")
		case bare.canonical() != "" || bare.operators() > 0:
			c.fail(p, CodeConflict, "write never alone", "never excludes everything else")
		}
		return
	}
	c.checkCondition(p, cond, as, 0)
}

func (c *compiler) checkCondition(p source.Path, cond *Condition, as use, depth int) {
	if depth > source.MaxDepth {
		c.fail(p, CodeTooDeep, "", "predicates are nested more than %d levels", source.MaxDepth)
		c.tooMany = true
		return
	}
	if c.conditions++; c.conditions > maxConditions {
		if !c.tooMany {
			c.fail(p, CodeTooLarge, "split the file", "there are more than %d predicates", maxConditions)
		}
		c.tooMany = true
		return
	}
	if cond.Never {
		c.fail(p, CodeBadCondition, "write never in the place of the whole predicate", "never cannot be a part of a predicate")
	}
	asked := c.checkKeys(p, cond, as)
	asked = c.checkOperators(p, cond, as) || asked
	if cond.While != nil {
		asked = true
		c.checkCondition(p.Key("while"), cond.While, use{}, depth+1)
	}
	for _, group := range cond.groups() {
		if group.of == nil {
			continue
		}
		asked = true
		if len(group.of) == 0 {
			c.fail(p.Key(group.key), CodeEmpty, "leave it out", "the list of predicates is empty")
		}
		for i := range group.of {
			c.checkCondition(p.Key(group.key).At(i), &group.of[i], as, depth+1)
		}
	}
	if !asked && !cond.Never {
		c.fail(p, CodeBadCondition, "leave it out, or say what must hold", "the predicate is empty")
	}
}

type conditionGroup struct {
	key string
	of  []Condition
}

func (c *Condition) groups() []conditionGroup {
	return []conditionGroup{{"all", c.All}, {"any", c.Any}, {"none", c.None}}
}

// checkKeys checks the keys that are not about a field, and reports whether
// there is one.
func (c *compiler) checkKeys(p source.Path, cond *Condition, as use) bool {
	eventKeys := []struct {
		key string
		set bool
	}{
		{"event", cond.Event != nil}, {"actor", cond.Actor != nil}, {"public", cond.Public != nil},
		{"reopened", cond.Reopened != nil}, {"while", cond.While != nil},
		{"changed", cond.Changed != nil}, {"changed_to", cond.ChangedTo != nil}, {"changed_from", cond.ChangedFrom != nil},
	}
	asked := cond.Status != nil || cond.Responded != nil
	for _, k := range eventKeys {
		asked = asked || k.set
		if k.set && !as.event {
			c.fail(p.Key(k.key), CodeBadCondition, fmt.Sprintf("for a ticket field of this name write {field: %s, is: VALUE}", k.key),
				"%s is about events; here the predicate is about the ticket at an instant", k.key)
		}
	}
	c.texts(p.Key("event"), cond.Event)
	c.texts(p.Key("actor"), texts(cond.Actor))
	for i, a := range cond.Actor {
		c.choice(p.Key("actor").At(i), "actor", string(a), texts(actors[:])...)
	}
	if cond.Status != nil && len(cond.Status) == 0 {
		c.fail(p.Key("status"), CodeEmpty, "leave it out", "the list is empty")
	}
	for i, category := range cond.Status {
		if int(category) >= len(categoryNames) {
			c.fail(p.Key("status").At(i), CodeBadChoice, "use one of the Status constants", "%d is no status category", category)
		}
	}
	return asked
}

// texts checks a list that, if it is there, must hold texts.
func (c *compiler) texts(p source.Path, values []string) {
	if values != nil && len(values) == 0 {
		c.fail(p, CodeEmpty, "leave it out", "the list is empty")
	}
	if i := slices.Index(values, ""); i >= 0 {
		c.fail(p.At(i), CodeEmpty, "leave it out", "it says nothing")
	}
}

// operatorKeys are the operators, in the order of the language.
func (c *Condition) operatorKeys() []string {
	var keys []string
	for _, o := range []struct {
		key string
		set bool
	}{
		{"is", c.Is != nil}, {"is_not", c.IsNot != nil}, {"in", c.In != nil}, {"not_in", c.NotIn != nil},
		{"contains", c.Contains != nil}, {"exists", c.Exists != nil}, {"lt", c.LT != nil}, {"gt", c.GT != nil},
		{"changed", c.Changed != nil}, {"changed_to", c.ChangedTo != nil}, {"changed_from", c.ChangedFrom != nil},
	} {
		if o.set {
			keys = append(keys, o.key)
		}
	}
	return keys
}

func (c *Condition) operators() int { return len(c.operatorKeys()) }

// checkOperators checks the field with its operator, and reports whether there
// is either.
func (c *compiler) checkOperators(p source.Path, cond *Condition, as use) bool {
	keys := cond.operatorKeys()
	switch {
	case cond.Field == "" && len(keys) == 0:
		return false
	case cond.Field == "":
		c.fail(p.Key(keys[0]), CodeBadCondition, fmt.Sprintf("add field: NAME; for a field called %[1]q write {field: %[1]s, is: VALUE}", keys[0]),
			"%s needs a field", keys[0])
	case len(keys) == 0:
		c.fail(p, CodeBadCondition, fmt.Sprintf("write {field: %s, is: VALUE}, or another operator", quote(cond.Field)),
			"field %s has no operator", quote(cond.Field))
	case len(keys) > 1:
		c.fail(p, CodeConflict, "write one operator for a field, and several predicates under all",
			"field %s has the operators %s", quote(cond.Field), strings.Join(keys, " and "))
	}
	for _, l := range []struct {
		key    string
		values []string
	}{{"in", cond.In}, {"not_in", cond.NotIn}, {"contains", cond.Contains}, {"changed_to", cond.ChangedTo}, {"changed_from", cond.ChangedFrom}} {
		c.texts(p.Key(l.key), l.values)
	}
	for _, v := range []struct {
		key   string
		value *string
	}{{"is", cond.Is}, {"is_not", cond.IsNot}} {
		if v.value != nil && *v.value == "" {
			c.fail(p.Key(v.key), CodeEmpty, "for a field that is not set write exists: false", "it says nothing")
		}
	}
	for _, n := range []struct {
		key    string
		number *float64
	}{{"lt", cond.LT}, {"gt", cond.GT}} {
		if n.number != nil && (math.IsNaN(*n.number) || math.IsInf(*n.number, 0)) {
			c.fail(p.Key(n.key), CodeBadNumber, "write a number", "%v is no number", *n.number)
		}
	}
	return true
}

// written checks every policy as it is written, before inheritance.
func (c *compiler) written() {
	for i := range c.spec.Policies {
		c.policy(source.Path("policies").At(i), &c.spec.Policies[i])
	}
}

func (c *compiler) policy(p source.Path, spec *PolicySpec) {
	c.choice(p.Key("kind"), "kind of policy", string(spec.Kind), texts(kinds[:])...)
	c.condition(p.Key("match"), spec.Match, use{})
	c.dates(p.Key("valid"), spec.Valid)
	c.chosen(p.Key("calendar"), &spec.Calendar)
	c.condition(p.Key("pause"), spec.Pause, use{never: true})
	c.atRisk(p.Key("at_risk"), spec.AtRisk)
	c.rules(p, spec.OnChange, spec.OnReopen, spec.ReopenWindow, spec.Boundary)
	seen := make(map[string]bool)
	for i := range spec.Targets {
		t, q := &spec.Targets[i], p.Key("targets").At(i)
		c.target(q, t)
		if c.tooMany {
			return // the predicates may have no end
		}
		id := t.id()
		if t.Metric != "" && seen[id] {
			c.fail(q, CodeDuplicateTarget, "give it another when, or remove one", "there is already a target for %s%s", t.Metric, whenWords(t.When))
		}
		seen[id] = true
	}
}

func whenWords(when *Condition) string {
	if when == nil {
		return ""
	}
	return " with the same when"
}

// rules checks what a policy and a target have in common.
func (c *compiler) rules(p source.Path, change OnChange, reopen OnReopen, window Duration, boundary Boundary) {
	c.choice(p.Key("on_change"), "change rule", string(change), string(Carry), string(Retroactive), string(Restart), string(Keep))
	c.choice(p.Key("on_reopen"), "reopening rule", string(reopen), string(Resume), string(CountSolved), string(Anew), string(Ignore))
	c.choice(p.Key("boundary"), "boundary", string(boundary), string(AtClose), string(NextOpen))
	c.duration(p.Key("reopen_window"), window)
}

// duration checks an optional duration made in Go.
func (c *compiler) duration(p source.Path, d Duration) {
	switch {
	case d.Time != 0 && (d.Days != 0 || d.AtClose):
		c.fail(p, CodeConflict, "set Time, or Days with AtClose", "it is both counted time and working days")
	case d.Time < 0 || d.Days < 0:
		c.fail(p, CodeBadDuration, "it must be longer than zero", "%s is not a duration", d)
	case d.Time%time.Second != 0:
		c.fail(p, CodeBadDuration, "write whole seconds", "%s is not a duration", d)
	case d.Days > maxDays:
		c.fail(p, CodeBadDuration, fmt.Sprintf("at most %dbd", maxDays), "%s is not a duration", d)
	}
}

// mark checks an optional mark made in Go.
func (c *compiler) mark(p source.Path, m Mark) {
	switch {
	case m.Percent != 0 && m.Offset != 0:
		c.fail(p, CodeConflict, "set Percent or Offset", "it is both a share and counted time")
	case m.Percent < 0 || m.Percent > maxPercent:
		c.fail(p, CodeBadMark, "write a share between 0% and 1000%", "%s is no point of a target", m.Percent)
	case m.Offset%time.Second != 0:
		c.fail(p, CodeBadMark, "write whole seconds", "%s is not a point before or after a deadline", m)
	}
}

func (c *compiler) atRisk(p source.Path, m Mark) {
	c.mark(p, m)
	if !m.IsZero() && !m.before() {
		c.fail(p, CodeBadMark, "write a share below 100%, or counted time before the deadline such as -30m", "%s is not before the deadline", m)
	}
}

// target checks one target as it is written.
func (c *compiler) target(p source.Path, t *TargetSpec) {
	if t.Metric == "" {
		c.fail(p, CodeMissingKey, "add metric: first_response, for example", "the target needs a metric")
	} else {
		c.named(p.Key("metric"), "metric", t.Metric, CodeUnknownMetric, c.hasMetric, c.metricNames)
	}
	c.condition(p.Key("when"), t.When, use{})
	c.condition(p.Key("pause"), t.Pause, use{never: true})
	c.chosen(p.Key("calendar"), &t.Calendar)
	c.rules(p, t.OnChange, t.OnReopen, t.ReopenWindow, t.Boundary)
	c.atRisk(p.Key("at_risk"), t.AtRisk)
	c.budget(p, t)
	seen := make(map[string]bool)
	for i := range t.Thresholds {
		h, q := &t.Thresholds[i], p.Key("thresholds").At(i)
		c.mark(q.Key("at"), h.At)
		if h.At.IsZero() {
			c.fail(q, CodeMissingKey, "add at: 75%, -30m or +2h", "the threshold needs a point")
		}
		if i := slices.Index(h.Notify, ""); i >= 0 {
			c.fail(q.Key("notify").At(i), CodeEmpty, "leave it out", "it says nothing")
		}
		if name := h.name(); seen[name] {
			c.fail(q, CodeDuplicateName, "give it another name", "there is already a threshold %q", name)
		}
		seen[h.name()] = true
	}
}

// budget checks within, by and due as far as one target says them.
func (c *compiler) budget(p source.Path, t *TargetSpec) {
	within := p.Key("within")
	c.duration(within, t.Within)
	for _, value := range slices.Sorted(maps.Keys(t.Matrix)) {
		q := within.Key(value)
		c.duration(q, t.Matrix[value])
		if t.Matrix[value].IsZero() {
			c.fail(q, CodeBadDuration, "it must be longer than zero", "there is no duration for %s", quote(value))
		}
		if value == "" {
			c.fail(q, CodeEmpty, "a ticket without the field has the duration for default", "it says nothing")
		}
	}
	switch {
	case t.Due != "" && (!t.Within.IsZero() || t.Matrix != nil || t.By != ""):
		c.fail(p.Key("due"), CodeConflict, "write due, or within", "the deadline is both a field and a duration")
	case !t.Within.IsZero() && t.Matrix != nil:
		c.fail(within, CodeConflict, "set Within, or By with Matrix", "it is both one duration and several")
	case t.By != "" && !t.Within.IsZero():
		c.fail(p.Key("by"), CodeConflict, "leave it out, or write a map of durations", "by chooses from several durations, and within is one")
	case t.By != "" && t.Matrix == nil:
		c.fail(p.Key("by"), CodeMissingKey, "add within: {VALUE: DURATION}", "by needs durations to choose from")
	case t.By == "" && t.Matrix != nil:
		c.fail(within, CodeMissingKey, "add by: priority, for example", "several durations need a field that chooses")
	case t.Matrix != nil && len(t.Matrix) == 0:
		c.fail(within, CodeEmpty, "add VALUE: DURATION", "there are no durations")
	}
	if t.Due != "" && t.Pause != nil && !t.Pause.Never {
		c.fail(p.Key("pause"), CodeConflict, "leave it out", "a deadline from a field is never paused")
	}
}

// name is what the threshold is called.
func (t *Threshold) name() string {
	if t.Name != "" {
		return t.Name
	}
	return t.At.String()
}

// name checks the name of something.
func (c *compiler) name(p source.Path, what, name string) {
	switch {
	case name == "":
		c.fail(p, CodeMissingKey, "add a name", "the %s needs a name", what)
	case strings.TrimSpace(name) != name:
		c.fail(p, CodeEmpty, "remove it", "the name %q has space around it", name)
	}
}
