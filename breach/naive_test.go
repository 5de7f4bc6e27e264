package breach_test

import (
	"cmp"
	"maps"
	"slices"
	"time"

	"github.com/tenggat/sla/breach"
	"github.com/tenggat/sla/calendar"
	"github.com/tenggat/sla/policy"
)

// naive is a second opinion on breach.Evaluate: it walks through a ticket's
// life tick by tick, at each tick applies the events of that instant, and
// writes down in a cell for every instance what the tick was. All it says of an
// instance it then counts from the cells. It shares no code with the fold,
// knows no formula, and is slow.
//
// Instants and durations must be whole numbers of ticks.
type naive struct {
	set    *policy.Set
	tick   time.Duration
	zero   time.Time // tick 0: the creation
	now    int       // the tick of the report
	events []breach.Event
	states []policy.State // after each event
	ticks  []int          // of each event
	clocks []*naiveClock
	open   map[*calendar.Calendar][]bool
	codes  map[string]bool // of warnings
}

// naiveClock is a metric under a kind.
type naiveClock struct {
	policy.Clock
	index     int
	instances []*naiveInstance
	applies   bool // a target does, now
	rule      naiveRule
}

func (c *naiveClock) last() *naiveInstance {
	if len(c.instances) == 0 {
		return nil
	}
	return c.instances[len(c.instances)-1]
}

// naiveRule is a target as it applies to the ticket with its present fields.
type naiveRule struct {
	target   *policy.Target
	budget   policy.Duration
	calendar *calendar.Calendar
	name     string // of the calendar
	due      time.Time
}

// same reports whether two rules are one target with one budget, calendar and
// due date.
func (r naiveRule) same(other naiveRule) bool {
	return r.target == other.target && r.budget == other.budget && r.name == other.name && r.due.Equal(other.due)
}

// naiveInstance is one instance with its diary.
type naiveInstance struct {
	start    int // tick
	cells    []naiveCell
	running  bool // its metric: between start and stop, whether or not a target applies
	ended    int  // tick at which the metric was stopped or cancelled
	byStatus bool // ended so that a reopening concerns it
	stopped  bool // ended by a stop, not by a cancel

	shown    bool // a target has applied to it
	attached bool // one applies
	rule     naiveRule
	since    int // tick since which its deadline has been in force
	original int // tick of the deadline at the start
	done     int // tick at which it was completed, -1 before
	verdict  breach.State
	breach   *naiveBreach
}

// naiveBreach is a breach made, which stays.
type naiveBreach struct {
	deadline, at int
	rule         naiveRule // the rule that was broken
}

// naiveCell is what one tick was to an instance.
type naiveCell struct {
	run      bool // the metric ran and the ticket was not void
	attached bool
	open     bool
	paused   bool
	status   string // of the pause
	reason   string
}

func (c naiveCell) counts() bool { return c.run && c.attached && c.open && !c.paused }

// never is the tick of what does not happen within the oracle's horizon.
const never = 1 << 40

// newNaive prepares the walk over a history that has a created event at or
// before at.
func newNaive(set *policy.Set, tick time.Duration, history []breach.Event, at time.Time) *naive {
	n := &naive{set: set, tick: tick, open: map[*calendar.Calendar][]bool{}, codes: map[string]bool{}}
	seen := map[string]breach.Event{}
	for _, e := range naiveOrder(history) {
		if e.At.After(at) {
			continue
		}
		if first, dup := seen[e.ID]; dup && e.ID != "" {
			if !sameEvent(first, e) {
				n.codes[breach.WarnDuplicateID] = true
			}
			continue
		}
		seen[e.ID] = e
		if e.Type == breach.Created {
			if !n.zero.IsZero() {
				n.codes[breach.WarnSecondCreated] = true
				continue
			}
			n.zero = e.At
		}
		n.events = append(n.events, e)
	}
	for _, e := range n.events {
		if e.At.Before(n.zero) {
			n.codes[breach.WarnBeforeCreated] = true
		}
		n.ticks = append(n.ticks, n.at(e.At))
	}
	n.now = n.at(at)
	for i, c := range set.Clocks() {
		n.clocks = append(n.clocks, &naiveClock{Clock: c, index: i})
	}
	return n
}

// naiveOrder is the history in the order of folding.
func naiveOrder(history []breach.Event) []breach.Event {
	return slices.SortedStableFunc(slices.Values(history), func(a, b breach.Event) int {
		rank := func(e breach.Event) int {
			if e.Type == breach.Created {
				return 0
			}
			return 1
		}
		return cmp.Or(a.At.Compare(b.At), cmp.Compare(rank(a), rank(b)))
	})
}

func sameEvent(a, b breach.Event) bool {
	return a.Ticket == b.Ticket && a.At.Equal(b.At) && a.Type == b.Type && a.Actor == b.Actor &&
		a.Internal == b.Internal && a.Reason == b.Reason &&
		maps.EqualFunc(a.Fields, b.Fields, slices.Equal[[]string])
}

func (n *naive) at(t time.Time) int             { return int(t.Sub(n.zero) / n.tick) }
func (n *naive) instant(tick int) time.Time     { return n.zero.Add(time.Duration(tick) * n.tick) }
func (n *naive) length(ticks int) time.Duration { return time.Duration(ticks) * n.tick }

// isOpen asks the calendar about every tick once.
func (n *naive) isOpen(c *calendar.Calendar, tick int) bool {
	if tick < 0 {
		return c.IsOpen(n.instant(tick))
	}
	known := n.open[c]
	for len(known) <= tick {
		known = append(known, c.IsOpen(n.instant(len(known))))
	}
	n.open[c] = known
	return known[tick]
}

// walk lives the ticket's life up to now.
func (n *naive) walk() {
	fields := policy.Fields{}
	var state policy.State
	next := 0
	apply := func() {
		e := n.events[next]
		change := policy.Change{
			Type: e.Type, Actor: e.Actor, Internal: e.Internal,
			Created: e.Type == breach.Created, From: state.Category,
		}
		set := maps.Clone(e.Fields)
		if _, said := set["created_by"]; change.Created && !said && fields["created_by"] == nil && e.Actor != "" {
			if set == nil {
				set = policy.Fields{}
			}
			set["created_by"] = []string{string(e.Actor)}
		}
		fields = maps.Clone(fields)
		for _, name := range slices.Sorted(maps.Keys(set)) {
			values := set[name]
			if len(values) == 1 && values[0] == "" {
				values = nil
			}
			if slices.Equal(values, fields[name]) {
				continue
			}
			change.Changed = append(change.Changed, policy.FieldChange{Name: name, From: fields[name]})
			if len(values) == 0 {
				delete(fields, name)
			} else {
				fields[name] = values
			}
		}
		delete(n.codes, breach.WarnNoTarget) // these speak of the ticket as it is in the end
		delete(n.codes, breach.WarnBadDue)
		known := true
		state.Fields = fields
		state.Category, known = n.set.Category(firstOf(fields["status"]))
		if !known {
			n.codes[breach.WarnUnmappedStatus] = true
		}
		if n.ticks[next] >= 0 && e.Type == breach.Comment && e.Actor == breach.Agent && !e.Internal {
			state.Responded = true
		}
		change.State = state
		n.states = append(n.states, state)
		if !e.At.Before(n.zero) {
			for _, c := range n.clocks {
				n.apply(c, next, &change)
			}
		}
		next++
	}
	for next < len(n.events) && n.ticks[next] < 0 {
		apply()
	}
	for tick := 0; tick <= n.now; tick++ {
		for next < len(n.events) && n.ticks[next] == tick {
			apply()
		}
		for _, c := range n.clocks {
			for _, i := range c.instances {
				n.write(i, tick, i.running && state.Category != policy.StatusVoid, i.attached)
			}
		}
	}
}

func firstOf(values []string) string {
	if len(values) == 0 {
		return ""
	}
	return values[0]
}

// apply lets one event act on one clock, in the order of the design.
func (n *naive) apply(c *naiveClock, event int, change *policy.Change) {
	tick := n.ticks[event]
	for _, i := range c.instances {
		n.judge(i, tick)
	}
	n.stop(c, tick, change)
	c.rule, c.applies = n.ruleFor(c, &change.State)
	n.match(c, event)
	n.cancel(c, tick, change)
	n.restart(c, tick, change)
	n.reopen(c, event, change)
	n.start(c, event, change)
}

// judge makes a breach before tick final. One made at tick is not: other events
// of that instant may change the target again.
func (n *naive) judge(i *naiveInstance, tick int) {
	n.breakAt(i, tick)
	if i.breach != nil && i.breach.at >= tick && i.done < 0 {
		i.breach = nil
	}
}

// breakAt notes the breach of a deadline before tick.
func (n *naive) breakAt(i *naiveInstance, tick int) {
	if !i.attached || i.done >= 0 || i.breach != nil {
		return
	}
	if deadline, sure := n.deadline(i, i.rule, tick); sure && deadline < tick {
		i.breach = &naiveBreach{deadline: deadline, at: max(deadline, i.since), rule: i.rule}
	}
}

// finish completes an instance, but for the verdict of its clock.
func (n *naive) finish(i *naiveInstance, tick int, stopped bool) {
	if !i.attached {
		return
	}
	n.breakAt(i, tick)
	i.done, i.verdict = tick, breach.Cancelled
	if stopped {
		i.verdict = breach.Met
		if i.breach != nil {
			i.verdict = breach.Missed
		}
	}
}

// revive takes a completion back. A breach of this very instant is not final.
func (n *naive) revive(i *naiveInstance, tick int) {
	i.attached, i.done, i.since = true, -1, tick
	if i.breach != nil && i.breach.at >= tick {
		i.breach = nil
	}
}

func (n *naive) stop(c *naiveClock, tick int, change *policy.Change) {
	i := c.last()
	if i == nil || !i.running || !c.Metric.Stop.Matches(change) {
		return
	}
	n.finish(i, tick, true)
	n.end(i, tick, true, change.Moved() && change.Category.Done() && c.Metric.Stop.MatchesByStatus(change))
}

// end ends the metric's run.
func (n *naive) end(i *naiveInstance, tick int, stopped, byStatus bool) {
	i.running, i.ended, i.stopped, i.byStatus = false, tick, stopped, byStatus
}

// ruleFor is the target that applies to a clock.
func (n *naive) ruleFor(c *naiveClock, state *policy.State) (naiveRule, bool) {
	if state.Category == policy.StatusVoid {
		return naiveRule{}, false
	}
	for _, p := range n.set.AppendMatch(nil, state, n.zero) {
		if p.Kind != c.Kind {
			continue
		}
		for _, t := range p.Targets {
			if t.Metric.Name != c.Metric.Name || !t.When.Holds(state) {
				continue
			}
			return n.ruleOf(t, state)
		}
	}
	return naiveRule{}, false
}

func (n *naive) ruleOf(t *policy.Target, state *policy.State) (r naiveRule, ok bool) {
	r.target = t
	r.name, r.calendar = t.CalendarFor(state.Fields)
	if t.Due != "" {
		text := firstOf(state.Fields[t.Due])
		if text == "" {
			return r, false
		}
		due, err := time.Parse(time.RFC3339, text)
		if err != nil {
			n.codes[breach.WarnBadDue] = true
			return r, false
		}
		r.due = due
		return r, true
	}
	r.budget, ok = t.Budget(state.Fields)
	if !ok {
		n.codes[breach.WarnNoTarget] = true
	}
	return r, ok
}

// match attaches, detaches and changes the target of an instance.
func (n *naive) match(c *naiveClock, event int) {
	i, tick := c.last(), n.ticks[event]
	switch {
	case i == nil:
	case !c.applies:
		if i.running && i.attached {
			n.finish(i, tick, false)
			i.attached = false
		}
	case !i.shown:
		if i.running || c.Metric.Repeat == policy.Once && c.rule.target.OnChange != policy.Restart {
			n.attachLate(c, i, tick)
		}
	case i.running && i.attached && i.rule.same(c.rule):
	case i.running:
		n.change(c, i, event)
	}
}

// attachLate gives an instance its first target; one that has ended is judged
// all the same.
func (n *naive) attachLate(c *naiveClock, i *naiveInstance, tick int) {
	i.shown, i.attached, i.rule, i.since = true, true, c.rule, tick
	switch c.rule.target.OnChange {
	case policy.Restart:
		i.start, i.cells = tick, nil
	case policy.Retroactive:
		i.since = i.start
	}
	n.rewrite(i, i.start, tick)
	i.original = n.originalDeadline(i)
	if !i.running {
		n.finish(i, i.ended, i.stopped)
	}
}

// change lets another rule take over an instance, or the same one return.
func (n *naive) change(c *naiveClock, i *naiveInstance, event int) {
	tick := n.ticks[event]
	same, rule := i.rule.same(c.rule), c.rule.target.OnChange
	if !i.attached && (same || rule != policy.Restart) {
		n.revive(i, tick)
	}
	if same {
		return
	}
	switch rule {
	case policy.Carry:
		i.rule, i.since = c.rule, tick
	case policy.Retroactive:
		i.rule, i.since, i.breach = c.rule, i.start, nil
		n.rewrite(i, i.start, tick)
	case policy.Restart:
		n.finish(i, tick, false)
		n.end(i, tick, false, false)
		n.begin(c, event)
	case policy.Keep:
	}
}

func (n *naive) cancel(c *naiveClock, tick int, change *policy.Change) {
	i := c.last()
	if i == nil || !i.running || c.Metric.Cancel == nil || !c.Metric.Cancel.Matches(change) {
		return
	}
	n.finish(i, tick, false)
	n.end(i, tick, false, change.Moved() && change.Category.Done() && c.Metric.Cancel.MatchesByStatus(change))
}

func (n *naive) restart(c *naiveClock, tick int, change *policy.Change) {
	i := c.last()
	if i == nil || !i.running || c.Metric.Restart == nil || !c.Metric.Restart.Matches(change) {
		return
	}
	if n.judge(i, tick); i.breach != nil {
		return
	}
	if i.shown && !i.attached {
		return // it is cancelled: neither running nor paused
	}
	i.start, i.cells, i.since = tick, nil, tick
	if i.shown {
		i.original = n.originalDeadline(i)
	}
}

// reopen revives the last instance, if a status ended it.
func (n *naive) reopen(c *naiveClock, event int, change *policy.Change) {
	i, tick := c.last(), n.ticks[event]
	if i == nil || i.running || !i.byStatus || !change.Reopened() {
		return
	}
	rule := c.Metric.OnReopen
	if i.shown {
		rule = i.rule.target.OnReopen
		if n.outsideWindow(i, tick) && rule != policy.Ignore {
			rule = policy.Anew
		}
	}
	switch rule {
	case policy.Anew:
		n.begin(c, event)
	case policy.Resume, policy.CountSolved:
		i.running, i.byStatus = true, false
		if rule == policy.CountSolved {
			for k := i.ended; k < tick; k++ {
				i.cells[k-i.start].run = true
			}
			if i.attached {
				n.rewrite(i, i.ended, tick)
			}
		}
		if i.attached {
			n.revive(i, tick)
		}
		n.match(c, event)
	}
}

// outsideWindow reports whether a reopening comes later than the reopen window
// allows.
func (n *naive) outsideWindow(i *naiveInstance, tick int) bool {
	window := i.rule.target.ReopenWindow
	switch {
	case window.IsZero():
		return false
	case window.Days != 0 || window.AtClose:
		return tick > n.workingDay(i.rule.calendar, i.ended, window)
	}
	open := 0
	for k := i.ended; k < tick; k++ {
		if n.isOpen(i.rule.calendar, k) {
			open++
		}
	}
	return n.length(open) > window.Time
}

// start begins an instance if the event does.
func (n *naive) start(c *naiveClock, event int, change *policy.Change) {
	last := c.last()
	if last != nil && (last.running || c.Metric.Repeat == policy.Once) ||
		!c.Metric.Start.Matches(change) || holdsByStatus(c.Metric.Cancel, change) {
		return
	}
	i := n.begin(c, event)
	if holdsByStatus(c.Metric.Stop, change) {
		n.finish(i, i.start, true)
		n.end(i, i.start, true, change.Category.Done())
	}
}

// holdsByStatus reports whether an ending predicate already holds because of
// the status the ticket is in, whether or not this event moved it there.
func holdsByStatus(p *policy.Predicate, change *policy.Change) bool {
	if p == nil {
		return false
	}
	asked := *change
	asked.Created, asked.Changed = false, nil // what it did is not asked, only what the status is
	asked.From = (asked.Category + 1) % (policy.StatusVoid + 1)
	untyped := asked
	untyped.Type = ""
	return p.MatchesByStatus(&asked) || p.MatchesByStatus(&untyped)
}

// begin begins the next instance of a clock.
func (n *naive) begin(c *naiveClock, event int) *naiveInstance {
	tick := n.ticks[event]
	i := &naiveInstance{
		start: tick, running: true, since: tick, done: -1,
		shown: c.applies, attached: c.applies, rule: c.rule,
	}
	if i.shown {
		i.original = n.originalDeadline(i)
	}
	c.instances = append(c.instances, i)
	return i
}

// write writes the cell of a tick, the last one or one to be judged afresh.
func (n *naive) write(i *naiveInstance, tick int, run, attached bool) {
	cell := naiveCell{run: run, attached: attached}
	if attached {
		cell.open = n.isOpen(i.rule.calendar, tick)
	}
	if run && attached {
		cell.paused, cell.status, cell.reason = n.pausedAt(i.rule.target.Pause, tick)
	}
	if k := tick - i.start; k < len(i.cells) {
		i.cells[k] = cell
	} else {
		i.cells = append(i.cells, cell)
	}
}

// pausedAt reports whether a pause rule holds during a tick, and the status and
// reason that came with the event since which it does.
func (n *naive) pausedAt(rule *policy.Predicate, tick int) (paused bool, status, reason string) {
	if rule == nil {
		return false, "", ""
	}
	var before string
	for e, state := range n.states {
		if n.ticks[e] > tick {
			break
		}
		now := firstOf(state.Fields["status"])
		switch {
		case !rule.Holds(&state):
			paused, status, reason = false, "", ""
		case !paused || now != before:
			paused, status, reason = true, now, n.events[e].Reason
		}
		before = now
	}
	return paused, status, reason
}

// rewrite judges the ticks from, ..., until-1 afresh, under the present rule.
func (n *naive) rewrite(i *naiveInstance, from, until int) {
	for k := from; k < until; k++ {
		n.write(i, k, i.cells[k-i.start].run, true)
	}
}
