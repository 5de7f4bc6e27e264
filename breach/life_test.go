package breach_test

import (
	"fmt"
	"math/rand/v2"
	"os"
	"reflect"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/tenggat/sla/breach"
)

// TestLife compares the engine with the minute walk of life_rules_test.go on
// random worlds and histories. LIFE sets how many, LIFE_SEED the first seed.
func TestLife(t *testing.T) {
	count, seed := lifeEnv(t, "LIFE", scaled(2000)), lifeEnv(t, "LIFE_SEED", 1)
	limit := lifeEnv(t, "LIFE_FAILURES", 1)
	instants, failures := 0, 0
	doubtful := map[string]int{}
	for n := range count {
		d := lifeDice{rand.New(rand.NewPCG(uint64(seed+n), 7))}
		world := d.world()
		events := d.sharpen(world, d.history(world))
		nows := d.nows(world, events)
		instants += len(nows)
		differ, walk := lifeCompare(t, world, events, nows)
		for name := range walk.doubts {
			doubtful[name]++
		}
		if differ == "" {
			continue
		}
		world, events, nows = lifeShrink(t, world, events, nows)
		t.Errorf("seed %d\n%s\n%s\n%s", seed+n, world.short(), lifeText(events), lifeDiffer(t, world, events, nows))
		if failures++; failures >= limit {
			t.FailNow()
		}
	}
	t.Logf("%d of %d histories agree, at %d instants; passed over: %v", count-failures, count, instants, doubtful)
}

func lifeEnv(t *testing.T, name string, value int) int {
	text := os.Getenv(name)
	if text == "" {
		return value
	}
	value, err := strconv.Atoi(text)
	if err != nil {
		t.Fatal(err)
	}
	return value
}

// nows draws the instants at which the answers are compared: some at random,
// those of the events, and deadlines.
func (d lifeDice) nows(world *lifeWorld, events []lifeEvent) []int {
	from, last := events[0].at, events[len(events)-1].at
	nows := []int{from, last, last + 1 + d.IntN(3000)}
	for range 4 {
		nows = append(nows, d.instant(from, last+2000))
	}
	for _, e := range events {
		nows = append(nows, e.at)
	}
	slices.Sort(nows)
	nows = slices.Compact(nows)
	answers, _ := lifeAnswer(world, events, nows)
	for _, rows := range answers {
		for _, r := range rows {
			if r.Deadline >= from && r.Deadline < last+5*1440 {
				nows = append(nows, r.Deadline, max(from, r.Deadline-1))
			}
		}
	}
	slices.Sort(nows)
	nows = slices.Compact(nows)
	for len(nows) > 16 {
		n := d.IntN(len(nows))
		nows = slices.Delete(nows, n, n+1)
	}
	return nows
}

// lifeDiffer returns how the two answers differ, or nothing.
func lifeDiffer(t *testing.T, world *lifeWorld, events []lifeEvent, nows []int) string {
	differ, _ := lifeCompare(t, world, events, nows)
	return differ
}

// lifeCompare also returns the walk.
func lifeCompare(t *testing.T, world *lifeWorld, events []lifeEvent, nows []int) (string, *lifeWalk) {
	set, err := world.load()
	if err != nil {
		t.Fatalf("%v\n%s", err, world.yaml())
	}
	history := lifeHistory(events)
	want, walk := lifeAnswer(world, events, nows)
	for _, name := range lifeKnown {
		if walk.doubts[name] {
			return "", walk
		}
	}
	for n, now := range nows {
		report, err := breach.Evaluate(set, history, lifeTime(now))
		if err != nil {
			t.Fatal(err)
		}
		got := lifeRows(report)
		if reflect.DeepEqual(got, want[n]) {
			continue
		}
		if diff := cmp.Diff(lifeShow(want[n]), lifeShow(got)); diff != "" {
			return fmt.Sprintf("at %s (-walk +engine):\n%s", lifeStamp(now), diff), walk
		}
	}
	return "", walk
}

// lifeMinutes is a duration of a world, which lasts for months.
func lifeMinutes(d time.Duration) int {
	return int(d / time.Minute) //narrowing:ok a world has lifeHorizon minutes
}

// lifeRows reads the rows of a report.
func lifeRows(report *breach.Report) []lifeRow {
	minute := func(at time.Time) int {
		if at.IsZero() {
			return lifeNever
		}
		return lifeMinutes(at.Sub(lifeZero))
	}
	var rows []lifeRow
	for _, i := range report.Targets {
		if i.State == breach.NotStarted {
			continue
		}
		row := lifeRow{
			Kind: string(i.Kind), Metric: i.Metric, Policy: i.Policy, Calendar: i.Calendar, State: i.State,
			Number: i.Number, AtRisk: i.AtRisk, Next: minute(i.Next), WallRemaining: lifeMinutes(i.WallRemaining),
			Breached: i.Breached, Projected: i.Projected, Within: lifeMinutes(i.Within),
			Started: minute(i.StartedAt), Completed: minute(i.CompletedAt),
			Deadline: minute(i.Deadline), Original: minute(i.OriginalDeadline), BreachedAt: minute(i.BreachedAt),
			Elapsed: lifeMinutes(i.Elapsed), Remaining: lifeMinutes(i.Remaining), Overdue: lifeMinutes(i.Overdue),
			WallElapsed: lifeMinutes(i.WallElapsed), Paused: lifeMinutes(i.Paused), WallPaused: lifeMinutes(i.WallPaused),
		}
		for _, p := range i.Pauses {
			from, until := minute(p.From), minute(p.Until)
			if until == lifeNever {
				until = minute(report.AsOf)
			}
			if from == until {
				continue
			}
			if k := len(row.Pauses); k > 0 && row.Pauses[k-1][1] == from {
				row.Pauses[k-1][1] = until
			} else {
				row.Pauses = append(row.Pauses, [2]int{from, until})
			}
		}
		rows = append(rows, row)
	}
	slices.SortStableFunc(rows, func(a, b lifeRow) int {
		if c := strings.Compare(a.Kind, b.Kind); c != 0 {
			return c
		}
		return strings.Compare(a.Metric, b.Metric)
	})
	return rows
}

func lifeStamp(m int) string {
	if m == lifeNever {
		return "-"
	}
	return lifeTime(m).Format("Mon 01-02 15:04")
}

// lifeShow writes rows as lines, for a readable difference.
func lifeShow(rows []lifeRow) []string {
	var lines []string
	for _, r := range rows {
		lines = append(lines, fmt.Sprintf("%s %s %d policy %s calendar %s", r.Kind, r.Metric, r.Number, r.Policy, r.Calendar),
			fmt.Sprintf("  at risk %v next %s wall remaining %d", r.AtRisk, lifeStamp(r.Next), r.WallRemaining),
			fmt.Sprintf("  %s breached %v projected %v", r.State, r.Breached, r.Projected),
			fmt.Sprintf("  started %s completed %s", lifeStamp(r.Started), lifeStamp(r.Completed)),
			fmt.Sprintf("  deadline %s", lifeStamp(r.Deadline)),
			fmt.Sprintf("  original %s", lifeStamp(r.Original)),
			fmt.Sprintf("  breached at %s", lifeStamp(r.BreachedAt)),
			fmt.Sprintf("  within %d elapsed %d remaining %d overdue %d wall %d", r.Within, r.Elapsed, r.Remaining, r.Overdue, r.WallElapsed),
			fmt.Sprintf("  paused %d wall %d %s", r.Paused, r.WallPaused, lifePauses(r.Pauses)))
	}
	return lines
}

func lifePauses(list [][2]int) string {
	var b strings.Builder
	for _, p := range list {
		fmt.Fprintf(&b, " %s..%s", lifeStamp(p[0]), lifeStamp(p[1]))
	}
	return b.String()
}

// lifeText writes events as lines.
func lifeText(events []lifeEvent) string {
	var b strings.Builder
	for _, e := range events {
		fmt.Fprintf(&b, "%s %s %s", lifeStamp(e.at), e.kind, e.actor)
		if e.internal {
			b.WriteString(" internal")
		}
		for _, s := range e.set {
			fmt.Fprintf(&b, " %s=%s", s.field, s.value)
		}
		b.WriteString("\n")
	}
	return b.String()
}

// lifeShrink makes a disagreement smaller while it remains.
func lifeShrink(t *testing.T, world *lifeWorld, events []lifeEvent, nows []int) (*lifeWorld, []lifeEvent, []int) {
	try := func(w *lifeWorld, e []lifeEvent, n []int) bool {
		if len(n) == 0 || len(e) == 0 || n[0] < e[0].at {
			return false
		}
		e = lifeAvoid(e)
		if lifeDiffer(t, w, e, n) == "" {
			return false
		}
		world, events, nows = w, e, n
		return true
	}
	for again := true; again; {
		again = false
		for n := range nows {
			if len(nows) > 1 && try(world, events, nows[n:n+1]) {
				again = true
				break
			}
		}
		for n := len(events) - 1; n > 0; n-- {
			again = try(world, slices.Delete(slices.Clone(events), n, n+1), nows) || again
		}
		for n := range events {
			for k := len(events[n].set) - 1; k >= 0; k-- {
				list := slices.Clone(events)
				list[n].set = slices.Delete(slices.Clone(list[n].set), k, k+1)
				again = try(world, list, nows) || again
			}
			if events[n].kind != breach.Updated && n > 0 {
				list := slices.Clone(events)
				list[n].kind = breach.Updated
				again = try(world, list, nows) || again
			}
		}
		for _, w := range world.smaller() {
			if try(w, events, nows) {
				again = true
				break
			}
		}
	}
	return world, events, nows
}

// smaller returns simpler worlds.
func (w *lifeWorld) smaller() []*lifeWorld {
	var list []*lifeWorld
	change := func(f func(*lifeWorld)) {
		c := &lifeWorld{calendars: w.calendars, metrics: slices.Clone(w.metrics), policies: slices.Clone(w.policies)}
		for n := range c.policies {
			c.policies[n].targets = slices.Clone(c.policies[n].targets)
		}
		f(c)
		if c.yaml() != w.yaml() {
			list = append(list, c)
		}
	}
	for n := range w.policies {
		p := &w.policies[n]
		if len(w.policies) > 1 {
			change(func(c *lifeWorld) { c.policies = slices.Delete(c.policies, n, n+1) })
		}
		change(func(c *lifeWorld) { c.policies[n].calendar = 0 })
		change(func(c *lifeWorld) { c.policies[n].pause = nil })
		change(func(c *lifeWorld) { c.policies[n].onChange = "" })
		change(func(c *lifeWorld) { c.policies[n].onReopen = "" })
		change(func(c *lifeWorld) { c.policies[n].window = lifeDuration{} })
		change(func(c *lifeWorld) { c.policies[n].nextOpen = false })
		change(func(c *lifeWorld) { c.policies[n].atRisk = 1 })
		for k := range p.targets {
			if len(p.targets) > 1 {
				change(func(c *lifeWorld) { c.policies[n].targets = slices.Delete(c.policies[n].targets, k, k+1) })
			}
			change(func(c *lifeWorld) { c.policies[n].targets[k].team = "" })
			change(func(c *lifeWorld) { c.policies[n].targets[k].calendar = -1 })
			change(func(c *lifeWorld) { c.policies[n].targets[k].pause = nil })
			change(func(c *lifeWorld) { c.policies[n].targets[k].onChange = "" })
			if p.targets[k].by {
				for v := range 4 {
					if !p.targets[k].within[v].none() {
						change(func(c *lifeWorld) {
							c.policies[n].targets[k].by = false
							c.policies[n].targets[k].within[0] = p.targets[k].within[v]
						})
					}
				}
			}
		}
	}
	for n, m := range w.metrics {
		if len(w.metrics) > 1 {
			used := false
			for _, p := range w.policies {
				for _, t := range p.targets {
					used = used || t.metric == m.name
				}
			}
			if !used {
				change(func(c *lifeWorld) { c.metrics = slices.Delete(c.metrics, n, n+1) })
			}
		}
	}
	return slices.DeleteFunc(list, func(c *lifeWorld) bool {
		_, err := c.load()
		return err != nil
	})
}
