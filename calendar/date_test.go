package calendar

import (
	"errors"
	"testing"
	"time"
)

func TestDate(t *testing.T) {
	for _, text := range []string{"0001-01-01", "2024-02-29", "2026-12-31", "9999-12-31"} {
		d, err := ParseDate(text)
		if err != nil || d.String() != text || d.IsZero() {
			t.Errorf("%s is %v, %v", text, d, err)
		}
		if again := dateOfDay(d.day()); again != d {
			t.Errorf("%s comes back as %s", d, again)
		}
		if got := DateOf(time.Date(d.Year, d.Month, d.Day, 23, 59, 0, 0, time.UTC)); got != d {
			t.Errorf("the last minute of %s is on %s", d, got)
		}
	}
	for text, code := range map[string]Code{"": codeMissing, "2026-1-1": codeBadDate, "2026-02-30": codeImpossibleDate, "2026-13-01": codeImpossibleDate, "0000-01-01": codeImpossibleDate, "2026-01-00": codeImpossibleDate} {
		var e *Error
		if _, err := ParseDate(text); !errors.As(err, &e) || e.Code != code || e.Hint == "" {
			t.Errorf("%q gives %v, want %s", text, err, code)
		}
	}
	a, b := Date{2026, 1, 31}, Date{2026, 2, 1}
	if a.Compare(b) != -1 || b.Compare(a) != 1 || a.Compare(a) != 0 || !(Date{}).IsZero() {
		t.Error("dates are not in order")
	}
}
