package breach

import (
	"fmt"
	"time"
)

// parseInstant reads an instant in RFC 3339, section 5.6: two digits for every
// part but the year, a fraction of up to nine digits after a point, capital T and
// Z, an offset below 24 hours. The message is what is wrong; it is empty if
// nothing is.
//
// The standard library is not as strict: it reads 9:00:00, a comma before the
// fraction, and offsets of 24 hours.
func parseInstant(text string) (t time.Time, message string) {
	p := instantParser{text: text}
	year := p.number(4, 0, 9999)
	p.skip('-')
	month := p.number(2, 1, 12)
	p.skip('-')
	day := p.number(2, 1, 31)
	p.skip('T')
	hour := p.number(2, 0, 23)
	p.skip(':')
	minute := p.number(2, 0, 59)
	p.skip(':')
	second := p.number(2, 0, 60)
	nanos := p.fraction()
	loc := p.offset()
	switch {
	case p.failed || p.at != len(text):
		return time.Time{}, fmt.Sprintf("%q is not an instant of RFC 3339", text)
	case second == 60:
		return time.Time{}, fmt.Sprintf("%q is in a leap second, which has no instant of its own", text)
	case p.long:
		return time.Time{}, fmt.Sprintf("%q has more than nine digits of a second", text)
	}
	t = time.Date(year, time.Month(month), day, hour, minute, second, nanos, loc)
	if t.Day() != day {
		return time.Time{}, fmt.Sprintf("the date of %q does not exist", text)
	}
	return t, ""
}

// instantParser reads the parts of an instant one after the other.
type instantParser struct {
	text   string
	at     int
	failed bool
	long   bool // the fraction has too many digits
}

// digit reads a digit.
func (p *instantParser) digit() (d int, ok bool) {
	if p.at < len(p.text) && '0' <= p.text[p.at] && p.text[p.at] <= '9' {
		p.at++
		return int(p.text[p.at-1] - '0'), true
	}
	return 0, false
}

// number reads a number of so many digits.
func (p *instantParser) number(digits, least, most int) (n int) {
	for range digits {
		d, ok := p.digit()
		p.failed = p.failed || !ok
		n = 10*n + d
	}
	p.failed = p.failed || n < least || n > most
	return n
}

// skip reads a character that must be there.
func (p *instantParser) skip(c byte) {
	if p.at >= len(p.text) || p.text[p.at] != c {
		p.failed = true
		return
	}
	p.at++
}

// fraction reads the fraction of a second, if there is one, as nanoseconds.
func (p *instantParser) fraction() (nanos int) {
	if p.at >= len(p.text) || p.text[p.at] != '.' {
		return 0
	}
	p.at++
	digits := 0
	for d, ok := p.digit(); ok; d, ok = p.digit() {
		if digits++; digits <= 9 {
			nanos = 10*nanos + d
		}
	}
	p.failed, p.long = p.failed || digits == 0, digits > 9
	for ; digits < 9; digits++ {
		nanos *= 10
	}
	return nanos
}

// offset reads Z or the offset from UTC.
func (p *instantParser) offset() *time.Location {
	if p.at < len(p.text) && p.text[p.at] == 'Z' {
		p.at++
		return time.UTC
	}
	sign := 1
	if p.at < len(p.text) && p.text[p.at] == '-' {
		sign = -1
		p.at++
	} else {
		p.skip('+')
	}
	hours := p.number(2, 0, 23)
	p.skip(':')
	minutes := p.number(2, 0, 59)
	if hours+minutes == 0 {
		return time.UTC
	}
	return time.FixedZone("", sign*(hours*3600+minutes*60))
}
