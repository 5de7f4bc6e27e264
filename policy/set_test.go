package policy

import (
	"sync"
	"testing"
	"time"
)

// Everything a Set answers, it answers to many at once, cold start included.
func TestSetIsSafeForConcurrentUse(t *testing.T) {
	base := mustParse(t, shared)
	s := mustExtend(t, base, tenant)
	created := time.Date(2026, 3, 1, 0, 0, 0, 0, time.UTC)
	digests := make([]string, 16)
	var all sync.WaitGroup
	for i := range digests {
		all.Go(func() {
			digests[i] = s.Digest()
			base.Digest()
			for _, p := range s.Match(Fields{"plan": {"gold"}}, created) {
				for _, target := range p.Targets {
					target.Budget(nil)
					target.CalendarFor(nil)
					_ = target.Pause.String()
				}
			}
			if _, err := base.Extend("other.yaml", []byte("policies: [{name: other, extends: corporate}]")); err != nil {
				t.Error(err)
			}
			s.YAML()
			s.Category("asked")
		})
	}
	all.Wait()
	for _, digest := range digests {
		if digest != digests[0] || digest == "" {
			t.Errorf("one sees the digest %q, another %q", digests[0], digest)
		}
	}
}

// A Set over a base adds its pause rules behind the base's.
func TestPauseRulesOfABaseStay(t *testing.T) {
	s := mustLoad(t, "customer-care.yaml")
	extended := mustExtend(t, s, "policies: [{name: own, extends: vip, pause: {a: b}}]")
	if extended.PauseRules()[0] != s.PauseRules()[0] || len(extended.PauseRules()) != 2 {
		t.Errorf("the pause rules are %s over %s", extended.PauseRules(), s.PauseRules())
	}
}
