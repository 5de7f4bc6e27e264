package policy

import (
	"strings"

	"github.com/tenggat/sla/policy/internal/phrase"
)

// Difference is one change between two Sets.
type Difference struct {
	// Section is the key of the file that the change is in, such as "calendars"
	// or "policies"; empty for the settings of the whole file.
	Section string
	// Names are the names of what has changed: one calendar, status, metric or
	// objective, or all policies that have changed in the same way.
	Names []string
	// Change is what has changed, in the words of the policy language, such as
	// "first_response critical 15m → 10m".
	Change string
}

// String prints the difference on one line:
//
//	vip: first_response critical 15m → 10m
//	corporate, chat, standard: resolution medium 2bd → 1bd
//	calendar office: holiday 2026-08-18 ("Company anniversary") removed
func (d Difference) String() string {
	names := make([]string, len(d.Names))
	for i, name := range d.Names {
		names[i] = phrase.Quote(name)
	}
	subject := strings.TrimSpace(sectionWords[d.Section] + " " + strings.Join(names, ", "))
	if d.Section == "objectives" {
		subject = "objective " + strings.Join(d.Names, ", ")
	}
	if subject == "" {
		return d.Change
	}
	return subject + ": " + d.Change
}

// sectionWords are the words before the names of what has changed.
var sectionWords = map[string]string{
	"agreement": "agreement", "calendars": "calendar", "metrics": "metric", "statuses": "status",
}
