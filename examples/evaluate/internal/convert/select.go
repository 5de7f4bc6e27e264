package main

import "time"

// sampleUntil is the instant at which the sample was taken out of the log, a
// Friday afternoon: some incidents are resolved, some are still open.
var sampleUntil = time.Date(2016, 3, 4, 16, 0, 0, 0, time.UTC)

// choose picks the sample: every incident with something to show, and an even
// selection of the others, one in three of the resolved and one in six of
// those still open at sampleUntil.
func choose(incidents []incident) []incident {
	var chosen []incident
	resolved, open := 0, 0
	for _, inc := range incidents {
		n, each := &open, 6
		if inc.resolvedBy(sampleUntil) {
			n, each = &resolved, 3
		}
		*n++
		if notable(&inc) || *n%each == 0 {
			chosen = append(chosen, inc)
		}
	}
	return chosen
}

// notable reports whether the incident was critical or high at some time, was
// paused for a cause outside the company, was missed before sampleUntil, or is
// the one on which ServiceNow's verdict contradicts its own times.
func notable(inc *incident) bool {
	if inc.Number == "INC0000379" || inc.resolvedBy(sampleUntil) && !inc.MadeSLA {
		return true
	}
	for _, e := range inc.Events {
		if e.At.After(sampleUntil) {
			break
		}
		switch first(e.Fields["priority"]) {
		case "1 - Critical", "2 - High":
			return true
		}
		switch first(e.Fields["status"]) {
		case "Awaiting Vendor", "Awaiting Evidence":
			return true
		}
	}
	return false
}

func first(values []string) string {
	if len(values) == 0 {
		return ""
	}
	return values[0]
}
