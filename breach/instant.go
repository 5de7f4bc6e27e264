package breach

import "time"

// instant is a point in time, in UTC and without a monotonic reading. Unlike a
// [time.Time] it holds no pointer, so that the garbage collector does not scan
// runs, legs and holds for pointers. The zero instant is none, as the zero Time.
type instant struct {
	seconds int64 // since the start of the year 1
	nanos   int32
}

// epoch is the start of the Unix epoch in seconds since the start of the year 1.
const epoch = 62135596800

func instantOf(t time.Time) instant {
	return instant{seconds: t.Unix() + epoch, nanos: int32(t.Nanosecond())}
}

// time is the instant as a Time in UTC.
func (i instant) time() time.Time { return time.Unix(i.seconds-epoch, int64(i.nanos)).UTC() }

func (i instant) isZero() bool { return i == instant{} }

func (i instant) before(j instant) bool {
	return i.seconds < j.seconds || i.seconds == j.seconds && i.nanos < j.nanos
}

func (i instant) after(j instant) bool { return j.before(i) }

// sub is the plain time from j to i; it saturates as [time.Time.Sub] does.
func (i instant) sub(j instant) time.Duration {
	const most = int64(maxDuration / time.Second)
	seconds := i.seconds - j.seconds
	if seconds >= most || seconds <= -most {
		return i.time().Sub(j.time())
	}
	return time.Duration(seconds)*time.Second + time.Duration(i.nanos-j.nanos)
}

// plus is the instant so much plain time later; the zero instant of the zero instant,
// and beyond the years that can be written.
func (i instant) plus(d time.Duration) instant {
	if i.isZero() {
		return i
	}
	if t := i.time().Add(d); inRange(t) {
		return instantOf(t)
	}
	return instant{}
}

// isPast reports whether the instant lies in a later year in a zone.
func (i instant) isPast(year int, zone *time.Location) bool {
	const day = 86400
	days := 365*year + year/4 - year/100 + year/400 // of the years 1 to year
	if i.seconds < int64(days-1)*day {
		return false // in any zone
	}
	return i.time().In(zone).Year() > year
}

func later(a, b instant) instant {
	if a.before(b) {
		return b
	}
	return a
}

// inRange reports whether an instant can be written in RFC 3339 in every zone:
// whether its year is one of 1 to 9999.
func inRange(t time.Time) bool {
	const end = 253402300800 // of the year 9999
	s := t.Unix()
	return -epoch <= s && s < end
}
