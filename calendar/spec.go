package calendar

// Spec describes a calendar in the words of the policy language, so that a
// calendar written in YAML and one written as a Go literal are the same thing
// and pass the same checks. [New] compiles it.
//
// Dates are written 2006-01-02, times of day 15:04 or 15:04:05 (24:00 is
// allowed as a closing time), windows "09:00-17:00". A window whose closing
// time is before its opening, such as "22:00-06:00", runs overnight and belongs
// to the date it starts on.
//
// The zero Spec is always open.
type Spec struct {
	// TimeZone is an IANA zone name such as "Asia/Jakarta". It is required as
	// soon as any window or date is written; otherwise empty means UTC.
	TimeZone string
	// Hours are the weekly opening hours.
	Hours Hours
	// Versions replace Hours from a date on.
	Versions []Version
	// Holidays close days, or shorten them.
	Holidays []Holiday
	// Eve are the windows of the day before every holiday that closes a day;
	// they shorten that day and never open one that would be closed, and count
	// only where no other holiday shortens it. Empty means such days are like
	// any other.
	Eve []string
	// SpecialHours replace single days, add to them or take from them.
	SpecialHours []SpecialHours
	// Union opens this calendar whenever any of these is open. It excludes
	// Hours, Versions and Intersect; Holidays, Eve and SpecialHours act on top
	// of it, by the local dates of this calendar.
	Union []*Calendar
	// Intersect opens this calendar whenever all of these are open. It
	// excludes Hours, Versions and Union, and takes the rest as Union does.
	Intersect []*Calendar
	// Except closes this calendar whenever any of these is open, whatever else
	// is written. It goes with Hours, Union or Intersect.
	Except []*Calendar
}

// Hours are weekly opening hours: windows by day. A key is a day ("mon"), a
// range of days ("mon-fri"; "fri-mon" wraps round the week), "daily", or, as
// the only key and without windows, "24x7" (see [AlwaysOpen]). Days in several
// keys have the windows of all of them; overlapping windows count once.
type Hours map[string][]string

// AlwaysOpen returns the hours that never close.
func AlwaysOpen() Hours { return Hours{"24x7": nil} }

// Version is a set of weekly hours that holds from a date on.
type Version struct {
	From  string // local date, inclusive
	Hours Hours
}

// Holiday closes the days it names or, with Hours, shortens them. Exactly one
// of Date, From (with Until), Annual and Region is set.
type Holiday struct {
	Name   string   // shown in explanations; a region brings its own names
	Date   string   // one date
	From   string   // first date of a range
	Until  string   // last date of the range, inclusive
	Annual string   // "12-31": every year; "02-29" only in leap years
	Region string   // a code of [Regions]
	Kinds  []string // with Region: which kinds of its holidays; empty means the region's usual ones
	Except []string // with Region: dates that are not holidays here
	Hours  []string // windows of the shortened day; empty closes it
}

// SpecialHours change the days they name: Hours replace the day's windows, Open
// adds to them, Closed takes from them; with none of the three the day is
// closed. Exactly one of Date and From (with Until) is set.
type SpecialHours struct {
	Name   string
	Date   string
	From   string
	Until  string
	Hours  []string
	Open   []string
	Closed []string
}
