package breach

import (
	"time"

	"github.com/tenggat/sla/policy"
)

// Explanation gives the reasons for a Report: how the time of each instance is
// counted, and why policies and targets do not apply. The zero Explanation, and a
// nil one, explain nothing.
type Explanation struct {
	Report     *Report
	Ledgers    []Ledger // one for each of Report.Targets, in their order
	Unattached []Unattached
}

// Explain evaluates like [Evaluate] and explains the result, with the same
// errors.
func Explain(set *policy.Set, history []Event, at time.Time) (*Explanation, error) {
	f, err := foldHistory(set, history, at, true)
	if err != nil {
		return nil, err
	}
	r, err := f.report(at.Round(0).UTC())
	if err != nil {
		return nil, err
	}
	return f.explain(r), nil
}

// explain makes the Explanation of a report of the fold.
func (f *fold) explain(r *Report) *Explanation {
	x := &Explanation{Report: r, Unattached: f.unattached()}
	for i := range f.timers {
		m := &f.timers[i]
		for run := m.runs; run != nil; run = run.next {
			if run.shown() {
				x.Ledgers = append(x.Ledgers, f.ledger(run, instantOf(r.AsOf)))
			}
		}
		if m.mayStart() {
			x.Ledgers = append(x.Ledgers, Ledger{})
		}
	}
	return x
}
