package policytest

import (
	"bytes"
	"cmp"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"unicode/utf8"

	"github.com/tenggat/sla/calendar"
	"github.com/tenggat/sla/policy"
	"github.com/tenggat/sla/policy/internal/code"
	"github.com/tenggat/sla/policy/internal/source"
)

// Load reads the scenario files that the patterns of [filepath.Glob] match, in
// the order of the patterns and, for one pattern, of their names. The error is
// [policy.Errors]: every mistake found, with its place. With an error there are
// no scenarios.
func Load(globs ...string) ([]*Scenario, error) { return LoadFS(disk{}, globs...) }

// LoadFS is [Load] from a file system. A policy that a scenario file names must
// lie in it too.
func LoadFS(fsys fs.FS, globs ...string) ([]*Scenario, error) {
	var errs policy.Errors
	var scenarios []*Scenario
	if len(globs) == 0 {
		errs = append(errs, &policy.Error{Code: code.NoFile, Message: "no pattern names the scenario files"})
	}
	seen := make(map[string]bool)
	for _, glob := range globs {
		names, err := fs.Glob(fsys, glob)
		slices.Sort(names)
		if err == nil && len(names) == 0 {
			err = errors.New("no file matches this pattern")
		}
		if err != nil {
			errs = append(errs, &policy.Error{File: glob, Code: code.NoFile, Message: err.Error()})
		}
		for _, name := range names {
			if !seen[name] {
				seen[name] = true
				read, mistakes := loadFile(fsys, name)
				scenarios, errs = append(scenarios, read...), append(errs, mistakes...)
			}
		}
	}
	if len(errs) > 0 {
		return nil, errs
	}
	return scenarios, nil
}

// disk is the file system with the names programs use: relative ones too.
type disk struct{}

func (disk) Open(name string) (fs.File, error)               { return os.Open(name) }
func (disk) Glob(pattern string) (names []string, err error) { return filepath.Glob(pattern) }

// file is a scenario file.
type file struct {
	name string
	src  []byte
}

func loadFile(fsys fs.FS, name string) ([]*Scenario, policy.Errors) {
	src, err := source.ReadFile(fsys, name)
	if err != nil {
		return nil, policy.Errors{{File: name, Code: code.NoFile, Message: err.Error()}}
	}
	d := decoder{file: &file{name, src}}
	d.readFile(fsys)
	errs := d.ofPolicy
	for _, e := range d.Errs {
		errs = append(errs, &policy.Error{File: name, Line: e.Line, Column: e.Column, Path: string(e.Path), Code: policy.Code(e.Code), Message: e.Message, Hint: e.Hint})
	}
	slices.SortStableFunc(errs, func(a, b *policy.Error) int {
		return cmp.Or(cmp.Compare(a.File, b.File), cmp.Compare(a.Line, b.Line), cmp.Compare(a.Column, b.Column))
	})
	if more := len(errs) - maxErrors; more > 0 {
		last := *errs[maxErrors]
		last.Code, last.Path, last.Hint = code.TooManyErrors, "", "fix those above first"
		last.Message = fmt.Sprintf("%d more mistakes are not shown", more+d.Dropped)
		errs = append(errs[:maxErrors], &last)
	}
	return d.scenarios, errs
}

// maxErrors is how many mistakes of a file are reported.
const maxErrors = 100

// strangeBreak matches the line breaks of YAML that editors do not show: with
// one of them the places in a file are not what its author sees.
var strangeBreak = regexp.MustCompile("\r[^\n]|\r$|[\u0085\u2028\u2029]")

// readFile reads the file.
func (d *decoder) readFile(fsys fs.FS) {
	if at := strangeBreak.FindIndex(d.file.src); at != nil {
		before := d.file.src[:at[0]]
		column := utf8.RuneCount(before[bytes.LastIndexByte(before, '\n')+1:]) + 1
		place := &source.Node{Line: 1 + bytes.Count(before, []byte("\n")), Column: column}
		d.Fail("", place, code.Encoding, "end lines with a line feed", "there is a line break that only YAML recognizes")
		return
	}
	root := d.Open(d.file.src)
	if len(d.Errs) > 0 {
		return
	}
	var raw document
	documentCodec.Read(&d.Decoder, "", root, &raw)
	if raw.policy != nil {
		d.policies(fsys, root, raw.policy)
	}
	if d.set == nil {
		return
	}
	d.timeZone(raw.timeZone)
	if raw.scenarios != nil {
		d.readScenarios(raw.scenarios)
	}
}

func (d *decoder) readScenarios(n *source.Node) {
	lines := make(map[string]int)
	for i, item := range d.items("scenarios", n) {
		s := d.scenario(source.Path("scenarios").At(i), item)
		if s == nil {
			continue
		}
		if line, twice := lines[s.Name]; twice {
			d.Fail(source.Path("scenarios").At(i).Key("name"), item.Get("name"), code.DuplicateName, "give each its own name", "there is a scenario %q on line %d", s.Name, line)
		}
		lines[s.Name] = s.Line
		d.scenarios = append(d.scenarios, s)
	}
	if len(n.Items) == 0 && n.Kind == source.List {
		d.Fail("scenarios", n, code.Empty, "write at least one", "there is no scenario")
	}
}

// timeZone sets the zone of local times: the file's, or the policy's if the file
// has none.
func (d *decoder) timeZone(n *source.Node) {
	d.zone = d.set.Location()
	if n == nil {
		return
	}
	var name string
	anyText[string]().Read(&d.Decoder, "time_zone", n, &name)
	if len(d.Errs) > 0 {
		return
	}
	zone, err := calendar.LoadZone(name)
	if e := (*calendar.Error)(nil); errors.As(err, &e) {
		d.Fail("time_zone", n, string(e.Code), e.Hint, "%s", e.Message)
		return
	}
	d.zone = zone
}

// policies loads the policy that the file names or holds.
func (d *decoder) policies(fsys fs.FS, root, n *source.Node) {
	var err error
	switch {
	case n.Kind == source.Map && (flow(d.file.src, n) || flow(d.file.src, root)):
		d.Fail("policy", n, code.Syntax, "begin a line for every key, without braces", "a policy in a scenario file must be written in lines")
		return
	case n.Kind == source.Map:
		d.set, err = policy.Parse(d.file.name, only(d.file.src, root, n))
	case n.Kind == source.Text:
		d.set, err = policy.LoadFS(fsys, path.Join(path.Dir(filepath.ToSlash(d.file.name)), n.Value))
	default:
		d.WrongType("policy", n, "the name of a file, or a policy")
		return
	}
	var mistakes policy.Errors
	if errors.As(err, &mistakes) {
		for _, e := range mistakes {
			d.ofPolicy = append(d.ofPolicy, d.placed(e, n))
		}
	}
}

// placed sets the place in the scenario file of a mistake in a policy that the
// file holds or names.
func (d *decoder) placed(e *policy.Error, n *source.Node) *policy.Error {
	placed := *e
	switch {
	case e.Code == code.NoFile:
		placed.Message = fmt.Sprintf("%s: %s", e.File, e.Message)
		placed.File, placed.Line, placed.Column, placed.Path = d.file.name, n.Line, n.Column, "policy"
	case n.Kind == source.Map:
		placed.Path = string(source.Path("policy").Join(source.Path(e.Path)))
	}
	return &placed
}

// flow reports whether a map is written in braces.
func flow(src []byte, n *source.Node) bool {
	return bytes.HasPrefix(src[offset(src, n.Line, n.Column):], []byte("{"))
}

// only blanks everything but a part of the root that is written in lines, so
// that what is left has the places it has in the file.
func only(src []byte, root, n *source.Node) []byte {
	var out strings.Builder
	line, inside := 0, false
	for text := range strings.Lines(string(src)) {
		line++
		content := strings.TrimLeft(text, " ")
		if blank := strings.TrimSpace(content) == "" || content[0] == '#'; line >= n.Line && !blank {
			inside = len(text)-len(content) >= root.Column && (inside || line == n.Line)
			if !inside {
				break
			}
		}
		if inside {
			out.WriteString(text)
		} else {
			out.WriteString("\n")
		}
	}
	return []byte(out.String())
}

// offset is where a line and a column, in characters, are in src.
func offset(src []byte, line, column int) int {
	at := 0
	for ; line > 1; line-- {
		at += bytes.IndexByte(src[at:], '\n') + 1
	}
	for ; column > 1 && at < len(src); column-- {
		_, size := utf8.DecodeRune(src[at:])
		at += size
	}
	return at
}
