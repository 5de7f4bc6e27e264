package breach

import (
	"slices"
	"time"
)

// Note is something that happened to an instance because of an event: it answers why a
// clock was set back, ended or is judged by another target.
type Note struct {
	At     time.Time `json:"at"`
	Kind   NoteKind  `json:"kind"`
	Policy string    `json:"policy,omitzero"` // of NoteTarget: whose target took over
	Reason string    `json:"reason,omitzero"` // of the event
}

// NoteKind is what happened.
type NoteKind string

// The kinds of notes.
const (
	NoteRestarted NoteKind = "restarted" // set back to zero by the metric's restart
	NoteCancelled NoteKind = "cancelled" // ended by the metric's cancel
	NoteTarget    NoteKind = "target"    // another target took over, as its on_change says
	NoteReopened  NoteKind = "reopened"  // continued, because the ticket was reopened
)

// maxNotes is how many notes of an instance are kept: the latest.
const maxNotes = 20

// Notes are what happened to the instance, the latest last. Of many only the last 20 are
// kept, and of restarts only the last one.
func (l *Ledger) Notes() []Note {
	if l == nil {
		return nil
	}
	return slices.Clone(l.notes)
}

// note records what an event did to a run. A Report does not need notes.
func (f *fold) note(r *run, t instant, kind NoteKind, reason string) {
	if !f.notes {
		return
	}
	if r.notes == nil {
		r.notes = new([]Note)
	}
	n := Note{At: t.time(), Kind: kind, Reason: reason}
	if kind == NoteTarget {
		n.Policy = r.bound.Target.Policy().Name()
	}
	if kind == NoteRestarted {
		*r.notes = (*r.notes)[:0]
	}
	if len(*r.notes) == maxNotes {
		*r.notes = slices.Delete(*r.notes, 0, 1)
	}
	*r.notes = append(*r.notes, n)
}
