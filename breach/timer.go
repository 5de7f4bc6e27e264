package breach

import "github.com/tenggat/sla/policy/rule"

// timer is the state machine of one metric under one kind.
type timer struct {
	metric  rule.Metric
	once    bool        // the metric is measured once
	trace   trace       // of the present instant
	number  int32       // of the last run that a target applied to
	runs    *run        // the first
	prior   *run        // the one before last, which a target has applied to
	last    *run        // the one that may still go on
	running *run        // last, unless it has ended
	target  rule.Target // the target that was matched last, before Bind
	want    *binding    // the target that applies to the ticket now
}

// end ends the running run at t.
func (m *timer) end(how ending, t instant, statusDid bool) {
	r := m.running
	r.ending, r.endedAt, r.byStatus = how, t, notByStatus
	if statusDid {
		r.byStatus = byStatus
	}
	m.running = nil
}

// add makes r the last run.
func (m *timer) add(r *run) *run {
	if m.last == nil {
		m.runs = r
	} else {
		m.last.next = r
	}
	m.prior, m.last = m.last, r
	return r
}

// mayStart reports whether a target applies whose metric has not started yet.
func (m *timer) mayStart() bool {
	if m.last != nil && m.last.hidden {
		return m.prior == nil && m.want != nil
	}
	return m.number == 0 && m.want != nil && (m.last == nil || !m.once)
}

// endsByStatus reports whether p matches u because the ticket was solved or
// closed, so that leaving these categories is a reopening.
func endsByStatus(p rule.Predicate, u *rule.Update) bool {
	return u.Category.Done() && u.Moved() && p.MatchesByStatus(u)
}
