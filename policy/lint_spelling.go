package policy

import (
	"fmt"
	"maps"
	"slices"
	"strings"
	"unicode"

	"github.com/tenggat/sla/policy/internal/code"
	"github.com/tenggat/sla/policy/internal/phrase"
	"github.com/tenggat/sla/policy/internal/source"
	"github.com/tenggat/sla/policy/internal/suggest"
	"github.com/tenggat/sla/policy/rule"
)

// spelling warns about ticket fields, and values of a field, that are written
// in two ways. Text compares exactly, so one of them never holds.
func (l *linter) spelling() {
	s := speller{linter: l, declared: l.set.declared(), fields: make(map[string]string), values: make(map[fieldValue]string), words: make(map[fieldValue]*word)}
	for _, name := range slices.Sorted(maps.Keys(l.set.spec.Metrics)) {
		m, p := l.set.spec.Metrics[name], source.Path("metrics").Key(name)
		s.condition(p.Key("start"), m.Start)
		s.condition(p.Key("stop"), m.Stop)
		s.condition(p.Key("restart"), m.Restart)
		s.condition(p.Key("cancel"), m.Cancel)
		s.condition(p.Key("pause"), m.Pause)
	}
	for i := range l.set.spec.Policies {
		policy, p := &l.set.spec.Policies[i], source.Path("policies").At(i)
		s.condition(p.Key("match"), policy.Match)
		s.choice(p.Key("calendar"), &policy.Calendar)
		s.condition(p.Key("pause"), policy.Pause)
		s.exclusions(p, policy.Exclude)
		for j := range policy.Targets {
			s.target(p.Key("targets").At(j), &policy.Targets[j])
		}
	}
	for _, name := range slices.Sorted(maps.Keys(l.set.spec.Calendars)) {
		s.field(source.Path("calendars").Key(name).Key("time_zone").Key("field"), l.set.spec.Calendars[name].ZoneField)
	}
	s.nearly()
}

// speller remembers how fields and values were first written, by what they
// have in common.
type speller struct {
	*linter
	declared map[string][]string
	fields   map[string]string
	values   map[fieldValue]string
	words    map[fieldValue]*word // all spellings; of fields, without a value
	order    []*word              // as they are first written
	place    int                  // the number of the matrix, list or choice that is being read

	inPredicate bool // a predicate is
}

func (s *speller) target(p source.Path, t *TargetSpec) {
	s.condition(p.Key("when"), t.When)
	s.choice(p.Key("calendar"), &t.Calendar)
	for i, field := range t.By {
		s.field(p.Key("by").At(i), field)
	}
	s.matrix(p.Key("within"), t.By, t.Matrix)
	s.field(p.Key("within").Key("field"), t.FromField)
	s.field(p.Key("due").Key("field"), t.Due)
	s.condition(p.Key("pause"), t.Pause)
	s.exclusions(p, t.Exclude)
}

func (s *speller) exclusions(p source.Path, all []Exclusion) {
	for i := range all {
		s.condition(p.Key("exclude").At(i), all[i].When)
	}
}

func (s *speller) matrix(p source.Path, by []string, m Matrix) {
	s.place++
	for _, value := range slices.Sorted(maps.Keys(m)) {
		if value != rule.Otherwise {
			s.value(p.Key(value), by[0], value)
		}
	}
	for _, value := range slices.Sorted(maps.Keys(m)) {
		if next := m[value].Matrix; next != nil {
			s.matrix(p.Key(value), by[1:], next)
		}
	}
}

func (s *speller) choice(p source.Path, c *CalendarChoice) {
	s.field(p.Key("field"), c.Field)
	s.place++
	for _, value := range slices.Sorted(maps.Keys(c.Map)) {
		s.value(p.Key("map").Key(value), c.Field, value)
	}
}

func (s *speller) condition(p source.Path, c *Condition) {
	if c == nil {
		return
	}
	s.inPredicate = true
	s.field(p, c.Field)
	s.key(p, c.Field)
	s.place++
	for _, one := range []string{c.Is, c.IsNot} {
		if one != "" {
			s.value(p, c.Field, one)
		}
	}
	for _, value := range slices.Concat(c.In, c.NotIn, c.Contains, c.ChangedTo, c.ChangedFrom) {
		s.value(p, c.Field, value)
	}
	s.inPredicate = false
	s.field(p.Key("until").Key("field"), c.Until)
	s.condition(p.Key("while"), c.While)
	for _, group := range c.groups() {
		for i := range group.of {
			s.condition(p.Key(group.key).At(i), &group.of[i])
		}
	}
}

// key warns about a field that somebody probably meant as a key of predicates. A field
// that is declared is meant.
func (s *speller) key(p source.Path, name string) {
	if name == "" || slices.Contains(predicateKeys(), name) {
		return
	}
	if _, declared := s.declared[name]; declared {
		return
	}
	for _, key := range predicateKeys() {
		if near(name, key) {
			s.warn(s.set.sources.ofField(p, name), code.SimilarKey,
				fmt.Sprintf("write %s; if the ticket has such a field declare it in fields", key), "%q is read as a ticket field, and is nearly the key %s", name, key)
			s.words[fieldValue{field: name}].said = true
			return
		}
	}
}

// near reports whether a name is a key in another spelling, or a plural or singular of
// it, or has one wrong letter in a word, or two in a long one.
func near(name, key string) bool {
	a, b := fold(name), fold(key)
	if a == b || len(b) > 2 && (a == b+"s" || a == b+"es" || a+"s" == b) {
		return true
	}
	return len(b) >= 5 && suggest.Near(a, b, 1) || len(b) >= 8 && suggest.Near(a, b, 2)
}

func (s *speller) field(p source.Path, name string) {
	if name == "" {
		return
	}
	w := s.word(p, fieldValue{field: name})
	if before, ok := s.fields[fold(name)]; ok && before != name {
		s.warn(p, code.SimilarNames, "spell it as the helpdesk does; text compares exactly", "the field %q is written %q before", name, before)
		w.said = true
		return
	}
	s.fields[fold(name)] = name
}

func (s *speller) value(p source.Path, field, value string) {
	w := s.word(p, fieldValue{field, value})
	key := fieldValue{fold(field), fold(value)}
	if before, ok := s.values[key]; ok && before != value {
		s.warn(p, code.SimilarNames, "spell it as the helpdesk does; text compares exactly", "the value %q of %s is written %q before", value, phrase.Quote(field), before)
		w.said = true
		return
	}
	s.values[key] = value
}

// fold is what two spellings of one name have in common: all but case, spaces
// and what is written in their place.
func fold(text string) string {
	return strings.Map(func(r rune) rune {
		if unicode.IsSpace(r) || r == '_' || r == '-' {
			return -1
		}
		return unicode.ToLower(r)
	}, text)
}

type fieldValue struct{ field, value string }
