package policy

import (
	"go/ast"
	"go/parser"
	"go/token"
	"slices"
	"strconv"
	"strings"
	"testing"
)

// constants are the codes in a file of internal/code, read from the source so
// that none is forgotten.
func constants(t *testing.T, file string) []Code {
	t.Helper()
	var values []Code
	parsed, err := parser.ParseFile(token.NewFileSet(), "internal/code/"+file, nil, 0)
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
	all := append(constants(t, "error.go"), constants(t, "finding.go")...)
	slices.Sort(all)
	slices.Sort(documented)
	if all = slices.Compact(all); !slices.Equal(all, documented) {
		t.Errorf("the codes are %v, documented are %v", all, documented)
	}
}
