package breach_test

import (
	"slices"
	"sort"

	"github.com/tenggat/sla/breach"
)

// This file is the second opinion on the life of an instance. It walks over the
// ticket's life minute by minute. Minutes count from Monday 2026-01-05 00:00
// UTC. It uses nothing of the engine.

// lifeHorizon is how many minutes the calendars are drawn for.
const lifeHorizon = 150 * 1440

// What the texts leave open. Histories in which it matters are passed over, and counted.
const (
	// A ticket is reopened at the very instant at which its clock ended late.
	lifeReopenedAtOnce = "reopened at once"
	// A target attaches late, and the deadline had passed when the clock ran for
	// a moment only: it started, was reopened, or came out of void, and ended
	// at one instant.
	lifeMoment = "reopened for a moment"
	// The budget is used up at the instant at which a target leaves, and the
	// calendar of the one that returns tells otherwise whether that was open.
	lifeGapCalendar = "calendar of a gap"
)

// lifeKnown are the known differences that the test passes over.
var lifeKnown = []string{lifeReopenedAtOnce, lifeMoment, lifeGapCalendar}

// lifeNever is an instant that does not exist.
const lifeNever = -1 << 30

// A lifeWindow is open from a minute of the day until another one, on the days
// of its mask (bit 0 is Monday). If until is above 1440 it runs overnight.
type lifeWindow struct {
	days        int
	from, until int
}

// A lifeCalendar is weekly windows, always open, or a union of two others.
type lifeCalendar struct {
	name    string
	zone    string // an IANA name
	shift   int    // minutes east of UTC
	windows []lifeWindow
	union   []int // indices of other calendars

	open  []bool // by minute
	owner []int  // by minute: the day that an open minute belongs to
	work  []bool // by day: whether a window starts on it
	last  []int  // by day: its last closing
}

// local returns the local minute.
func (c *lifeCalendar) local(m int) int { return m + c.shift }

// draw fills in the tables, minute by minute.
func (c *lifeCalendar) draw(all []*lifeCalendar) {
	c.open = make([]bool, lifeHorizon)
	c.owner = make([]int, lifeHorizon)
	c.work = make([]bool, lifeHorizon/1440+3)
	c.last = make([]int, lifeHorizon/1440+3)
	set := func(m, day int) {
		if m >= 0 && m < lifeHorizon {
			c.open[m], c.owner[m], c.last[day] = true, day, m+1
		}
	}
	switch {
	case len(c.union) > 0:
		// A union closes a day at midnight.
		for _, part := range c.union {
			p := all[part]
			for day, work := range p.work {
				c.work[day] = c.work[day] || work
			}
		}
		for m := range lifeHorizon {
			if all[c.union[0]].open[m] || all[c.union[1]].open[m] {
				set(m, c.local(m)/1440)
			}
		}
	case len(c.windows) == 0:
		for m := range lifeHorizon {
			set(m, c.local(m)/1440)
			c.work[c.local(m)/1440] = true
		}
	default:
		for day := range lifeHorizon/1440 + 1 {
			for _, w := range c.windows {
				if w.days&(1<<(day%7)) == 0 {
					continue
				}
				c.work[day] = true
				for at := day*1440 + w.from; at < day*1440+w.until; at++ {
					set(at-c.shift, day)
				}
			}
		}
	}
}

func (c *lifeCalendar) isOpen(m int) bool { return c.open[m] }

// nextOpen returns the first open minute at or after m.
func (c *lifeCalendar) nextOpen(m int) int {
	for !c.open[m] {
		m++
	}
	return m
}

// elapsed returns the open minutes in [from, until).
func (c *lifeCalendar) elapsed(from, until int) int {
	n := 0
	for m := from; m < until; m++ {
		if c.open[m] {
			n++
		}
	}
	return n
}

// workday returns the n-th working day after a day.
func (c *lifeCalendar) workday(day, n int) int {
	for n > 0 {
		day++
		if c.work[day] {
			n--
		}
	}
	return day
}

// addDays is n working days on.
func (c *lifeCalendar) addDays(m, n int) int {
	m = c.nextOpen(m)
	if n == 0 {
		return m
	}
	day := c.owner[m]
	tod := c.local(m) - day*1440
	day = c.workday(day, n)
	for at := day*1440 + tod - c.shift; at < (day+3)*1440; at++ {
		if c.open[at] && c.owner[at] == day {
			return at
		}
	}
	return c.last[day]
}

// closeOfDay is the last closing of the n-th working day after the date of m. A minute
// in a window belongs to the day on which the window starts.
func (c *lifeCalendar) closeOfDay(m, n int) int {
	day := c.local(m) / 1440
	if c.open[m] {
		day = c.owner[m]
	}
	if n > 0 {
		return c.last[c.workday(day, n)]
	}
	if !c.open[m] {
		day = c.owner[c.nextOpen(m)]
	}
	return c.last[day]
}

// A lifeDuration is minutes, or working days.
type lifeDuration struct {
	minutes int
	days    int
	close   bool
	working bool
}

func (d lifeDuration) none() bool { return d.minutes == 0 && !d.working }

// end returns where d ends from m, for working days.
func (d lifeDuration) end(c *lifeCalendar, m int) int {
	if d.close {
		return c.closeOfDay(m, d.days)
	}
	return c.addDays(m, d.days)
}

// after returns where d ends from m, without pauses.
func (d lifeDuration) after(c *lifeCalendar, m int, nextOpen bool) int {
	if d.working {
		m = d.end(c, m)
	} else {
		for left := d.minutes; left > 0; m++ {
			if c.isOpen(m) {
				left--
			}
		}
	}
	if nextOpen {
		m = c.nextOpen(m)
	}
	return m
}

// A lifeTarget is a promise.
type lifeTarget struct {
	metric   string
	team     string          // when: the field team has this value; empty is always
	within   [4]lifeDuration // by priority, or the first one for all
	by       bool            // by priority
	due      bool            // the field due_at
	calendar int             // -1 is the policy's
	pause    []string        // nil is inherited, empty is never
	onChange string
}

// A lifePolicy is a list of promises.
type lifePolicy struct {
	name     string
	kind     string
	tier     string // match: the field tier; empty is every ticket
	calendar int
	pause    []string
	onChange string
	onReopen string
	window   lifeDuration
	nextOpen bool
	atRisk   int // minutes before the deadline
	targets  []lifeTarget
}

// A lifeMetric is a clock.
type lifeMetric struct {
	name                string
	preset              bool
	start, stop, cancel string // event types of a custom one
	each                bool
	pausable            bool
	onReopen            string
	pause               []string // its own rule
}

type lifeSetting struct{ field, value string }

// A lifeEvent is one event.
type lifeEvent struct {
	at       int
	kind     string
	actor    string
	internal bool
	set      []lifeSetting
}

// A lifeWorld is a policy file.
type lifeWorld struct {
	calendars []*lifeCalendar
	metrics   []lifeMetric
	policies  []lifePolicy
}

// lifeFields are the fields of the ticket at an instant.
type lifeFields struct {
	status, priority, tier, team string
	due                          int
}

func (f *lifeFields) category() string {
	if f.status == "" {
		return "new"
	}
	return f.status
}

func (f *lifeFields) solved() bool { return f.status == "solved" || f.status == "closed" }

// A lifeRule is a target as it applies to a run.
type lifeRule struct {
	policy   *lifePolicy
	target   *lifeTarget
	value    int // which duration
	calendar *lifeCalendar
	pause    []string
	onChange string
	budget   int
	opening  bool // the budget ends when counting goes on
	due      int
}

func (r *lifeRule) same(o *lifeRule) bool {
	return r.target == o.target && r.value == o.value
}

func (r *lifeRule) paused(f *lifeFields) bool {
	return len(r.pause) > 0 && !r.target.due && slices.Contains(r.pause, f.category())
}

// The ways in which a run has ended.
const (
	lifeLive = iota
	lifeStopped
	lifeCancelled
)

// A lifeRun is one measurement of a metric, whether or not a target applies.
type lifeRun struct {
	kind     string
	metric   *lifeMetric
	born     int         // when it began
	start    int         // of the count
	log      []*lifeRule // by minute since start: under which it was counted, or nil
	idle     []bool      // by minute since start: whether the metric had ended
	solved   []bool      // by minute since start: whether it counts although it had ended
	ended    int
	endedAt  int
	byStatus bool
	hidden   bool // started and cancelled at one instant: remembered until it is reopened
	gone     bool // forgotten
	leftAt   int  // when a reopening did not continue it
	recalled int  // when a reopening continued what was remembered

	rule       *lifeRule // applies, or applied last
	original   *lifeRule
	attached   bool
	ever       bool
	detachedAt int

	counted, paused, wallPaused int
	reached                     []int // by counted minutes: when that was reached
	goesOn                      []int // by counted minutes: when the next one began

	breachedAt int
	deadline   int // of the breach
	within     int // of the breach
	judgedDue  bool
	reopened   []int             // when it was reopened, but for those without a target
	lateAt     int               // when it ended after its deadline
	gaps       []int             // where gaps without a target begin
	leaves     map[int]*lifeRule // by instant: what applied when it ended, or left
	since      int               // when the deadline came into force
}

// A lifeRow is what the walk says of an instance.
type lifeRow struct {
	Kind, Metric, Policy, Calendar string
	State                          breach.State
	Number                         int
	Breached, Projected, AtRisk    bool
	Next, WallRemaining            int
	Within                         int
	Started, Completed             int
	Deadline, Original, BreachedAt int
	Elapsed, Remaining, Overdue    int
	WallElapsed                    int
	Paused, WallPaused             int
	Pauses                         [][2]int
}

// A lifeWalk is the walk over one history.
type lifeWalk struct {
	world       *lifeWorld
	kinds       []string
	from, until int
	fields      []int32 // by minute since from: which of the states
	states      []lifeFields
	now         lifeFields
	wasSolved   bool
	runs        []*lifeRun
	edges       []int           // where windows of reopening end
	doubts      map[string]bool // what the history has that the engine is known to do otherwise
	at          int
}

// lifeAnswer returns the rows at each of the instants, which are sorted.
// It also returns the walk, which knows what the history has.
func lifeAnswer(world *lifeWorld, events []lifeEvent, nows []int) ([][]lifeRow, *lifeWalk) {
	w := &lifeWalk{world: world, kinds: []string{"sla", "ola"}, doubts: map[string]bool{}}
	w.now.due = lifeNever
	w.from = events[0].at
	var answers [][]lifeRow
	next := 0
	w.until = nows[len(nows)-1] + 1
	w.fields = make([]int32, 0, nows[len(nows)-1]-w.from+1)
	for m := w.from; len(answers) < len(nows); m++ {
		w.at = m
		for next < len(events) && events[next].at == m {
			w.apply(&events[next])
			next++
		}
		for _, r := range w.runs {
			w.judge(r)
		}
		for len(answers) < len(nows) && nows[len(answers)] <= m {
			answers = append(answers, w.rows())
		}
		if n := len(w.states); n == 0 || w.states[n-1] != w.now {
			w.states = append(w.states, w.now)
		}
		w.fields = append(w.fields, int32(len(w.states)-1))
		for _, r := range w.runs {
			var rule *lifeRule
			if r.ended == lifeLive && r.attached {
				rule = r.rule
			}
			r.log, r.idle = append(r.log, rule), append(r.idle, r.ended != lifeLive || w.now.status == "void")
			r.solved = append(r.solved, false)
			w.tick(r, m, rule)
		}
	}
	return answers, w
}

// tick counts one minute of a run.
func (w *lifeWalk) tick(r *lifeRun, m int, rule *lifeRule) {
	if rule == nil {
		return
	}
	open := rule.calendar.isOpen(m)
	if rule.paused(&w.states[w.fields[m-w.from]]) {
		r.wallPaused++
		if open {
			r.paused++
		}
		return
	}
	if open {
		r.goesOn = append(r.goesOn, m)
		r.counted++
		r.reached = append(r.reached, m+1)
	}
}

// recount counts the run's log again.
func (w *lifeWalk) recount(r *lifeRun) {
	r.counted, r.paused, r.wallPaused = 0, 0, 0
	r.reached, r.goesOn = append(r.reached[:0], r.start), r.goesOn[:0]
	for n, rule := range r.log {
		w.tick(r, r.start+n, rule)
	}
}

// openAt tells whether the run's calendar was open at an instant of its life.
// The calendar in force at the instant tells; if none was, that of the stop.
func (w *lifeWalk) openAt(r *lifeRun, m int) bool {
	if r.ended == lifeLive && r.attached && m == w.at {
		return r.rule.calendar.isOpen(m)
	}
	n := m - r.start
	if n >= len(r.log) { // this very instant
		if last := r.leaves[m]; last != nil {
			return last.calendar.isOpen(m)
		}
		return r.rule.calendar.isOpen(m)
	}
	if r.log[n] != nil {
		return r.log[n].calendar.isOpen(m)
	}
	last := r.leaves[m] // the target that left at this instant
	for ; last == nil && n > 0; n-- {
		last = r.log[n-1]
	}
	if last == nil {
		last = r.rule
	}
	open := last.calendar.isOpen(m)
	gap := slices.Contains(r.gaps, m) || w.states[w.fields[m-w.from]].status == "void"
	if gap && open != r.rule.calendar.isOpen(m) {
		w.doubts[lifeGapCalendar] = true
	}
	return open
}

// passed returns the deadline if the counted time has brought it about.
func (w *lifeWalk) passed(r *lifeRun) (int, bool) {
	rule := r.rule
	if rule.target.due {
		return rule.due, rule.due <= w.at
	}
	if r.counted < rule.budget {
		return 0, false
	}
	d := r.reached[rule.budget]
	if !rule.opening || w.openAt(r, d) {
		return d, true
	}
	if r.counted > rule.budget {
		return r.goesOn[rule.budget], true
	}
	// Counting goes on now if the calendar is open and nothing pauses it.
	if r.ended == lifeLive && r.attached && rule.calendar.isOpen(w.at) && !rule.paused(&w.now) {
		return w.at, true
	}
	return 0, false
}

// judge breaches a run whose deadline has come.
func (w *lifeWalk) judge(r *lifeRun) {
	if r.ended != lifeLive || !r.attached || r.breachedAt != lifeNever {
		return
	}
	if d, ok := w.passed(r); ok {
		w.breach(r, d)
	}
}

// breach breaches a run. That happens at the deadline, or later when the deadline
// came into force later, or when the metric runs again.
func (w *lifeWalk) breach(r *lifeRun, deadline int) {
	at := max(deadline, r.since)
	for at-r.start >= 0 && at-r.start < len(r.idle) && r.idle[at-r.start] && at > r.start && !slices.Contains(r.reopened, at) {
		at++
	}
	if n := at - r.start; n >= 0 && n < len(r.idle) && r.idle[n] {
		w.doubts[lifeMoment] = true
	}
	if r.ended != lifeLive {
		at = min(at, r.endedAt)
	}
	r.breachedAt, r.deadline, r.within, r.judgedDue = at, deadline, w.within(r, r.rule), r.rule.target.due
}

// within returns the target as counted time.
func (w *lifeWalk) within(r *lifeRun, rule *lifeRule) int {
	if rule.target.due {
		if rule.due < r.start {
			return 0
		}
		return rule.calendar.elapsed(r.start, rule.due)
	}
	return rule.budget
}

// deadlineFrom returns the deadline if the run counted on from an instant.
func (w *lifeWalk) deadlineFrom(r *lifeRun, end int) int {
	if r.breachedAt != lifeNever {
		return r.deadline
	}
	rule := r.rule
	if d, ok := w.passed(r); ok || rule.target.due {
		return d
	}
	left := rule.budget - r.counted
	at := end
	for ; left > 0; at++ {
		if rule.calendar.isOpen(at) {
			left--
		}
	}
	if rule.opening {
		at = rule.calendar.nextOpen(at)
	}
	return at
}

// find returns the rule that applies to a run, or nil.
func (w *lifeWalk) find(r *lifeRun) *lifeRule {
	if w.now.status == "void" {
		return nil
	}
	for n := range w.world.policies {
		p := &w.world.policies[n]
		if p.kind != r.kind || p.tier != "" && p.tier != w.now.tier {
			continue
		}
		for k := range p.targets {
			t := &p.targets[k]
			if t.metric != r.metric.name || t.team != "" && t.team != w.now.team {
				continue
			}
			return w.resolve(r, p, t)
		}
		return nil
	}
	return nil
}

// lifePriority returns the place of a priority in a matrix.
func lifePriority(text string) int {
	return slices.Index([]string{"high", "normal", "low"}, text)
}

func (w *lifeWalk) resolve(r *lifeRun, p *lifePolicy, t *lifeTarget) *lifeRule {
	rule := &lifeRule{policy: p, target: t, due: lifeNever, onChange: t.onChange}
	if rule.onChange == "" {
		rule.onChange = p.onChange
	}
	calendar := p.calendar
	if t.calendar >= 0 {
		calendar = t.calendar
	}
	rule.calendar = w.world.calendars[calendar]
	switch {
	case t.pause != nil:
		rule.pause = t.pause
	case r.metric.pause != nil:
		rule.pause = r.metric.pause
	case r.metric.pausable:
		rule.pause = p.pause
	}
	if t.due {
		if rule.due = w.now.due; rule.due == lifeNever {
			return nil
		}
		return rule
	}
	if t.by {
		rule.value = lifePriority(w.now.priority)
		if rule.value < 0 || t.within[rule.value].none() {
			rule.value = 3 // default
		}
		if t.within[rule.value].none() {
			return nil
		}
	}
	w.budget(r, rule)
	return rule
}

// budget turns the duration into counted time from the run's start.
func (w *lifeWalk) budget(r *lifeRun, rule *lifeRule) {
	d := rule.target.within[rule.value]
	rule.opening = rule.policy.nextOpen
	if !d.working {
		rule.budget = d.minutes
		return
	}
	end := d.end(rule.calendar, r.start)
	rule.budget = rule.calendar.elapsed(r.start, end)
	if rule.budget > 0 && !rule.calendar.isOpen(end-1) {
		rule.opening = true
	}
}

// apply folds one event in.
func (w *lifeWalk) apply(e *lifeEvent) {
	before := w.now
	for _, s := range e.set {
		switch s.field {
		case "status":
			w.now.status = s.value
		case "priority":
			w.now.priority = s.value
		case "tier":
			w.now.tier = s.value
		case "team":
			w.now.team = s.value
		case "due_at":
			w.now.due = lifeParse(s.value)
		}
	}
	moved := before.category() != w.now.category() || e.kind == breach.Created
	into := ""
	if moved {
		into = w.now.category()
	}
	reopened := false
	switch {
	case w.now.solved():
		w.wasSolved = true
	case w.now.status != "void":
		reopened, w.wasSolved = w.wasSolved, false
	}

	for _, r := range w.runs {
		w.stop(r, e, into)
	}
	for _, r := range slices.Clone(w.runs) {
		w.match(r)
	}
	for _, r := range w.runs {
		w.cancel(r, e, into)
	}
	if reopened {
		for _, r := range slices.Clone(w.runs) {
			w.reopen(r)
		}
	}
	w.begin(e)
	for _, r := range w.runs {
		if r.hidden && r.born == w.at && r.ever && (w.find(r) == nil || !w.find(r).same(r.original)) {
			w.doubts[lifeReopenedAtOnce] = true // which target applied to a start of this instant is open
		}
	}
	w.runs = slices.DeleteFunc(w.runs, func(r *lifeRun) bool { return r.gone })
}

// stop ends a run if the event stops its metric.
func (w *lifeWalk) stop(r *lifeRun, e *lifeEvent, into string) {
	byStatus := false
	switch r.metric.name {
	case "first_response":
		if e.kind != breach.Comment || e.actor != "agent" || e.internal {
			return
		}
	case "resolution", "first_resolution", "total_resolution":
		if into != "solved" && into != "closed" {
			return
		}
		byStatus = true
	default:
		if e.kind != r.metric.stop {
			return
		}
	}
	for _, other := range w.runs {
		if other.kind == r.kind && other.metric == r.metric && other.leftAt == w.at && w.at > other.born {
			w.doubts[lifeReopenedAtOnce] = true // a stop at the instant of a reopening: which was first does not matter
		}
	}
	cancelledByStatus := r.ended == lifeCancelled && r.byStatus && w.now.solved()
	if r.ended != lifeLive && !cancelledByStatus {
		return
	}
	if r.recalled == w.at && w.at > r.born {
		w.doubts[lifeReopenedAtOnce] = true // the same for what was remembered
	}
	if r.hidden && r.born < w.at {
		r.gone = true // a stop before the reopening makes a remembered start forgotten
		return
	}
	r.hidden = false
	w.end(r, lifeStopped, byStatus)
}

// late breaches a run that ends now, if its deadline lies before.
func (w *lifeWalk) late(r *lifeRun) {
	if r.attached && r.ended == lifeLive && r.breachedAt == lifeNever {
		if d, ok := w.passed(r); ok && d < w.at {
			w.breach(r, d)
			r.lateAt = w.at
		}
	}
}

// leave does so for a run that ends without a stop. Its breach needs time after
// the deadline in which a target applied and the metric had not ended.
func (w *lifeWalk) leave(r *lifeRun) {
	if !r.attached {
		return
	}
	d, ok := w.passed(r)
	if !ok {
		return
	}
	if w.timeAfter(r, d) {
		w.late(r)
		return
	}
	for _, m := range r.reopened {
		if d <= m && m < w.at && r.breachedAt == lifeNever {
			w.doubts[lifeMoment] = true // whether a moment is time
		}
	}
}

// timeAfter reports whether the run was under a target after an instant.
func (w *lifeWalk) timeAfter(r *lifeRun, m int) bool {
	for n := max(0, m-r.start); n < len(r.log); n++ {
		if r.log[n] != nil && !r.idle[n] {
			return true
		}
	}
	return false
}

func (w *lifeWalk) end(r *lifeRun, how int, byStatus bool) {
	if how == lifeStopped {
		w.late(r)
	} else {
		w.leave(r)
	}
	if r.attached {
		r.leaves[w.at] = r.rule
	}
	if n := len(r.idle); n > 0 && r.idle[n-1] && r.ended == lifeLive {
		r.reopened = append(r.reopened, w.at) // out of void, for a moment
	}
	r.ended, r.endedAt, r.byStatus = how, w.at, byStatus
}

func (w *lifeWalk) cancel(r *lifeRun, e *lifeEvent, into string) {
	if r.ended != lifeLive {
		return
	}
	switch {
	case r.metric.name == "first_response" && (into == "solved" || into == "closed"):
		w.end(r, lifeCancelled, true)
		r.hidden = r.born == w.at
	case r.metric.cancel != "" && e.kind == r.metric.cancel:
		w.end(r, lifeCancelled, false)
	}
}

// begin starts the metrics that the event starts.
func (w *lifeWalk) begin(e *lifeEvent) {
	for n := range w.world.metrics {
		m := &w.world.metrics[n]
		if m.preset && e.kind != breach.Created || !m.preset && e.kind != m.start {
			continue
		}
		for _, kind := range w.kinds {
			busy := false
			for _, r := range w.runs {
				if r.kind == kind && r.metric == m && !r.gone && (r.ended == lifeLive || !m.each) {
					busy = true
				}
			}
			if !busy {
				w.open(kind, m)
			}
		}
	}
}

// open starts a run at this instant, under the target that applies.
func (w *lifeWalk) open(kind string, m *lifeMetric) *lifeRun {
	r := &lifeRun{kind: kind, metric: m, born: w.at, start: w.at, leaves: map[int]*lifeRule{}, breachedAt: lifeNever, lateAt: lifeNever, reached: append(make([]int, 0, w.until-w.at+1), w.at)}
	r.log, r.goesOn = make([]*lifeRule, 0, w.until-w.at), make([]int, 0, w.until-w.at)
	r.idle, r.solved = make([]bool, 0, w.until-w.at), make([]bool, 0, w.until-w.at)
	w.runs = append(w.runs, r)
	if rule := w.find(r); rule != nil {
		w.attach(r, rule)
	}
	return r
}

func (w *lifeWalk) attach(r *lifeRun, rule *lifeRule) {
	if !r.ever {
		r.original = rule
	}
	r.rule, r.attached, r.ever, r.since = rule, true, true, w.at
}

// match looks whether another target applies to a run.
func (w *lifeWalk) match(r *lifeRun) {
	rule := w.find(r)
	if r.ended != lifeLive {
		w.matchEnded(r, rule)
		return
	}
	switch {
	case rule == nil && r.attached:
		w.leave(r)
		r.leaves[w.at], r.gaps = r.rule, append(r.gaps, w.at)
		r.attached, r.detachedAt = false, w.at
	case rule == nil:
	case !r.ever:
		w.attachLate(r, rule)
	default:
		w.takeOver(r, rule, false)
	}
}

// attachLate gives a running metric its first target.
func (w *lifeWalk) attachLate(r *lifeRun, rule *lifeRule) {
	if rule.onChange == "restart" {
		r.start, r.log, r.idle, r.solved, r.reached = w.at, nil, nil, nil, []int{w.at}
		rule = w.find(r)
		w.attach(r, rule)
		return
	}
	w.attach(r, rule)
	if rule.onChange == "retroactive" {
		w.afresh(r)
		return
	}
	w.rewrite(r, rule)
}

// rewrite counts the run's whole life under a rule.
func (w *lifeWalk) rewrite(r *lifeRun, rule *lifeRule) {
	until := w.at
	if r.ended != lifeLive {
		until = r.endedAt
	}
	for n := range r.log {
		if r.start+n < until && (!r.idle[n] || r.solved[n]) {
			r.log[n] = rule
		}
	}
	clear(r.leaves)
	w.recount(r)
}

// takeOver lets a rule take over a running instance that has had a target.
func (w *lifeWalk) takeOver(r *lifeRun, rule *lifeRule, reopened bool) {
	if !r.attached {
		r.since = w.at
	}
	if r.rule.same(rule) {
		r.attached = true
		if rule.target.due && rule.due != r.rule.due {
			w.moveDue(r, rule)
		}
		return
	}
	switch rule.onChange {
	case "keep":
		before := r.detachedAt
		if r.attached {
			before = w.at
		}
		r.attached = true
		if r.rule.target.due {
			if due := w.now.due; due == lifeNever {
				r.attached, r.detachedAt = false, before
			} else if due != r.rule.due {
				moved := *r.rule
				moved.due = due
				w.moveDue(r, &moved)
			}
		}
	case "restart":
		if r.attached {
			r.detachedAt = w.at
		}
		if !reopened {
			w.leave(r)
		}
		r.attached = false
		r.ended, r.endedAt, r.byStatus = lifeCancelled, r.detachedAt, false
		w.open(r.kind, r.metric).born = lifeNever // no event has started it
	case "retroactive":
		r.attached, r.rule = true, rule
		w.afresh(r)
	default:
		r.attached, r.rule, r.since = true, rule, w.at
	}
}

// moveDue moves the date of an instance.
func (w *lifeWalk) moveDue(r *lifeRun, rule *lifeRule) {
	r.since, r.rule = w.at, rule
	if rule.onChange == "retroactive" {
		w.afresh(r)
	}
}

// afresh judges a run as if its rule had applied from the start.
func (w *lifeWalk) afresh(r *lifeRun) {
	r.breachedAt, r.original, r.since = lifeNever, r.rule, r.start
	for n := range r.log {
		if !r.idle[n] || r.solved[n] {
			r.log[n] = r.rule
		}
	}
	clear(r.leaves)
	w.recount(r)
	// A breach that now lies before this instant has happened.
	if d, ok := w.passed(r); ok && d < w.at {
		if w.breach(r, d); r.breachedAt >= w.at {
			r.breachedAt = lifeNever
		}
	}
}

// matchEnded judges a metric that stopped before a target applied.
func (w *lifeWalk) matchEnded(r *lifeRun, rule *lifeRule) {
	if rule == nil || r.metric.each || r.ever || r.hidden || rule.onChange == "restart" && r.start < w.at {
		return
	}
	for _, other := range w.runs {
		if other.kind == r.kind && other.metric == r.metric && other.start > r.start {
			return // a later instance has taken its place
		}
	}
	w.attach(r, rule)
	w.rewrite(r, rule)
	if d, ok := w.passed(r); ok && d < r.endedAt && (r.ended == lifeStopped || w.timeAfter(r, d)) {
		r.since = r.start
		w.breach(r, d)
	}
}

// reopen lets a run go on that a status has ended.
func (w *lifeWalk) reopen(r *lifeRun) {
	if r.ended == lifeLive || !r.byStatus {
		return
	}
	if r.hidden && r.born == w.at {
		w.doubts[lifeReopenedAtOnce] = true // which target it had first is open
	}
	rule := w.find(r)
	decides := rule
	if decides == nil {
		decides = r.rule
	}
	mode := r.metric.onReopen
	if mode == "" {
		mode = "resume"
	}
	if decides != nil {
		if decides.policy.onReopen != "" {
			mode = decides.policy.onReopen
		}
		if window := decides.policy.window; !window.none() {
			edge := window.after(decides.calendar, r.endedAt, decides.policy.nextOpen)
			w.edges = append(w.edges, edge)
			if w.at > edge {
				mode = "new"
			}
		}
	}
	switch mode {
	case "ignore":
		r.leftAt = w.at
		r.gone = r.hidden
		return
	case "new":
		r.byStatus, r.gone, r.leftAt = false, r.hidden, w.at
		w.open(r.kind, r.metric)
		return
	case "count_solved":
		for n := r.endedAt - r.start; n < len(r.log); n++ {
			r.solved[n] = true
			if r.attached {
				r.log[n] = r.rule
			}
		}
		if r.ever {
			w.recount(r)
		}
	}
	if r.hidden {
		r.recalled = w.at
	}
	r.ended, r.since, r.hidden = lifeLive, w.at, false
	if rule != nil || !r.ever {
		r.reopened = append(r.reopened, w.at)
	}
	if r.ever && r.lateAt == w.at {
		w.doubts[lifeReopenedAtOnce] = true
	}
	if rule == nil {
		if r.attached {
			r.attached, r.detachedAt = false, w.at
		}
		return
	}
	if !r.ever {
		w.attachLate(r, rule)
		return
	}
	w.takeOver(r, rule, true)
}

// rows returns the rows at the present instant.
func (w *lifeWalk) rows() []lifeRow {
	var rows []lifeRow
	for _, r := range w.runs {
		if r.ever && !r.hidden && !r.gone {
			row := w.row(r)
			row.Number = 1
			for _, before := range rows {
				if before.Kind == row.Kind && before.Metric == row.Metric {
					row.Number++
				}
			}
			rows = append(rows, row)
		}
	}
	sort.SliceStable(rows, func(i, j int) bool {
		if rows[i].Kind != rows[j].Kind {
			return rows[i].Kind < rows[j].Kind
		}
		return rows[i].Metric < rows[j].Metric
	})
	return rows
}

func (w *lifeWalk) row(r *lifeRun) lifeRow {
	row := lifeRow{Kind: r.kind, Metric: r.metric.name, Policy: r.rule.policy.name, Calendar: r.rule.calendar.name,
		Started: r.start, Completed: lifeNever, BreachedAt: r.breachedAt, Breached: r.breachedAt != lifeNever}
	end := w.at
	switch {
	case !r.attached:
		row.State, end = breach.Cancelled, r.detachedAt
	case r.ended == lifeCancelled:
		row.State, end = breach.Cancelled, r.endedAt
	case r.ended == lifeStopped && row.Breached:
		row.State, end = breach.Missed, r.endedAt
	case r.ended == lifeStopped:
		row.State, end = breach.Met, r.endedAt
	case r.rule.paused(&w.now):
		row.State, row.Projected = breach.Paused, !row.Breached
	default:
		row.State = breach.Running
	}
	if row.State != breach.Running && row.State != breach.Paused {
		row.Completed = end
	}
	row.Deadline = w.deadlineFrom(r, end)
	row.Original = w.originalOf(r)
	row.Elapsed, row.Paused, row.WallPaused = r.counted, r.paused, r.wallPaused
	row.WallElapsed = max(0, end-r.start)
	row.Within = w.within(r, r.rule)
	if row.Breached {
		row.Within = r.within
	}
	switch {
	case !row.Breached && !r.rule.target.due:
		row.Remaining = max(0, r.rule.budget-r.counted)
	case !row.Breached:
		row.Remaining = r.rule.calendar.elapsed(end, r.rule.due)
	case !r.judgedDue:
		row.Overdue = max(0, r.counted-r.within)
	default:
		for _, m := range r.goesOn {
			if m >= r.deadline {
				row.Overdue++
			}
		}
	}
	row.WallRemaining = max(0, row.Deadline-end)
	row.Next = lifeNever
	if live := row.State == breach.Running || row.State == breach.Paused; live && !row.Breached {
		point := w.riskPoint(r)
		row.AtRisk = point <= w.at
		if row.State == breach.Running {
			row.Next = row.Deadline
			if point > w.at {
				row.Next = min(row.Next, point)
			}
		}
	}
	for n, rule := range r.log {
		m := r.start + n
		if rule == nil || !rule.paused(&w.states[w.fields[m-w.from]]) {
			continue
		}
		if k := len(row.Pauses); k > 0 && row.Pauses[k-1][1] == m {
			row.Pauses[k-1][1] = m + 1
		} else {
			row.Pauses = append(row.Pauses, [2]int{m, m + 1})
		}
	}
	return row
}

// riskPoint returns when a live run comes to be at risk if it counts on.
func (w *lifeWalk) riskPoint(r *lifeRun) int {
	rule := r.rule
	n := rule.policy.atRisk
	if rule.target.due {
		// The earliest instant with so much open time until the date.
		at := rule.due
		for at > r.start {
			if rule.calendar.isOpen(at - 1) {
				if n == 0 {
					return at
				}
				n--
			}
			at--
		}
		return at
	}
	counted := max(0, rule.budget-n)
	if counted <= r.counted {
		return r.reached[counted]
	}
	at := w.at
	for left := counted - r.counted; left > 0; at++ {
		if rule.calendar.isOpen(at) {
			left--
		}
	}
	return at
}

// originalOf returns the deadline as the first target gave it at the start.
func (w *lifeWalk) originalOf(r *lifeRun) int {
	rule := r.original
	if rule.target.due {
		return rule.due
	}
	left, at := rule.budget, r.start
	for ; left > 0; at++ {
		if rule.calendar.isOpen(at) {
			left--
		}
	}
	if rule.opening {
		at = rule.calendar.nextOpen(at)
	}
	return at
}
