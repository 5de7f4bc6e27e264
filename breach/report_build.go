package breach

import (
	"slices"
	"time"

	"github.com/tenggat/sla/policy"
)

// report makes the Report as of an instant that is not before the last event.
func (f *fold) report(at time.Time) (*Report, error) {
	if !inRange(at) {
		return nil, ErrOutOfRange
	}
	if f.ticket.created.isZero() {
		return nil, &NotCreatedError{Ticket: f.ticket.name, At: at}
	}
	r := &Report{
		Ticket: f.ticket.name, AsOf: at, Digest: f.set.Digest(), Void: f.void(),
		Targets:  make([]Instance, 0, f.rows()),
		Warnings: slices.Clone(f.warnings),
	}
	now := instantOf(at)
	for i := range f.timers {
		m := &f.timers[i]
		for run := m.runs; run != nil; run = run.next {
			if run.shown() {
				row := r.addRow()
				f.describe(row, run, now)
				r.warnOf(run, row)
			}
		}
		if m.mayStart() {
			f.describeWaiting(r.addRow(), m.want)
		}
		if m.want != nil {
			f.warnOfChoices(r, m.want)
		}
	}
	if f.unbound {
		f.warnUnbound(r)
	}
	return r, nil
}

// addRow adds an Instance that the caller fills in. An Instance is large, so it is
// not copied.
func (r *Report) addRow() *Instance {
	n := len(r.Targets)
	r.Targets = r.Targets[:n+1]
	return &r.Targets[n]
}

// rows returns the largest number of instances that a report can have.
func (f *fold) rows() int {
	n := len(f.timers)
	for i := range f.timers {
		n += int(max(0, f.timers[i].number-1))
	}
	return n
}

// name sets the part of an Instance that identifies its target.
func (f *fold) name(i *Instance, b *binding) {
	p, zone := b.Target.Policy(), f.program.Zone()
	if b.Calendar != nil {
		zone = b.Calendar.Location()
	}
	i.Policy, i.Revision, i.Kind = p.Name(), p.Revision(), policy.Kind(p.Kind())
	i.Metric, i.Commitment = b.Target.Metric().Name(), policy.Commitment(b.Target.Commitment())
	i.ExclusionReason, i.Excluded = b.Target.Excluded(&f.ticket.Ticket)
	if i.TimeZone = zone.String(); b.Budget == nil || !b.Budget.CalendarDays {
		i.Calendar = b.CalendarName
	}
}

// describeWaiting fills in the row of a target whose metric has not started.
func (f *fold) describeWaiting(i *Instance, b *binding) {
	f.name(i, b)
	i.Number, i.State = 1, NotStarted
	if b.Budget != nil {
		i.Within, i.Remaining, i.WithinText = b.Budget.Time, b.Budget.Time, b.Budget.Text
	}
}
