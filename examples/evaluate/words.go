package main

import (
	"fmt"
	"strconv"
	"strings"
	"time"
	"unicode/utf8"

	"github.com/tenggat/sla/breach"
)

// words writes a duration in its two largest units, rounded down. A day is 24
// hours and only spoken of if days is true: of a calendar with office hours
// a reader cannot tell a day of 24 hours from a working day.
func words(d time.Duration, days bool) string {
	type unit struct {
		symbol string
		size   time.Duration
	}
	units := []unit{{"d", 24 * time.Hour}, {"h", time.Hour}, {"m", time.Minute}, {"s", time.Second}}
	if !days {
		units = units[1:]
	}
	for i, u := range units {
		if d < u.size {
			continue
		}
		text := strconv.FormatInt(int64(d/u.size), 10) + u.symbol
		if rest := d % u.size; i+1 < len(units) && rest >= units[i+1].size {
			text += fmt.Sprintf(" %d%s", rest/units[i+1].size, units[i+1].symbol)
		}
		return text
	}
	return "0s"
}

// standing describes the state of an instance in a word or two. A breach is spelled
// in capitals, so that it is visible without colour.
func standing(i *breach.Instance) string {
	text := strings.ReplaceAll(string(i.State), "_", " ")
	switch {
	case i.Breached:
		return text + ", BREACHED"
	case i.AtRisk:
		return text + ", at risk"
	}
	return text
}

// left writes how far an instance is from its deadline, on either side of it.
func left(i *breach.Instance, days bool) string {
	switch {
	case i.Breached:
		return words(i.Overdue, days) + " overdue"
	case i.State == breach.Cancelled || i.State == breach.NotStarted:
		return nothing
	}
	return words(i.Remaining, days) + " left"
}

// deadline writes an instance's deadline in its zone. A deadline that moves with
// every second of a pause is marked as an estimate.
func deadline(i *breach.Instance, zone *time.Location) string {
	if i.Deadline.IsZero() {
		return nothing
	}
	text := instant(i.Deadline, zone)
	if i.Projected {
		return "~" + text
	}
	return text
}

// instant writes t in a zone, to the minute, or to the second where there are
// seconds.
func instant(t time.Time, zone *time.Location) string {
	t = t.In(zone)
	form := "2006-01-02 15:04 MST"
	if t.Second() != 0 {
		form = "2006-01-02 15:04:05 MST"
	}
	return t.Format(form)
}

// nothing is the text of an empty cell.
const nothing = "-"

// printable returns text from outside in a form that cannot disturb a terminal
// or a table: as it is, or quoted if anything in it does not print.
func printable(text string) string {
	if text == "" {
		return nothing
	}
	if !utf8.ValidString(text) || strings.ContainsFunc(text, func(r rune) bool { return !strconv.IsGraphic(r) }) {
		return strconv.QuoteToGraphic(text)
	}
	return text
}

// percent writes part of whole in per cent with one decimal, rounded down:
// 100.0 % means all.
func percent(part, whole int) string {
	tenths := part * 1000 / whole
	return fmt.Sprintf("%d.%d %%", tenths/10, tenths%10)
}
