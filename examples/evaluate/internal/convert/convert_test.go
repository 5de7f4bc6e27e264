package main

import (
	"compress/gzip"
	"encoding/json"
	"io"
	"os"
	"path/filepath"
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

// The sample takes whatever is notable by sampleUntil, one in three of the other
// resolved incidents and one in six of the other open ones.
func TestChoose(t *testing.T) {
	var rows []string
	add := func(number, made, priority, state, resolved string) {
		rows = append(rows, number+",New,"+made+",01-03-2016 08:00,01-03-2016 08:00,4 - Low,?,?,"+resolved+",?",
			number+","+state+","+made+",01-03-2016 08:00,02-03-2016 09:00,"+priority+",?,?,"+resolved+",?")
	}
	const early, late = "03-03-2016 09:00", "09-03-2016 09:00"
	for _, n := range []string{"1", "2", "3", "4", "5", "6"} {
		add("E"+n, "TRUE", "4 - Low", "Active", early)
		add("L"+n, "FALSE", "4 - Low", "Active", late)
	}
	add("missed", "FALSE", "4 - Low", "Active", early)
	add("critical", "TRUE", "1 - Critical", "Active", late)
	add("vendor", "TRUE", "4 - Low", "Awaiting Vendor", late)
	add("INC0000379", "FALSE", "4 - Low", "Active", early)
	incidents, _ := convertText(t, rows...)
	var got []string
	for _, inc := range choose(incidents) {
		got = append(got, inc.Number)
	}
	want := []string{"E3", "E6", "L6", "missed", "critical", "vendor", "INC0000379"}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
}

// The files are the same whenever they are made, the sample ends at sampleUntil
// and the whole log does not.
func TestRun(t *testing.T) {
	log := filepath.Join(t.TempDir(), "incidents.csv")
	rows := "I1,New,TRUE,01-03-2016 08:00,01-03-2016 08:00,1 - Critical,?,?,09-03-2016 09:00,?\n" +
		"I1,Closed,TRUE,01-03-2016 08:00,09-03-2016 10:00,1 - Critical,?,?,09-03-2016 09:00,?\n"
	if err := os.WriteFile(log, []byte(columnNames+rows), 0o666); err != nil {
		t.Fatal(err)
	}
	made := func() map[string]string {
		root := t.TempDir()
		files := map[string]string{
			"examples/evaluate/sample/events.jsonl": "", "examples/evaluate/testdata/verdicts.csv": "",
			"breach/testdata/incidents.jsonl.gz": "", "breach/testdata/incidents_verdicts.csv": "",
		}
		for name := range files {
			if err := os.MkdirAll(filepath.Join(root, filepath.Dir(name)), 0o777); err != nil {
				t.Fatal(err)
			}
		}
		if err := run(log, root); err != nil {
			t.Fatal(err)
		}
		for name := range files {
			data, err := os.ReadFile(filepath.Join(root, name))
			if err != nil {
				t.Fatal(err)
			}
			files[name] = string(data)
		}
		return files
	}
	files := made()
	if diff := cmp.Diff(files, made()); diff != "" {
		t.Errorf("made again, the files differ: %s", diff)
	}
	unpacked, err := gzip.NewReader(strings.NewReader(files["breach/testdata/incidents.jsonl.gz"]))
	if err != nil {
		t.Fatal(err)
	}
	all, err := io.ReadAll(unpacked)
	if err != nil {
		t.Fatal(err)
	}
	sample := files["examples/evaluate/sample/events.jsonl"]
	if n := strings.Count(string(all), "\n"); n != 3 || strings.Count(sample, "\n") != 1 || !strings.HasPrefix(string(all), sample) {
		t.Errorf("the whole log:\n%sthe sample:\n%s", all, sample)
	}
	if err := run("no such file", t.TempDir()); err == nil {
		t.Error("no error for a log that is not there")
	}
}
