package breach_test

import (
	"encoding/binary"
	"fmt"
	"slices"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"
	"github.com/tenggat/sla/breach"
	"github.com/tenggat/sla/policy"
)

// TestEvaluateAgreesWithNaive compares the fold with the walk, field by field.
func TestEvaluateAgreesWithNaive(t *testing.T) {
	for seed := range uint64(scaled(1000)) {
		s := newSample(newDice(seed), traits{})
		set := s.set(t)
		for _, at := range s.instants(t, set, newDice(seed+1<<20)) {
			if s.disagreement(set, at) != "" {
				t.Fatalf("seed %d at %s", seed, s.smallest(t, at))
			}
		}
	}
}

// FuzzEvaluateAgreesWithNaive is the same with samples the fuzzer steers.
func FuzzEvaluateAgreesWithNaive(f *testing.F) {
	for seed := range uint64(16) {
		f.Add(newDice(seed).bytes, binary.BigEndian.AppendUint64(nil, seed))
	}
	f.Fuzz(func(t *testing.T, choices, instants []byte) {
		s := newSample(&dice{choices}, traits{})
		set := s.set(t)
		for _, at := range s.instants(t, set, &dice{instants}) {
			if s.disagreement(set, at) != "" {
				t.Fatalf("at %s", s.smallest(t, at))
			}
		}
	})
}

// scaled is a number of samples: fewer of them under the race detector, which
// is slow and looks for something else, and with -short.
func scaled(n int) int {
	if raced || testing.Short() {
		return n / 10
	}
	return n
}

// set compiles the sample's policies.
func (s *sample) set(t testing.TB) *policy.Set {
	t.Helper()
	set, err := policy.Parse("sample.yaml", []byte(s.policies))
	if err != nil {
		t.Fatalf("%v\n%s", err, s.policies)
	}
	return set
}

// evaluate is breach.Evaluate of the sample.
func (s *sample) evaluate(t testing.TB, set *policy.Set, at time.Time) *breach.Report {
	t.Helper()
	report, err := breach.Evaluate(set, s.history, at)
	if err != nil {
		t.Fatalf("%v\n%s", err, s)
	}
	return report
}

// created is the first instant at which there is anything to report.
func (s *sample) created() time.Time { return s.history[0].At }

// instants are some at which to look: any, those of events, and those at which
// the fold says that something happens.
func (s *sample) instants(t testing.TB, set *policy.Set, d *dice) []time.Time {
	t.Helper()
	list := []time.Time{s.created(), s.end, s.history[d.roll(len(s.history))].At}
	span := s.end.Sub(s.created()) / s.tick()
	for range 2 {
		ticks := time.Duration(d.roll(256)<<8|d.roll(256)) % span
		list = append(list, s.created().Add(ticks*s.tick()))
	}
	for _, at := range list[1:] {
		if at.Before(s.created()) {
			continue
		}
		report := s.evaluate(t, set, at)
		list = append(list, report.Next())
		for _, i := range report.Targets {
			list = append(list, i.Deadline)
		}
	}
	list = slices.DeleteFunc(list, func(at time.Time) bool { return at.Before(s.created()) || at.After(s.end) })
	slices.SortFunc(list, time.Time.Compare)
	return slices.CompactFunc(list, time.Time.Equal)
}

// disagreement is how the walk and the fold differ at an instant.
func (s *sample) disagreement(set *policy.Set, at time.Time) string {
	report, err := breach.Evaluate(set, s.history, at)
	if err != nil {
		return err.Error()
	}
	want := evaluateNaively(set, s.tick(), s.history, at)
	return cmp.Diff(want, report, cmpopts.EquateEmpty(), cmpopts.IgnoreFields(breach.Report{}, "Digest", "Warnings")) +
		warningsDiffer(want.Warnings, report.Warnings)
}

// smallest is a small sample on which walk and fold still disagree, and how.
func (s *sample) smallest(t testing.TB, at time.Time) string {
	t.Helper()
	s = s.shrink(func(s *sample, set *policy.Set) bool {
		return !at.Before(s.created()) && s.disagreement(set, at) != ""
	})
	return fmt.Sprintf("%s:\n%s\n(-naive +fold)\n%s", at.Format(time.RFC3339), s, s.disagreement(s.set(t), at))
}

// warningsDiffer compares which warnings there are, of those the walk knows.
func warningsDiffer(want, got []breach.Warning) string {
	known := []breach.WarningCode{
		breach.WarnUnmappedStatus, breach.WarnNoTarget, breach.WarnDuplicateID,
		breach.WarnSecondCreated, breach.WarnBeforeCreated, breach.WarnBadDue,
		breach.WarnBreachSuperseded,
	}
	codes := func(warnings []breach.Warning) []breach.WarningCode {
		var list []breach.WarningCode
		for _, w := range warnings {
			if slices.Contains(known, w.Code) {
				list = append(list, w.Code)
			}
		}
		slices.Sort(list)
		return slices.Compact(list)
	}
	if want, got := codes(want), codes(got); !slices.Equal(got, want) {
		return fmt.Sprintf("warnings %v, want %v", got, want)
	}
	return ""
}
