package breach

import (
	"fmt"
	"strconv"
	"strings"
	"unicode/utf16"
	"unicode/utf8"
)

// jsonScanner reads JSON (RFC 8259) from left to right. It accepts nothing else,
// and keeps the first mistake.
type jsonScanner struct {
	text string
	at   int
	err  *EventJSONError
}

func (s *jsonScanner) failAt(at int, key, message, hint string) {
	if s.err == nil {
		s.err = &EventJSONError{Offset: at, Key: key, Message: message, Hint: hint}
	}
}

func (s *jsonScanner) fail(key, message, hint string) { s.failAt(s.at, key, message, hint) }

// next returns the next character; 0 at the end.
func (s *jsonScanner) next() byte {
	if s.at < len(s.text) {
		return s.text[s.at]
	}
	return 0
}

// space skips white space.
func (s *jsonScanner) space() {
	for s.at < len(s.text) {
		switch s.text[s.at] {
		case ' ', '\t', '\n', '\r':
			s.at++
		default:
			return
		}
	}
}

// kind names what comes next.
func (s *jsonScanner) kind() string {
	switch c := s.next(); {
	case c == '{':
		return "an object"
	case c == '[':
		return "an array"
	case c == '"':
		return "text"
	case c == '-' || '0' <= c && c <= '9':
		return "a number"
	case strings.HasPrefix(s.text[s.at:], "true"), strings.HasPrefix(s.text[s.at:], "false"):
		return "a boolean"
	case strings.HasPrefix(s.text[s.at:], "null"):
		return "null"
	case s.at == len(s.text):
		return "the end of the text"
	}
	r, _ := utf8.DecodeRuneInString(s.text[s.at:])
	return strconv.QuoteRune(r)
}

// open enters an object or list that ends with a character, and reports whether
// it has anything in it.
func (s *jsonScanner) open(end byte) bool {
	s.at++
	s.space()
	if s.next() == end {
		s.at++
		return false
	}
	return true
}

// more goes on to the next part of an object or list, and reports whether there
// is one.
func (s *jsonScanner) more(end byte) bool {
	if s.err != nil {
		return false
	}
	s.space()
	switch s.next() {
	case ',':
		s.at++
		s.space()
		return true
	case end:
		s.at++
	case 0:
		s.fail("", fmt.Sprintf("unexpected end, %q is missing", end), "")
	default:
		s.fail("", fmt.Sprintf("%s stands where a comma or %q must be", s.kind(), end), "")
	}
	return false
}

// key reads a key and the colon after it.
func (s *jsonScanner) key(of string) string {
	if s.next() != '"' {
		s.fail(of, "a key is text, not "+s.kind(), "")
		return ""
	}
	key := s.string(of)
	s.space()
	if s.next() != ':' {
		s.fail(of, fmt.Sprintf("the colon is missing after the key %q", key), "")
		return key
	}
	s.at++
	s.space()
	return key
}

// literal reads a word if it comes next.
func (s *jsonScanner) literal(word string) bool {
	if !strings.HasPrefix(s.text[min(s.at, len(s.text)):], word) {
		return false
	}
	s.at += len(word)
	return true
}

// string reads a text in quotes. The key is for the mistake.
func (s *jsonScanner) string(key string) string {
	s.at++
	start, ascii := s.at, true
	for ; s.at < len(s.text); s.at++ {
		switch c := s.text[s.at]; {
		case c == '"':
			s.at++
			text := s.text[start : s.at-1]
			if !ascii && !utf8.ValidString(text) {
				s.failAt(start, key, fmt.Sprintf("%q is not UTF-8", text), "convert it")
			}
			return text
		case c == '\\':
			return s.escaped(key, start)
		case c < ' ':
			s.fail(key, fmt.Sprintf("the text has the control character %U", c), fmt.Sprintf(`write it as \u%04x`, c))
			return ""
		case c >= utf8.RuneSelf:
			ascii = false
		}
	}
	s.fail(key, "the text has no end", "add the closing quote")
	return ""
}

// escaped reads the rest of a text that has escapes.
func (s *jsonScanner) escaped(key string, start int) string {
	b := append(make([]byte, 0, 64), s.text[start:s.at]...)
	for s.at < len(s.text) && s.err == nil {
		c := s.text[s.at]
		switch {
		case c == '"':
			s.at++
			if !utf8.Valid(b) {
				s.failAt(start, key, fmt.Sprintf("%q is not UTF-8", b), "convert it")
			}
			return string(b)
		case c < ' ':
			s.fail(key, fmt.Sprintf("the text has the control character %U", c), fmt.Sprintf(`write it as \u%04x`, c))
		case c == '\\':
			b = s.escape(key, b)
		default:
			b = append(b, c)
			s.at++
		}
	}
	s.fail(key, "the text has no end", "add the closing quote")
	return ""
}

// escape appends what an escape stands for.
func (s *jsonScanner) escape(key string, b []byte) []byte {
	const letters, meanings = `"\/bfnrt`, "\"\\/\b\f\n\r\t"
	s.at++
	if i := strings.IndexByte(letters, s.next()); i >= 0 && s.next() != 0 {
		s.at++
		return append(b, meanings[i])
	}
	r, ok := s.hex()
	if ok && utf16.IsSurrogate(r) {
		first := r
		if ok = s.literal(`\`); ok {
			r, ok = s.hex()
			r = utf16.DecodeRune(first, r)
			ok = ok && r != utf8.RuneError
		}
	}
	if !ok {
		s.fail(key, "the text has an escape that JSON does not have", `write \\ for a backslash`)
		return b
	}
	return utf8.AppendRune(b, r)
}

// hex reads the letter u and four hexadecimal digits.
func (s *jsonScanner) hex() (r rune, ok bool) {
	if s.next() != 'u' || s.at+5 > len(s.text) {
		return 0, false
	}
	for _, c := range []byte(s.text[s.at+1 : s.at+5]) {
		switch {
		case '0' <= c && c <= '9':
			c -= '0'
		case 'a' <= c|0x20 && c|0x20 <= 'f':
			c = c | 0x20 - 'a' + 10
		default:
			return 0, false
		}
		r = r<<4 | rune(c)
	}
	s.at += 5
	return r, true
}

// number reads a number and returns it as it is written.
func (s *jsonScanner) number(key string) string {
	start := s.at
	s.literal("-")
	whole := s.digits()
	valid := whole > 0 && (whole == 1 || s.text[s.at-whole] != '0')
	if s.literal(".") {
		valid = s.digits() > 0 && valid
	}
	if c := s.next(); c == 'e' || c == 'E' {
		s.at++
		if c := s.next(); c == '+' || c == '-' {
			s.at++
		}
		valid = s.digits() > 0 && valid
	}
	if !valid {
		s.failAt(start, key, fmt.Sprintf("%s is not a number of JSON", s.text[start:s.at]), "write it without leading zeros, or in quotes")
	}
	return s.text[start:s.at]
}

// digits reads digits and returns how many there are.
func (s *jsonScanner) digits() (n int) {
	for '0' <= s.next() && s.next() <= '9' {
		s.at++
		n++
	}
	return n
}
