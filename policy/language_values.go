package policy

import (
	"fmt"
	"strconv"

	"github.com/tenggat/sla/policy/internal/code"
	"github.com/tenggat/sla/policy/internal/codec"
	"github.com/tenggat/sla/policy/internal/source"
)

// parsed is a codec of values that are read by a function whose error is an
// [*Error].
func parsed[V comparable](what, pattern string, parse func(string) (V, error), format func(V) string) codec.Codec[V] {
	read := func(text string) (V, *source.Error) {
		v, err := parse(text)
		if e, ok := err.(*Error); ok {
			return v, &source.Error{Code: string(e.Code), Message: e.Message, Hint: e.Hint}
		}
		return v, nil
	}
	return codec.Parsed(what, pattern, read, format)
}

// timePattern is the form of counted time.
const timePattern = `(\d+h(\d+m)?(\d+s)?|\d+m(\d+s)?|\d+s)`

const durationPattern = `^(` + timePattern + `|\d+[bc]d(@close|@([01]\d|2[0-3]):[0-5]\d)?)$`

func duration() codec.Codec[Duration] {
	return parsed("a duration", durationPattern, ParseDuration, Duration.String)
}

func mark() codec.Codec[Mark] {
	return parsed("a point before or after the deadline", `^(\d+(\.\d{1,3})?%|deadline|(start\+|[-+])`+timePattern+`)$`, ParseMark, Mark.String)
}

// timesCodec is a codec of how often something is repeated.
func timesCodec() codec.Codec[int] {
	read := func(text string) (int, error) {
		n, err := strconv.Atoi(text)
		if err != nil || n < 1 {
			return 0, &Error{Code: code.BadNumber, Message: fmt.Sprintf("%q is not a number of repetitions", text), Hint: fmt.Sprintf("write a number from 1 to %d", maxTimes)}
		}
		return n, nil
	}
	return parsed("a number of repetitions", `^[1-9]\d{0,2}$`, read, func(n int) string {
		if n == 0 {
			return ""
		}
		return strconv.Itoa(n)
	})
}

func share() codec.Codec[Percent] {
	return parsed("a share", `^\d+(\.\d{1,3})?%$`, ParsePercent, Percent.String)
}

const datePattern = `^\d{4}-\d{2}-\d{2}$`

// date is a date as it is written; whether it is one is checked with the Spec.
func date() codec.Codec[string] {
	c := codec.Text[string]()
	c.Shape.Pattern = datePattern
	return c
}

func dateRangeCodec(what string) codec.Codec[DateRange] {
	return (&codec.Object[DateRange]{What: "a range of dates", Keys: []codec.Key[DateRange]{
		codec.Field("from", date(), func(r *DateRange) *string { return &r.From }, "The first date; open if absent."),
		codec.Field("until", date(), func(r *DateRange) *string { return &r.Until }, "The last date, inclusive; open if absent."),
	}}).Codec(what)
}

// calendarChoiceCodec is a name, or a choice by a field.
func calendarChoiceCodec() codec.Codec[CalendarChoice] {
	text := codec.Text[string]()
	chosen := (&codec.Object[CalendarChoice]{What: "a choice of calendars", Keys: []codec.Key[CalendarChoice]{
		codec.Required(codec.Field("field", text, func(c *CalendarChoice) *string { return &c.Field }, "The ticket field that chooses.")),
		codec.Required(codec.Field("map", codec.Map(text, codec.MaybeEmpty), func(c *CalendarChoice) *map[string]string { return &c.Map }, "Calendars by the field's value.")),
		codec.Required(codec.Field("default", text, func(c *CalendarChoice) *string { return &c.Default }, "The calendar of all other tickets.")),
	}}).Codec("calendar_choice")
	return codec.Codec[CalendarChoice]{
		Shape: &codec.Shape{Either: []*codec.Shape{text.Shape, chosen.Shape}},
		Read: func(d *codec.Decoder, p source.Path, n *source.Node, into *CalendarChoice) {
			switch n.Kind {
			case source.Map:
				chosen.Read(d, p, n, into)
			case source.List:
				d.WrongType(p, n, "the name of a calendar, or a map with field, map and default")
			default:
				text.Read(d, p, n, &into.Name)
			}
		},
		Write: func(c *CalendarChoice) *source.Node {
			if c.Field == "" {
				return text.Write(&c.Name)
			}
			return chosen.Write(c)
		},
	}
}

func onReopen() codec.Codec[OnReopen] { return codec.Text(onReopens...) }

func onChange() codec.Codec[OnChange] { return codec.Text(onChanges...) }

func boundary() codec.Codec[Boundary] { return codec.Text(boundaries...) }
