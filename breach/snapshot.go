package breach

import (
	"encoding/json"
	"fmt"
	"time"

	"github.com/tenggat/sla/policy"
	"github.com/tenggat/sla/policy/rule"
)

// snapshotJSON is a Tracker as it is stored. It holds facts only; what follows
// from them under the Set is computed again.
type snapshotJSON struct {
	Format    int               `json:"format"`
	Digest    string            `json:"digest"`
	Ticket    string            `json:"ticket,omitzero"`
	Applied   int               `json:"applied"`
	Created   time.Time         `json:"created,omitzero"`
	Last      time.Time         `json:"last,omitzero"`
	Creating  bool              `json:"creating,omitzero"`
	Responded bool              `json:"responded,omitzero"`
	Asked     bool              `json:"asked,omitzero"`
	Commented rule.Actor        `json:"commented,omitzero"`
	Status    string            `json:"status,omitzero"`
	Before    rule.Category     `json:"before,omitzero"`
	Fields    policy.Fields     `json:"fields,omitempty"` // those that a rule reads
	Seen      map[string]uint64 `json:"seen,omitempty"`
	Warnings  []Warning         `json:"warnings,omitempty"`
	Pauses    [][]Pause         `json:"pauses,omitempty"`
	Clocks    []clockJSON       `json:"clocks,omitempty"`
}

type clockJSON struct {
	Number int32     `json:"number,omitzero"`
	Trace  trace     `json:"trace,omitzero"`
	Runs   []runJSON `json:"runs,omitempty"`
}

type runJSON struct {
	Number     int32       `json:"number,omitzero"`
	Started    time.Time   `json:"started"`
	Since      time.Time   `json:"since"`
	Ending     ending      `json:"ending,omitzero"`
	EndedAt    time.Time   `json:"ended_at,omitzero"`
	ByStatus   statusEnd   `json:"by_status,omitzero"`
	Hidden     bool        `json:"hidden,omitzero"`
	Moved      bool        `json:"moved,omitzero"`
	DetachedAt time.Time   `json:"detached_at,omitzero"`
	Original   time.Time   `json:"original,omitzero"`
	Bound      bindingJSON `json:"bound,omitzero"`
	Want       bindingJSON `json:"want,omitzero"`
	Legs       []legJSON   `json:"legs"`
	Frozen     *frozenJSON `json:"frozen,omitzero"`
	Notes      []Note      `json:"notes,omitempty"`
}

type legJSON struct {
	From  time.Time   `json:"from"`
	Mode  mode        `json:"mode,omitzero"`
	Ended bool        `json:"ended,omitzero"`
	Bound bindingJSON `json:"bound,omitzero"`
}

type frozenJSON struct {
	Bound      bindingJSON `json:"bound"`
	Since      time.Time   `json:"since"`
	Deadline   time.Time   `json:"deadline"`
	BreachedAt time.Time   `json:"breached_at"`
}

// bindingJSON names a target by its place in the Set. A snapshot is read only
// under a Set of the same digest.
type bindingJSON struct {
	Policy   int    `json:"policy"` // from 1; 0 is no target
	Target   int    `json:"target"`
	Calendar string `json:"calendar,omitzero"`
	Zone     string `json:"zone,omitzero"` // of the calendar
	Budget   string `json:"budget,omitzero"`
	// FromArrival belongs to the budget: its text does not tell.
	FromArrival bool      `json:"from_arrival,omitzero"`
	Due         time.Time `json:"due,omitzero"`
}

// Snapshot returns the Tracker as JSON, to be stored beside the ticket and read
// by [RestoreTracker]. It has a format number and the Set's digest. Its content is
// not part of the API: use Report for that.
func (t *Tracker) Snapshot() ([]byte, error) {
	if t.isZero() {
		return nil, ErrZeroTracker
	}
	f := t.fold
	s := snapshotJSON{
		Format: format, Digest: f.set.Digest(),
		Ticket: f.ticket.name, Applied: t.applied, Created: f.ticket.created.time(),
		Last: f.last.time(), Creating: t.created,
		Responded: f.ticket.Responded, Asked: f.ticket.Asked, Commented: f.ticket.Commented, Status: f.ticket.status, Before: f.ticket.before, Fields: f.fields(),
		Seen: t.seen, Warnings: f.warnings,
	}
	for _, timeline := range f.timelines {
		pauses := make([]Pause, len(timeline))
		for i, h := range timeline {
			pauses[i] = Pause{From: h.from.time(), Until: h.until.time(), Status: h.status, Reason: h.reason}
		}
		s.Pauses = append(s.Pauses, pauses)
	}
	for i := range f.timers {
		clock := clockJSON{Number: f.timers[i].number, Trace: f.timers[i].trace}
		for r := f.timers[i].runs; r != nil; r = r.next {
			clock.Runs = append(clock.Runs, f.runJSON(r))
		}
		s.Clocks = append(s.Clocks, clock)
	}
	return json.Marshal(s)
}

// fields are the ticket's fields that a rule reads.
func (f *fold) fields() policy.Fields {
	fields := policy.Fields{}
	for i, values := range f.ticket.Values {
		if name := f.program.FieldName(i); name != "" && values != nil {
			fields[name] = values
		}
	}
	return fields
}

func (f *fold) runJSON(r *run) runJSON {
	j := runJSON{
		Number: r.number, Started: r.started.time(), Since: r.since.time(),
		Ending: r.ending, EndedAt: r.endedAt.time(), ByStatus: r.byStatus, Hidden: r.hidden, Moved: r.moved, DetachedAt: r.detachedAt.time(),
		Original: r.original.time(), Bound: f.bindingJSON(r.bound), Want: f.bindingJSON(r.want),
	}
	for i := range r.legs {
		l := &r.legs[i]
		j.Legs = append(j.Legs, legJSON{From: l.from.time(), Mode: l.mode, Ended: l.ended, Bound: f.bindingJSON(l.bound)})
	}
	if r.notes != nil {
		j.Notes = *r.notes
	}
	if r.frozen != nil {
		j.Frozen = &frozenJSON{
			Bound: f.bindingJSON(r.frozen.bound), Since: r.frozen.since.time(), Deadline: r.frozen.deadline.time(), BreachedAt: r.frozen.breachedAt.time(),
		}
	}
	return j
}

func (f *fold) bindingJSON(b *binding) bindingJSON {
	if b == nil {
		return bindingJSON{}
	}
	j := bindingJSON{
		Calendar: b.CalendarName, Due: b.due.time(),
	}
	if b.Calendar != nil {
		j.Zone = b.Calendar.Location().String()
	}
	j.Policy, j.Target = f.program.Place(b.Target)
	if b.Budget != nil {
		j.Budget, j.FromArrival = b.Budget.Text, b.Budget.FromArrival
	}
	return j
}

// RestoreTracker returns the Tracker that a snapshot was made of. A snapshot of
// another format, or made under a Set with another digest, is a
// [*StaleSnapshotError]: fold the whole history again. A damaged
// snapshot is an error, too, never a panic. A nil Set is [ErrNilSet].
func RestoreTracker(set *policy.Set, snapshot []byte) (*Tracker, error) {
	if set == nil {
		return nil, ErrNilSet
	}
	var stamp struct {
		Format int    `json:"format"`
		Digest string `json:"digest"`
	}
	if err := json.Unmarshal(snapshot, &stamp); err != nil {
		return nil, fmt.Errorf("breach: snapshot: %w", err)
	}
	t := NewTracker(set)
	if want := t.fold.set.Digest(); stamp.Format != format || stamp.Digest != want {
		return nil, &StaleSnapshotError{Format: stamp.Format, Digest: stamp.Digest, Want: want}
	}
	var s snapshotJSON
	if err := json.Unmarshal(snapshot, &s); err != nil {
		return nil, fmt.Errorf("breach: snapshot: %w", err)
	}
	if err := t.restore(&s); err != nil {
		return nil, fmt.Errorf("breach: snapshot is damaged: %w", err)
	}
	return t, nil
}

func (t *Tracker) restore(s *snapshotJSON) error {
	f := t.fold
	if len(s.Clocks) != len(f.timers) || len(s.Pauses) != len(f.timelines) {
		return fmt.Errorf("%d clocks and %d pause rules, want %d and %d",
			len(s.Clocks), len(s.Pauses), len(f.timers), len(f.timelines))
	}
	t.applied, t.created, f.last = s.Applied, s.Creating, instantOf(s.Last)
	if s.Seen != nil {
		t.seen = s.Seen
	}
	f.warnings = s.Warnings
	f.ticket.restore(f.program, s)
	for i, pauses := range s.Pauses {
		for j, p := range pauses {
			if j > 0 && (pauses[j-1].Until.IsZero() || p.From.Before(pauses[j-1].Until)) {
				return fmt.Errorf("pause %d of rule %d overlaps the one before", j, i)
			}
			f.timelines[i] = append(f.timelines[i], hold{from: instantOf(p.From), until: instantOf(p.Until), status: p.Status, reason: p.Reason})
		}
	}
	for i := range s.Clocks {
		m := &f.timers[i]
		m.trace = s.Clocks[i].Trace
		for j := range s.Clocks[i].Runs {
			r, err := f.restoreRun(&s.Clocks[i].Runs[j])
			if err != nil {
				return fmt.Errorf("run %d of timer %d: %w", j, i, err)
			}
			*m.add(&f.runs.take(1)[0]) = r
			if m.running = nil; r.ending == live {
				m.running = m.last
			}
			if r.attached() {
				m.number++
			}
		}
		if m.number != s.Clocks[i].Number {
			return fmt.Errorf("timer %d has %d instances, not %d", i, m.number, s.Clocks[i].Number)
		}
	}
	if !f.ticket.created.isZero() {
		f.match() // what applies follows from the ticket
	}
	return nil
}

func (t *ticket) restore(p rule.Program, s *snapshotJSON) {
	t.name, t.created = s.Ticket, instantOf(s.Created)
	t.Ticket = *p.Ticket(s.Fields)
	t.Responded, t.Asked, t.Commented = s.Responded, s.Asked, s.Commented
	t.Created, t.status, t.before = s.Created, s.Status, s.Before
	t.Category, t.known = p.Category(t.status)
}

func (f *fold) restoreRun(j *runJSON) (r run, err error) {
	if len(j.Legs) == 0 || j.Ending > byCancel || j.ByStatus > byStatusReopened {
		return r, fmt.Errorf("%d legs, ending %d", len(j.Legs), j.Ending)
	}
	r = run{
		timelines: &f.timelines, number: j.Number, started: instantOf(j.Started), original: instantOf(j.Original), since: instantOf(j.Since),
		ending: j.Ending, endedAt: instantOf(j.EndedAt), byStatus: j.ByStatus, hidden: j.Hidden, moved: j.Moved, detachedAt: instantOf(j.DetachedAt),
	}
	if r.bound, err = f.restoreBinding(&j.Bound); err != nil {
		return r, err
	}
	if r.want, err = f.restoreBinding(&j.Want); err != nil {
		return r, err
	}
	if r.attached() != (r.bound != nil) {
		return r, fmt.Errorf("number %d does not match its target", r.number)
	}
	if r.attached() {
		r.put(r.bound)
	}
	for i := range j.Legs {
		l := &j.Legs[i]
		bound, err := f.restoreBinding(&l.Bound)
		if err != nil {
			return r, err
		}
		if l.Mode > stopped || (l.Mode == counting) != (bound != nil) {
			return r, fmt.Errorf("leg %d has mode %d", i, l.Mode)
		}
		r.legs = append(r.legs, leg{from: instantOf(l.From), mode: l.Mode, ended: l.Ended, bound: bound})
	}
	if len(j.Notes) > 0 {
		r.notes = &j.Notes
	}
	if j.Frozen == nil {
		return r, nil
	}
	r.frozen = &frozen{since: instantOf(j.Frozen.Since), deadline: instantOf(j.Frozen.Deadline), breachedAt: instantOf(j.Frozen.BreachedAt)}
	if r.frozen.bound, err = f.restoreBinding(&j.Frozen.Bound); err != nil {
		return r, err
	}
	if r.frozen.bound == nil {
		return r, fmt.Errorf("the breach has no target")
	}
	r.frozen.promise = r.frozen.bound.promise(r.started)
	return r, nil
}

func (f *fold) restoreBinding(j *bindingJSON) (b *binding, err error) {
	if j.Policy == 0 {
		return nil, nil
	}
	target, ok := f.program.Target(j.Policy, j.Target)
	if !ok {
		return nil, fmt.Errorf("no target %d in policy %d", j.Target, j.Policy)
	}
	b = &binding{Binding: rule.Binding{Target: target, CalendarName: j.Calendar}, due: instantOf(j.Due)}
	if b.Budget, ok = target.BudgetNamed(j.Budget, j.FromArrival); !ok {
		return nil, fmt.Errorf("no duration %q", j.Budget)
	}
	if b.Calendar, ok = target.CalendarNamed(j.Calendar, j.Zone, b.Budget); !ok {
		return nil, fmt.Errorf("no calendar %q", j.Calendar)
	}
	return b, nil
}
