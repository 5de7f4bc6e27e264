package policy

import (
	"github.com/tenggat/sla/calendar"
	"github.com/tenggat/sla/policy/internal/code"
	"github.com/tenggat/sla/policy/internal/source"
)

// calendarCodec is the language of calendars.
func calendarCodec(text codec[string], names codec[[]string]) codec[CalendarSpec] {
	hours := hoursCodec()
	version := (&object[calendar.Version]{"a version of the hours", []key[calendar.Version]{
		required(field("from", date(), func(v *calendar.Version) *string { return &v.From }, "The date from which these hours hold, inclusive.")),
		required(field("hours", hours, func(v *calendar.Version) *calendar.Hours { return &v.Hours }, "The weekly hours.")),
	}}).codec("version")
	until := field("until", date(), func(h *calendar.Holiday) *string { return &h.Until }, "The last date of a range, inclusive; may be written to.")
	until.also = "to"
	holiday := (&object[calendar.Holiday]{"a holiday", []key[calendar.Holiday]{
		field("name", text, func(h *calendar.Holiday) *string { return &h.Name }, "What it is called in explanations."),
		field("date", date(), func(h *calendar.Holiday) *string { return &h.Date }, "One date."),
		field("from", date(), func(h *calendar.Holiday) *string { return &h.From }, "The first date of a range."),
		until,
		field("annual", text, func(h *calendar.Holiday) *string { return &h.Annual }, "A day of every year: 12-31."),
		field("region", text, func(h *calendar.Holiday) *string { return &h.Region }, "All holidays of a region: id, us, de-by."),
		field("kinds", names, func(h *calendar.Holiday) *[]string { return &h.Kinds }, "Which kinds of the region's holidays."),
		field("except", oneOrMore(date()), func(h *calendar.Holiday) *[]string { return &h.Except }, "Dates on which the region's holidays are not observed here."),
		field("hours", names, func(h *calendar.Holiday) *[]string { return &h.Hours }, "The windows of a shortened day; closed if absent."),
	}}).codec("holiday")
	untilSpecial := field("until", date(), func(h *calendar.SpecialHours) *string { return &h.Until }, "The last date of a range, inclusive; may be written to.")
	untilSpecial.also = "to"
	special := (&object[calendar.SpecialHours]{"special hours", []key[calendar.SpecialHours]{
		field("name", text, func(h *calendar.SpecialHours) *string { return &h.Name }, "What they are called in explanations."),
		field("date", date(), func(h *calendar.SpecialHours) *string { return &h.Date }, "One date."),
		field("from", date(), func(h *calendar.SpecialHours) *string { return &h.From }, "The first date of a range."),
		untilSpecial,
		field("hours", names, func(h *calendar.SpecialHours) *[]string { return &h.Hours }, "Windows in the place of the day's."),
		field("open", names, func(h *calendar.SpecialHours) *[]string { return &h.Open }, "Windows beside the day's."),
		field("closed", names, func(h *calendar.SpecialHours) *[]string { return &h.Closed }, "Windows taken from the day's."),
	}}).codec("special_hours")
	eve := (&object[[]string]{"eve", []key[[]string]{
		required(field("hours", names, func(s *[]string) *[]string { return s }, "The windows of the day before every holiday that closes a day.")),
	}}).codec("eve")
	return (&object[CalendarSpec]{"a calendar", []key[CalendarSpec]{
		field("time_zone", text, func(c *CalendarSpec) *string { return &c.TimeZone }, "An IANA zone name; the file's if absent."),
		field("hours", hours, func(c *CalendarSpec) *calendar.Hours { return &c.Hours }, "The weekly hours: windows by day, or 24x7."),
		field("versions", list(version, notEmpty), func(c *CalendarSpec) *[]calendar.Version { return &c.Versions }, "Weekly hours that replace the others from a date on."),
		field("holidays", list(holiday, notEmpty), func(c *CalendarSpec) *[]calendar.Holiday { return &c.Holidays }, "Days that are closed or shortened."),
		field("eve", eve, func(c *CalendarSpec) *[]string { return &c.Eve }, "A short day before every holiday that closes a day."),
		field("special_hours", list(special, notEmpty), func(c *CalendarSpec) *[]calendar.SpecialHours { return &c.SpecialHours }, "Single days that are different."),
		field("union", names, func(c *CalendarSpec) *[]string { return &c.UnionOf }, "Open whenever any of these calendars is."),
		field("intersect", names, func(c *CalendarSpec) *[]string { return &c.IntersectOf }, "Open whenever all of these calendars are."),
		field("except", names, func(c *CalendarSpec) *[]string { return &c.ExceptOf }, "Closed whenever any of these calendars is open."),
	}}).codec("calendar")
}

const hoursHint = `write 24x7, or {mon-fri: ["09:00-17:00"]}`

// hoursCodec is 24x7, or windows by day.
func hoursCodec() codec[calendar.Hours] {
	windows := oneOrMore(textOf[string]())
	days := mapOf(windows)
	always := &shape{text: true, words: []string{"24x7"}}
	return codec[calendar.Hours]{
		shape: &shape{either: []*shape{always, days.shape}},
		read: func(d *decoder, p source.Path, n *source.Node, into *calendar.Hours) {
			switch {
			case n.Kind == source.Map && len(n.Entries) == 0:
				d.fail(p, n, code.Empty, hoursHint, "the week has no hours")
			case n.Kind == source.Map:
				days.read(d, p, n, (*map[string][]string)(into))
			case n.Kind == source.Text && n.Value == "24x7":
				*into = calendar.AlwaysOpen()
			default:
				d.fail(p, n, code.WrongType, hoursHint, "it must be windows by day, or 24x7")
			}
		},
		write: func(h *calendar.Hours) *source.Node {
			if _, always := (*h)["24x7"]; always {
				return source.NewText("24x7")
			}
			return days.write((*map[string][]string)(h))
		},
	}
}
