package breach

import (
	"maps"
	"slices"
)

// sameContent reports whether two events are equal, except for their tickets and
// IDs.
func sameContent(a, b *Event) bool {
	return a.At.Equal(b.At) && a.Type == b.Type && a.Actor == b.Actor &&
		a.Internal == b.Internal && a.Reason == b.Reason &&
		maps.EqualFunc(a.Fields, b.Fields, sameValues)
}

// sameValues compares the values of a field. No value and one empty text are
// equal.
func sameValues(a, b []string) bool {
	return unset(a) && unset(b) || slices.Equal(a, b)
}

func unset(values []string) bool {
	return len(values) == 0 || len(values) == 1 && values[0] == ""
}

// fingerprint is a hash of the event's content, the same in every process. A
// Tracker distinguishes a repeated event from a contradicting one by it.
func (e *Event) fingerprint() uint64 {
	h := fnv(fnvBasis, e.Type, string(e.Actor), e.Reason)
	h = fnvInt(h, uint64(e.At.Unix()))
	h = fnvInt(h, uint64(e.At.Nanosecond()))
	if e.Internal {
		h = fnvInt(h, 1)
	}
	var fields uint64 // a sum, because a map has no order
	for name, values := range e.Fields {
		if unset(values) {
			values = nil
		}
		fields += fnv(fnv(fnvBasis, name), values...)
	}
	return fnvInt(h, fields)
}

// The 64-bit FNV-1a hash; see http://www.isthe.com/chongo/tech/comp/fnv/.
const (
	fnvBasis = 14695981039346656037
	fnvPrime = 1099511628211
)

// fnv hashes texts, each with its length, so that "ab", "c" and "a", "bc" differ.
func fnv(h uint64, texts ...string) uint64 {
	for _, text := range texts {
		h = fnvInt(h, uint64(len(text)))
		for i := range len(text) {
			h = (h ^ uint64(text[i])) * fnvPrime
		}
	}
	return h
}

func fnvInt(h, n uint64) uint64 {
	for range 8 {
		h = (h ^ n&0xff) * fnvPrime
		n >>= 8
	}
	return h
}

// warnOfDuplicate warns of two events with one ID and different content.
func (f *fold) warnOfDuplicate(id string) {
	f.warnings = append(f.warnings, Warning{
		Code: WarnDuplicateID, EventID: id,
		Message: "another event has this ID and different content; the later one is dropped",
	})
}

// repeats finds earlier events with the same ID: by a linear search in a short
// history, by a map in a long one.
type repeats struct {
	first map[string]*Event // nil while the history is short
	marks uint64            // a bit for each ID seen; several may share one
}

const shortHistory = 16

func (r *repeats) find(before []Event, e *Event) *Event {
	if e.ID == "" {
		return nil
	}
	if len(before) >= shortHistory {
		return r.findFirst(before, e)
	}
	mark := uint64(1) << ((7*len(e.ID) + int(e.ID[0]) + int(e.ID[len(e.ID)-1])) % 64)
	if r.marks&mark == 0 { // most IDs are new, and have a bit of their own
		r.marks |= mark
		return nil
	}
	for i := range before {
		if before[i].ID == e.ID {
			return &before[i]
		}
	}
	return nil
}

// findFirst is find in a long history.
func (r *repeats) findFirst(before []Event, e *Event) *Event {
	if r.first == nil {
		r.first = make(map[string]*Event, len(before))
		for i := range before {
			if b := &before[i]; r.first[b.ID] == nil {
				r.first[b.ID] = b
			}
		}
	}
	if b, ok := r.first[e.ID]; ok {
		return b
	}
	r.first[e.ID] = e
	return nil
}
