package policy

import (
	"cmp"
	"fmt"
	"maps"
	"slices"
	"strings"

	"github.com/tenggat/sla/policy/internal/phrase"
	"github.com/tenggat/sla/policy/rule"
)

// targetChanges are the changes of a policy's targets.
func targetChanges(before, after []resolvedTarget) []string {
	var found []string
	old := make(map[string]*resolvedTarget)
	for i := range before {
		old[before[i].id] = &before[i]
	}
	stays := make(map[string]bool)
	for i := range after {
		t := &after[i]
		was := old[t.id]
		if was == nil {
			nothing := &resolvedTarget{}
			all := append(attributes{{"", t.budget()}}, t.attributes().without(nothing.attributes())...)
			found = append(found, spaced("target", t.label(), "added:", all.summary()))
			continue
		}
		stays[t.id] = true
		for _, change := range t.changesFrom(was) {
			found = append(found, t.label()+" "+change)
		}
	}
	for i := range before {
		if !stays[before[i].id] {
			found = append(found, spaced("target", before[i].label(), bracketed(before[i].budget()), "removed"))
		}
	}
	return append(found, reordered(before, after, stays)...)
}

// reordered lists for which metrics the targets are tried in another order.
func reordered(before, after []resolvedTarget, stays map[string]bool) []string {
	sequence := func(targets []resolvedTarget) (ids map[string][]string, metrics []string) {
		ids = make(map[string][]string)
		for i := range targets {
			if t := &targets[i]; stays[t.id] {
				if ids[t.Metric] == nil {
					metrics = append(metrics, t.Metric)
				}
				ids[t.Metric] = append(ids[t.Metric], t.label())
			}
		}
		return ids, metrics
	}
	old, _ := sequence(before)
	now, metrics := sequence(after)
	var found []string
	for _, metric := range metrics {
		if !slices.Equal(old[metric], now[metric]) {
			found = append(found, "targets now tried in this order: "+strings.Join(now[metric], "; "))
		}
	}
	return found
}

// changesFrom are the changes of one target.
func (t *resolvedTarget) changesFrom(was *resolvedTarget) []string {
	old, now := was.attributes(), t.attributes()
	if slices.Equal(t.By, was.By) && t.Matrix != nil && was.Matrix != nil {
		for _, value := range slices.Sorted(maps.Keys(union(maps.Clone(was.Matrix), t.Matrix))) {
			old.add(phrase.Quote(value), was.given(value))
			now.add(phrase.Quote(value), t.given(value))
		}
	} else {
		old.add("", was.budget())
		now.add("", t.budget())
	}
	return changes(old, now)
}

// given is the duration for a value, in words.
func (t *TargetSpec) given(value string) string {
	if c, ok := t.Matrix[value]; ok {
		return c.String()
	}
	if c, ok := t.Matrix[rule.Otherwise]; ok {
		return c.String() + " (default)"
	}
	return "no target"
}

// budget writes how much time a target gives.
func (t *TargetSpec) budget() string {
	switch {
	case t.Due != "" && !t.Before.IsZero():
		return "due " + t.Before.String() + " before " + phrase.Quote(t.Due)
	case t.Due != "":
		return "due at " + phrase.Quote(t.Due)
	case t.FromField != "":
		return "as " + phrase.Quote(t.FromField) + " says, or " + t.Within.String()
	case t.By == nil:
		return cmp.Or(t.Within.String(), "no duration yet")
	}
	fields := make([]string, len(t.By))
	for i, field := range t.By {
		fields[i] = phrase.Quote(field)
	}
	return "by " + strings.Join(fields, " and ") + ": " + t.Matrix.words()
}

// words describe when a threshold is crossed.
func (t *ThresholdSpec) words() string {
	text := t.At.String()
	if t.Wall {
		text += " in plain time"
	}
	if t.Times > 0 {
		text += fmt.Sprintf(", %d more times every %s", t.Times, t.Every)
	}
	return text
}

// attributes are the properties of a target beside its duration.
func (t *resolvedTarget) attributes() attributes {
	const policys = "the policy's"
	var a attributes
	a.words("calendar", t.calendar.words(), policys)
	a.add("pause", conditionWords(t.Pause, false, "as in the metric or the policy"))
	a.exclusions(t.Exclude)
	a.words("commitment", string(t.Commitment), "firm")
	a.words("at_risk", t.AtRisk.String(), policys)
	a.words("on_change", string(t.OnChange), policys)
	a.words("on_reopen", string(t.OnReopen), policys)
	a.words("reopen_window", t.ReopenWindow.String(), policys)
	a.words("boundary", string(t.Boundary), policys)
	a.words("day_count", string(t.DayCount), policys)
	for i := range t.Thresholds {
		h := &t.Thresholds[i]
		a.add("threshold "+phrase.Quote(h.name()), h.words())
		a.list("threshold "+phrase.Quote(h.name())+" notifies", h.Notify)
	}
	return a
}
