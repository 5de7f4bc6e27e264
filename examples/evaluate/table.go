package main

import (
	"cmp"
	"fmt"
	"io"
	"slices"
	"strings"
	"time"
	"unicode/utf8"

	"github.com/tenggat/sla/breach"
)

// result is what was made of one ticket.
type result struct {
	ticket string
	report *breach.Report // nil if it could not be evaluated
}

// zones tells of an instance's calendar what a table needs: the zone its
// instants are shown in, and whether it never closes.
type zones func(*breach.Instance) (zone *time.Location, always bool)

// row is one target instance of one ticket.
type row struct {
	ticket   string
	instance *breach.Instance
}

var header = []string{"TICKET", "POLICY", "METRIC", "STATE", "TARGET", "DEADLINE", "ELAPSED", "LEFT"}

// The column coloured, and the escape sequences for it.
const (
	stateColumn = 3
	red         = "\x1b[31m"
	yellow      = "\x1b[33m"
	plain       = "\x1b[0m"
)

// writeTable writes a line for every target instance of the results: breached
// ones first, then by deadline.
func writeTable(w io.Writer, results []result, zones zones, color bool) error {
	rows := sortedRows(results)
	if len(rows) == 0 {
		return nil
	}
	cells := [][]string{header}
	for _, r := range rows {
		cells = append(cells, r.cells(zones))
	}
	widths := make([]int, len(header))
	for _, line := range cells {
		for i, cell := range line {
			widths[i] = max(widths[i], utf8.RuneCountInString(cell))
		}
	}
	for n, line := range cells {
		paint := ""
		if n > 0 && color {
			paint = rows[n-1].paint()
		}
		if _, err := io.WriteString(w, join(line, widths, paint)); err != nil {
			return err
		}
	}
	return nil
}

func sortedRows(results []result) []row {
	var rows []row
	for _, res := range results {
		if res.report == nil {
			continue
		}
		for i := range res.report.Targets {
			rows = append(rows, row{res.ticket, &res.report.Targets[i]})
		}
	}
	slices.SortStableFunc(rows, func(a, b row) int {
		return cmp.Or(a.instance.Compare(b.instance), cmp.Compare(a.ticket, b.ticket))
	})
	return rows
}

func (r row) cells(zones zones) []string {
	i := r.instance
	zone, days := zones(i)
	metric := i.Metric
	if i.Number > 1 {
		metric = fmt.Sprintf("%s #%d", metric, i.Number)
	}
	elapsed := nothing
	if i.State != breach.NotStarted {
		elapsed = words(i.Elapsed, days)
	}
	return []string{
		printable(r.ticket), printable(i.Policy), printable(metric), standing(i),
		within(i, days), deadline(i, zone), elapsed, left(i, days),
	}
}

// within is the target: as it is written if that is in days, such as 2bd.
func within(i *breach.Instance, days bool) string {
	if strings.Contains(i.WithinText, "d") {
		return i.WithinText
	}
	return words(i.Within, days)
}

// paint is the colour of the row's state: only an emphasis, the words are enough.
func (r row) paint() string {
	switch {
	case r.instance.Breached:
		return red
	case r.instance.AtRisk:
		return yellow
	}
	return ""
}

// join lays out one line, without blanks at its end.
func join(cells []string, widths []int, paint string) string {
	var b strings.Builder
	for i, cell := range cells {
		padding := strings.Repeat(" ", widths[i]-utf8.RuneCountInString(cell)+2)
		if i == len(cells)-1 {
			padding = "\n"
		}
		if i == stateColumn && paint != "" {
			cell = paint + cell + plain
		}
		b.WriteString(cell + padding)
	}
	return b.String()
}
