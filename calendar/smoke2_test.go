package calendar

import (
	"testing"
	"time"
)

func TestSmokeSpans(t *testing.T) {
	c, err := New(Spec{TimeZone: "Asia/Jakarta", Hours: Hours{"mon-fri": {"08:00-12:00", "13:00-17:00"}}, Holidays: []Holiday{{Region: "id"}, {Annual: "12-31", Name: "Year end", Hours: []string{"08:00-12:00"}}},
		SpecialHours: []SpecialHours{{Date: "2026-12-30", Name: "Team", Closed: []string{"15:00-17:00"}}}, Eve: []string{"08:00-15:00"}})
	if err != nil {
		t.Fatal(err)
	}
	for s := range c.Spans(time.Date(2026, 12, 23, 12, 30, 0, 0, c.Location()), time.Date(2027, 1, 3, 0, 0, 0, 0, c.Location())) {
		t.Log(s.From.Format("Mon 02 15:04"), s.Until.Format("Mon 02 15:04"), s.Open, s.Cause)
	}
	l, err := New(Spec{TimeZone: "Europe/London", Hours: Hours{"mon-fri": {"09:00-17:30"}}, Holidays: []Holiday{{Region: "gb"}}})
	if err != nil {
		t.Fatal(err)
	}
	u, err := New(Spec{Union: []*Calendar{c, l}, Holidays: []Holiday{{Date: "2026-12-24", Name: "company"}}, Except: nil})
	if err != nil {
		t.Fatal(err)
	}
	for s := range u.Spans(time.Date(2026, 12, 22, 12, 30, 0, 0, c.Location()), time.Date(2027, 1, 3, 0, 0, 0, 0, c.Location())) {
		t.Log(s.From.Format("Mon 02 15:04"), s.Until.Format("Mon 02 15:04"), s.Open, s.Cause)
	}
}
