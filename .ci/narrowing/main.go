// Command narrowing reports conversions that lose bits where an int has 32 of
// them.
//
// It is run like go vet, and exits with 3 if it finds something:
//
//	narrowing ./...
//
// See [Analyzer] for what it reports.
package main

import "golang.org/x/tools/go/analysis/singlechecker"

func main() { singlechecker.Main(Analyzer) }
