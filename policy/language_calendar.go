package policy

import (
	"github.com/tenggat/sla/calendar"
	"github.com/tenggat/sla/policy/internal/code"
	"github.com/tenggat/sla/policy/internal/codec"
	"github.com/tenggat/sla/policy/internal/source"
)

// calendarCodec is the language of calendars.
func calendarCodec(text codec.Codec[string], names codec.Codec[[]string]) codec.Codec[CalendarSpec] {
	hours := hoursCodec()
	version := (&codec.Object[calendar.Version]{What: "a version of the hours", Keys: []codec.Key[calendar.Version]{
		codec.Required(codec.Field("from", date(), func(v *calendar.Version) *string { return &v.From }, "The date from which these hours hold, inclusive.")),
		codec.Required(codec.Field("hours", hours, func(v *calendar.Version) *calendar.Hours { return &v.Hours }, "The weekly hours.")),
	}}).Codec("version")
	until := codec.Field("until", date(), func(h *calendar.Holiday) *string { return &h.Until }, "The last date of a range, inclusive; may be written to.")
	until.Also = "to"
	holiday := (&codec.Object[calendar.Holiday]{What: "a holiday", Keys: []codec.Key[calendar.Holiday]{
		codec.Field("name", text, func(h *calendar.Holiday) *string { return &h.Name }, "What it is called in explanations."),
		codec.Field("date", date(), func(h *calendar.Holiday) *string { return &h.Date }, "One date."),
		codec.Field("from", date(), func(h *calendar.Holiday) *string { return &h.From }, "The first date of a range."),
		until,
		codec.Field("annual", text, func(h *calendar.Holiday) *string { return &h.Annual }, "A day of every year: 12-31."),
		codec.Field("region", text, func(h *calendar.Holiday) *string { return &h.Region }, "All holidays of a region: id, us, de-by."),
		codec.Field("kinds", names, func(h *calendar.Holiday) *[]string { return &h.Kinds }, "Which kinds of the region's holidays."),
		codec.Field("except", codec.OneOrMore(date()), func(h *calendar.Holiday) *[]string { return &h.Except }, "Dates on which the region's holidays are not observed here."),
		codec.Field("hours", names, func(h *calendar.Holiday) *[]string { return &h.Hours }, "The windows of a shortened day; closed if absent."),
	}}).Codec("holiday")
	untilSpecial := codec.Field("until", date(), func(h *calendar.SpecialHours) *string { return &h.Until }, "The last date of a range, inclusive; may be written to.")
	untilSpecial.Also = "to"
	special := (&codec.Object[calendar.SpecialHours]{What: "special hours", Keys: []codec.Key[calendar.SpecialHours]{
		codec.Field("name", text, func(h *calendar.SpecialHours) *string { return &h.Name }, "What they are called in explanations."),
		codec.Field("date", date(), func(h *calendar.SpecialHours) *string { return &h.Date }, "One date."),
		codec.Field("from", date(), func(h *calendar.SpecialHours) *string { return &h.From }, "The first date of a range."),
		untilSpecial,
		codec.Field("hours", names, func(h *calendar.SpecialHours) *[]string { return &h.Hours }, "Windows in the place of the day's."),
		codec.Field("open", names, func(h *calendar.SpecialHours) *[]string { return &h.Open }, "Windows beside the day's."),
		codec.Field("closed", names, func(h *calendar.SpecialHours) *[]string { return &h.Closed }, "Windows taken from the day's."),
	}}).Codec("special_hours")
	eve := (&codec.Object[[]string]{What: "eve", Keys: []codec.Key[[]string]{
		codec.Required(codec.Field("hours", names, func(s *[]string) *[]string { return s }, "The windows of the day before every holiday that closes a day.")),
	}}).Codec("eve")
	return (&codec.Object[CalendarSpec]{What: "a calendar", Keys: []codec.Key[CalendarSpec]{
		calendarZoneKey(text),
		codec.Field("hours", hours, func(c *CalendarSpec) *calendar.Hours { return &c.Hours }, "The weekly hours: windows by day, or 24x7."),
		codec.Field("versions", codec.List(version, codec.NotEmpty), func(c *CalendarSpec) *[]calendar.Version { return &c.Versions }, "Weekly hours that replace the others from a date on."),
		codec.Field("holidays", codec.List(holiday, codec.NotEmpty), func(c *CalendarSpec) *[]calendar.Holiday { return &c.Holidays }, "Days that are closed or shortened."),
		codec.Field("eve", eve, func(c *CalendarSpec) *[]string { return &c.Eve }, "A short day before every holiday that closes a day."),
		codec.Field("special_hours", codec.List(special, codec.NotEmpty), func(c *CalendarSpec) *[]calendar.SpecialHours { return &c.SpecialHours }, "Single days that are different."),
		codec.Field("union", names, func(c *CalendarSpec) *[]string { return &c.Union }, "Open whenever any of these calendars is."),
		codec.Field("intersect", names, func(c *CalendarSpec) *[]string { return &c.Intersect }, "Open whenever all of these calendars are."),
		codec.Field("except", names, func(c *CalendarSpec) *[]string { return &c.Except }, "Closed whenever any of these calendars is open."),
	}}).Codec("calendar")
}

const hoursHint = `write 24x7, or {mon-fri: ["09:00-17:00"]}`

// hoursCodec is 24x7, or windows by day.
func hoursCodec() codec.Codec[calendar.Hours] {
	windows := codec.OneOrMore(codec.Text[string]())
	days := codec.Map(windows, codec.NotEmpty)
	always := &codec.Shape{Text: true, Words: []string{"24x7"}}
	return codec.Codec[calendar.Hours]{
		Shape: &codec.Shape{Either: []*codec.Shape{always, days.Shape}},
		Read: func(d *codec.Decoder, p source.Path, n *source.Node, into *calendar.Hours) {
			switch {
			case n.Kind == source.Map && len(n.Entries) == 0:
				d.Fail(p, n, code.Empty, hoursHint, "the week has no hours")
			case n.Kind == source.Map:
				days.Read(d, p, n, (*map[string][]string)(into))
			case n.Kind == source.Text && n.Value == "24x7":
				*into = calendar.AlwaysOpen()
			default:
				d.Fail(p, n, code.WrongType, hoursHint, "it must be windows by day, or 24x7")
			}
		},
		Write: func(h *calendar.Hours) *source.Node {
			if _, always := (*h)["24x7"]; always {
				return source.NewText("24x7")
			}
			return days.Write((*map[string][]string)(h))
		},
	}
}

// calendarZoneKey is a zone, or the field that holds it.
func calendarZoneKey(text codec.Codec[string]) codec.Key[CalendarSpec] {
	from := (&codec.Object[CalendarSpec]{What: "time_zone", Keys: []codec.Key[CalendarSpec]{
		codec.Required(codec.Field("field", text, func(c *CalendarSpec) *string { return &c.ZoneField }, "The ticket field that holds the zone.")),
		codec.Required(codec.Field("default", text, func(c *CalendarSpec) *string { return &c.TimeZone }, "The zone of tickets that name none.")),
	}}).Codec("time_zone")
	return codec.Key[CalendarSpec]{
		Member: codec.Member{Name: "time_zone", Doc: "An IANA zone name, the file's if absent; or the ticket field that holds one.",
			Shape: &codec.Shape{Either: []*codec.Shape{text.Shape, from.Shape}}},
		Read: func(d *codec.Decoder, p source.Path, n *source.Node, into *CalendarSpec) {
			if n.Kind == source.Map {
				from.Read(d, p, n, into)
			} else {
				text.Read(d, p, n, &into.TimeZone)
			}
		},
		Write: func(c *CalendarSpec) *source.Node {
			if c.ZoneField != "" {
				return from.Write(c)
			}
			return text.Write(&c.TimeZone)
		},
	}
}
