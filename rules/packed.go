package rules

import (
	"slices"

	"github.com/crampon-lint/crampon/analysis"
	"github.com/crampon-lint/crampon/analysis/shell"
)

var _ = register(&analysis.Rule{
	ID: "ALP608", Name: "packed", Since: "0.2.0",
	Summary:    "upx hides from scanners what a program is made of",
	Severity:   analysis.Info,
	Confidence: analysis.High,
	CWE:        []int{1059},
	Doc: `## What it flags

` + "`upx`" + ` where it packs a program; not where it tests, lists or unpacks one.

## Why

Scanners read from a Go or Rust program which modules are in it, and from any other its strings and symbols. In a packed file they are compressed. That was not measured here. The packed program also needs memory that is writable and executable when it starts, and shares no pages between containers.

## What to do

Leave the program as it is (` + "`-ldflags=\"-s -w\"` makes it smaller too, and `go version -m`" + ` still reads it), or keep an SBOM beside the image.
`,
	Bad: `FROM alpine:3.24
COPY app /app
RUN upx --best /app
USER nobody
`,
	Good: `FROM alpine:3.24
COPY app /app
USER nobody
`,
	Run: func(p *analysis.Pass) {
		for _, c := range p.Commands("upx") {
			reads := slices.ContainsFunc(c.Args, func(w shell.Word) bool {
				return slices.Contains([]string{"-d", "-t", "-l", "-h", "-V", "-L", "--version", "--help", "--list", "--test"}, w.Source())
			})
			if !reads && len(c.Args) > 0 {
				p.Report(analysis.Finding{Span: c.Word.Span(), Message: "a program packed by upx does not tell scanners what it is made of", Help: "leave it unpacked, or ship an SBOM"})
			}
		}
	},
})
