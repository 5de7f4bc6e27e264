package policy

import (
	"cmp"
	"fmt"
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/tenggat/sla/policy/internal/code"
	"github.com/tenggat/sla/policy/internal/phrase"
	"github.com/tenggat/sla/policy/internal/source"
	"github.com/tenggat/sla/policy/internal/suggest"
)

// word is a field, or a value of a field, as it is spelt.
type word struct {
	fieldValue
	at          source.Path // where it is first written
	inPredicate bool        // there; at is the predicate
	uses        int
	places      []int // the matrices, lists and choices it is in
	said        bool  // there is already a finding about it
	parts       []string
}

// word counts a use of a word.
func (s *speller) word(p source.Path, v fieldValue) *word {
	w := s.words[v]
	if w == nil {
		w = &word{fieldValue: v, at: p, inPredicate: s.inPredicate}
		s.words[v], s.order = w, append(s.order, w)
	}
	w.uses++
	if last := len(w.places) - 1; last < 0 || w.places[last] != s.place {
		w.places = append(w.places, s.place)
	}
	return w
}

// nearly warns about fields, and values of a field, that are nearly the same. Of two, the
// one that is used less, or later, is probably misspelt. What is declared is meant.
func (s *speller) nearly() {
	alike := make(map[string][]*word) // that can be nearly the same
	var keys []string
	for _, w := range s.order {
		text := cmp.Or(w.value, w.field)
		if w.value == "" && len(s.declared) > 0 || w.value != "" && len(s.declared[w.field]) > 0 || w.said {
			continue
		}
		w.parts = strings.FieldsFunc(strings.ToLower(text), func(r rune) bool { return !unicode.IsLetter(r) && !unicode.IsDigit(r) })
		if len(w.parts) == 0 {
			continue
		}
		first, _ := utf8.DecodeRuneInString(w.parts[0])
		key := string(first)
		if w.value != "" {
			key += w.field
		} else {
			key += "\x00"
		}
		if alike[key] == nil {
			keys = append(keys, key)
		}
		alike[key] = append(alike[key], w)
	}
	for _, key := range keys {
		words := alike[key]
		for i, w := range words {
			for _, v := range words[:i] {
				if !s.Spend(4) {
					return
				}
				if s.near(v, w) && !v.beside(w) {
					s.misspelt(v, w)
				}
			}
		}
	}
}

// misspelt warns about one of two words.
func (s *speller) misspelt(v, w *word) {
	if v.uses < w.uses {
		v, w = w, v
	}
	if w.said {
		return
	}
	w.said = true
	what, hint := "the field "+phrase.Quote(w.field), "correct it; if the ticket has both declare them in fields"
	if w.value != "" {
		what = fmt.Sprintf("the value %s of %s", phrase.Quote(w.value), phrase.Quote(w.field))
		hint = "correct it; if both are meant declare the values in fields"
	}
	s.warn(s.found(w), code.SimilarNames, hint, "%s is nearly %s%s", what, phrase.Quote(cmp.Or(v.value, v.field)), s.set.sources.where(s.found(v)))
}

// found is where a word is first written.
func (s *speller) found(w *word) source.Path {
	if w.inPredicate {
		return s.set.sources.ofField(w.at, w.field)
	}
	return w.at
}

// beside reports whether two values are in one list, matrix or choice: its writer knows
// that they differ.
func (w *word) beside(v *word) bool {
	if w.value == "" {
		return false
	}
	for i, j := 0, 0; i < len(w.places) && j < len(v.places); {
		switch {
		case w.places[i] == v.places[j]:
			return true
		case w.places[i] < v.places[j]:
			i++
		default:
			j++
		}
	}
	return false
}

// near reports whether two words differ by a letter, or long fields by two, within one of
// their parts. Numbers differ for a reason, plurals may, and short parts easily.
func (s *speller) near(v, w *word) bool {
	if len(w.parts) != len(v.parts) {
		return false
	}
	different := -1
	for i := range w.parts {
		if w.parts[i] == v.parts[i] {
			continue
		}
		if different >= 0 {
			return false
		}
		different = i
	}
	if different < 0 {
		return false // this is found as two spellings
	}
	a, b := w.parts[different], v.parts[different]
	switch short, long := min(len(a), len(b)), max(len(a), len(b)); {
	case short < 4 || long < 5 || long > maxWord || long-short > 2 || digits(a) != digits(b) || a+"s" == b || a == b+"s":
		return false
	case suggest.OneOff(a, b):
		return true
	default:
		return w.value == "" && short >= 9 && s.Spend(short*long) && suggest.Near(a, b, 2)
	}
}

// maxWord is the length of the longest part that is compared letter by letter.
const maxWord = 40

// digits are the digits of a text.
func digits(text string) string {
	if !strings.ContainsAny(text, "0123456789") {
		return ""
	}
	return strings.Map(func(r rune) rune {
		if unicode.IsDigit(r) {
			return r
		}
		return -1
	}, text)
}
