package policytest_test

import (
	"testing"
	_ "time/tzdata"

	"github.com/tenggat/sla/policy/policytest"
)

func TestScenarios(t *testing.T) { policytest.Run(t, "testdata/*.yaml") }
