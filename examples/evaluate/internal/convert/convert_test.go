package main

import (
	"encoding/json"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
)

const columnNames = "number,incident_state,made_sla,opened_at,sys_updated_at,priority,assignment_group,assigned_to,resolved_at,category\n"

// convertText converts a log and returns its events as JSON Lines.
func convertText(t *testing.T, rows ...string) ([]incident, []string) {
	t.Helper()
	incidents, err := readIncidents(strings.NewReader(columnNames + strings.Join(rows, "\n")))
	if err != nil {
		t.Fatal(err)
	}
	var lines []string
	for _, e := range merge(incidents, theEnd) {
		line, err := json.Marshal(e)
		if err != nil {
			t.Fatal(err)
		}
		lines = append(lines, string(line))
	}
	return incidents, lines
}

func TestConvert(t *testing.T) {
	tests := []struct {
		name       string
		rows, want []string
	}{
		{
			name: "created as New at opened_at with the fields of the first row",
			rows: []string{
				"I1,Active,TRUE,29-02-2016 01:16,29-02-2016 01:23,3 - Moderate,Group 56,?,29-02-2016 11:29,Category 55",
				"I1,Closed,TRUE,29-02-2016 01:16,05-03-2016 12:00,3 - Moderate,Group 56,?,29-02-2016 11:29,Category 55",
			},
			want: []string{
				`{"ticket":"I1","at":"2016-02-29T01:16:00Z","type":"created","fields":{"category":"Category 55","group":"Group 56","priority":"3 - Moderate","status":"New"}}`,
				`{"ticket":"I1","at":"2016-02-29T01:23:00Z","type":"updated","fields":{"status":"Active"}}`,
				`{"ticket":"I1","at":"2016-02-29T11:29:00Z","type":"updated","fields":{"status":"Resolved"}}`,
				`{"ticket":"I1","at":"2016-03-05T12:00:00Z","type":"updated","fields":{"status":"Closed"}}`,
			},
		},
		{
			name: "an earlier resolution is dropped, unknown and unchanged values too",
			rows: []string{
				"I1,Active,TRUE,01-03-2016 08:00,01-03-2016 08:00,4 - Low,Group 1,?,03-03-2016 09:00,?",
				"I1,Resolved,TRUE,01-03-2016 08:00,02-03-2016 08:00,4 - Low,?,Resolver 2,03-03-2016 09:00,?",
				"I1,Active,TRUE,01-03-2016 08:00,02-03-2016 09:00,4 - Low,Group 1,Resolver 2,03-03-2016 09:00,?",
				"I1,Resolved,TRUE,01-03-2016 08:00,03-03-2016 09:00,4 - Low,Group 1,Resolver 3,03-03-2016 09:00,?",
			},
			want: []string{
				`{"ticket":"I1","at":"2016-03-01T08:00:00Z","type":"created","fields":{"group":"Group 1","priority":"4 - Low","status":"New"}}`,
				`{"ticket":"I1","at":"2016-03-01T08:00:00Z","type":"updated","fields":{"status":"Active"}}`,
				`{"ticket":"I1","at":"2016-03-02T08:00:00Z","type":"updated","fields":{"assignee":"Resolver 2"}}`,
				`{"ticket":"I1","at":"2016-03-03T09:00:00Z","type":"updated","fields":{"assignee":"Resolver 3","status":"Resolved"}}`,
			},
		},
		{
			name: "a row before opened_at counts from there, work in the minute of the resolution comes before it",
			rows: []string{
				"I1,New,TRUE,01-03-2016 08:00,01-03-2016 07:00,4 - Low,?,?,03-03-2016 09:00,?",
				"I1,Active,TRUE,01-03-2016 08:00,03-03-2016 09:00,4 - Low,?,?,03-03-2016 09:00,?",
				"I1,Closed,TRUE,01-03-2016 08:00,03-03-2016 09:00,4 - Low,?,?,03-03-2016 09:00,?",
			},
			want: []string{
				`{"ticket":"I1","at":"2016-03-01T08:00:00Z","type":"created","fields":{"priority":"4 - Low","status":"New"}}`,
				`{"ticket":"I1","at":"2016-03-03T09:00:00Z","type":"updated","fields":{"status":"Active"}}`,
				`{"ticket":"I1","at":"2016-03-03T09:00:00Z","type":"updated","fields":{"status":"Resolved"}}`,
				`{"ticket":"I1","at":"2016-03-03T09:00:00Z","type":"updated","fields":{"status":"Closed"}}`,
			},
		},
		{
			name: "closed without being resolved",
			rows: []string{
				"I1,New,FALSE,01-03-2016 08:00,01-03-2016 08:00,4 - Low,?,?,?,?",
				"I1,Closed,FALSE,01-03-2016 08:00,03-03-2016 09:00,4 - Low,?,?,?,?",
			},
			want: []string{
				`{"ticket":"I1","at":"2016-03-01T08:00:00Z","type":"created","fields":{"priority":"4 - Low","status":"New"}}`,
				`{"ticket":"I1","at":"2016-03-03T09:00:00Z","type":"updated","fields":{"status":"Closed"}}`,
			},
		},
		{
			name: "two incidents in one stream, by time",
			rows: []string{
				"I1,New,FALSE,01-03-2016 08:00,01-03-2016 08:00,4 - Low,?,?,?,?",
				"I1,Closed,FALSE,01-03-2016 08:00,03-03-2016 09:00,4 - Low,?,?,?,?",
				"I2,New,FALSE,02-03-2016 08:00,02-03-2016 08:00,4 - Low,?,?,?,?",
			},
			want: []string{
				`{"ticket":"I1","at":"2016-03-01T08:00:00Z","type":"created","fields":{"priority":"4 - Low","status":"New"}}`,
				`{"ticket":"I2","at":"2016-03-02T08:00:00Z","type":"created","fields":{"priority":"4 - Low","status":"New"}}`,
				`{"ticket":"I1","at":"2016-03-03T09:00:00Z","type":"updated","fields":{"status":"Closed"}}`,
			},
		},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			_, got := convertText(t, tt.rows...)
			if diff := cmp.Diff(tt.want, got); diff != "" {
				t.Error(diff)
			}
		})
	}
}

func TestVerdicts(t *testing.T) {
	incidents, _ := convertText(t,
		"I1,New,TRUE,01-03-2016 08:00,01-03-2016 08:00,2 - High,?,?,03-03-2016 09:00,?",
		"I1,Closed,FALSE,01-03-2016 08:00,03-03-2016 09:00,4 - Low,?,?,03-03-2016 09:00,?",
		"I2,Closed,TRUE,01-03-2016 08:00,03-03-2016 09:00,4 - Low,?,?,?,?",
	)
	resolved := time.Date(2016, 3, 3, 9, 0, 0, 0, time.UTC)
	for until, want := range map[time.Time]string{
		resolved:         "number,priority,made_sla\nI1,4 - Low,false\n",
		resolved.Add(-1): "number,priority,made_sla\n",
	} {
		if diff := cmp.Diff(want, string(verdicts(incidents, until))); diff != "" {
			t.Errorf("at %v: %s", until, diff)
		}
	}
}

func TestReadIncidentsBadTime(t *testing.T) {
	_, err := readIncidents(strings.NewReader(columnNames + "I1,New,TRUE,2016-03-01,?,4 - Low,?,?,?,?"))
	if err == nil || !strings.Contains(err.Error(), "I1: opened_at") {
		t.Errorf("error %v does not name the incident and the column", err)
	}
}
