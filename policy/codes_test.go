package policy

import (
	"go/ast"
	"go/parser"
	"go/token"
	"os"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"

	"github.com/tenggat/sla/policy/internal/code"
)

// errorCodes are the codes of errors, own and of calendars, and findingCodes
// those of findings.
func errorCodes(t *testing.T) []Code {
	return append(constants(t, "internal/code/error.go"), calendarCodes(t)[0]...)
}

func findingCodes(t *testing.T) []Code {
	return append(constants(t, "internal/code/finding.go"), calendarCodes(t)[1]...)
}

// calendarCodes are the codes that the documentation of [calendar.Code] lists:
// those of errors, then those of findings. Errors that cannot come from a file
// are left out.
func calendarCodes(t *testing.T) (lists [2][]Code) {
	t.Helper()
	src, err := os.ReadFile("../calendar/errors.go")
	if err != nil {
		t.Fatal(err)
	}
	doc, _, _ := strings.Cut(string(src), "type Code string")
	errs, findings, _ := strings.Cut(doc[strings.Index(doc, "// Code is the kind"):], "The codes of findings")
	for i, text := range []string{errs, findings} {
		for _, m := range regexp.MustCompile(`(?m)^//\t(\w+)`).FindAllStringSubmatch(text, -1) {
			if c := Code(m[1]); c != "nil_calendar" && c != "no_zone_database" {
				lists[i] = append(lists[i], c)
			}
		}
	}
	return lists
}

// constants are the codes in a file, read from the source so that none is
// forgotten.
func constants(t *testing.T, file string) []Code {
	t.Helper()
	var values []Code
	parsed, err := parser.ParseFile(token.NewFileSet(), file, nil, 0)
	if err != nil {
		t.Fatal(err)
	}
	ast.Inspect(parsed, func(n ast.Node) bool {
		if text, ok := n.(*ast.BasicLit); ok && text.Kind == token.STRING {
			value, err := strconv.Unquote(text.Value)
			if err != nil {
				t.Fatal(err)
			}
			values = append(values, Code(value))
		}
		return true
	})
	if len(values) == 0 {
		t.Fatalf("no constants in %s", file)
	}
	return values
}

// The documentation of Code lists exactly the codes that there are.
func TestCodesAreDocumented(t *testing.T) {
	parsed, err := parser.ParseFile(token.NewFileSet(), "code.go", nil, parser.ParseComments)
	if err != nil {
		t.Fatal(err)
	}
	var documented []Code
	for line := range strings.Lines(parsed.Decls[0].(*ast.GenDecl).Doc.Text()) {
		if word, ok := strings.CutPrefix(line, "\t"); ok {
			documented = append(documented, Code(strings.Fields(word)[0]))
		}
	}
	all := append(constants(t, "internal/code/error.go"), constants(t, "internal/code/finding.go")...)
	slices.Sort(all)
	slices.Sort(documented)
	if all = slices.Compact(all); !slices.Equal(all, documented) {
		t.Errorf("the codes are %v, documented are %v", all, documented)
	}
}

// A comment can acknowledge every finding but those about comments.
func TestEveryFindingCanBeAcknowledged(t *testing.T) {
	var all []string
	for _, c := range findingCodes(t) {
		if c != code.UnknownIgnore && c != code.IdleIgnore {
			all = append(all, string(c))
		}
	}
	listed := slices.Sorted(slices.Values(acknowledgeable))
	slices.Sort(all)
	if all = slices.Compact(all); !slices.Equal(all, listed) {
		t.Errorf("the findings are %v, comments can acknowledge %v", all, listed)
	}
}

// A comment of many codes takes no more work than a file may take.
func TestManyIgnoredCodes(t *testing.T) {
	var b strings.Builder
	b.WriteString("policies:\n# ignore: ")
	for i := range 5_000 {
		b.WriteString("no_such_" + strings.Map(func(r rune) rune { return r - '0' + 'a' }, strconv.Itoa(i)) + ",")
	}
	b.WriteString("\n- {name: p, targets: [{metric: resolution, within: 8h}]}\n")
	s, err := Parse("many.yaml", []byte(b.String()))
	if err != nil {
		t.Fatal(err)
	}
	memory, _ := spent(func() {
		if n := len(s.Lint()); n != 5_000 {
			t.Errorf("there are %d findings", n)
		}
	})
	if memory > smallMemory {
		t.Errorf("Lint allocates %d MiB", memory>>20)
	}
}
