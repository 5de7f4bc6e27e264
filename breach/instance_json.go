package breach

import (
	"encoding/json"
	"fmt"
	"reflect"
	"strconv"
	"strings"
	"sync"
	"time"
)

// instanceField is a field of [Instance] with its key in JSON.
type instanceField struct {
	key   string // with its quotes and the colon
	index int
	zero  bool // it is left out if it is zero or empty
	// within: it is left out while the target is not known as counted time
	within bool
}

// instanceFields are the fields of Instance, as its tags describe them.
var instanceFields = sync.OnceValue(func() []instanceField {
	var fields []instanceField
	t := reflect.TypeFor[Instance]()
	for i := range t.NumField() {
		name, option, _ := strings.Cut(t.Field(i).Tag.Get("json"), ",")
		fields = append(fields, instanceField{key: strconv.Quote(name) + ":", index: i, zero: option != "",
			within: name == "within_seconds" || name == "remaining_seconds"})
	}
	return fields
})

// MarshalJSON writes the form described at [Report.MarshalJSON].
func (i Instance) MarshalJSON() ([]byte, error) { return i.appendJSON(nil) }

// appendJSON appends the JSON form.
func (i *Instance) appendJSON(b []byte) ([]byte, error) {
	v := reflect.ValueOf(i).Elem()
	before := byte('{')
	for _, f := range instanceFields() {
		part := v.Field(f.index)
		if f.zero && empty(part) || f.within && i.State == NotStarted && i.Within == 0 {
			continue
		}
		b = append(append(b, before), f.key...)
		before = ','
		var err error
		switch p := part.Addr().Interface().(type) {
		case *bool:
			b = appendBool(b, *p)
		case *int:
			b = appendInt(b, int64(*p))
		case *time.Duration:
			b = appendInt(b, int64(*p/time.Second))
		case *time.Time:
			b, err = appendTime(b, *p)
		case *[]Pause:
			b, err = appendPauses(b, *p)
		case *[]Threshold:
			b, err = appendThresholds(b, *p)
		default: // a text of some type
			b = appendString(b, part.String())
		}
		if err != nil {
			return nil, err
		}
	}
	return append(b, '}'), nil
}

// empty reports whether an instant is none or a list has no items. An instant
// that is none may have a location.
func empty(v reflect.Value) bool {
	switch p := v.Addr().Interface().(type) {
	case *time.Time:
		return p.IsZero()
	case *[]Pause:
		return len(*p) == 0
	case *[]Threshold:
		return len(*p) == 0
	}
	return v.Kind() == reflect.String && v.Len() == 0
}

// UnmarshalJSON reads what MarshalJSON writes.
func (i *Instance) UnmarshalJSON(data []byte) error {
	type keys Instance // without methods; its durations are read as they are written, in seconds
	var read keys
	if err := json.Unmarshal(data, &read); err != nil {
		return err
	}
	for _, d := range []*time.Duration{
		&read.Within, &read.Elapsed, &read.Remaining, &read.Overdue, &read.WallElapsed, &read.WallRemaining, &read.Paused, &read.WallPaused,
	} {
		const most = maxDuration / time.Second
		*d = min(max(*d, -most), most) * time.Second
	}
	*i = Instance(read)
	return nil
}

func appendPauses(b []byte, pauses []Pause) ([]byte, error) {
	var err error
	for i, p := range pauses {
		b = append(append(b, separator(i)), `{"from":`...)
		if b, err = appendTime(b, p.From); err != nil {
			return nil, err
		}
		if !p.Until.IsZero() {
			if b, err = appendTime(append(b, `,"until":`...), p.Until); err != nil {
				return nil, err
			}
		}
		if p.Status != "" {
			b = appendString(append(b, `,"status":`...), p.Status)
		}
		if p.Reason != "" {
			b = appendString(append(b, `,"reason":`...), p.Reason)
		}
		b = append(b, '}')
	}
	return append(b, ']'), nil
}

func appendThresholds(b []byte, thresholds []Threshold) ([]byte, error) {
	var err error
	for i, t := range thresholds {
		b = appendString(append(append(b, separator(i)), `{"name":`...), t.Name)
		if !t.At.IsZero() {
			if b, err = appendTime(append(b, `,"at":`...), t.At); err != nil {
				return nil, err
			}
		}
		b = appendBool(append(b, `,"crossed":`...), t.Crossed)
		if !t.CrossedAt.IsZero() {
			if b, err = appendTime(append(b, `,"crossed_at":`...), t.CrossedAt); err != nil {
				return nil, err
			}
		}
		if t.Notify != nil {
			b = append(b, `,"notify":`...)
			for k, name := range t.Notify {
				b = appendString(append(b, separator(k)), name)
			}
			if len(t.Notify) == 0 {
				b = append(b, '[')
			}
			b = append(b, ']')
		}
		b = append(b, '}')
	}
	return append(b, ']'), nil
}

func appendInt(b []byte, n int64) []byte { return strconv.AppendInt(b, n, 10) }

func appendBool(b []byte, v bool) []byte { return strconv.AppendBool(b, v) }

// appendTime appends an instant in UTC, as [time.Time.MarshalJSON] writes it.
func appendTime(b []byte, t time.Time) ([]byte, error) {
	if year := t.UTC().Year(); year < 0 || year > 9999 {
		return nil, fmt.Errorf("breach: the year %d cannot be written in RFC 3339", year)
	}
	return append(t.UTC().AppendFormat(append(b, '"'), time.RFC3339Nano), '"'), nil
}

// appendString appends a text as [json.Marshal] writes it.
func appendString(b []byte, s string) []byte {
	for i := range len(s) {
		if c := s[i]; c < ' ' || c > '~' || c == '"' || c == '\\' || c == '<' || c == '>' || c == '&' {
			quoted, _ := json.Marshal(s) // a text cannot fail
			return append(b, quoted...)
		}
	}
	return append(append(append(b, '"'), s...), '"')
}
