package calendar

import (
	"testing"
	"time"
)

func TestSmoke(t *testing.T) {
	for _, spec := range []Spec{
		{TimeZone: "America/New_York", Hours: Hours{"mon-fri": {"09:00-17:00"}}, Holidays: []Holiday{{Region: "us"}}},
		{TimeZone: "Europe/London", Hours: Hours{"mon-fri": {"09:00-17:30"}}, Holidays: []Holiday{{Region: "gb"}}},
		{TimeZone: "Asia/Jakarta", Hours: Hours{"mon-fri": {"08:00-12:00", "13:00-17:00"}}, Holidays: []Holiday{{Region: "id"}}},
		{TimeZone: "Asia/Jakarta", Hours: Hours{"mon-fri": {"08:00-12:00", "13:00-17:00"}}},
		{Hours: AlwaysOpen()},
		{TimeZone: "Asia/Tokyo", Hours: AlwaysOpen(), Holidays: []Holiday{{Region: "jp"}}},
	} {
		start := time.Now()
		c, err := New(spec)
		if err != nil {
			t.Fatal(err)
		}
		d := time.Since(start)
		start = time.Now()
		New(spec)
		t.Log(d, time.Since(start))
		if tb := c.table; tb != nil {
			t.Log(len(tb.rows), len(tb.years), len(tb.weeks), len(tb.spans), len(tb.marks), "region days", len(c.schedule.region.days), tb.from, tb.until,
				len(tb.rows)*24+len(tb.years)*320+len(tb.weeks)*24+len(tb.spans)*12+4*len(tb.marks)+6*len(c.schedule.region.days))
		}
		at := time.Date(2026, 1, 5, 9, 0, 0, 0, c.Location())
		u, err := c.Add(at, 8*time.Hour)
		t.Log(u, err)
		u, err = c.Add(at, 2000*time.Hour)
		t.Log(u, err, c.Elapsed(at, u))
		u, err = c.AddDays(at, 5)
		t.Log(u, err)
		u, err = c.AddDays(at, -5)
		t.Log(u, err)
		u, err = c.NextClose(at)
		t.Log(u, err)
		u, err = c.NextOpen(at.Add(-time.Hour))
		t.Log(u, err)
	}
}
