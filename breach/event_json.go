package breach

import (
	"fmt"
	"maps"
	"slices"
	"strconv"
	"strings"
	"time"
	"unicode/utf8"

	"github.com/tenggat/sla/policy"
)

// EventJSONError is a mistake in the JSON of an [Event].
type EventJSONError struct {
	Offset  int    // of the mistake, in bytes from the beginning
	Key     string // the key that it concerns, such as "at" or "fields.priority"; empty for the whole event
	Message string // what is wrong
	Hint    string // how to fix it; it may be empty
}

// Error prints the mistake: its key, what is wrong and how to fix it.
func (e *EventJSONError) Error() string {
	text := e.Message
	if e.Key != "" {
		text = e.Key + ": " + text
	}
	if e.Hint != "" {
		text += "; " + e.Hint
	}
	return text + " (byte " + strconv.Itoa(e.Offset) + ")"
}

// MarshalJSON writes the event as one JSON object, which UnmarshalJSON reads as
// an equal event: a field with one value as text, with several as a list,
// cleared as null. The instant keeps its offset if that has whole minutes.
//
// An instant outside the years 0 to 9999 and text that is not UTF-8 are an
// [*EventJSONError].
func (e Event) MarshalJSON() ([]byte, error) {
	w := eventWriter{b: make([]byte, 0, 256)}
	w.b = append(w.b, '{')
	w.optional("ticket", e.Ticket)
	w.optional("id", e.ID)
	w.key("at")
	at, ok := appendInstant(w.b, e.At)
	if !ok {
		return nil, &EventJSONError{Offset: len(w.b), Key: "at", Message: fmt.Sprintf("the instant of the year %d cannot be written", e.At.Year()), Hint: "correct it"}
	}
	w.b = at
	w.key("type")
	w.text("type", e.Type)
	w.optional("actor", string(e.Actor))
	if e.Internal {
		w.key("internal")
		w.b = append(w.b, "true"...)
	}
	if len(e.Fields) > 0 {
		w.fields(e.Fields)
	}
	w.optional("reason", e.Reason)
	if w.err != nil {
		return nil, w.err
	}
	return append(w.b, '}'), nil
}

// eventWriter writes an event. It keeps the first mistake.
type eventWriter struct {
	b   []byte
	err *EventJSONError
}

func (w *eventWriter) key(name string) {
	if last := w.b[len(w.b)-1]; last != '{' {
		w.b = append(w.b, ',')
	}
	w.b = append(appendString(w.b, name), ':')
}

// text writes a text; the key is for the mistake.
func (w *eventWriter) text(key, text string) {
	if w.err == nil && !utf8.ValidString(text) {
		w.err = &EventJSONError{Offset: len(w.b), Key: key, Message: fmt.Sprintf("%q is not UTF-8", text), Hint: "convert it"}
	}
	w.b = appendString(w.b, text)
}

// optional writes a key with its text, unless that is empty.
func (w *eventWriter) optional(key, text string) {
	if text != "" {
		w.key(key)
		w.text(key, text)
	}
}

func (w *eventWriter) fields(fields policy.Fields) {
	w.key("fields")
	var few [16]string
	names := slices.AppendSeq(few[:0], maps.Keys(fields))
	slices.Sort(names)
	w.b = append(w.b, '{')
	for _, name := range names {
		w.field(name, fields[name])
	}
	w.b = append(w.b, '}')
}

// field writes a field with its values.
func (w *eventWriter) field(name string, values []string) {
	valid := w.err == nil
	if last := w.b[len(w.b)-1]; last != '{' {
		w.b = append(w.b, ',')
	}
	w.text("", name)
	w.b = append(w.b, ':')
	switch {
	case unset(values):
		w.b = append(w.b, "null"...)
	case len(values) == 1:
		w.text("", values[0])
	default:
		for i, value := range values {
			w.b = append(w.b, separator(i))
			w.text("", value)
		}
		w.b = append(w.b, ']')
	}
	if valid && w.err != nil {
		w.err.Key = "fields." + name
	}
}

// UnmarshalJSON reads one event, strictly: every key is known, is spelt exactly
// and comes once; the instant is in RFC 3339 with a date that exists; no value is
// null, except that of a field, which clears it. Whether the event can be
// evaluated is checked when it is.
//
// As package json does it, a key that is absent leaves its part of the event as it
// was, and fields are added to those that the event has.
//
// The error is an [*EventJSONError], or that of package json when [json.Unmarshal]
// has found before that the text is not JSON. The event is then as it was.
//
// [json.Unmarshal]: https://pkg.go.dev/encoding/json#Unmarshal
func (e *Event) UnmarshalJSON(data []byte) error {
	r := eventReader{jsonScanner: jsonScanner{text: string(data)}, read: *e}
	r.event()
	if r.space(); r.err == nil && r.at < len(r.text) {
		r.fail("", "there is more after the event", "write one event a line")
	}
	if r.err != nil {
		return r.err
	}
	*e = r.read
	return nil
}

// eventKeys are the keys of an event.
var eventKeys = [...]string{"ticket", "id", "at", "type", "actor", "internal", "fields", "reason"}

// eventKeyHint says what to write instead of a key that an event does not have.
func eventKeyHint(key string) string {
	for _, known := range eventKeys {
		if strings.EqualFold(key, known) {
			return fmt.Sprintf("write %q", known)
		}
	}
	return `a field of the ticket belongs in "fields"`
}

// eventReader reads an event.
type eventReader struct {
	jsonScanner
	read Event
	seen [len(eventKeys)]bool
}

func (r *eventReader) event() {
	if r.space(); r.next() != '{' {
		r.fail("", "an event must be an object, not "+r.kind(), "")
		return
	}
	for more := r.open('}'); more && r.err == nil; more = r.more('}') {
		start := r.at
		key := r.key("")
		i := slices.Index(eventKeys[:], key)
		switch {
		case r.err != nil:
			return
		case i < 0:
			r.failAt(start, "", fmt.Sprintf("unknown key %q", key), eventKeyHint(key))
		case r.seen[i]:
			r.failAt(start, key, "the key comes twice", "remove one")
		default:
			r.seen[i] = true
			r.value(key)
		}
	}
}

// value reads the value of a key.
func (r *eventReader) value(key string) {
	switch key {
	case "ticket":
		r.read.Ticket = strings.Clone(r.textOf(key)) // hosts keep these two, and not the rest of the line
	case "id":
		r.read.ID = strings.Clone(r.textOf(key))
	case "at":
		start := r.at
		if text := r.textOf(key); r.err == nil {
			at, message := parseInstant(text)
			if message != "" {
				r.failAt(start, key, message, "write it as 2026-01-05T09:00:00+07:00")
			}
			r.read.At = at
		}
	case "type":
		r.read.Type = r.textOf(key)
	case "actor":
		r.read.Actor = Actor(r.textOf(key))
	case "internal":
		switch {
		case r.literal("true"):
			r.read.Internal = true
		case r.literal("false"):
			r.read.Internal = false
		default:
			r.fail(key, "the value must be true or false, not "+r.kind(), "")
		}
	case "fields":
		r.fields()
	case "reason":
		r.read.Reason = r.textOf(key)
	}
}

// textOf reads the value of a key that is text.
func (r *eventReader) textOf(key string) string {
	if r.next() != '"' {
		hint := ""
		if r.next() == 'n' {
			hint = "leave the key out"
		}
		r.fail(key, "the value must be text, not "+r.kind(), hint)
		return ""
	}
	return r.string(key)
}

func (r *eventReader) fields() {
	if r.next() != '{' {
		r.fail("fields", "the value must be an object, not "+r.kind(), "")
		return
	}
	before := r.read.Fields
	r.read.Fields = nil
	values := make([]string, 0, 4) // most events set few values
	for more := r.open('}'); more && r.err == nil; more = r.more('}') {
		start := r.at
		name := r.key("fields")
		if r.err != nil {
			return
		}
		if _, twice := r.read.Fields[name]; twice {
			r.failAt(start, "fields."+name, "the field comes twice", "remove one")
			return
		}
		if r.read.Fields == nil {
			r.read.Fields = make(policy.Fields)
		}
		from := len(values)
		values = r.fieldValues(name, values)
		r.read.Fields[name] = nil
		if len(values) > from {
			r.read.Fields[name] = values[from:len(values):len(values)]
		}
	}
	if len(before) > 0 {
		read := r.read.Fields
		r.read.Fields = maps.Clone(before)
		maps.Copy(r.read.Fields, read)
	}
}

// fieldValues appends the values of a field.
func (r *eventReader) fieldValues(name string, values []string) []string {
	switch {
	case r.literal("null"):
	case r.next() != '[':
		values = append(values, r.fieldValue("a field's value is text, a number, a boolean, a list of those, or null"))
	default:
		for more := r.open(']'); more && r.err == nil; more = r.more(']') {
			values = append(values, r.fieldValue("an item of a field's list is text, a number or a boolean"))
		}
	}
	if r.err != nil {
		r.err.Key = "fields." + name
	}
	return values
}

// fieldValue reads a value that is not a list. A number keeps its spelling.
func (r *eventReader) fieldValue(allowed string) string {
	switch c := r.next(); {
	case c == '"':
		return r.string("")
	case r.literal("true"):
		return "true"
	case r.literal("false"):
		return "false"
	case c == '-' || '0' <= c && c <= '9':
		return r.number("")
	}
	r.fail("", allowed+", not "+r.kind(), "")
	return ""
}

// appendInstant appends an instant in quotes, in its own offset if RFC 3339 can
// write that, and in UTC if not. It reports false for a year that cannot be
// written.
func appendInstant(b []byte, t time.Time) ([]byte, bool) {
	if _, offset := t.Zone(); offset%60 != 0 || offset <= -24*60*60 || offset >= 24*60*60 || t.Year() < 0 || t.Year() > 9999 {
		t = t.UTC()
	}
	if year := t.Year(); year < 0 || year > 9999 {
		return b, false
	}
	return append(t.AppendFormat(append(b, '"'), time.RFC3339Nano), '"'), true
}
