package breach

import (
	"bytes"
	"encoding/json"
	"fmt"
	"io"
	"time"

	"github.com/tenggat/sla/policy"
)

type eventJSON struct {
	Ticket   string                `json:"ticket,omitzero"`
	ID       string                `json:"id,omitzero"`
	At       time.Time             `json:"at"`
	Type     string                `json:"type"`
	Actor    string                `json:"actor,omitzero"`
	Internal bool                  `json:"internal,omitzero"`
	Fields   map[string]fieldValue `json:"fields,omitempty"`
	Reason   string                `json:"reason,omitzero"`
}

// fieldValue is the values of a field in their JSON form.
type fieldValue []string

// MarshalJSON writes the event as one JSON object: a field with one value as
// text, with several as a list, cleared as null.
func (e Event) MarshalJSON() ([]byte, error) {
	j := eventJSON{
		Ticket: e.Ticket, ID: e.ID, At: e.At, Type: e.Type,
		Actor: string(e.Actor), Internal: e.Internal, Reason: e.Reason,
	}
	if len(e.Fields) > 0 {
		j.Fields = make(map[string]fieldValue, len(e.Fields))
		for name, values := range e.Fields {
			j.Fields[name] = values
		}
	}
	return json.Marshal(j)
}

// UnmarshalJSON reads one event. An unknown key, a second value after it and a
// field value that is an object are errors that name what is wrong; whether
// the event is valid is checked when it is evaluated.
func (e *Event) UnmarshalJSON(data []byte) error {
	var j eventJSON
	d := json.NewDecoder(bytes.NewReader(data))
	d.DisallowUnknownFields()
	if err := d.Decode(&j); err != nil {
		return err
	}
	if _, err := d.Token(); err != io.EOF {
		return fmt.Errorf("more than one value in an event")
	}
	*e = Event{
		Ticket: j.Ticket, ID: j.ID, At: j.At, Type: j.Type,
		Actor: Actor(j.Actor), Internal: j.Internal, Reason: j.Reason,
	}
	if len(j.Fields) > 0 {
		e.Fields = make(policy.Fields, len(j.Fields))
		for name, values := range j.Fields {
			e.Fields[name] = values
		}
	}
	return nil
}

func (v fieldValue) MarshalJSON() ([]byte, error) {
	switch {
	case len(v) == 0 || len(v) == 1 && v[0] == "":
		return []byte("null"), nil
	case len(v) == 1:
		return json.Marshal(v[0])
	}
	return json.Marshal([]string(v))
}

func (v *fieldValue) UnmarshalJSON(data []byte) error {
	d := json.NewDecoder(bytes.NewReader(data))
	d.UseNumber()
	var raw any
	if err := d.Decode(&raw); err != nil {
		return err
	}
	list, ok := raw.([]any)
	if !ok {
		list = []any{raw}
	}
	*v = nil
	for _, item := range list {
		switch item := item.(type) {
		case nil:
		case string:
			*v = append(*v, item)
		case json.Number:
			*v = append(*v, item.String())
		case bool:
			*v = append(*v, fmt.Sprint(item))
		default:
			return fmt.Errorf("a field's value is text, a number, a boolean, a list of those, or null, not %s", data)
		}
	}
	return nil
}
