package policy

import (
	"slices"

	"github.com/tenggat/sla/policy/internal/phrase"
)

// objectives reports the changes of objectives. Those of one metric are paired
// by what else they are about, then in order.
func (d *differ) objectives(before, after []Objective) {
	pairs := make([]*Objective, len(after))
	taken := make([]bool, len(before))
	for _, key := range []func(*Objective) string{
		func(o *Objective) string { return o.name() + " " + o.Period },
		func(o *Objective) string { return o.Metric },
	} {
		waiting := make(map[string][]int)
		for i := range before {
			if k := key(&before[i]); !taken[i] {
				waiting[k] = append(waiting[k], i)
			}
		}
		for i := range after {
			k := key(&after[i])
			if list := waiting[k]; pairs[i] == nil && len(list) > 0 {
				pairs[i], taken[list[0]] = &before[list[0]], true
				waiting[k] = list[1:]
			}
		}
	}
	for i := range after {
		name := after[i].name()
		if pairs[i] == nil {
			d.add("objectives", name, "added, "+after[i].attributes().summary())
		} else {
			d.compare("objectives", name, pairs[i].attributes(), after[i].attributes())
		}
	}
	for i := range before {
		if !taken[i] {
			d.add("objectives", before[i].name(), "removed")
		}
	}
}

// name describes what an objective is about: "first_response of vip and chat".
func (o *Objective) name() string { return phrase.Quote(o.Metric) + " of " + o.whose() }

func (o *Objective) whose() string {
	if len(o.Policies) == 0 {
		return "all policies"
	}
	return phrase.Every(slices.Sorted(slices.Values(o.Policies)))
}

func (o *Objective) attributes() attributes {
	a := attributes{{"policies", o.whose()}, {"attain", o.Attain.String()}, {"period", o.Period}}
	for _, c := range o.Credits {
		a.add("credit below "+c.Below.String(), c.Credit.String())
	}
	return a
}
