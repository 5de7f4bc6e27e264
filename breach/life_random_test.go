package breach_test

import (
	"fmt"
	"math/rand/v2"
	"slices"
	"strings"
	"sync"
	"time"

	"github.com/tenggat/sla/breach"
	"github.com/tenggat/sla/policy"
)

// lifeZero is minute 0 of the walk.
var lifeZero = time.Date(2026, 1, 5, 0, 0, 0, 0, time.UTC)

func lifeTime(m int) time.Time { return lifeZero.Add(time.Duration(m) * time.Minute) }

// lifeParse reads a date of the field due_at.
func lifeParse(text string) int {
	if text == "" {
		return lifeNever
	}
	at, err := time.Parse(time.RFC3339, text)
	if err != nil {
		panic(err)
	}
	return lifeMinutes(at.Sub(lifeZero))
}

// lifeCalendars are the calendars of all worlds. Windows of different days
// neither overlap nor touch.
var lifeCalendars = func() []*lifeCalendar {
	const weekdays, daily = 0b0011111, 0b1111111
	list := []*lifeCalendar{
		{name: "always", zone: "Asia/Jakarta", shift: 420},
		{name: "office", zone: "UTC", windows: []lifeWindow{{weekdays, 9 * 60, 17 * 60}}},
		{name: "lunch", zone: "Asia/Jakarta", shift: 420, windows: []lifeWindow{{0b0001111, 8 * 60, 12 * 60}, {0b0001111, 13 * 60, 17 * 60}, {0b0110000, 8 * 60, 11*60 + 30}}},
		{name: "night", zone: "UTC", windows: []lifeWindow{{weekdays, 22 * 60, 30 * 60}}},
		{name: "nights", zone: "Asia/Jakarta", shift: 420, windows: []lifeWindow{{daily, 20 * 60, 26 * 60}}},
		{name: "evening", zone: "UTC", windows: []lifeWindow{{0b1100011, 18 * 60, 23 * 60}}},
		{name: "both", zone: "UTC", union: []int{1, 5}},
		{name: "shifts", zone: "UTC", union: []int{1, 3}},
	}
	for _, c := range list {
		c.draw(list)
	}
	return list
}()

// yaml writes the world as a policy file.
func (w *lifeWorld) yaml() string { return w.text(nil) }

// short writes the world with the calendars in use only.
func (w *lifeWorld) short() string {
	used := make([]bool, len(w.calendars))
	for _, p := range w.policies {
		used[p.calendar] = true
		for _, t := range p.targets {
			if t.calendar >= 0 {
				used[t.calendar] = true
			}
		}
	}
	for n := len(used) - 1; n >= 0; n-- {
		for _, part := range w.calendars[n].union {
			used[part] = used[part] || used[n]
		}
	}
	return w.text(used)
}

// lifeBase has the calendars, which are compiled once for all worlds.
var lifeBase = sync.OnceValues(func() (*policy.Set, error) {
	w := &lifeWorld{calendars: lifeCalendars}
	return policy.Parse("base.yaml", []byte(strings.TrimSuffix(w.yaml(), "policies:\n")))
})

// load loads the world.
func (w *lifeWorld) load() (*policy.Set, error) {
	base, err := lifeBase()
	if err != nil {
		return nil, err
	}
	return base.Extend("life.yaml", []byte(w.text(make([]bool, len(w.calendars)))))
}

// text writes the world with some calendars, or all.
func (w *lifeWorld) text(used []bool) string {
	var b strings.Builder
	out := func(format string, args ...any) { fmt.Fprintf(&b, format+"\n", args...) }
	if len(used) == 0 || slices.Contains(used, true) {
		out("calendars:")
	}
	for n, c := range w.calendars {
		if used != nil && !used[n] {
			continue
		}
		out("  %s:", c.name)
		out("    time_zone: %s", c.zone)
		switch {
		case len(c.union) > 0:
			out("    union: [%s, %s]", w.calendars[c.union[0]].name, w.calendars[c.union[1]].name)
		case len(c.windows) == 0:
			out("    hours: 24x7")
		default:
			out("    hours:")
			for day, name := range []string{"mon", "tue", "wed", "thu", "fri", "sat", "sun"} {
				var windows []string
				for _, h := range c.windows {
					if h.days&(1<<day) != 0 {
						until := h.until
						if until > 1440 {
							until -= 1440
						}
						windows = append(windows, fmt.Sprintf("%q", fmt.Sprintf("%02d:%02d-%02d:%02d", h.from/60, h.from%60, until/60, until%60)))
					}
				}
				if len(windows) > 0 {
					out("      %s: [%s]", name, strings.Join(windows, ", "))
				}
			}
		}
	}
	first := true
	for _, m := range w.metrics {
		if m.preset {
			continue
		}
		if first {
			out("metrics:")
			first = false
		}
		out("  %s:", m.name)
		out("    start: {event: %s}", m.start)
		out("    stop: {event: %s}", m.stop)
		if m.cancel != "" {
			out("    cancel: {event: %s}", m.cancel)
		}
		if m.each {
			out("    repeat: each")
		}
		if m.pausable {
			out("    pausable: true")
		}
		if m.pause != nil {
			out("    pause: {status: [%s]}", strings.Join(m.pause, ", "))
		}
	}
	out("policies:")
	for _, p := range w.policies {
		out("  - name: %s", p.name)
		out("    kind: %s", p.kind)
		if p.tier != "" {
			out("    match: {tier: %s}", p.tier)
		}
		out("    calendar: %s", w.calendars[p.calendar].name)
		if len(p.pause) > 0 {
			out("    pause: {status: [%s]}", strings.Join(p.pause, ", "))
		}
		if p.onChange != "" {
			out("    on_change: %s", p.onChange)
		}
		if p.onReopen != "" {
			out("    on_reopen: %s", p.onReopen)
		}
		if !p.window.none() {
			out("    reopen_window: %s", p.window)
		}
		if p.nextOpen {
			out("    boundary: next_open")
		}
		out("    at_risk: -%dm", p.atRisk)
		out("    targets:")
		for _, t := range p.targets {
			out("      - metric: %s", t.metric)
			if t.team != "" {
				out("        when: {team: %s}", t.team)
			}
			switch {
			case t.due:
				out("        due: {field: due_at}")
			case t.by:
				var list []string
				for n, name := range []string{"high", "normal", "low", "default"} {
					if !t.within[n].none() {
						list = append(list, fmt.Sprintf("%s: %s", name, t.within[n]))
					}
				}
				out("        by: priority")
				out("        within: {%s}", strings.Join(list, ", "))
			default:
				out("        within: %s", t.within[0])
			}
			if t.calendar >= 0 {
				out("        calendar: %s", w.calendars[t.calendar].name)
			}
			if t.pause != nil {
				if len(t.pause) == 0 {
					out("        pause: never")
				} else {
					out("        pause: {status: [%s]}", strings.Join(t.pause, ", "))
				}
			}
			if t.onChange != "" {
				out("        on_change: %s", t.onChange)
			}
		}
	}
	return b.String()
}

func (d lifeDuration) String() string {
	switch {
	case d.close:
		return fmt.Sprintf("%dbd@close", d.days)
	case d.working:
		return fmt.Sprintf("%dbd", d.days)
	}
	return fmt.Sprintf("%dm", d.minutes)
}

// history writes the events as the engine takes them.
func lifeHistory(events []lifeEvent) []breach.Event {
	var list []breach.Event
	for _, e := range events {
		b := breach.Event{At: lifeTime(e.at), Type: e.kind, Actor: breach.Actor(e.actor), Internal: e.internal}
		for _, s := range e.set {
			if b.Fields == nil {
				b.Fields = policy.Fields{}
			}
			if s.value == "" {
				b.Fields[s.field] = nil
			} else {
				b.Fields[s.field] = []string{s.value}
			}
		}
		list = append(list, b)
	}
	return list
}

// A lifeDice draws worlds and histories.
type lifeDice struct{ *rand.Rand }

func lifePick[T any](d lifeDice, list ...T) T { return list[d.IntN(len(list))] }

func (d lifeDice) one(in int) bool { return d.IntN(in) == 0 }

func (d lifeDice) duration() lifeDuration {
	switch d.IntN(6) {
	case 0:
		return lifeDuration{working: true, days: 1 + d.IntN(3)}
	case 1:
		return lifeDuration{working: true, close: true, days: d.IntN(3)}
	case 2:
		return lifeDuration{minutes: lifePick(d, 240, 480, 960, 180, 210)}
	}
	return lifeDuration{minutes: 1 + d.IntN(1500)}
}

func (d lifeDice) statuses() []string {
	return lifePick(d, []string{"pending"}, []string{"on_hold"}, []string{"pending", "on_hold"}, []string{"open", "pending"})
}

func (d lifeDice) onChange() string {
	return lifePick(d, "", "carry", "retroactive", "restart", "keep")
}

func (d lifeDice) target(metric string) lifeTarget {
	t := lifeTarget{metric: metric, calendar: -1}
	if d.one(4) {
		t.calendar = d.IntN(len(lifeCalendars))
	}
	switch d.IntN(5) {
	case 0:
		t.due = true
	case 1, 2:
		t.by = true
		for n := range t.within {
			if n < 1 || !d.one(4) {
				t.within[n] = d.duration()
			}
		}
		for n := range t.within { // equal durations are no change
			for k := range n {
				if t.within[n] == t.within[k] && !t.within[n].none() {
					t.within[n] = lifeDuration{minutes: 2000 + 10*n}
				}
			}
		}
	default:
		t.within[0] = d.duration()
	}
	if t.due { // a date never pauses
		t.pause = nil
	} else if d.one(5) {
		t.pause = d.statuses()
	} else if d.one(8) {
		t.pause = []string{}
	}
	if d.one(4) {
		t.onChange = d.onChange()
	}
	return t
}

func (d lifeDice) world() *lifeWorld {
	w := &lifeWorld{calendars: lifeCalendars}
	for _, name := range []string{"first_response", "resolution", "total_resolution", "first_resolution"} {
		if d.one(2) {
			m := lifeMetric{name: name, preset: true, pausable: name == "resolution" || name == "first_resolution"}
			switch name {
			case "total_resolution":
				m.onReopen = "count_solved"
			case "first_resolution":
				m.onReopen = "ignore"
			}
			w.metrics = append(w.metrics, m)
		}
	}
	if d.one(3) || len(w.metrics) == 0 {
		m := lifeMetric{name: "work", start: "begin", stop: "done", each: d.one(2), pausable: d.one(2)}
		if d.one(2) {
			m.cancel = "abort"
		}
		if d.one(4) {
			m.pause = d.statuses()
		}
		w.metrics = append(w.metrics, m)
	}
	count := 1 + d.IntN(4)
	for n := range count {
		p := lifePolicy{name: fmt.Sprintf("p%d", n), kind: "sla", calendar: d.IntN(len(lifeCalendars)), nextOpen: d.one(3), atRisk: lifePick(d, 1, 1, 30, 120)}
		if d.one(6) {
			p.kind = "ola"
		}
		if n < count-1 || d.one(3) {
			p.tier = lifePick(d, "a", "b", "c")
		}
		if d.one(2) {
			p.pause = d.statuses()
		}
		if d.one(2) {
			p.onChange = d.onChange()
		}
		if d.one(5) {
			p.onReopen = lifePick(d, "resume", "count_solved", "new", "ignore")
		}
		if d.one(5) {
			p.window = d.duration()
			if p.window.working && p.window.days == 0 {
				p.window.days = 1
			}
		}
		for _, m := range w.metrics {
			if d.one(5) {
				continue
			}
			if d.one(5) {
				t := d.target(m.name)
				t.team = lifePick(d, "x", "y")
				p.targets = append(p.targets, t)
			}
			p.targets = append(p.targets, d.target(m.name))
		}
		if len(p.targets) == 0 {
			p.targets = append(p.targets, d.target(w.metrics[0].name))
		}
		w.policies = append(w.policies, p)
	}
	return w
}

// marks are instants at which something may end: openings and closings.
func (d lifeDice) instant(from, until int) int {
	m := from + d.IntN(until-from)
	switch d.IntN(4) {
	case 0:
		return max(from, m/60*60)
	case 1:
		c := lifeCalendars[d.IntN(len(lifeCalendars))]
		for k := m; k < until && k < m+3000; k++ {
			if k > 0 && c.open[k] != c.open[k-1] {
				return k
			}
		}
	}
	return m
}

func (d lifeDice) history(w *lifeWorld) []lifeEvent {
	from := d.instant(1440, 8*1440)
	span := lifePick(d, 300, 1440, 3*1440, 7*1440)
	created := lifeEvent{at: from, kind: breach.Created, actor: "customer"}
	set := func(e *lifeEvent, field, value string) {
		e.set = append(e.set, lifeSetting{field, value})
	}
	due := func() string {
		if d.one(5) {
			return ""
		}
		return lifeTime(d.instant(max(0, from-100), from+span+1000)).Format(time.RFC3339)
	}
	if d.one(2) {
		set(&created, "status", lifePick(d, "new", "open", "pending", "on_hold", "open"))
	}
	if !d.one(4) {
		set(&created, "tier", lifePick(d, "a", "b", "c"))
	}
	if d.one(2) {
		set(&created, "priority", lifePick(d, "high", "normal", "low"))
	}
	if d.one(2) {
		set(&created, "due_at", due())
	}
	events := []lifeEvent{created}
	var instants []int
	for range 1 + d.IntN(12) {
		if len(instants) > 0 && d.one(5) {
			instants = append(instants, instants[d.IntN(len(instants))])
		} else {
			instants = append(instants, d.instant(from, from+span))
		}
	}
	slices.Sort(instants)
	for _, at := range instants {
		e := lifeEvent{at: at, kind: breach.Updated, actor: "agent"}
		switch d.IntN(10) {
		case 0:
			e.kind, e.actor, e.internal = breach.Comment, lifePick(d, "agent", "agent", "customer"), d.one(4)
		case 1:
			e.kind = lifePick(d, "begin", "done", "abort")
		case 2, 3:
			e.kind = lifePick(d, "begin", "done", breach.Updated)
			set(&e, "status", lifePick(d, "open", "pending", "on_hold"))
		case 4, 5:
			set(&e, "status", lifePick(d, "solved", "solved", "closed", "open", "open"))
		case 6:
			set(&e, "status", lifePick(d, "void", "open", "solved", "pending"))
		}
		if d.one(3) {
			set(&e, "tier", lifePick(d, "a", "b", "c", ""))
		}
		if d.one(4) {
			set(&e, "priority", lifePick(d, "high", "normal", "low", ""))
		}
		if d.one(8) {
			set(&e, "team", lifePick(d, "x", "y", ""))
		}
		if d.one(5) {
			set(&e, "due_at", due())
		}
		if e.kind == breach.Updated && len(e.set) == 0 {
			set(&e, "priority", lifePick(d, "high", "normal", "low", ""))
		}
		events = append(events, e)
	}
	return lifeAvoid(events)
}

// sharpen moves some events to instants at which something is decided:
// deadlines, their neighbours, and the ends of the windows of reopening.
func (d lifeDice) sharpen(w *lifeWorld, events []lifeEvent) []lifeEvent {
	for range d.IntN(3) {
		nows := []int{events[0].at}
		for _, e := range events[1:] {
			nows = append(nows, e.at)
		}
		answers, walk := lifeAnswer(w, events, slices.Compact(nows))
		instants := walk.edges
		for _, rows := range answers {
			for _, r := range rows {
				instants = append(instants, r.Deadline)
			}
		}
		if len(instants) == 0 || len(events) == 1 {
			continue
		}
		at := instants[d.IntN(len(instants))]
		if len(walk.edges) > 0 && d.one(2) {
			at = walk.edges[d.IntN(len(walk.edges))]
		}
		at += lifePick(d, 0, 0, 0, 1, -1)
		if at <= events[0].at || at > events[0].at+14*1440 {
			continue
		}
		// The event nearest to the instant moves, if it can without overtaking.
		for n := 1; n < len(events); n++ {
			if events[n-1].at <= at && (n+1 == len(events) || at <= events[n+1].at) {
				events[n].at = at
				break
			}
		}
	}
	return events
}

// lifeAnswersOnSolved lets agents answer on solved tickets. The engine does not
// yet do what the design says under "On a solved ticket".
const lifeAnswersOnSolved = false

// lifeAvoid returns the events without those that are not for this test: starts,
// and stops of what a status has cancelled, while the ticket is solved or void.
func lifeAvoid(events []lifeEvent) []lifeEvent {
	var list []lifeEvent
	solved, void := false, false
	for _, e := range events {
		for _, s := range e.set {
			if s.field == "status" {
				void = s.value == "void"
				solved = s.value == "solved" || s.value == "closed" || void && solved
			}
		}
		if e.kind == "begin" && (solved || void) || e.kind == breach.Comment && solved && !lifeAnswersOnSolved {
			e.kind = breach.Updated
		}
		list = append(list, e)
	}
	return list
}
