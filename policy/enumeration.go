package policy

import "slices"

// Kind is between whom a policy is agreed. Policies of different kinds run side
// by side on one ticket.
type Kind string

// The kinds, in the order of reports.
const (
	SLA Kind = "sla" // with the customer
	OLA Kind = "ola" // between teams
	UC  Kind = "uc"  // with a vendor (underpinning contract)
)

// Category is what a ticket's status means to a clock. A host maps its own
// status texts to categories (the key statuses). A category's own name always
// maps to itself.
type Category string

// The categories.
const (
	CategoryNew     Category = "new"     // no agent has opened the ticket
	CategoryOpen    Category = "open"    // an agent works on it
	CategoryPending Category = "pending" // waiting for the customer
	CategoryOnHold  Category = "on_hold" // waiting for a third party
	CategorySolved  Category = "solved"
	CategoryClosed  Category = "closed"
	CategoryVoid    Category = "void" // spam, duplicate, merged: out of every clock and of the statistics
)

// Actor is who acted on a ticket.
type Actor string

// The actors. The actor of an automatic reply is a bot, not an agent.
const (
	ActorCustomer Actor = "customer"
	ActorAgent    Actor = "agent"
	ActorBot      Actor = "bot"
	ActorSystem   Actor = "system"
	ActorVendor   Actor = "vendor"
)

// Repeat is whether a metric is measured once or again and again.
type Repeat string

// The values of Repeat.
const (
	RepeatOnce Repeat = "once"
	RepeatEach Repeat = "each" // a new instance at the next start after a stop
)

// OnChange is what becomes of a running instance when another target takes over.
// The policy that takes over decides.
type OnChange string

// The values of OnChange.
const (
	OnChangeCarry       OnChange = "carry"       // time counted stays counted
	OnChangeRetroactive OnChange = "retroactive" // judged as if the new target had applied from the start
	OnChangeRestart     OnChange = "restart"     // the old instance is cancelled, a new one starts at zero
	OnChangeKeep        OnChange = "keep"        // the first target stays
)

// OnReopen is what becomes of an instance that a status ended, when the ticket
// leaves solved or closed.
type OnReopen string

// The values of OnReopen.
const (
	OnReopenResume      OnReopen = "resume"       // it runs on; the time between is not counted
	OnReopenCountSolved OnReopen = "count_solved" // it runs on; the time between is counted
	OnReopenNew         OnReopen = "new"          // a new instance starts at zero
	OnReopenIgnore      OnReopen = "ignore"       // it stays ended
)

// Boundary is how a budget that ends exactly at closing time is reported.
type Boundary string

// The values of Boundary.
const (
	BoundaryClose    Boundary = "close"     // as the closing time
	BoundaryNextOpen Boundary = "next_open" // as the next opening
)

// DayCount is from which day working days count.
type DayCount string

// The values of DayCount. Where none is written, those with a time of the day
// (1bd@close, 1bd@16:00) count from the arrival, and others from the opening.
const (
	DayCountFromOpening DayCount = "from_opening" // the day of the next opening: a Saturday's first working day is Tuesday
	DayCountFromArrival DayCount = "from_arrival" // the date of the start: it is Monday
)

// Commitment is how firm a promise is. The zero Commitment is a firm one. It changes no
// clock: pages say it, and figures keep it apart.
type Commitment string

// The values of Commitment.
const (
	CommitmentGoal       Commitment = "goal"
	CommitmentBestEffort Commitment = "best_effort"
)

// The values of each enumeration, in the order of the language.
var (
	kinds       = []Kind{SLA, OLA, UC}
	categories  = []Category{CategoryNew, CategoryOpen, CategoryPending, CategoryOnHold, CategorySolved, CategoryClosed, CategoryVoid}
	actors      = []Actor{ActorCustomer, ActorAgent, ActorBot, ActorSystem, ActorVendor}
	repeats     = []Repeat{RepeatOnce, RepeatEach}
	onChanges   = []OnChange{OnChangeCarry, OnChangeRetroactive, OnChangeRestart, OnChangeKeep}
	onReopens   = []OnReopen{OnReopenResume, OnReopenCountSolved, OnReopenNew, OnReopenIgnore}
	boundaries  = []Boundary{BoundaryClose, BoundaryNextOpen}
	commitments = []Commitment{CommitmentGoal, CommitmentBestEffort}
	dayCounts   = []DayCount{DayCountFromOpening, DayCountFromArrival}
)

// UnmarshalText reads a kind. The empty text is the zero Kind. The error is an
// [*Error].
func (k *Kind) UnmarshalText(text []byte) error { return unmarshal(k, text, "a kind of policy", kinds) }

// UnmarshalText reads a category. The empty text is the zero Category. The error is an
// [*Error].
func (c *Category) UnmarshalText(text []byte) error {
	return unmarshal(c, text, "a status category", categories)
}

// UnmarshalText reads an actor. The empty text is the zero Actor. The error is an
// [*Error].
func (a *Actor) UnmarshalText(text []byte) error { return unmarshal(a, text, "an actor", actors) }

// UnmarshalText reads a value of Repeat, or the empty text. The error is an
// [*Error].
func (r *Repeat) UnmarshalText(text []byte) error {
	return unmarshal(r, text, "a way to repeat", repeats)
}

// UnmarshalText reads a value of OnChange, or the empty text. The error is an
// [*Error].
func (c *OnChange) UnmarshalText(text []byte) error {
	return unmarshal(c, text, "a change rule", onChanges)
}

// UnmarshalText reads a value of OnReopen, or the empty text. The error is an
// [*Error].
func (r *OnReopen) UnmarshalText(text []byte) error {
	return unmarshal(r, text, "a reopening rule", onReopens)
}

// UnmarshalText reads a value of Boundary, or the empty text. The error is an
// [*Error].
func (b *Boundary) UnmarshalText(text []byte) error {
	return unmarshal(b, text, "a boundary", boundaries)
}

// UnmarshalText reads a value of DayCount, or the empty text. The error is an
// [*Error].
func (c *DayCount) UnmarshalText(text []byte) error {
	return unmarshal(c, text, "a way to count days", dayCounts)
}

// UnmarshalText reads a value of Commitment, or the empty text. The error is an
// [*Error].
func (c *Commitment) UnmarshalText(text []byte) error {
	return unmarshal(c, text, "a commitment", commitments)
}

// unmarshal reads one of the values of an enumeration, or the empty text.
func unmarshal[T ~string](into *T, text []byte, what string, values []T) error {
	v := T(text)
	if v != "" && !slices.Contains(values, v) {
		return choiceError(what, string(v), texts(values))
	}
	*into = v
	return nil
}

// texts are values as texts; nil stays nil.
func texts[T ~string](values []T) []string {
	if values == nil {
		return nil
	}
	all := make([]string, len(values))
	for i, v := range values {
		all[i] = string(v)
	}
	return all
}
