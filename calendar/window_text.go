package calendar

import (
	"fmt"
	"strings"

	"github.com/tenggat/sla/calendar/internal/civil"
	"github.com/tenggat/sla/calendar/internal/hours"
)

// parseWindows reads a list of windows and returns them sorted, with those that
// meet or overlap joined.
func (p *problems) parseWindows(path string, texts []string) []hours.Window {
	if len(texts) > maxWindows {
		p.add(path, codeTooMany, "join windows that meet", "%d windows; the limit is %d a day", len(texts), maxWindows)
		return nil
	}
	var ws []hours.Window
	for i, text := range texts {
		w, code, message, hint := parseWindow(text)
		if code != "" {
			p.add(fmt.Sprintf("%s[%d]", path, i), code, hint, "%s", message)
			continue
		}
		ws = append(ws, w)
	}
	return hours.Join(ws)
}

func parseWindow(text string) (w hours.Window, code Code, message, hint string) {
	w, ok := readWindow(text)
	switch {
	case !ok:
		return w, codeBadWindow, fmt.Sprintf("%q is not a window", text), windowHint(text)
	case w.From == w.Until:
		return w, codeEmptyWindow, fmt.Sprintf("%q is empty: it closes when it opens", text), `a whole day is "00:00-24:00"`
	case w.Until < w.From:
		w.Until += civil.DaySeconds
	}
	return w, "", "", ""
}

// readWindow reads the two times of a window as they are written.
func readWindow(text string) (w hours.Window, ok bool) {
	from, until, found := strings.Cut(text, "-")
	w.From, ok = parseTimeOfDay(from)
	if !found || !ok || w.From == civil.DaySeconds {
		return w, false
	}
	w.Until, ok = parseTimeOfDay(until)
	return w, ok
}

// windowHint shows the form, in the reader's own times if they can be guessed.
func windowHint(text string) string {
	t := strings.NewReplacer("–", "-", "—", "-", " to ", "-", " ", "", ".", ":").Replace(text)
	from, until, _ := strings.Cut(t, "-")
	guess := padTime(from) + "-" + padTime(until)
	if w, ok := readWindow(guess); ok && w.From != w.Until {
		return fmt.Sprintf("write %q", guess)
	}
	return `write 24-hour times such as "09:00-17:00"; closing time may be 24:00`
}

func padTime(s string) string {
	if !strings.Contains(s, ":") {
		s += ":00"
	}
	if strings.Index(s, ":") == 1 {
		s = "0" + s
	}
	return s
}

// parseTimeOfDay reads HH:MM or HH:MM:SS up to 24:00.
func parseTimeOfDay(s string) (seconds int32, ok bool) {
	if len(s) != len("15:04") && len(s) != len("15:04:05") {
		return 0, false
	}
	var parts [3]int32
	for i := range (len(s) + 1) / 3 {
		n, ok := twoDigits(s[3*i:])
		if !ok || i > 0 && (s[3*i-1] != ':' || n > 59) {
			return 0, false
		}
		parts[i] = int32(n)
	}
	seconds = parts[0]*3600 + parts[1]*60 + parts[2]
	return seconds, seconds <= civil.DaySeconds
}

// twoDigits reads the two digits that s starts with.
func twoDigits(s string) (int, bool) {
	if len(s) < 2 || s[0] < '0' || s[0] > '9' || s[1] < '0' || s[1] > '9' {
		return 0, false
	}
	return int(s[0]-'0')*10 + int(s[1]-'0'), true
}

// maxWindows limits the windows of one list, and so the size of a compiled
// week.
const maxWindows = 96
