package policytest

import (
	"bytes"
	"cmp"
	"errors"
	"fmt"
	"regexp"
	"slices"
	"strconv"
	"strings"

	"github.com/tenggat/sla/breach"
	"github.com/tenggat/sla/policy"
	"github.com/tenggat/sla/policy/internal/source"
)

var (
	errSaysNothing = errors.New("nothing is expected here; write what must hold, or run go test with -update to have it written")
	errByHand      = errors.New("-update writes values only; write this by hand")
)

// edit replaces a part of a file.
type edit struct {
	from, until int
	text        string
}

// update returns the scenarios' file with what is expected replaced by what is:
// values only, so that comments, order and layout stay. A check that has
// nothing but its instant gets all targets. The failures are what it cannot
// write.
func update(f *file, scenarios []*Scenario) (src []byte, left []Failure) {
	var edits []edit
	for _, s := range scenarios {
		for i := range s.checks {
			c := &s.checks[i]
			r, err := breach.Evaluate(s.Policies, s.History, c.at)
			if err != nil {
				left = append(left, Failure{File: s.File, Line: c.node.Line, Scenario: s.Name, At: c.at, Err: err})
				continue
			}
			e, err := c.edits(f.src, r, s.moments)
			if err != nil {
				left = append(left, Failure{File: s.File, Line: c.node.Line, Scenario: s.Name, At: c.at, Err: err})
			}
			edits = append(edits, e...)
		}
	}
	return apply(f.src, edits), left
}

func apply(src []byte, edits []edit) []byte {
	slices.SortFunc(edits, func(a, b edit) int { return cmp.Compare(a.from, b.from) })
	var out bytes.Buffer
	at := 0
	for _, e := range edits {
		out.Write(src[at:e.from])
		out.WriteString(e.text)
		at = e.until
	}
	out.Write(src[at:])
	return out.Bytes()
}

// edits returns what makes the check true of the report.
func (c *check) edits(src []byte, r *breach.Report, m moments) (edits []edit, err error) {
	if len(c.leaves) == 0 {
		return c.fill(src, r, m)
	}
	for _, l := range c.leaves {
		got := l.got(r)
		if got == l.want {
			continue
		}
		from, until, ok := extent(src, l.node)
		if !ok || l.fixed || got == noTarget || got == noPause || got == noThreshold {
			err = errors.Join(err, fmt.Errorf("%s is %s: %w", l.path, got, errByHand))
			continue
		}
		if l.node.Kind != source.List && !strings.HasPrefix(got, "[") {
			got = quote(got)
		}
		edits = append(edits, edit{from, until, got})
	}
	return edits, err
}

// fill writes all targets below a check that has nothing but its instant.
func (c *check) fill(src []byte, r *breach.Report, m moments) ([]edit, error) {
	if flow(src, c.node) {
		return nil, errors.New("nothing is expected here; -update fills it in if it is written without braces")
	}
	indent := strings.Repeat(" ", c.node.Column-1)
	var b strings.Builder
	if len(r.Targets) > 0 {
		fmt.Fprintf(&b, "%stargets:\n", indent)
	}
	for i := range r.Targets {
		fmt.Fprintf(&b, "%s  %s: {%s}\n", indent, keyOf(r, &r.Targets[i]), strings.Join(facts(&r.Targets[i], m), ", "))
	}
	fmt.Fprintf(&b, "%swarnings: %s\n", indent, warnings(r))
	end := endOfLine(src, offset(src, c.node.Get("at").Line, 1))
	text := b.String()
	if end == 0 || src[end-1] != '\n' {
		text = "\n" + text
	}
	return []edit{{end, end, text}}, nil
}

func endOfLine(src []byte, at int) int {
	if i := bytes.IndexByte(src[at:], '\n'); i >= 0 {
		return at + i + 1
	}
	return len(src)
}

// keyOf names an instance as scenarios do, with its number only if there are
// others.
func keyOf(r *breach.Report, i *breach.Instance) string {
	key := i.Metric
	if latest, _ := r.Find(i.Kind, i.Metric); latest.Number > 1 {
		key += "#" + strconv.Itoa(i.Number)
	}
	if i.Kind != policy.SLA {
		key = string(i.Kind) + "/" + key
	}
	return key
}

// facts are what -update writes of a target: what a reader of a policy asks.
func facts(i *breach.Instance, m moments) (texts []string) {
	write := []string{"state", "policy", "within"}
	if i.State != breach.NotStarted {
		write = append(write, "deadline", "elapsed", "remaining")
	}
	if i.Breached {
		write = append(write, "breached_at", "overdue")
	}
	if i.WallPaused > 0 {
		write = append(write, "paused")
	}
	for _, f := range fields {
		if slices.Contains(write, f.name) {
			texts = append(texts, f.name+": "+quote(f.got(i, m)))
		}
	}
	return texts
}

// extent returns where a scalar, or a list in brackets, is written. It reports
// false for what is written over several lines.
func extent(src []byte, n *source.Node) (from, until int, ok bool) {
	from = offset(src, n.Line, n.Column)
	line := src[from:endOfLine(src, from)]
	length := 0
	switch {
	case n.Kind == source.List:
		length = flowList(line)
	case bytes.HasPrefix(line, []byte(`"`)), bytes.HasPrefix(line, []byte(`'`)):
		length = quoted(line)
	case len(line) >= len(n.Value) && strings.EqualFold(string(line[:len(n.Value)]), n.Value):
		length = len(n.Value)
	}
	return from, from + length, length > 0
}

// quoted is the length of the quoted scalar that line begins with; 0 if it does
// not end on it.
func quoted(line []byte) int {
	quote := line[0]
	for i := 1; i < len(line); i++ {
		switch {
		case line[i] == '\\' && quote == '"':
			i++
		case line[i] == quote && quote == '\'' && i+1 < len(line) && line[i+1] == quote:
			i++
		case line[i] == quote:
			return i + 1
		}
	}
	return 0
}

// flowList is the length of the list in brackets that line begins with; 0 if
// there is none, or it does not end on the line.
func flowList(line []byte) int {
	depth := 0
	for i := 0; i < len(line); i++ {
		switch line[i] {
		case '[':
			depth++
		case ']':
			if depth--; depth == 0 {
				return i + 1
			}
		case '"', '\'':
			n := quoted(line[i:])
			if n == 0 {
				return 0
			}
			i += n - 1
		}
		if depth == 0 {
			return 0
		}
	}
	return 0
}

// plain are texts that YAML takes for themselves without quotes, anywhere.
var plain = regexp.MustCompile(`^[A-Za-z0-9_+][A-Za-z0-9_+./%-]*([ :][A-Za-z0-9_+./%-]+)*$`)

// quote writes a text so that YAML reads it as that text.
func quote(text string) string {
	switch strings.ToLower(text) {
	case "null", unknown:
		return strconv.Quote(text)
	}
	if plain.MatchString(text) {
		return text
	}
	return strconv.Quote(text)
}
