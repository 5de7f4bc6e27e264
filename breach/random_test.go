package breach_test

import (
	"fmt"
	"math/rand/v2"
	"strings"
	"time"

	"github.com/tenggat/sla/breach"
	"github.com/tenggat/sla/policy"
)

// dice makes choices from bytes, so that a fuzzer can steer them; when they run
// out every choice is the first, the simplest.
type dice struct{ bytes []byte }

// newDice returns dice that roll as a seed says.
func newDice(seed uint64) *dice {
	rng := rand.NewChaCha8([32]byte{byte(seed), byte(seed >> 8), byte(seed >> 16), byte(seed >> 24)})
	bytes := make([]byte, 1024)
	_, _ = rng.Read(bytes)
	return &dice{bytes}
}

// roll returns a number below n, which is at most 256.
func (d *dice) roll(n int) int {
	if len(d.bytes) == 0 {
		return 0
	}
	b := d.bytes[0]
	d.bytes = d.bytes[1:]
	return int(b) * n / 256
}

// chance is true once in n times.
func (d *dice) chance(n int) bool { return d.roll(n) == n-1 }

func pick[T any](d *dice, from ...T) T { return from[d.roll(len(from))] }

// sample is a random policy file, a random history and how finely to look.
type sample struct {
	policies string
	history  []breach.Event
	unit     time.Duration // everything happens at, and lasts, whole units
	start    time.Time
	units    int       // about as many from the creation to the last event
	end      time.Time // some way after the last event
}

// tick divides every instant and duration of the sample: marks are quarters of
// a unit.
func (s *sample) tick() time.Duration { return s.unit / 4 }

// String is the sample as files to try by hand.
func (s *sample) String() string {
	var b strings.Builder
	b.WriteString(s.policies)
	b.WriteString("---\n")
	for _, e := range s.history {
		line, _ := e.MarshalJSON()
		b.Write(line)
		b.WriteByte('\n')
	}
	return b.String()
}

// traits are what a law needs its samples not to have.
type traits struct {
	noRetroactive bool
	boundary      string // the only one, if not empty
	distinct      bool   // no two events at one instant or with one ID
}

// newSample rolls a sample.
func newSample(d *dice, want traits) *sample {
	s := &sample{}
	switch d.roll(8) {
	case 6:
		s.unit, s.units = 4*time.Minute, 300
	case 7:
		s.unit, s.units = 4*time.Second, 450
	default:
		s.unit, s.units = 20*time.Minute, 120+60*d.roll(4)
	}
	// Two Mondays; the nights New York puts its clocks on and back; a Friday.
	day := pick(d, "2026-01-05T02:00:00Z", "2026-01-09T06:00:00Z", "2026-03-07T20:00:00Z", "2026-10-31T20:00:00Z", "2026-06-01T00:00:00Z")
	s.start, _ = time.Parse(time.RFC3339, day)
	s.policies = s.rollPolicies(d, want)
	s.history = s.rollHistory(d, want)
	for _, e := range s.history {
		s.end = later(s.end, e.At.Add(time.Duration(s.units/4)*s.unit))
	}
	return s
}

func later(a, b time.Time) time.Time {
	if a.After(b) {
		return a
	}
	return b
}

func (s *sample) rollPolicies(d *dice, want traits) string {
	var b strings.Builder
	b.WriteString("version: 1\nrevision: r1\ntime_zone: Asia/Jakarta\n")
	b.WriteString(s.rollCalendars(d))
	b.WriteString(`statuses:
  pending: [waiting]
  on_hold: [vendor]
  solved: [fixed]
metrics:
  errand:
    start: {event: ping}
    stop: {event: pong}
    restart: {event: bump}
    cancel: {any: [{event: drop}, {status: closed}]}
    pausable: true
    repeat: each
  queue:
    start: {status: [new, pending]}
    stop: {status: [open, solved, closed]}
    pausable: true
    repeat: each
    on_reopen: count_solved
  stage:
    start: {field: stage, changed_to: [a]}
    stop: {any: [{field: stage, changed_from: [a]}, {status: solved, actor: agent}]}
    restart: {event: comment, actor: customer}
    repeat: each
    on_reopen: new
  visit:
    start: {any: [{event: comment, actor: customer}, {reopened: true}]}
    stop: {any: [{event: comment, actor: agent}, {status: [solved, pending]}]}
    cancel: {event: drop, while: {field: plan, exists: true}}
    pause: {field: hold, exists: true}
    repeat: each
policies:
`)
	for i := range 1 + d.roll(4) {
		b.WriteString(s.rollPolicy(d, want, i))
	}
	return b.String()
}

// rollCalendars rolls four calendars, a, b, c and d; the first is always open.
func (s *sample) rollCalendars(d *dice) string {
	var b strings.Builder
	b.WriteString("calendars:\n  a: {hours: 24x7}\n")
	if s.unit < time.Minute { // short histories need dense windows
		fmt.Fprintf(&b, "  b: {hours: %s}\n", rollWindows(d, 1, "40", "56"))
		fmt.Fprintf(&b, "  c: {time_zone: America/New_York, hours: %s}\n", rollWindows(d, 2, "40"))
		fmt.Fprintf(&b, "  d: {time_zone: UTC, hours: %s}\n", rollWindows(d, 1, "40", "56"))
		fmt.Fprintf(&b, "  e: {time_zone: {field: zone, default: UTC}, hours: %s}\n", rollWindows(d, 1, "40", "56"))
		return b.String()
	}
	b.WriteString("  b: {hours: {mon-fri: [\"09:00-12:00\", \"13:00-17:00\"], sat: [\"10:00-11:20\"]}")
	if d.chance(2) {
		fmt.Fprintf(&b, ", holidays: [{date: %s, name: Feast}]", s.start.AddDate(0, 0, 1).Format(time.DateOnly))
	}
	b.WriteString("}\n")
	fmt.Fprintf(&b, "  c: {time_zone: %s, hours: {daily: [\"%02d:20-%02d:00\"]}}\n",
		pick(d, "America/New_York", "Europe/London"), d.roll(24), d.roll(24))
	fmt.Fprintf(&b, "  d: {time_zone: UTC, hours: %s}\n", rollWindows(d, 1+d.roll(3), "40"))
	b.WriteString("  e: {time_zone: {field: zone, default: UTC}, hours: {daily: [\"08:20-16:00\"]}}\n")
	return b.String()
}

// rollWindows rolls hours with a window every so many hours.
func rollWindows(d *dice, step int, closings ...string) string {
	var windows []string
	for hour := 0; hour < 24; hour += step {
		windows = append(windows, fmt.Sprintf("%q", fmt.Sprintf("%02d:%s-%02d:%s", hour, pick(d, "00", "20"), hour, pick(d, closings...))))
	}
	return "{daily: [" + strings.Join(windows, ", ") + "]}"
}

// duration rolls a number of units.
func (s *sample) duration(d *dice, n int) string {
	return strings.ReplaceAll((s.unit * time.Duration(1+d.roll(n))).String(), "m0s", "m")
}

const conditions = `{plan: gold}|{priority: high}|{priority: [high, low]}|{status: [open, pending]}|{responded: true}|` +
	`{created_during: b}|{created_during: [c, d]}|{last_comment: customer}|{last_comment: [agent, bot]}|{asked: true}|{asked: false}|{field: office, is_not: north}|{field: hold, exists: true}|{any: [{plan: gold}, {priority: low}]}|{none: [{plan: gold}]}`

func condition(d *dice) string { return pick(d, strings.Split(conditions, "|")...) }

func (s *sample) rollPolicy(d *dice, want traits, i int) string {
	var b strings.Builder
	fmt.Fprintf(&b, "  - name: p%d\n", i)
	if kind := pick(d, "", "", "", "ola", "uc"); kind != "" {
		fmt.Fprintf(&b, "    kind: %s\n", kind)
	}
	if d.chance(2) {
		fmt.Fprintf(&b, "    match: %s\n", condition(d))
	}
	if d.chance(12) {
		fmt.Fprintf(&b, "    valid: {from: 2026-01-06}\n")
	}
	b.WriteString(s.rollRules(d, want, "    "))
	b.WriteString("    targets:\n")
	taken := map[string]bool{}
	for range 1 + d.roll(4) {
		b.WriteString(s.rollTarget(d, want, taken))
	}
	return b.String()
}

// rollRules rolls the rules that both a policy and a target may have.
func (s *sample) rollRules(d *dice, want traits, indent string) string {
	var b strings.Builder
	rule := func(key, value string) { fmt.Fprintf(&b, "%s%s: %s\n", indent, key, value) }
	switch d.roll(4) {
	case 1, 2:
		rule("calendar", pick(d, "a", "b", "c", "d", "e"))
	case 3:
		rule("calendar", "{field: office, map: {north: b, south: d}, default: "+pick(d, "a", "c")+"}")
	}
	if d.chance(2) {
		rule("pause", pick(d, "{status: [pending, on_hold]}", "{status: pending}", "{field: hold, exists: true}",
			"{any: [{status: on_hold}, {field: hold, is: long}]}", "{last_comment: agent}", "{status: pending, asked: true}",
			"{status: [pending, on_hold], until: {field: resume_at}}", "{any: [{status: pending, until: {field: resume_at}}, {field: hold, exists: true, until: {field: due_at}}]}"))
	}
	if d.chance(6) {
		rule("exclude", pick(d, "{hold: long, reason: on purpose}", "[{status: pending, reason: a}, {last_comment: bot, reason: b}]", "[]"))
	}
	if d.chance(4) {
		rule("at_risk", pick(d, "50%", "-"+s.duration(d, 3)))
	}
	if d.chance(2) {
		change := pick(d, "carry", "keep", "restart", "retroactive")
		if change == "retroactive" && want.noRetroactive {
			change = "carry"
		}
		rule("on_change", change)
	}
	if d.chance(3) {
		rule("on_reopen", pick(d, "resume", "count_solved", "new", "ignore"))
		if d.chance(3) {
			rule("reopen_window", pick(d, s.duration(d, 9), "1bd"))
		}
	}
	if boundary := pick(d, "", "close", "next_open"); boundary != "" || want.boundary != "" {
		if want.boundary != "" {
			boundary = want.boundary
		}
		rule("boundary", boundary)
	}
	return b.String()
}

// rollTarget rolls a target of a metric and condition not taken yet.
func (s *sample) rollTarget(d *dice, want traits, taken map[string]bool) string {
	var b strings.Builder
	fmt.Fprintf(&b, "      - metric: %s\n", pick(d, "resolution", "first_response", "next_response", "errand",
		"resolution", "periodic_update", "pausable_update", "first_resolution", "total_resolution", "requester_wait",
		"agent_work", "time_to_own", "group_ownership", "queue", "stage", "visit"))
	if d.chance(3) {
		fmt.Fprintf(&b, "        when: %s\n", condition(d))
	}
	if taken[b.String()] {
		return ""
	}
	taken[b.String()] = true
	due := false
	switch d.roll(8) {
	case 5, 6:
		switch d.roll(6) {
		case 4:
			fmt.Fprintf(&b, "        by: [priority, plan]\n        within: {high: {gold: %s, default: %s}, low: {gold: none}, default: %s}\n",
				s.duration(d, 12), s.duration(d, 40), pick(d, "none", s.duration(d, 40)))
		case 5:
			fmt.Fprintf(&b, "        within: {field: hours, default: %s}\n", s.duration(d, 40))
		default:
			fmt.Fprintf(&b, "        by: priority\n        within: {high: %s, low: %s%s}\n", s.duration(d, 12), s.duration(d, 40),
				pick(d, "", ", default: "+s.duration(d, 40), ", default: none"))
		}
	case 7:
		due = true
		b.WriteString(pick(d, "        due: {field: due_at}\n", "        due: {field: due_at, before: "+s.duration(d, 8)+"}\n"))
	case 4:
		if s.unit == 20*time.Minute {
			fmt.Fprintf(&b, "        within: %s\n", pick(d, "1bd", "2bd", "1bd@close", "0bd@close", "1bd@14:20", "0bd@09:40", "1cd", "2cd@close"))
			if count := pick(d, "", "", "from_opening", "from_arrival"); count != "" {
				fmt.Fprintf(&b, "        day_count: %s\n", count)
			}
			break
		}
		fallthrough
	default:
		fmt.Fprintf(&b, "        within: %s\n", s.duration(d, pick(d, 8, 40, 120)))
	}
	if !due && d.chance(3) {
		b.WriteString(s.rollRules(d, want, "        "))
	}
	if d.chance(3) {
		var list []string
		for i := range d.roll(4) {
			at := pick(d, "-"+s.duration(d, 4), "+"+s.duration(d, 4), "50%", "75%", "100%", "125%", "start+"+s.duration(d, 9), "deadline")
			if due {
				at = pick(d, "-"+s.duration(d, 9), "+"+s.duration(d, 9), "start+"+s.duration(d, 9), "deadline") // shares are refused
			}
			more := ""
			if !strings.HasSuffix(at, "%") {
				more = pick(d, "", "", ", wall: true")
			}
			if d.chance(4) {
				more += ", every: " + s.duration(d, 3) + ", times: 2"
			}
			list = append(list, fmt.Sprintf("{at: %q, name: t%d%s}", at, i, more))
		}
		fmt.Fprintf(&b, "        thresholds: [%s]\n", strings.Join(list, ", "))
	}
	return b.String()
}

// rollHistory rolls a creation and what follows.
func (s *sample) rollHistory(d *dice, want traits) []breach.Event {
	created := s.start.Add(time.Duration(d.roll(9)) * s.unit)
	history := []breach.Event{{
		Ticket: "T", ID: "e0", At: created, Type: breach.Created,
		Actor: pick(d, breach.Customer, breach.Agent, ""), Fields: s.rollFields(d),
	}}
	last, n := 0, 3+d.roll(12)
	if d.chance(16) {
		n *= 3
	}
	for i := range n {
		gap := d.roll(2 * s.units / n)
		if want.distinct {
			gap++
		}
		last += gap
		e := breach.Event{
			Ticket: "T", ID: fmt.Sprintf("e%d", i+1), At: created.Add(time.Duration(last) * s.unit),
			Type:  pick(d, breach.Updated, breach.Updated, breach.Comment, breach.Comment, "ping", "pong", "bump", "drop"),
			Actor: pick(d, breach.Agent, breach.Customer, breach.Bot),
		}
		e.Internal = e.Type == breach.Comment && d.chance(6)
		if e.Type == breach.Updated || d.chance(3) {
			e.Fields = s.rollFields(d)
		}
		if d.chance(8) {
			e.Reason = pick(d, "waits for parts", "asked back")
		}
		history = append(history, e)
	}
	if !want.distinct && d.chance(10) {
		twin := history[1+d.roll(n)]
		if d.chance(2) {
			twin.Fields = s.rollFields(d)
		}
		history = append(history, twin)
	}
	if d.chance(10) {
		history = append(history, breach.Event{Ticket: "T", ID: "again", At: created.Add(s.unit * 3), Type: breach.Created, Fields: s.rollFields(d)})
	}
	if d.chance(10) {
		history = append(history, breach.Event{Ticket: "T", ID: "early", At: created.Add(-s.unit), Type: breach.Updated, Fields: s.rollFields(d)})
	}
	return history
}

// rollFields rolls one to three field changes.
func (s *sample) rollFields(d *dice) policy.Fields {
	fields := policy.Fields{}
	for range 1 + d.roll(3) {
		name := pick(d, "status", "status", "status", "priority", "priority", "hold", "plan", "office", "group", "assignee", "stage", "due_at", "hours", "zone", "resume_at")
		var value string
		switch name {
		case "status":
			value = pick(d, "open", "pending", "solved", "open", "waiting", "vendor", "closed", "fixed", "new", "void", "unheard_of", "")
		case "priority":
			value = pick(d, "high", "low", "high", "low", "odd", "")
		case "hold":
			value = pick(d, "short", "", "long")
		case "plan":
			value = pick(d, "gold", "")
		case "office":
			value = pick(d, "north", "south", "west", "")
		case "group", "assignee", "stage":
			value = pick(d, "a", "b", "")
		case "zone":
			value = pick(d, "Asia/Jakarta", "America/New_York", "", "Mars/Olympus")
		case "hours":
			value = pick(d, s.duration(d, 12), s.duration(d, 40), "", "a while")
		case "due_at", "resume_at":
			value = pick(d, s.start.Add(time.Duration(d.roll(200))*s.unit).Format(time.RFC3339), "", "soon")
		}
		fields[name] = []string{value}
	}
	return fields
}
