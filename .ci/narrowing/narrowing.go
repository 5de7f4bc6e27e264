package main

import (
	"go/ast"
	"go/constant"
	"go/token"
	"go/types"
	"strings"

	"golang.org/x/tools/go/analysis"
)

// Analyzer reports conversions of integers of 64 bits to int, uint and uintptr,
// which have 32 bits on 386 and arm. int(seconds) is right on the machine that
// runs the tests, and a wrong deadline there.
//
// A conversion passes if the value fits in 32 bits because it is a constant or
// because its expression says so: x % c, x & c, min(x, c) and max(x, c), with
// constants c. Another one that is bounded is acknowledged by a comment with
// the reason, at the end of the line on which the conversion starts, or alone
// on the line above:
//
//	day := int(sec / daySeconds) //narrowing:ok at most EndDay
//
// A comment that acknowledges nothing is reported too.
//
// Conversions of floating-point numbers and to int32 are not looked at: they
// give the same on every platform, or their type says what is lost.
var Analyzer = &analysis.Analyzer{
	Name: "narrowing",
	Doc:  "report conversions of 64-bit integers to int, uint and uintptr",
	Run:  run,
}

func run(pass *analysis.Pass) (any, error) {
	for _, file := range pass.Files {
		acks, err := acknowledgements(pass, file)
		if err != nil {
			return nil, err
		}
		ast.Inspect(file, func(n ast.Node) bool {
			call, ok := n.(*ast.CallExpr)
			if !ok || !narrows(pass.TypesInfo, call) {
				return true
			}
			if a := acks[line(pass, call.Pos())]; a != nil {
				a.used = true
				return true
			}
			pass.Reportf(call.Pos(), "conversion of %s to %s loses bits where %[2]s has 32",
				name(pass, call.Args[0]), name(pass, call.Fun))
			return true
		})
		for _, a := range acks {
			switch {
			case a.reason == "":
				pass.Reportf(a.pos, "%s needs a reason", directive)
			case !a.used:
				pass.Reportf(a.pos, "%s acknowledges nothing", directive)
			}
		}
	}
	return nil, nil
}

const directive = "//narrowing:ok"

// An acknowledgement is a comment that lets the conversions of a line pass.
type acknowledgement struct {
	pos    token.Pos
	reason string
	used   bool
}

// acknowledgements are those of a file by the line for which they stand.
func acknowledgements(pass *analysis.Pass, file *ast.File) (map[int]*acknowledgement, error) {
	var lines []string
	acks := map[int]*acknowledgement{}
	for _, group := range file.Comments {
		for _, c := range group.List {
			rest, ok := strings.CutPrefix(c.Text, directive)
			if !ok || rest != "" && rest[0] != ' ' && rest[0] != '\t' {
				continue
			}
			p := pass.Fset.PositionFor(c.Pos(), false)
			if lines == nil {
				source, err := pass.ReadFile(p.Filename)
				if err != nil {
					return nil, err
				}
				lines = strings.Split(string(source), "\n")
			}
			n := p.Line
			if alone := strings.TrimSpace(lines[n-1][:p.Column-1]) == ""; alone {
				n++
			}
			reason, _, _ := strings.Cut(rest, "//")
			acks[n] = &acknowledgement{pos: c.Pos(), reason: strings.TrimSpace(reason)}
		}
	}
	return acks, nil
}

func line(pass *analysis.Pass, pos token.Pos) int { return pass.Fset.PositionFor(pos, false).Line }

func name(pass *analysis.Pass, e ast.Expr) string {
	return types.TypeString(pass.TypesInfo.TypeOf(e), types.RelativeTo(pass.Pkg))
}

// narrows reports whether a call is a conversion that may lose bits where an
// int has 32.
func narrows(info *types.Info, call *ast.CallExpr) bool {
	if !info.Types[call.Fun].IsType() || len(call.Args) != 1 {
		return false
	}
	operand := call.Args[0]
	if info.Types[operand].Value != nil { // a constant: the compiler checks it
		return false
	}
	if from := kinds(info.TypeOf(operand)); !from[types.Int64] && !from[types.Uint64] {
		return false
	}
	to, value := kinds(info.TypeOf(call.Fun)), bounds(info, operand)
	return to[types.Int] && !value.within(int32s) ||
		(to[types.Uint] || to[types.Uintptr]) && !value.within(uint32s)
}

// kinds are the kinds of basic types that a type stands for: its own, or those
// of a type parameter. Terms of a constraint are added where they ought to be
// intersected, which may report too much.
func kinds(t types.Type) map[types.BasicKind]bool {
	found := map[types.BasicKind]bool{}
	var add func(types.Type)
	add = func(t types.Type) {
		switch u := t.Underlying().(type) {
		case *types.Basic:
			found[u.Kind()] = true
		case *types.Interface: // also that of a type parameter
			for e := range u.EmbeddedTypes() {
				add(e)
			}
		case *types.Union:
			for term := range u.Terms() {
				add(term.Type())
			}
		}
	}
	add(t)
	return found
}

// A span is a range of integers with both ends.
type span struct{ low, high constant.Value }

var (
	zero    = constant.MakeInt64(0)
	one     = constant.MakeInt64(1)
	int32s  = signed(32)
	uint32s = unsigned(32)
)

func signed(bits uint) span {
	half := constant.Shift(one, token.SHL, bits-1)
	return span{constant.UnaryOp(token.SUB, half, 0), constant.BinaryOp(half, token.SUB, one)}
}

func unsigned(bits uint) span {
	return span{zero, constant.BinaryOp(constant.Shift(one, token.SHL, bits), token.SUB, one)}
}

func (s span) within(t span) bool {
	return atMost(t.low, s.low) && atMost(s.high, t.high)
}

func atMost(a, b constant.Value) bool { return constant.Compare(a, token.LEQ, b) }

func least(a, b constant.Value) constant.Value {
	if atMost(a, b) {
		return a
	}
	return b
}

func most(a, b constant.Value) constant.Value {
	if atMost(a, b) {
		return b
	}
	return a
}

// bounds are those of the value of an integer expression, as far as the
// expression itself shows them.
func bounds(info *types.Info, e ast.Expr) span {
	if v := info.Types[e].Value; v != nil {
		if v = constant.ToInt(v); v.Kind() == constant.Int {
			return span{v, v}
		}
	}
	switch e := e.(type) {
	case *ast.ParenExpr:
		return bounds(info, e.X)
	case *ast.BinaryExpr:
		x, y := bounds(info, e.X), bounds(info, e.Y)
		switch {
		case e.Op == token.AND && y.low == y.high && atMost(zero, y.low):
			return span{zero, y.high}
		case e.Op == token.AND && x.low == x.high && atMost(zero, x.low):
			return span{zero, x.high}
		case e.Op == token.REM && y.low == y.high:
			high := y.high
			if !atMost(zero, high) {
				high = constant.UnaryOp(token.SUB, high, 0)
			}
			high = constant.BinaryOp(high, token.SUB, one)
			if atMost(zero, x.low) {
				return span{zero, high}
			}
			return span{constant.UnaryOp(token.SUB, high, 0), high}
		}
	case *ast.CallExpr:
		f, ok := ast.Unparen(e.Fun).(*ast.Ident)
		if !ok || !info.Types[e.Fun].IsBuiltin() || f.Name != "min" && f.Name != "max" {
			break
		}
		of := least
		if f.Name == "max" {
			of = most
		}
		s := bounds(info, e.Args[0])
		for _, arg := range e.Args[1:] {
			b := bounds(info, arg)
			s = span{of(s.low, b.low), of(s.high, b.high)}
		}
		return s
	}
	return ofType(info.TypeOf(e))
}

// ofType is the span of the types of 64 bits that a type stands for, or a wider
// one.
func ofType(t types.Type) span {
	k := kinds(t)
	switch {
	case len(k) == 1 && k[types.Int64]:
		return signed(64)
	case len(k) == 1 && k[types.Uint64]:
		return unsigned(64)
	}
	return span{signed(64).low, unsigned(64).high}
}
