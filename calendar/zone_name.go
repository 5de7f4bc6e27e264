package calendar

import (
	"strings"
	"time"
)

// loadZone finds a zone by its IANA name, and a hint when there is none.
func loadZone(name string) (loc *time.Location, hint string) {
	if loc := lookUpZone(name); loc != nil {
		return loc, ""
	}
	if strings.EqualFold(name, "local") {
		return nil, `"Local" differs from host to host; write an IANA name such as "Asia/Jakarta"`
	}
	if guess := guessZone(name); guess != "" {
		return nil, `did you mean "` + guess + `"?`
	}
	if strings.ContainsAny(name, "+-0123456789") {
		return nil, `offsets are not zones; write the IANA name of a place, such as "Asia/Jakarta", or "Etc/GMT-7" for UTC+7`
	}
	return nil, `write an IANA name such as "Asia/Jakarta"; on a host without a zone database import time/tzdata`
}

// lookUpZone does not accept what means different zones on different hosts, or
// what only a file system that ignores case would find.
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
func guessZone(name string) string {
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
		if lookUpZone(area+spelled) != nil {
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
