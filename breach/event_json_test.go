package breach_test

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"regexp"
	"strings"
	"testing"
	"time"
	"unicode/utf8"

	"github.com/tenggat/sla/breach"
	"github.com/tenggat/sla/policy"
)

// TestEventJSONIsStrict: each of these was read before, as something else than
// what is written, or not as it could be written again.
func TestEventJSONIsStrict(t *testing.T) {
	for name, test := range map[string]struct{ text, key, want string }{
		"an offset of 24 hours":         {`{"at":"2026-01-05T09:00:00+24:00"}`, "at", "is not an instant"},
		"an offset with seconds":        {`{"at":"2026-01-05T09:00:00+07:00:30"}`, "at", "is not an instant"},
		"a comma before the fraction":   {`{"at":"2026-01-05T09:00:00,5Z"}`, "at", "is not an instant"},
		"one digit of an hour":          {`{"at":"2026-01-05T9:00:00Z"}`, "at", "is not an instant"},
		"a small t":                     {`{"at":"2026-01-05t09:00:00z"}`, "at", "is not an instant"},
		"a space instead of T":          {`{"at":"2026-01-05 09:00:00Z"}`, "at", "is not an instant"},
		"no offset":                     {`{"at":"2026-01-05T09:00:00"}`, "at", "is not an instant"},
		"no fraction after the point":   {`{"at":"2026-01-05T09:00:00.Z"}`, "at", "is not an instant"},
		"ten digits of a second":        {`{"at":"2026-01-05T09:00:00.1234567890Z"}`, "at", "more than nine digits"},
		"a leap second":                 {`{"at":"2016-12-31T23:59:60Z"}`, "at", "leap second"},
		"30 February":                   {`{"at":"2026-02-30T09:00:00Z"}`, "at", "does not exist"},
		"29 February of no leap year":   {`{"at":"2100-02-29T09:00:00Z"}`, "at", "does not exist"},
		"an hour of 24":                 {`{"at":"2026-01-05T24:00:00Z"}`, "at", "is not an instant"},
		"a key twice":                   {`{"id":"a","id":"b"}`, "id", "comes twice"},
		"a field twice":                 {`{"fields":{"f":"a","f":"b"}}`, "fields.f", "comes twice"},
		"a field twice, once escaped":   {`{"fields":{"f":"a","\u0066":"b"}}`, "fields.f", "comes twice"},
		"a key in capitals":             {`{"AT":"2026-01-05T09:00:00Z"}`, "", `write "at"`},
		"a field beside the fields":     {`{"priority":"high"}`, "", `belongs in "fields"`},
		"null instead of an event":      {`null`, "", "an event must be an object, not null"},
		"null instead of text":          {`{"actor":null}`, "actor", "leave the key out"},
		"null instead of an instant":    {`{"at":null}`, "at", "not null"},
		"null instead of fields":        {`{"fields":null}`, "fields", "not null"},
		"null in a list":                {`{"fields":{"f":["a",null]}}`, "fields.f", "not null"},
		"text that is not UTF-8":        {"{\"id\":\"\xff\"}", "id", "not UTF-8"},
		"escaped text that is not":      {"{\"id\":\"\\n\xff\"}", "id", "not UTF-8"},
		"half of a surrogate pair":      {`{"id":"\ud800"}`, "id", "escape"},
		"the second half of one":        {`{"id":"\udc00"}`, "id", "escape"},
		"two first halves":              {`{"id":"\ud800\ud800"}`, "id", "escape"},
		"two events":                    {`{"id":"a"}{"id":"b"}`, "", "more after the event"},
		"a control character":           {"{\"id\":\"a\tb\"}", "id", `\u0009`},
		"a number with a leading zero":  {`{"fields":{"f":012}}`, "fields.f", "not a number"},
		"a comma before the end":        {`{"id":"a",}`, "", "a key is text"},
		"a value of another kind":       {`{"internal":"yes"}`, "internal", "true or false, not text"},
		"an unknown escape":             {`{"id":"\x41"}`, "id", "escape"},
		"an end in the middle of text":  {`{"id":"a`, "id", "no end"},
		"an end in the middle":          {`{"id":"a"`, "", "unexpected end"},
		"an end after a key":            {`{"id"`, "", "colon"},
		"an end in an escape":           {`{"id":"\u00`, "id", "escape"},
		"nothing":                       {``, "", "the end of the text"},
		"a list instead of an event":    {`[]`, "", "not an array"},
		"an object instead of a value":  {`{"fields":{"f":{}}}`, "fields.f", "not an object"},
		"a word that is none":           {`{"fields":{"f":truth}}`, "fields.f", "not 't'"},
		"a word with more behind it":    {`{"fields":{"f":trueish}}`, "", "comma"},
		"a minus alone":                 {`{"fields":{"f":-}}`, "fields.f", "not a number"},
		"a point without digits":        {`{"fields":{"f":1.}}`, "fields.f", "not a number"},
		"an exponent without digits":    {`{"fields":{"f":1e+}}`, "fields.f", "not a number"},
		"a key that is not text":        {`{id:"a"}`, "", "a key is text, not 'i'"},
		"two values without a comma":    {`{"id":"a" "ticket":"b"}`, "", "comma"},
		"a byte order mark":             {"\ufeff{}", "", "an event must be an object"},
		"white space of another script": {"{\u00a0}", "", "a key is text"},
	} {
		t.Run(name, func(t *testing.T) {
			before := breach.Event{ID: "before"}
			e := before
			err := e.UnmarshalJSON([]byte(test.text))
			var mistake *breach.EventJSONError
			if !errors.As(err, &mistake) || mistake.Key != test.key || !strings.Contains(err.Error(), test.want) {
				t.Fatalf("got %v, want an error of %q with %q", err, test.key, test.want)
			}
			if mistake.Offset < 0 || mistake.Offset > len(test.text) {
				t.Errorf("the offset is %d", mistake.Offset)
			}
			mustEqual(t, "the event after an error", before, e)
			if _, err := slowEvent([]byte(test.text)); err == nil {
				t.Error("the slow reader reads it")
			}
		})
	}
}

// Instants are written so that the same instant is read again, or not at all.
func TestEventJSONInstantsRoundTrip(t *testing.T) {
	zone := func(seconds int) *time.Location { return time.FixedZone("", seconds) }
	for _, test := range []struct {
		at   time.Time
		want string // empty: it cannot be written
	}{
		{time.Date(2026, 1, 5, 9, 0, 0, 0, zone(7*3600)), "2026-01-05T09:00:00+07:00"},
		{time.Date(2026, 1, 5, 9, 0, 0, 500, zone(-9*3600-1800)), "2026-01-05T09:00:00.0000005-09:30"},
		// Jakarta until 1923 was 7:07:12 ahead.
		{time.Date(1920, 1, 5, 9, 0, 0, 0, zone(7*3600+7*60+12)), "1920-01-05T01:52:48Z"},
		{time.Date(2026, 1, 5, 9, 0, 0, 0, zone(24*3600)), "2026-01-04T09:00:00Z"},
		{time.Date(2026, 1, 5, 9, 0, 0, 0, zone(-26*3600)), "2026-01-06T11:00:00Z"},
		{time.Date(9999, 12, 31, 23, 59, 59, 999999999, zone(-3600)), "9999-12-31T23:59:59.999999999-01:00"},
		{time.Date(10000, 1, 1, 0, 30, 0, 0, zone(3600)), "9999-12-31T23:30:00Z"},
		{time.Date(10000, 1, 1, 1, 0, 0, 0, zone(3600)), ""},
		{time.Date(-1, 12, 31, 23, 59, 59, 0, time.UTC), ""},
		{time.Date(0, 1, 1, 0, 0, 0, 0, time.UTC), "0000-01-01T00:00:00Z"},
	} {
		text, err := breach.Event{At: test.at}.MarshalJSON()
		if test.want == "" {
			var mistake *breach.EventJSONError
			if !errors.As(err, &mistake) || mistake.Key != "at" {
				t.Errorf("%v: got %s, %v, want an error", test.at, text, err)
			}
			continue
		}
		if want := fmt.Sprintf(`{"at":%q,"type":""}`, test.want); err != nil || string(text) != want {
			t.Errorf("%v is written %s, %v, want %s", test.at, text, err, want)
		}
		var e breach.Event
		if err := e.UnmarshalJSON(text); err != nil || !e.At.Equal(test.at) {
			t.Errorf("%s is read as %v, %v", text, e.At, err)
		}
	}
}

// Text that is not UTF-8 cannot be written, because it could not be read again.
func TestEventJSONRefusesToChangeText(t *testing.T) {
	for key, e := range map[string]breach.Event{
		"id":       {ID: "\xff"},
		"fields.f": {Fields: policy.Fields{"f": {"\xff"}}},
		"reason":   {Reason: "\xff"},
	} {
		var mistake *breach.EventJSONError
		if text, err := e.MarshalJSON(); !errors.As(err, &mistake) || mistake.Key != key {
			t.Errorf("got %s, %v, want an error of %s", text, err, key)
		}
	}
}

// Keys that are absent leave their parts of the event alone, as in package json.
func TestEventJSONKeepsWhatIsAbsent(t *testing.T) {
	before := breach.Event{
		Ticket: "T", Type: breach.Created, Actor: breach.Agent, Internal: true, Reason: "parts",
		Fields: policy.Fields{"a": {"1"}, "b": {"2"}},
	}
	e := before
	if err := json.Unmarshal([]byte(`{"id":"e","internal":false,"fields":{"b":"3","c":"4"}}`), &e); err != nil {
		t.Fatal(err)
	}
	want := before
	want.ID, want.Internal, want.Fields = "e", false, policy.Fields{"a": {"1"}, "b": {"3"}, "c": {"4"}}
	mustEqual(t, "event", want, e)
	mustEqual(t, "the map of before", policy.Fields{"a": {"1"}, "b": {"2"}}, before.Fields)
	if err := json.Unmarshal([]byte(`{}`), &e); err != nil {
		t.Fatal(err)
	}
	mustEqual(t, "event", want, e)
}

// The values of two fields do not share the room behind them.
func TestAppendingToAFieldChangesNoOther(t *testing.T) {
	var e breach.Event
	if err := json.Unmarshal([]byte(`{"fields":{"a":"1","b":"2","c":["3","4"]}}`), &e); err != nil {
		t.Fatal(err)
	}
	for name := range e.Fields {
		_ = append(e.Fields[name], "overwritten")
	}
	mustEqual(t, "fields", policy.Fields{"a": {"1"}, "b": {"2"}, "c": {"3", "4"}}, e.Fields)
}

// FuzzEventJSON compares the reader with the slow one, and what is read with what
// is written and read again.
func FuzzEventJSON(f *testing.F) {
	f.Add([]byte(`{"ticket":"T1","id":"e1","at":"2026-01-05T09:00:00+07:00","type":"created","actor":"customer","fields":{"priority":"high","status":"open"}}`))
	f.Add([]byte(` { "at" : "2026-02-28T09:00:00.5Z", "internal":true, "fields" : { "f" : [ 1, "a", false ], "g" : null, "h": -1.5e-7 }, "reason" : "a\u00e9\n\ud83d\ude00\"" } `))
	f.Add([]byte(`{"id":"\ud800\\ud800","actor":null,"AT":"","id":"twice"}`))
	f.Fuzz(func(t *testing.T, text []byte) {
		var got breach.Event
		err := got.UnmarshalJSON(text)
		want, slowErr := slowEvent(text)
		if (err == nil) != (slowErr == nil) {
			t.Fatalf("%q: %v, but the slow reader says %v", text, err, slowErr)
		}
		if err != nil {
			return
		}
		mustEqual(t, "event", want, got)
		_, offset := got.At.Zone()
		if _, wantOffset := want.At.Zone(); offset != wantOffset {
			t.Errorf("the offset is %d, want %d", offset, wantOffset)
		}
		written, err := got.MarshalJSON()
		if err != nil {
			t.Fatal(err)
		}
		var again breach.Event
		if err := again.UnmarshalJSON(written); err != nil {
			t.Fatalf("%s cannot be read: %v", written, err)
		}
		rewritten, _ := again.MarshalJSON()
		if !bytes.Equal(written, rewritten) {
			t.Errorf("written as %s, then as %s", written, rewritten)
		}
		for name, values := range got.Fields {
			if len(values) == 1 && values[0] == "" {
				got.Fields[name] = nil // both clear the field
			}
		}
		mustEqual(t, "what is read again", got, again)
	})
}

var (
	instantForm = regexp.MustCompile(`^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d{1,9})?(Z|[+-]([01]\d|2[0-3]):[0-5]\d)$`)
	pair        = regexp.MustCompile(`\\u[dD][89abAB][0-9a-fA-F]{2}\\u[dD][c-fC-F][0-9a-fA-F]{2}`)
	half        = regexp.MustCompile(`\\u[dD][89a-fA-F]`)
)

// slowEvent reads an event with the standard library, and checks what that does
// not.
func slowEvent(data []byte) (e breach.Event, err error) {
	escapes := strings.ReplaceAll(string(data), `\\`, "")
	switch {
	case !json.Valid(data):
		return e, errors.New("not JSON")
	case !utf8.Valid(data):
		return e, errors.New("not UTF-8")
	case half.MatchString(pair.ReplaceAllString(escapes, "")):
		return e, errors.New("half of a surrogate pair")
	}
	err = slowObject(data, func(key string, value json.RawMessage) error {
		text := func(into *string) error {
			if value[0] != '"' {
				return fmt.Errorf("%s is not text", key)
			}
			return json.Unmarshal(value, into)
		}
		switch key {
		case "ticket":
			return text(&e.Ticket)
		case "id":
			return text(&e.ID)
		case "at":
			var at string
			if err := text(&at); err != nil {
				return err
			}
			if !instantForm.MatchString(at) {
				return fmt.Errorf("%q is not an instant", at)
			}
			e.At, err = time.Parse(time.RFC3339, at)
			if _, offset := e.At.Zone(); err == nil {
				e.At = e.At.In(time.FixedZone("", offset))
			}
			return err
		case "type":
			return text(&e.Type)
		case "actor":
			return text((*string)(&e.Actor))
		case "internal":
			if value[0] == 'n' {
				return errors.New("null")
			}
			return json.Unmarshal(value, &e.Internal)
		case "fields":
			return slowObject(value, func(name string, value json.RawMessage) error {
				if e.Fields == nil {
					e.Fields = make(policy.Fields)
				}
				e.Fields[name], err = slowValues(value)
				return err
			})
		case "reason":
			return text(&e.Reason)
		}
		return fmt.Errorf("unknown key %q", key)
	})
	return e, err
}

// slowObject calls f for each key of an object.
func slowObject(data []byte, f func(key string, value json.RawMessage) error) error {
	d := json.NewDecoder(bytes.NewReader(data))
	if open, err := d.Token(); err != nil || open != json.Delim('{') {
		return fmt.Errorf("not an object: %v", err)
	}
	seen := make(map[string]bool)
	for d.More() {
		token, err := d.Token()
		if err != nil {
			return err
		}
		key := token.(string)
		if seen[key] {
			return fmt.Errorf("%q comes twice", key)
		}
		seen[key] = true
		var value json.RawMessage
		if err := d.Decode(&value); err != nil {
			return err
		}
		if err := f(key, value); err != nil {
			return err
		}
	}
	return nil
}

func slowValues(value json.RawMessage) ([]string, error) {
	if string(value) == "null" {
		return nil, nil
	}
	items := []json.RawMessage{value}
	if value[0] == '[' {
		if err := json.Unmarshal(value, &items); err != nil {
			return nil, err
		}
	}
	var values []string
	for _, item := range items {
		switch item[0] {
		case '"':
			var text string
			if err := json.Unmarshal(item, &text); err != nil {
				return nil, err
			}
			values = append(values, text)
		case '{', '[', 'n':
			return nil, fmt.Errorf("%s is not a value", item)
		default:
			values = append(values, string(item))
		}
	}
	return values, nil
}
