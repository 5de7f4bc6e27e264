package main

import (
	"bufio"
	"bytes"
	"errors"
	"fmt"
	"io"
	"slices"
	"strings"
	"testing"
	"testing/iotest"

	"github.com/google/go-cmp/cmp"
)

// readAll reads text and says what became of it, one line a ticket and one a
// mistake.
func readAll(t *testing.T, only, text string) []string {
	t.Helper()
	rd := reader{only: only}
	if err := rd.read(strings.NewReader(text)); err != nil {
		t.Fatal(err)
	}
	var got []string
	for _, h := range rd.histories {
		line := fmt.Sprintf("%s %v", printable(h.ticket), h.lines)
		if h.bad {
			line += " bad"
		}
		got = append(got, line)
	}
	for _, e := range rd.errs {
		got = append(got, fmt.Sprintf("%d %s: %s", e.line, printable(e.ticket), e.err))
	}
	return got
}

func TestRead(t *testing.T) {
	const at = `"at":"2026-01-05T09:00:00Z"`
	event := func(ticket string) string { return `{"ticket":"` + ticket + `",` + at + `,"type":"updated"}` }
	const unnamed = `{` + at + `,"type":"updated"}`
	tests := []struct {
		name, only string
		lines      []string
		want       []string
	}{
		{name: "empty"},
		{
			name:  "interleaved",
			lines: []string{event("B"), event("A"), "", "  \t\r", event("B")},
			want:  []string{"B [1 5]", "A [2]"},
		},
		{
			name: "one ticket wanted", only: "A",
			lines: []string{event("B"), event("A"), `{"ticket":"B"`, event("A")},
			want:  []string{"A [2 4]"},
		},
		{
			name: "a line that may be of the ticket wanted", only: "A",
			lines: []string{event("A"), `{"tick`, unnamed},
			want: []string{"A [1]",
				"2 -: the text has no end; add the closing quote (byte 6)", "3 -: no ticket, but other lines have one"},
		},
		{
			name:  "a history without a name",
			lines: []string{unnamed, unnamed},
			want:  []string{"- [1 2]"},
		},
		{
			name:  "events without a ticket among others",
			lines: []string{unnamed, event("A"), unnamed},
			want: []string{"A [2]",
				"1 -: no ticket, but other lines have one", "3 -: no ticket, but other lines have one"},
		},
		{
			name:  "a bad line costs its ticket",
			lines: []string{event("A"), event("B"), `{"ticket":"A",` + at + `,"type":"updated","field":{}}`},
			want:  []string{"A [1] bad", "B [2]", `3 A: unknown key "field"; a field of the ticket belongs in "fields" (byte 59)`},
		},
		{
			name:  "a line of two tickets may belong to either",
			lines: []string{event("A"), `{"ticket":"A","ticket":"B"}`},
			want:  []string{"A [1]", "2 -: ticket: the key comes twice; remove one (byte 14)"},
		},
		{
			name:  "cut off",
			lines: []string{`{"ticket":"A","at":"2026-01-`},
			want:  []string{"A [] bad", "1 A: at: the text has no end; add the closing quote (byte 28)"},
		},
		{
			name:  "not JSON",
			lines: []string{"number,state", `["A"]`, `"A"`},
			want: []string{"1 -: an event must be an object, not 'n' (byte 0)",
				"2 -: an event must be an object, not an array (byte 0)", "3 -: an event must be an object, not text (byte 0)"},
		},
		{
			name: "values of the wrong kind",
			lines: []string{
				`{"ticket":"A","at":"yesterday","type":"updated"}`,
				`{"ticket":"A",` + at + `,"type":7}`,
				`{"ticket":7,` + at + `,"type":"updated"}`,
				`{"ticket":"B",` + at + `,"type":"updated","fields":{"x":{"y":1}}}`,
				`{"ticket":"C",` + at + `,"type":"updated"} {}`,
			},
			want: []string{"A [] bad", "B [] bad", "C [] bad",
				`1 A: at: "yesterday" is not an instant of RFC 3339; write it as 2026-01-05T09:00:00+07:00 (byte 19)`,
				`2 A: type: the value must be text, not a number (byte 49)`,
				`3 -: ticket: the value must be text, not a number (byte 10)`,
				`4 B: fields.x: a field's value is text, a number, a boolean, a list of those, or null, not an object (byte 73)`,
				`5 C: there is more after the event; write one event a line (byte 60)`},
		},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			got := readAll(t, tt.only, strings.Join(tt.lines, "\n"))
			if diff := cmp.Diff(tt.want, got); diff != "" {
				t.Error(diff)
			}
		})
	}
}

// A line that is too long is skipped, not the lines behind it, and its ticket
// is still told from its beginning.
func TestReadLongLine(t *testing.T) {
	long := `{"ticket":"A","at":"2026-01-05T09:00:00Z","type":"updated","reason":"` + strings.Repeat("x", maxLine) + `"}`
	next := `{"ticket":"B","at":"2026-01-05T09:00:00Z","type":"updated"}`
	for _, end := range []string{"", "\n", "\n" + next, "\n" + next + "\n"} {
		want := []string{"A [] bad"}
		if strings.Contains(end, next) {
			want = append(want, "B [2]")
		}
		want = append(want, "1 A: longer than 1048576 bytes; is this one JSON object a line?")
		if diff := cmp.Diff(want, readAll(t, "", long+end)); diff != "" {
			t.Error(diff)
		}
	}
}

func TestReadManyBadLines(t *testing.T) {
	rd := reader{}
	if err := rd.read(strings.NewReader(strings.Repeat("{\n", maxErrs+25))); err != nil {
		t.Fatal(err)
	}
	if len(rd.errs) != maxErrs || rd.more != 25 {
		t.Errorf("kept %d mistakes and counted %d more, want %d and 25", len(rd.errs), rd.more, maxErrs)
	}
}

func TestReadError(t *testing.T) {
	broken := errors.New("the disk is gone")
	rd := reader{}
	err := rd.read(io.MultiReader(strings.NewReader("\n\n{"), iotest.ErrReader(broken)))
	if !errors.Is(err, broken) || !strings.HasPrefix(err.Error(), "line 3: ") {
		t.Errorf("read: %v, want line 3: %v", err, broken)
	}
}

// readLine must give what splitting the whole text gives, however long the
// lines are and however the stream is cut into pieces.
func FuzzReadLine(f *testing.F) {
	f.Add("", 16)
	f.Add("a\nb", 16)
	f.Add("a\n\n"+strings.Repeat("b", 40)+"\n", 16)
	f.Fuzz(func(t *testing.T, text string, size int) {
		var want []string
		for line := range strings.Lines(text) {
			want = append(want, line)
		}
		buffered := bufio.NewReaderSize(iotest.HalfReader(strings.NewReader(text)), 16+size%64)
		var got []string
		for {
			line, err := readLine(buffered)
			if err == io.EOF {
				break
			}
			if err != nil {
				t.Fatal(err)
			}
			got = append(got, string(line))
		}
		if !slices.Equal(got, want) {
			t.Errorf("lines %q, want %q", got, want)
		}
	})
}

// Whatever the stream, every line that says anything is either an event of some
// history or a mistake, once.
func FuzzRead(f *testing.F) {
	f.Add([]byte(`{"ticket":"A","at":"2026-01-05T09:00:00Z","type":"created"}`), "")
	f.Add([]byte("{\"ticket\":\"A\"\n\n{\"at\":\"2026-01-05T09:00:00Z\"}\n[]"), "A")
	f.Fuzz(func(t *testing.T, stream []byte, only string) {
		rd := reader{only: only}
		if err := rd.read(bytes.NewReader(stream)); err != nil {
			t.Fatal(err)
		}
		said := 0
		for line := range bytes.Lines(stream) {
			if len(bytes.TrimSpace(line)) > 0 {
				said++
			}
		}
		filed := map[int]bool{}
		count := rd.more
		file := func(line int) {
			if filed[line] {
				t.Errorf("line %d is filed twice", line)
			}
			filed[line] = true
			count++
		}
		for _, h := range rd.histories {
			if only != "" && h.ticket != only {
				t.Errorf("a history of %q, wanted only %q", h.ticket, only)
			}
			if len(h.lines) != len(h.events) {
				t.Errorf("%d lines for %d events", len(h.lines), len(h.events))
			}
			for _, line := range h.lines {
				file(line)
			}
		}
		for _, e := range rd.errs {
			file(e.line)
		}
		if count > said || only == "" && count < said {
			t.Errorf("%d lines filed of %d", count, said)
		}
	})
}
