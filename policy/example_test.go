package policy_test

import (
	"errors"
	"fmt"
	"sync/atomic"
	"testing/fstest"
	"time"

	"github.com/tenggat/sla/calendar"
	"github.com/tenggat/sla/policy"
)

func ExampleNew() {
	set, err := policy.New(policy.Spec{
		Calendars: map[string]policy.CalendarSpec{
			"office": {TimeZone: "Asia/Jakarta", Hours: calendar.Hours{"mon-fri": {"09:00-17:00"}}},
		},
		Policies: []policy.PolicySpec{{
			Name:     "vip",
			Match:    &policy.Condition{Field: "plan", Is: "enterprise"},
			Calendar: policy.CalendarChoice{Name: "office"},
			Targets:  []policy.TargetSpec{{Metric: "first_response", Within: policy.Duration{Time: time.Hour}}},
		}},
	})
	if err != nil {
		fmt.Println(err)
		return
	}
	for _, p := range set.Match(policy.Fields{"plan": {"enterprise"}}, time.Now()) {
		for _, t := range p.Targets() {
			fmt.Println(p.Name, t.Metric, t.Within)
		}
	}
	// Output: vip first_response 1h
}

// To replace the policies while tickets are evaluated, keep the Set in an
// atomic pointer: every evaluation takes one Set and stays with it.
func ExampleSet_replace() {
	var current atomic.Pointer[policy.Set]
	load := func(src string) {
		set, err := policy.Parse("sla.yaml", []byte(src))
		if err != nil {
			fmt.Println(err) // and the old one stays
			return
		}
		current.Store(set)
	}
	evaluate := func() {
		set := current.Load()
		p := set.Match(nil, time.Now())[0]
		fmt.Println(set.Revision(), p.Name, p.Targets()[0].Within)
	}

	load(`{revision: "1", policies: [{name: everyone, targets: [{metric: resolution, within: 8h}]}]}`)
	evaluate()
	load(`{revision: "2", policies: [{name: everyone, targets: [{metric: resolution, within: 8}]}]}`)
	evaluate()
	load(`{revision: "3", policies: [{name: everyone, targets: [{metric: resolution, within: 4h}]}]}`)
	evaluate()
	// Output:
	// 1 everyone 8h
	// sla.yaml:1:84: policies[0].targets[0].within: "8" is not a duration; add a unit: 8m, 8h, or 8bd for working days [bad_duration]
	// 1 everyone 8h
	// 3 everyone 4h
}

func ExampleError_Snippet() {
	src := []byte(`
policies:
  - name: everyone
    calender: office
    targets: [{metric: resolution, within: 1d}]
`)
	_, err := policy.Parse("sla.yaml", src)
	var errs policy.Errors
	if errors.As(err, &errs) {
		for _, e := range errs {
			fmt.Println(e)
			fmt.Print(e.Snippet(src))
		}
	}
	// Output:
	// sla.yaml:4:5: policies[0].calender: unknown key; did you mean "calendar"? [unknown_key]
	//    4 |     calender: office
	//            ^
	// sla.yaml:5:44: policies[0].targets[0].within: "1d" is not a duration; write 1bd for working days, or 24h of counted time [bad_duration]
	//    5 |     targets: [{metric: resolution, within: 1d}]
	//                                                   ^
}

// A base that all tenants share, and a tenant's file over it.
func ExampleSet_Extend() {
	base, err := policy.Parse("base.yaml", []byte(`
calendars:
  office: {time_zone: Asia/Jakarta, hours: {mon-fri: ["09:00-17:00"]}}
policies:
  - name: standard
    calendar: office
    targets: [{metric: resolution, within: 3bd}]
`))
	if err != nil {
		fmt.Println(err)
		return
	}
	acme, err := base.Extend("acme.yaml", []byte(`
policies:
  - name: gold
    extends: standard
    match: {plan: gold}
    targets: [{metric: resolution, within: 1bd}]
`))
	if err != nil {
		fmt.Println(err)
		return
	}
	for _, plan := range []string{"gold", "free"} {
		p := acme.Match(policy.Fields{"plan": {plan}}, time.Now())[0]
		target := p.Targets()[0]
		fmt.Println(plan, p.Name, target.Within, target.Calendar.Name)
	}
	// Output:
	// gold gold 1bd office
	// free standard 3bd office
}

// Calendars in one file, policies in others.
func ExampleLoadFS() {
	set, err := policy.LoadFS(fstest.MapFS{
		"calendars.yaml":     {Data: []byte("calendars: {always: {hours: 24x7}}")},
		"teams/network.yaml": {Data: []byte("policies: [{name: network, calendar: always, targets: [{metric: resolution, within: 4h}]}]")},
	}, "calendars.yaml", "teams/*.yaml")
	if err != nil {
		fmt.Println(err)
		return
	}
	for _, p := range set.Policies() {
		fmt.Println(p.Name)
	}
	// Output: network
}
