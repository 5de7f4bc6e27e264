package calendar

import "testing"

// The hint for a window that cannot be mended once asked itself for ever.
func TestWindowHintOfImpossibleTime(t *testing.T) {
	for text, want := range map[string]string{
		"09:00-25:00": `write 24-hour times such as "09:00-17:00"; closing time may be 24:00`,
		"9-17":        `write "09:00-17:00"`,
		"9:30–17.00":  `write "09:30-17:00"`,
		"-":           `write 24-hour times such as "09:00-17:00"; closing time may be 24:00`,
		"":            `write 24-hour times such as "09:00-17:00"; closing time may be 24:00`,
	} {
		if _, code, _, hint := parseWindow(text); code != codeBadWindow || hint != want {
			t.Errorf("parseWindow(%q) = %s, hint %q, want hint %q", text, code, hint, want)
		}
	}
}
