package calendar

import (
	"errors"
	"fmt"
	"math/rand/v2"
	"testing"
	"time"
)

// FuzzEngine compares random calendars with the walk, around random dates in
// the zones of the table and around the changes that are listed there.
func FuzzEngine(f *testing.F) {
	for i := 0; i < len(zones); i += 3 {
		f.Add(uint64(i), uint16(i), int32(97*(i%2)*i))
	}
	f.Fuzz(func(t *testing.T, seed uint64, zone uint16, days int32) {
		r := rand.New(rand.NewPCG(seed, 1))
		z := zones[int(zone)%len(zones)]
		around, _ := time.Parse("2006-01-02", z.date)
		around = around.AddDate(0, 0, int(days)%20000)
		if around.Year() < 1975 || around.Year() > 9990 {
			return // offsets with seconds, for which the walk is too coarse
		}
		s := randomSpec(r, z.name, around)
		c, err := New(s)
		if neverOpen(err) {
			return
		}
		if err != nil {
			t.Fatalf("%v: %+v", err, s)
		}
		newOracle(s).walk(around.AddDate(0, 0, -5), 11).agree(t, c, r)
		if t.Failed() {
			t.Logf("%+v", s)
		}
	})
}

// FuzzNew feeds New anything: it must neither panic nor hang, and its errors are
// typed. Whatever it accepts obeys the laws.
func FuzzNew(f *testing.F) {
	f.Add("Asia/Jakarta", "mon-fri", "08:00-17:00", "2026-02-28", "2026-03-01", "02-29", "id", "national", "22:00-06:00")
	f.Add("UTC", "24x7", "", "0001-01-01", "9999-12-31", "12-31", "jp", "", "00:00-24:00")
	f.Add("Europe/Dublin", "fri-mon", "23:59:59-00:00:01", "9999-12-31", "9999-12-31", "", "", "", "")
	f.Add("Local", "Mon", "9-17", "2026-02-30", "", "31-12", "uk", "x", "24:00-24:00")
	f.Fuzz(func(t *testing.T, zone, day, window, date, until, annual, region, kind, other string) {
		s := Spec{TimeZone: zone, Hours: Hours{day: {window}}, Versions: []Version{{From: until, Hours: Hours{day: {other}}}}}
		s.Holidays = []Holiday{{Date: date, Hours: []string{other}}, {From: date, Until: until}, {Annual: annual}, {Region: region, Kinds: []string{kind}, Except: []string{date}}}
		s.SpecialHours = []SpecialHours{{Date: date, Open: []string{other}}, {From: date, Until: until, Closed: []string{window}}}
		for bits := range 8 { // the whole, and what is left without the parts that are wrong
			part := s
			if bits&1 > 0 {
				part.Holidays = part.Holidays[:1]
			}
			if bits&2 > 0 {
				part.SpecialHours = nil
			}
			if bits&4 > 0 {
				part.Versions = nil
			}
			c, err := New(part)
			mistakes(t, err)
			if err != nil {
				continue
			}
			r := rand.New(rand.NewPCG(8, 8))
			for range 20 {
				laws(t, c, anInstant(r), anInstant(r), anInstant(r), aDuration(r), r.IntN(400)-200)
			}
		}
	})
}

// FuzzComposition compares calendars made of others with the walk.
func FuzzComposition(f *testing.F) {
	for i := range 15 {
		f.Add(uint64(i), uint16(4*i), uint16(3*i+1), int32(11*i))
	}
	f.Fuzz(func(t *testing.T, seed uint64, zone, zone2 uint16, days int32) {
		r := rand.New(rand.NewPCG(seed, 2))
		z, z2 := zones[int(zone)%len(zones)], zones[int(zone2)%len(zones)]
		around, _ := time.Parse("2006-01-02", z.date)
		around = around.AddDate(0, 0, int(days)%20000)
		if around.Year() < 1975 || around.Year() > 9990 {
			return
		}
		var members []*Calendar
		var oracles []*oracle
		for i := range 2 + r.IntN(2) {
			s := randomSpec(r, []string{z.name, z2.name}[i%2], around)
			c, err := New(s)
			if err != nil {
				return
			}
			members, oracles = append(members, c), append(oracles, newOracle(s))
		}
		n := 1 + r.IntN(len(members))
		s := Spec{Union: members[:n], Except: members[n:]}
		union := r.IntN(2) == 0
		if !union {
			s.Union, s.Intersect = nil, s.Union
		}
		if r.IntN(2) == 0 {
			own := randomSpec(r, z2.name, around)
			s.TimeZone, s.Holidays, s.Eve, s.SpecialHours = own.TimeZone, own.Holidays, own.Eve, own.SpecialHours
		}
		c, err := New(s)
		if neverOpen(err) {
			return
		}
		if err != nil {
			t.Fatalf("%v: %+v", err, s)
		}
		isOpen := func(at time.Time) bool {
			open := !union
			for _, o := range oracles[:n] {
				if o.isOpen(at) == union {
					open = union
					break
				}
			}
			return open
		}
		mask, add := newOracle(s), newOracle(s)
		mask.loc, add.loc = c.Location(), c.Location()
		mask.spec.Hours = AlwaysOpen()
		newWalk(c.Location(), func(at time.Time) bool {
			for _, o := range oracles[n:] {
				if o.isOpen(at) {
					return false
				}
			}
			return isOpen(at) && mask.isOpen(at) || add.isOpen(at)
		}, nil, around.AddDate(0, 0, -5), 11).agree(t, c, r)
		if t.Failed() {
			t.Logf("union %v of %d, %+v", union, n, s)
			for _, o := range oracles {
				t.Logf("%+v", o.spec)
			}
		}
	})
}

func neverOpen(err error) bool {
	var e *Error
	return errors.As(err, &e) && e.Code == codeNeverOpen
}

// randomSpec returns a valid Spec with something written about most dates
// around a date.
func randomSpec(r *rand.Rand, zone string, around time.Time) Spec {
	date := func() string { return around.AddDate(0, 0, r.IntN(11)-5).Format("2006-01-02") }
	windows := func(most int) (ws []string) {
		for range 1 + r.IntN(most) {
			from := r.IntN(24 * 12)
			length := 1 + r.IntN(24*12-1)
			if r.IntN(2) == 0 {
				length = 1 + length%24 // short ones, which a change can swallow
			}
			until := (from + length) % (24 * 12)
			w := fmt.Sprintf("%02d:%02d-%02d:%02d", from/12, from%12*5, until/12, until%12*5)
			if until == 0 {
				w = fmt.Sprintf("%02d:%02d-24:00", from/12, from%12*5)
			}
			ws = append(ws, w)
		}
		return ws
	}
	hours := func() Hours {
		if r.IntN(5) == 0 {
			return AlwaysOpen()
		}
		h := make(Hours)
		for range 1 + r.IntN(3) {
			key := dayNames[r.IntN(7)]
			switch r.IntN(4) {
			case 0:
				key = "daily"
			case 1, 2:
				if other := dayNames[r.IntN(7)]; other != key {
					key += "-" + other
				}
			}
			h[key] = windows(3)
		}
		return h
	}
	s := Spec{TimeZone: zone, Hours: hours()}
	for range r.IntN(3) {
		v := Version{From: date(), Hours: hours()}
		if len(s.Versions) == 0 || s.Versions[0].From != v.From {
			s.Versions = append(s.Versions, v)
		}
	}
	if r.IntN(3) == 0 {
		s.Eve = windows(2)
	}
	for range r.IntN(4) {
		h := Holiday{Name: fmt.Sprint("h", r.IntN(9))}
		switch r.IntN(3) {
		case 0:
			h.Date = date()
		case 1:
			h.From, h.Until = date(), date()
			if h.Until < h.From {
				h.From, h.Until = h.Until, h.From
			}
		default:
			h.Annual = date()[len("2006-"):]
		}
		if r.IntN(2) == 0 {
			h.Hours = windows(2)
		}
		s.Holidays = append(s.Holidays, h)
	}
	for range r.IntN(4) {
		h := SpecialHours{Name: fmt.Sprint("s", r.IntN(9)), Date: date()}
		if r.IntN(3) > 0 {
			h.Open = windows(2)
		}
		if r.IntN(3) == 0 {
			h.Hours = windows(2)
		}
		if r.IntN(2) == 0 {
			h.Closed = windows(2)
		}
		s.SpecialHours = append(s.SpecialHours, h)
	}
	return s
}
