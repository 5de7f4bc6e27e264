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
				p.Targets()
				for _, target := range compiledTargets(s, p.Name) {
					budgetOf(s, target, nil)
					_ = target.When().String()
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
	if pauseRules(extended)[0] != pauseRules(s)[0] || len(pauseRules(extended)) != 2 {
		t.Errorf("the pause rules are %s over %s", pauseRules(extended), pauseRules(s))
	}
}
