package policy

import (
	"fmt"
	"time"

	"github.com/tenggat/sla/policy/internal/code"
	"github.com/tenggat/sla/policy/internal/source"
)

// rules checks what a policy and a target have in common.
func (c *collector) rules(p source.Path, change OnChange, reopen OnReopen, window Duration, boundary Boundary, count DayCount) {
	c.choice(p.Key("on_change"), "a change rule", string(change), texts(onChanges)...)
	c.choice(p.Key("on_reopen"), "a reopening rule", string(reopen), texts(onReopens)...)
	c.choice(p.Key("boundary"), "a boundary", string(boundary), texts(boundaries)...)
	c.choice(p.Key("day_count"), "a way to count days", string(count), texts(dayCounts)...)
	c.duration(p.Key("reopen_window"), window)
}

// duration checks an optional duration made in Go.
func (c *collector) duration(p source.Path, d Duration) {
	switch {
	case d.Time != 0 && d != Duration{Time: d.Time}:
		c.fail(p, code.Conflict, "set Time, or Days with AtClose or At", "it is both counted time and days")
	case d.AtClose && d.At != 0:
		c.fail(p, code.Conflict, "set AtClose, or At", "it ends both at the closing and at a time of the day")
	case d.At < 0 || d.At >= 24*time.Hour || d.At%time.Minute != 0:
		c.fail(p, code.BadDuration, "set At to whole minutes since midnight", "%s is not a time of the day", d.At)
	case d == Duration{CalendarDays: true}:
		c.fail(p, code.BadDuration, "set Days", "it has no days")
	case d.Time < 0 || d.Days < 0:
		c.fail(p, code.BadDuration, "it must be longer than zero", "%s is not a duration", d)
	case d.Time%time.Second != 0:
		c.fail(p, code.BadDuration, "write whole seconds", "%s is not a duration", d)
	case d.Days > maxDays:
		c.fail(p, code.BadDuration, fmt.Sprintf("at most %d days", maxDays), "%s is not a duration", d)
	}
}

// mark checks an optional mark made in Go.
func (c *collector) mark(p source.Path, m Mark) {
	switch {
	case m.Percent != 0 && m.Offset != 0 || m.Deadline && (m != Mark{Deadline: true}) || m.FromStart && m.Percent != 0:
		c.fail(p, code.Conflict, "set Percent, Offset or Deadline", "it is more than one point")
	case m.FromStart && m.Offset <= 0:
		c.fail(p, code.BadMark, "write time after the start, such as start+15m", "%s is not a point after the start", m)
	case m.Percent < 0 || m.Percent > maxPercent:
		c.fail(p, code.BadMark, "write a share between 0% and 1000%", "%s is not a point of a target", m.Percent)
	case m.Offset%time.Second != 0:
		c.fail(p, code.BadMark, "write whole seconds", "%s is not a point before or after a deadline", m)
	}
}

func (c *collector) atRisk(p source.Path, m Mark) {
	c.mark(p, m)
	if !m.IsZero() && !m.before() {
		c.fail(p, code.BadMark, "write a share below 100%, or counted time before the deadline such as -30m", "%s is not before the deadline", m)
	}
}
