package calendar

import (
	"fmt"
	"strings"
	"time"
)

// LoadZone returns the time zone of an IANA name such as "Asia/Jakarta". Names
// that mean different zones on different hosts ("Local", "localtime"), or that
// only some databases have ("posix/…", "right/…"), are refused. The error is an
// [*Error] with a hint. It reads the host's time zone database; see
// [time.LoadLocation].
func LoadZone(name string) (*time.Location, error) { return loadZone(name, lookUpZone) }

// loadZone is LoadZone with the look-up of a name.
func loadZone(name string, lookUp func(name string) *time.Location) (*time.Location, error) {
	if loc := lookUp(name); loc != nil {
		return loc, nil
	}
	e := &Error{Code: codeUnknownTimeZone, Message: fmt.Sprintf("%q is not a time zone", name)}
	guess := guessZone(name, lookUp)
	switch {
	case strings.EqualFold(name, "local"):
		e.Hint = `it differs from host to host; write an IANA name such as "Asia/Jakarta"`
	case lookUp("Asia/Jakarta") == nil && lookUp("Europe/London") == nil:
		e.Code, e.Message = codeNoZoneDatabase, fmt.Sprintf("the time zone %q cannot be read, because this host has no time zone database", name)
		e.Hint = `import _ "time/tzdata" in the program, or build it with -tags timetzdata`
	case guess != "":
		e.Hint = didYouMean(guess)
	case strings.ContainsAny(name, "+-0123456789"):
		e.Hint = `an offset is not a zone; write the IANA name of a place, such as "Asia/Jakarta", or "Etc/GMT-7" for UTC+7`
	default:
		e.Hint = `write an IANA name such as "Asia/Jakarta"`
	}
	return nil, e
}

// lookUpZone finds a zone. It refuses names that do not begin with a capital
// letter: they mean different zones on different hosts, or are found only by file
// systems that ignore case.
func lookUpZone(name string) *time.Location {
	if name == "" || name == "Local" || name[0] < 'A' || name[0] > 'Z' {
		return nil
	}
	loc, err := time.LoadLocation(name)
	if err != nil {
		return nil
	}
	return loc
}

// guessZone tries the common ways of writing a zone: other case, spaces, the
// city alone, the abbreviations of Indonesia.
func guessZone(name string, lookUp func(string) *time.Location) string {
	switch strings.ToUpper(strings.TrimSpace(name)) {
	case "WIB":
		return "Asia/Jakarta"
	case "WITA":
		return "Asia/Makassar"
	case "WIT":
		return "Asia/Jayapura"
	case "UTC", "Z", "ZULU":
		return "UTC"
	}
	spelled := titleCase(strings.ReplaceAll(strings.TrimSpace(name), " ", "_"))
	for _, area := range []string{"", "Asia/", "Europe/", "America/", "Africa/", "Australia/", "Pacific/", "Atlantic/", "Indian/", "Antarctica/", "America/Argentina/", "America/Indiana/"} {
		if lookUp(area+spelled) != nil {
			return area + spelled
		}
	}
	return ""
}

// titleCase writes each word of a zone name with a capital: "asia/ho_chi_minh"
// becomes "Asia/Ho_Chi_Minh".
func titleCase(name string) string {
	b := []byte(strings.ToLower(name))
	start := true
	for i, c := range b {
		if start && 'a' <= c && c <= 'z' {
			b[i] = c - 'a' + 'A'
		}
		start = c == '/' || c == '_' || c == '-'
	}
	return string(b)
}
