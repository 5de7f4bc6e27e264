package policy

import (
	"crypto/sha256"
	"encoding/binary"
	"encoding/hex"
	"fmt"
	"maps"
	"slices"

	"github.com/tenggat/sla/calendar"
	"github.com/tenggat/sla/policy/internal/source"
)

// digestVersion changes when the same rules come to mean something else.
const digestVersion = "tenggat policy digest 4\n"

// Digest identifies what the Set decides: it changes when any verdict could,
// with the rules and with the holiday tables of the regions they name. It is
// the same in every process and under every version of Go. Texts for readers
// (descriptions, the agreement, revisions) and objectives do not belong to it,
// nor is the time zone database.
func (s *Set) Digest() string {
	s = s.orEmpty()
	s.digestOnce.Do(func() {
		rules := s.Spec().rules()
		h := sha256.New()
		h.Write([]byte(digestVersion))
		h.Write(appendNode(nil, language().Write(&rules)))
		tables := s.allTables()
		for _, name := range slices.Sorted(maps.Keys(tables)) {
			h.Write(appendText(nil, name))
			h.Write(tables[name])
		}
		s.digest = hex.EncodeToString(h.Sum(nil))
	})
	return s.digest
}

// appendNode appends a form of the tree that depends on nothing else: not on how
// YAML is written, nor on what Go takes for printable.
func appendNode(b []byte, n *source.Node) []byte {
	b = appendText(append(b, byte(n.Kind)), n.Value)
	b = binary.AppendUvarint(b, uint64(len(n.Items)))
	for _, item := range n.Items {
		b = appendNode(b, item)
	}
	b = binary.AppendUvarint(b, uint64(len(n.Entries)))
	for _, e := range n.Entries {
		b = appendNode(appendText(b, e.Key.Value), e.Value)
	}
	return b
}

func appendText(b []byte, text string) []byte {
	return append(binary.AppendUvarint(b, uint64(len(text))), text...)
}

// rules is the Spec with what decides, presets written out, and without what
// does not decide.
func (s Spec) rules() Spec {
	metrics := s.allMetrics()
	for name, m := range metrics {
		m.Description = ""
		metrics[name] = m
	}
	for i := range s.Policies {
		s.Policies[i].Description, s.Policies[i].Revision = "", ""
		for j := range s.Policies[i].Targets {
			s.Policies[i].Targets[j].Commitment = ""
		}
	}
	for _, texts := range s.Statuses {
		slices.Sort(texts)
	}
	s.Metrics, s.Fields, s.Revision, s.Agreement, s.Objectives = metrics, nil, "", Agreement{}, nil
	return s
}

// allTables are the holiday tables of the calendars of s and its bases.
func (s *Set) allTables() map[string][]byte {
	s.tablesOnce.Do(func() {
		s.tables = make(map[string][]byte)
		known := make(map[string][]byte) // by what a table depends on
		for name, c := range s.spec.Calendars {
			for _, h := range c.Holidays {
				if h.Region == "" {
					continue
				}
				key := fmt.Sprintf("%q %q %q", h.Region, h.Kinds, h.Except)
				if known[key] == nil {
					known[key] = regionTable(h)
				}
				s.tables[name] = append(s.tables[name], known[key]...)
			}
		}
	})
	if s.base == nil {
		return s.tables
	}
	return union(maps.Clone(s.base.allTables()), s.tables)
}

// regionTable is a hash of the dates that a region's holidays close.
func regionTable(h calendar.Holiday) []byte {
	region, ok := calendar.LookupRegion(h.Region)
	if !ok {
		return nil // it has been compiled before, within a calendar
	}
	sum := sha256.New()
	for d := range region.Holidays(h.Kinds...) {
		if text := d.String(); !slices.Contains(h.Except, text) {
			sum.Write([]byte(text))
		}
	}
	return sum.Sum(nil)
}
