package main

import (
	"encoding/csv"
	"fmt"
	"io"
	"slices"
	"time"

	"github.com/tenggat/sla/breach"
	"github.com/tenggat/sla/policy"
)

// incident is one incident of the log: its history as events, and what
// ServiceNow recorded of it in the end.
type incident struct {
	Number   string
	Priority string    // the final one
	Resolved time.Time // zero if it was closed without being resolved
	MadeSLA  bool      // ServiceNow's own verdict
	Events   []breach.Event
}

// columns are the log's columns that become ticket fields, by field name.
// The state of an incident is handled apart.
var columns = map[string]string{
	"priority": "priority",
	"group":    "assignment_group",
	"assignee": "assigned_to",
	"category": "category",
}

const (
	timeForm = "02-01-2006 15:04"
	unknown  = "?"
)

// readIncidents reads the log: rows of one incident are consecutive and in the
// order of their making.
func readIncidents(r io.Reader) ([]incident, error) {
	rows := csv.NewReader(r)
	header, err := rows.Read()
	if err != nil {
		return nil, err
	}
	var incidents []incident
	var group []row
	for {
		record, err := rows.Read()
		if err != nil && err != io.EOF {
			return nil, err
		}
		done := err == io.EOF
		next := row{}
		if !done {
			for i, name := range header {
				next[name] = record[i]
			}
		}
		if len(group) > 0 && (done || next["number"] != group[0]["number"]) {
			inc, err := convert(group)
			if err != nil {
				return nil, err
			}
			incidents = append(incidents, inc)
			group = nil
		}
		if done {
			return incidents, nil
		}
		group = append(group, next)
	}
}

// row is one row of the log: an incident after an update, by column.
type row map[string]string

// time reads a column; unknown is the zero time.
func (r row) time(column string) (time.Time, error) {
	if r[column] == unknown {
		return time.Time{}, nil
	}
	t, err := time.Parse(timeForm, r[column])
	if err != nil {
		return t, fmt.Errorf("%s: %s: %w", r["number"], column, err)
	}
	return t, nil
}

// convert makes events of the rows of one incident.
//
// The incident is created at opened_at, as New and with the other fields of its
// first row; the rows follow as updates, each with the fields it changed. It is
// Resolved at resolved_at and at no other time: resolved_at is the last
// resolution, so the states Resolved and Closed of rows before it are dropped.
func convert(rows []row) (incident, error) {
	last := rows[len(rows)-1]
	opened, err := last.time("opened_at")
	if err != nil {
		return incident{}, err
	}
	resolved, err := last.time("resolved_at")
	if err != nil {
		return incident{}, err
	}
	inc := incident{
		Number:   last["number"],
		Priority: last["priority"],
		Resolved: resolved,
		MadeSLA:  last["made_sla"] == "TRUE",
	}
	h := history{ticket: inc.Number, known: map[string]string{}}
	h.add(opened, breach.Created, "New", rows[0])
	stopped := false
	for _, r := range rows {
		at, err := r.time("sys_updated_at")
		if err != nil {
			return incident{}, err
		}
		// A row made before the incident was opened is what it was created with.
		at = later(at, opened)
		state := r["incident_state"]
		if state == "Resolved" || state == "Closed" {
			switch {
			case resolved.IsZero():
			case at.Before(resolved):
				state = unknown
			case !stopped:
				stopped = true
				if state == "Closed" || at.After(resolved) {
					h.add(resolved, breach.Updated, "Resolved", nil)
				}
			}
		}
		h.add(at, breach.Updated, state, r)
	}
	if !resolved.IsZero() && !stopped {
		h.add(resolved, breach.Updated, "Resolved", nil)
	}
	inc.Events = h.events
	return inc, nil
}

func later(a, b time.Time) time.Time {
	if a.After(b) {
		return a
	}
	return b
}

// history collects events that hold only what changed.
type history struct {
	ticket string
	known  map[string]string
	events []breach.Event
}

// add appends an event with the fields that differ from what is known, or
// nothing if an update changes none.
func (h *history) add(at time.Time, kind, state string, r row) {
	fields := policy.Fields{}
	set := func(name, value string) {
		if value != unknown && value != "" && h.known[name] != value {
			h.known[name] = value
			fields[name] = []string{value}
		}
	}
	set("status", state)
	for name, column := range columns {
		set(name, r[column])
	}
	if len(fields) == 0 && kind != breach.Created {
		return
	}
	h.events = append(h.events, breach.Event{Ticket: h.ticket, At: at, Type: kind, Fields: fields})
}

// resolvedBy reports whether the incident had been resolved for good by t.
func (inc *incident) resolvedBy(t time.Time) bool {
	return !inc.Resolved.IsZero() && !inc.Resolved.After(t)
}

// merge puts the events of incidents up to and including an instant into one
// stream, as a host would have written it: by time.
func merge(incidents []incident, until time.Time) []breach.Event {
	var events []breach.Event
	for _, inc := range incidents {
		for _, e := range inc.Events {
			if !e.At.After(until) {
				events = append(events, e)
			}
		}
	}
	slices.SortStableFunc(events, func(a, b breach.Event) int { return a.At.Compare(b.At) })
	return events
}
