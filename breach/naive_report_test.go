package breach_test

import (
	"slices"
	"time"

	"github.com/tenggat/sla/breach"
	"github.com/tenggat/sla/calendar"
	"github.com/tenggat/sla/policy"
	"github.com/tenggat/sla/policy/rule"
)

// evaluateNaively is what breach.Evaluate must return, but for the digest and
// the texts of warnings.
func evaluateNaively(set *policy.Set, tick time.Duration, history []breach.Event, at time.Time) *breach.Report {
	n := newNaive(set, tick, history, at)
	n.walk()
	return n.report(at)
}

func (n *naive) report(at time.Time) *breach.Report {
	report := &breach.Report{AsOf: at, Void: n.states[len(n.states)-1].Category == rule.Void}
	for _, e := range n.events {
		if e.Ticket != "" {
			report.Ticket = e.Ticket
		}
	}
	for _, c := range n.clocks {
		if c.applies && n.waits(c) {
			report.Targets = append(report.Targets, n.waiting(c))
		}
		number := 0
		for _, i := range c.instances {
			if i.shown && !i.hidden {
				number++
				row := n.result(c, i)
				row.Number = number
				report.Targets = append(report.Targets, row)
			}
		}
	}
	for code := range n.codes {
		report.Warnings = append(report.Warnings, breach.Warning{Code: code})
	}
	return report
}

// horizon is how many ticks ahead the oracle looks for a deadline.
const horizon = 60_000

// within is a rule's budget in ticks, and whether a deadline at a closing moves
// to the next opening.
func (n *naive) within(i *naiveInstance, r naiveRule) (ticks int, opening bool) {
	switch {
	case r.target.HasDue():
		return n.openTicks(r.calendar, i.start, n.at(r.due)), false
	case !r.budget.InDays():
		//narrowing:ok samples have budgets of less than horizon
		return int(r.budget.Time / n.tick), r.target.NextOpen()
	}
	day := n.workingDay(r.calendar, i.start, r.budget)
	ticks = n.openTicks(r.calendar, i.start, day)
	earliest := i.start
	for open := 0; open < ticks; earliest++ {
		if n.isOpen(r.calendar, earliest) {
			open++
		}
	}
	return ticks, day > earliest || r.target.NextOpen()
}

func (n *naive) openTicks(c *calendar.Calendar, from, to int) (open int) {
	for k := from; k < to; k++ {
		if n.isOpen(c, k) {
			open++
		}
	}
	return open
}

// workingDay is the tick at which a number of days ends.
func (n *naive) workingDay(c *calendar.Calendar, from int, d rule.Budget) int {
	end, err := c.EndOfDays(n.instant(from), calendar.Days{N: d.Days, FromArrival: d.FromArrival, AtClose: d.AtClose, At: d.At})
	if err != nil {
		panic(err)
	}
	return n.at(end)
}

// reach is the first tick at which an instance has counted so many ticks. It is
// sure if that is in the past of end; else it is what comes if, from end on,
// the instance runs unpaused.
func (n *naive) reach(i *naiveInstance, r naiveRule, count, end int) (tick int, sure bool) {
	counted := 0
	for k := i.start; k < end; k++ {
		if counted >= count {
			return k, true
		}
		if n.counts(i, r, k) {
			counted++
		}
	}
	if counted >= count {
		return end, true
	}
	onward := i.rule.calendar
	if r.target.HasDue() {
		onward = r.calendar // a due date broken stays with its calendar
	}
	for k := end; k < end+horizon; k++ {
		if counted == count {
			return k, false
		}
		if n.isOpen(onward, k) {
			counted++
		}
	}
	return never, false
}

// counts reports whether a past tick brings the instance nearer to its marks:
// to a due target all open ones do.
func (n *naive) counts(i *naiveInstance, r naiveRule, tick int) bool {
	if r.target.HasDue() {
		return n.isOpen(r.calendar, tick)
	}
	return i.cells[tick-i.start].counts()
}

// deadline is the tick of an instance's deadline under a rule, sure or
// projected as of end.
func (n *naive) deadline(i *naiveInstance, r naiveRule, end int) (tick int, sure bool) {
	if r.target.HasDue() {
		return n.at(r.due), true
	}
	count, opening := n.within(i, r)
	tick, sure = n.reach(i, r, count, end)
	if !opening || tick == never || n.wasOpen(i, tick) {
		return tick, sure
	}
	for k := tick; k < tick+horizon; k++ {
		switch {
		case k < end && i.cells[k-i.start].counts():
			return k, true
		case k == end && i.done >= 0 && n.isOpen(i.rule.calendar, k), k == end && k-i.start < len(i.cells) && i.cells[k-i.start].counts():
			return k, true
		case k >= end && n.isOpen(i.rule.calendar, k):
			return k, false
		}
	}
	return never, false
}

// wasOpen reports whether a tick was or will be open to the instance.
func (n *naive) wasOpen(i *naiveInstance, tick int) bool {
	if k := tick - i.start; k < len(i.cells) && i.cells[k].attached {
		return i.cells[k].open
	}
	return n.isOpen(i.rule.calendar, tick)
}

// originalDeadline is the deadline as it was at the start.
func (n *naive) originalDeadline(i *naiveInstance) int {
	fresh := &naiveInstance{start: i.start, rule: i.rule}
	tick, _ := n.deadline(fresh, i.rule, i.start)
	return tick
}

// waits reports whether a clock's first instance has yet to start, and can.
func (n *naive) waits(c *naiveClock) bool {
	shown := slices.ContainsFunc(c.instances, func(i *naiveInstance) bool { return i.shown && !i.hidden })
	return !shown && (len(c.instances) == 0 || c.last().hidden || !c.Metric.Once())
}

// waiting is the row of a metric that has not started.
func (n *naive) waiting(c *naiveClock) breach.Instance {
	row := n.heading(c, c.rule)
	row.Number, row.State = 1, breach.NotStarted
	row.Within, row.Remaining, row.WithinText = c.rule.budget.Time, c.rule.budget.Time, c.rule.text
	return row
}

func (n *naive) heading(c *naiveClock, r naiveRule) breach.Instance {
	zone := r.calendar.Location()
	name := r.name
	if r.name == "" {
		zone = n.set.Location() // no calendar: the zone of the file
	}
	if r.budget.CalendarDays {
		name = "" // they are counted round the clock
	}
	reason, excluded := r.target.Excluded(&n.state.Ticket)
	return breach.Instance{
		Excluded: excluded, ExclusionReason: reason, Commitment: policy.Commitment(r.target.Commitment()),
		Policy: r.target.Policy().Name(), Revision: r.target.Policy().Revision(), Kind: policy.Kind(c.Kind.Name), Metric: c.Metric.Name(),
		Calendar: name, TimeZone: zone.String(),
	}
}

// result reads an instance's diary.
func (n *naive) result(c *naiveClock, i *naiveInstance) breach.Instance {
	end := n.now
	if i.done >= 0 {
		end = i.done
	}
	judged := i.rule // the rule whose deadline and marks are shown
	deadline, sure := n.deadline(i, i.rule, end)
	if i.breach == nil && i.done < 0 && sure && deadline <= end && (i.attached) {
		i.breach = &naiveBreach{deadline: deadline, at: max(n.lives(i, deadline), i.since), rule: i.rule, since: i.ruled}
	}
	row := n.heading(c, i.rule)
	if i.breach != nil {
		judged, deadline, sure = i.breach.rule, i.breach.deadline, true
		row.Breached, row.BreachedAt = true, n.instant(i.breach.at)
	}
	now := i.cells[min(end-i.start, len(i.cells)-1)]
	row.State = breach.Running
	switch {
	case i.done >= 0:
		row.State, row.CompletedAt = i.verdict, n.instant(i.done)
	case now.paused:
		row.State = breach.Paused
	}
	within, _ := n.within(i, judged)
	row.Within, row.WithinText = n.length(within), judged.text
	row.StartedAt = n.instant(i.start)
	row.Deadline, row.OriginalDeadline = n.instantOrZero(deadline), n.instantOrZero(i.original)
	row.Projected = row.State == breach.Paused && !sure
	n.count(&row, i, judged, within, deadline, end)
	row.Pauses = n.pauses(i, end, row.State == breach.Paused)
	n.marks(&row, i, judged, within, deadline, end)
	return row
}

func (n *naive) instantOrZero(tick int) time.Time {
	if tick >= never {
		return time.Time{}
	}
	return n.instant(tick)
}

// count fills in the durations.
func (n *naive) count(row *breach.Instance, i *naiveInstance, judged naiveRule, within, deadline, end int) {
	elapsed, overdue := 0, 0
	for k := i.start; k < end; k++ {
		cell := i.cells[k-i.start]
		if cell.counts() {
			elapsed++
			if row.Breached && k >= deadline {
				overdue++
			}
		}
		if cell.paused {
			row.WallPaused += n.tick
			if cell.open {
				row.Paused += n.tick
			}
		}
	}
	row.Elapsed, row.Overdue = n.length(elapsed), n.length(overdue)
	row.WallElapsed = n.length(end - i.start)
	if deadline < never {
		row.WallRemaining = n.length(max(0, deadline-end))
	}
	row.Remaining = n.length(max(0, within-elapsed))
	if judged.target.HasDue() {
		row.Remaining = n.length(n.openTicks(judged.calendar, end, n.at(judged.due)))
	}
	if row.Breached {
		row.Remaining = 0
	}
}

// pauses groups the paused ticks; the last one lasts if the instance is paused.
func (n *naive) pauses(i *naiveInstance, end int, lasts bool) []breach.Pause {
	var list []breach.Pause
	until := end
	if lasts {
		until = end + 1
	}
	for k := i.start; k < until; k++ {
		cell := i.cells[k-i.start]
		if !cell.paused {
			continue
		}
		from, to := n.instant(k), n.instant(k+1)
		if last := len(list) - 1; last >= 0 && list[last].Until.Equal(from) &&
			list[last].Status == cell.status && list[last].Reason == cell.reason {
			list[last].Until = to
			continue
		}
		list = append(list, breach.Pause{From: from, Until: to, Status: cell.status, Reason: cell.reason})
	}
	if lasts {
		list[len(list)-1].Until = time.Time{}
	}
	return list
}

// marks fills in the thresholds, the risk and what comes next.
func (n *naive) marks(row *breach.Instance, i *naiveInstance, judged naiveRule, within, deadline, end int) {
	var coming, always []int // always: also while it is paused
	for k := range judged.target.Thresholds() {
		m := judged.target.Threshold(k)
		tick, sure := n.mark(i, judged, m, within, end)
		shown := breach.Threshold{Name: m.Name, Notify: m.Notify(), Crossed: sure && tick <= end}
		if shown.Crossed {
			since := i.ruled
			if i.breach != nil {
				since = i.breach.since
			}
			at := min(n.lives(i, tick), end)
			for _, stop := range i.stops {
				if stop >= tick { // it was crossed by the stop at the latest
					at = min(at, stop)
				}
			}
			if k := tick - 1 - i.start; k >= 0 && k < len(i.cells) && i.cells[k].run && i.cells[k].attached && !i.cells[k].ended {
				at = min(at, tick) // an event of that very instant ended the run
			}
			shown.CrossedAt = n.instant(max(at, since))
		}
		if shown.Crossed || i.done < 0 {
			shown.At = n.instantOrZero(tick)
		}
		row.Thresholds = append(row.Thresholds, shown)
		coming = append(coming, tick)
		if m.Wall && sure {
			always = append(always, tick)
		}
	}
	if !row.Breached {
		coming = append(coming, deadline)
		if at := i.rule.target.AtRisk(); !at.IsZero() {
			tick, sure := n.mark(i, judged, at, within, end)
			row.AtRisk = i.done < 0 && sure && tick <= end
			coming = append(coming, tick)
		}
	}
	switch row.State {
	case breach.Running:
	case breach.Paused:
		coming = always
		if resumes := i.cells[len(i.cells)-1].resumes; resumes > 0 {
			coming = append(coming, resumes)
		}
	default:
		return
	}
	coming = slices.DeleteFunc(coming, func(tick int) bool { return tick <= n.now || tick >= never })
	if len(coming) > 0 {
		row.Next = n.instant(slices.Min(coming))
	}
}

// mark is the tick of a mark on the way to the deadline, or of that itself.
func (n *naive) mark(i *naiveInstance, judged naiveRule, m rule.Mark, within, end int) (tick int, sure bool) {
	if m.Wall {
		return n.wallMark(i, judged, m, end)
	}
	switch ticks := n.markTicks(m, within); {
	case judged.target.HasDue() && m.Percent == 0 && m.Offset == 0:
		return n.at(judged.due), true
	case m.FromStart:
		return n.reach(i, judged, ticks, end)
	case judged.target.HasDue() || ticks != within:
		return n.reach(i, judged, ticks, end)
	case i.breach != nil:
		return i.breach.deadline, true
	}
	return n.deadline(i, judged, end)
}

// wallMark is the tick of a mark in plain time. One before the deadline is crossed at
// the first tick of the running clock from which the deadline, as it then stands, is no
// further away.
func (n *naive) wallMark(i *naiveInstance, judged naiveRule, m rule.Mark, end int) (tick int, sure bool) {
	offset := int(m.Offset / n.tick) //narrowing:ok samples have offsets of less than horizon
	switch {
	case m.FromStart:
		return i.start + offset, true
	case judged.target.HasDue():
		return max(n.at(judged.due)+offset, i.start), true
	}
	deadline, sure := n.deadline(i, judged, end)
	if i.breach != nil {
		deadline, sure = i.breach.deadline, true
	}
	if deadline == never || offset >= 0 {
		return min(deadline+max(offset, 0), never), sure
	}
	within, opening := n.within(i, judged)
	counted, stands := 0, never // the deadline as it stood at the tick before
	for k := i.start; k <= end && k-i.start < len(i.cells); k++ {
		cell := i.cells[k-i.start]
		running := (k < end || i.done < 0) && cell.run && cell.attached && !cell.paused
		if running {
			stands = n.standing(cell.calendar, k, within-counted, opening)
		}
		if stands != never && stands+offset <= k {
			return k, true
		}
		if !running {
			stands = never
		}
		if cell.counts() {
			counted++
		}
	}
	if i.done >= 0 {
		return never, false
	}
	return max(deadline+offset, end), false
}

// standing is the tick by which so many ticks are counted from another on.
func (n *naive) standing(c *calendar.Calendar, k, left int, opening bool) int {
	for limit := k + horizon; k < limit; k++ {
		if left <= 0 && (!opening || n.isOpen(c, k)) {
			return k
		}
		if n.isOpen(c, k) {
			left--
		}
	}
	return never
}

func (n *naive) markTicks(m rule.Mark, within int) int {
	from := within
	switch {
	case m.FromStart:
		from = 0
	case m.Percent != 0:
		//narrowing:ok samples have marks at less than horizon
		from = int(int64(within) * int64(m.Percent) / 100_000)
	}
	return max(0, from+int(m.Offset/n.tick)) //narrowing:ok samples have offsets of less than horizon
}
