package breach_test

import (
	"cmp"
	"maps"
	"math"
	"slices"
	"time"

	"github.com/tenggat/sla/breach"
	"github.com/tenggat/sla/calendar"
	"github.com/tenggat/sla/policy"
	"github.com/tenggat/sla/policy/rule"
)

// naive is a second opinion on breach.Evaluate: it walks through a ticket's
// life tick by tick, at each tick applies the events of that instant, and
// writes down in a cell for every instance what the tick was. All it says of an
// instance it then counts from the cells. It shares no code with the fold,
// knows no formula, and is slow.
//
// Instants and durations must be whole numbers of ticks.
type naive struct {
	set     *policy.Set
	program rule.Program // of set
	tick    time.Duration
	zero    time.Time // tick 0: the creation
	now     int       // the tick of the report
	events  []breach.Event
	state   naiveState    // of the ticket, now
	states  []naiveState  // after each event
	before  rule.Category // the last one that was not void
	ticks   []int         // of each event
	clocks  []*naiveClock
	open    map[*calendar.Calendar][]bool
	codes   map[breach.WarningCode]bool // of warnings
}

// naiveState is a ticket with all its fields.
type naiveState struct {
	fields policy.Fields
	rule.Ticket
}

// naiveClock is a metric under a kind.
type naiveClock struct {
	rule.Timer
	index     int
	instances []*naiveInstance
	applies   bool // a target does, now
	rule      naiveRule
	now       naiveNow
}

func (c *naiveClock) last() *naiveInstance {
	if len(c.instances) == 0 {
		return nil
	}
	return c.instances[len(c.instances)-1]
}

// naiveRule is a target as it applies to the ticket with its present fields.
type naiveRule struct {
	target   rule.Target
	budget   rule.Budget
	text     string // of the budget
	calendar *calendar.Calendar
	name     string // of the calendar
	due      time.Time
}

// same reports whether two rules are one target with one budget, calendar and
// due date.
func (r naiveRule) same(other naiveRule) bool {
	return r.target == other.target && r.budget == other.budget && r.name == other.name && r.calendar == other.calendar && r.due.Equal(other.due)
}

// naiveInstance is one instance with its diary.
type naiveInstance struct {
	born     int // tick at which it began
	start    int // tick of its count
	cells    []naiveCell
	running  bool // its metric: between start and stop, whether or not a target applies
	ended    int  // tick at which the metric was stopped or cancelled
	byStatus bool // ended so that a reopening concerns it
	stopped  bool // ended by a stop, not by a cancel
	left     bool // a reopening since it ended has left it as it is
	hidden   bool // began on a solved ticket, which was not reopened since

	shown    bool // a target has applied to it
	attached bool // one applies
	rule     naiveRule
	since    int   // tick since which its deadline has been in force, and the clock has run
	ruled    int   // tick since which its rule has been in force
	original int   // tick of the deadline at the start
	done     int   // tick at which it was completed, -1 before
	stops    []int // ticks at which it was stopped
	verdict  breach.State
	breach   *naiveBreach
}

// naiveBreach is a breach made, which stays.
type naiveBreach struct {
	deadline, at int
	rule         naiveRule // the rule that was broken
	since        int       // tick since which it had been in force
}

// naiveCell is what one tick was to an instance.
type naiveCell struct {
	run      bool // the metric ran and the ticket was not void, or it counts all the same
	ended    bool // the metric did not run
	attached bool
	open     bool
	calendar *calendar.Calendar // that counts, if attached
	paused   bool
	status   string // of the pause
	reason   string
	resumes  int // tick at which the pause ends if no event comes; 0: never
}

func (c naiveCell) counts() bool { return c.run && c.attached && c.open && !c.paused }

// never is the tick of what does not happen within the oracle's horizon.
const never = math.MaxInt32

// newNaive prepares the walk over a history that has a created event at or
// before at.
func newNaive(set *policy.Set, tick time.Duration, history []breach.Event, at time.Time) *naive {
	n := &naive{set: set, program: set.Program(), tick: tick, open: map[*calendar.Calendar][]bool{}, codes: map[breach.WarningCode]bool{}}
	n.state.fields = policy.Fields{}
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
	for i := range n.program.Timers() {
		n.clocks = append(n.clocks, &naiveClock{Timer: n.program.Timer(i), index: i})
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

func (n *naive) at(t time.Time) int {
	return int(t.Sub(n.zero) / n.tick) //narrowing:ok a sample lasts for less than horizon
}
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
	for len(n.states) < len(n.events) && n.ticks[len(n.states)] < 0 {
		n.happen()
	}
	for tick := 0; tick <= n.now; tick++ {
		for len(n.states) < len(n.events) && n.ticks[len(n.states)] == tick {
			n.happen()
		}
		for _, c := range n.clocks {
			for _, i := range c.instances {
				n.write(i, tick, naiveCell{run: i.running && n.state.Category != rule.Void, ended: !i.running, attached: i.attached})
			}
		}
	}
}

// happen applies the next event to the ticket and to every clock.
func (n *naive) happen() {
	event := len(n.states)
	e := n.events[event]
	change := rule.Update{
		Type: e.Type, Actor: rule.ActorNamed(string(e.Actor)), Internal: e.Internal,
		Created: e.Type == breach.Created, From: n.state.Category, Before: n.before,
	}
	change.Changed = n.setFields(e)
	delete(n.codes, breach.WarnNoTarget) // these speak of the ticket as it is in the end
	delete(n.codes, breach.WarnBadDue)
	known := true
	if n.state.Category, known = n.program.Category(firstOf(n.state.fields["status"])); !known {
		n.codes[breach.WarnUnmappedStatus] = true
	}
	if n.state.Category != rule.Void {
		n.before = n.state.Category
	}
	if e.Type == breach.Created || !e.At.Before(n.zero) && e.Type == breach.Comment && !e.Internal {
		n.state.Commented = rule.ActorNamed(string(e.Actor))
		n.state.Responded = n.state.Responded || e.Type == breach.Comment && e.Actor == breach.Agent
		n.state.Asked = n.state.Asked || e.Actor == breach.Customer
	}
	if !e.At.Before(n.zero) {
		n.state.Created = n.zero
	}
	change.Ticket = n.state.Ticket
	n.states = append(n.states, n.state)
	if e.At.Before(n.zero) {
		return
	}
	for _, c := range n.clocks {
		n.apply(c, event, &change)
	}
}

// setFields sets an event's fields, in a copy, and returns those that changed.
func (n *naive) setFields(e breach.Event) (changed []rule.FieldUpdate) {
	set := maps.Clone(e.Fields)
	if _, said := set["created_by"]; e.Type == breach.Created && !said && n.state.fields["created_by"] == nil && e.Actor != "" {
		if set == nil {
			set = policy.Fields{}
		}
		set["created_by"] = []string{string(e.Actor)}
	}
	fields := maps.Clone(n.state.fields)
	for _, name := range slices.Sorted(maps.Keys(set)) {
		values := set[name]
		if len(values) == 1 && values[0] == "" {
			values = nil
		}
		if slices.Equal(values, fields[name]) {
			continue
		}
		if number, read := n.program.FieldNumber(name); read {
			changed = append(changed, rule.FieldUpdate{Field: number, From: fields[name]})
		}
		if len(values) == 0 {
			delete(fields, name)
		} else {
			fields[name] = values
		}
	}
	n.state.fields, n.state.Values = fields, n.program.Ticket(fields).Values
	return changed
}

func firstOf(values []string) string {
	if len(values) == 0 {
		return ""
	}
	return values[0]
}

// write completes the cell of a tick, the last one or one to be judged afresh,
// and writes it.
func (n *naive) write(i *naiveInstance, tick int, cell naiveCell) {
	if cell.attached {
		cell.open, cell.calendar = n.isOpen(i.rule.calendar, tick), i.rule.calendar
	}
	if cell.run && cell.attached {
		cell.paused, cell.status, cell.reason, cell.resumes = n.pausedAt(i.rule.target, tick)
	}
	if k := tick - i.start; k < len(i.cells) {
		i.cells[k] = cell
	} else {
		i.cells = append(i.cells, cell)
	}
}

// pausedAt reports whether a target's pause rule holds during a tick, and the status and
// reason that came with the event since which it does.
func (n *naive) pausedAt(t rule.Target, tick int) (paused bool, status, reason string, resumes int) {
	if t.PauseRule() < 0 {
		return false, "", "", 0
	}
	pause := n.program.PauseRule(t.PauseRule())
	var before string
	for e, state := range n.states {
		if n.ticks[e] > tick {
			break
		}
		if paused && resumes != 0 && resumes <= n.ticks[e] {
			paused = false
		}
		now := firstOf(state.fields["status"])
		until, holds := pause.HoldsUntil(&state.Ticket)
		if resumes = 0; holds && !until.IsZero() {
			resumes = n.at(until)
			holds = until.After(n.instant(n.ticks[e]))
		}
		switch {
		case !holds:
			paused, status, reason = false, "", ""
		case !paused || now != before:
			paused, status, reason = true, now, n.events[e].Reason
		}
		before = now
	}
	if paused && resumes != 0 && resumes <= tick {
		return false, "", "", 0
	}
	return paused, status, reason, resumes
}

// rewrite judges the ticks from, ..., until-1 afresh, under the present rule.
func (n *naive) rewrite(i *naiveInstance, from, until int) {
	for k := from; k < until; k++ {
		was := i.cells[k-i.start]
		n.write(i, k, naiveCell{run: was.run, ended: was.ended, attached: true})
	}
}
