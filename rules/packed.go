package rules

import (
	"slices"
	"strings"

	"github.com/crampon-lint/crampon/analysis"
	"github.com/crampon-lint/crampon/analysis/image"
	"github.com/crampon-lint/crampon/analysis/shell"
)

var _ = register(&analysis.Rule{
	ID: "ALP608", Name: "packed", Since: "0.2.0",
	Summary:    "upx hides from scanners what a program is made of",
	Severity:   analysis.Info,
	Confidence: analysis.High,
	CWE:        []int{1059},
	Doc: `## What it flags

` + "`upx`" + ` where a build packs a program of the image; not where it tests, lists or unpacks one, and not a program for Windows.

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
		for run, c := range p.Commands("upx") {
			passes := slices.ContainsFunc(c.Args, func(w shell.Word) bool {
				return slices.Contains([]string{"-d", "-t", "-l", "-h", "-V", "-L", "--version", "--help", "--list", "--test"}, w.Source()) || strings.HasSuffix(w.Source(), ".exe")
			})
			if !passes && len(c.Args) > 0 && run.When == image.AtBuild {
				p.Report(analysis.Finding{Span: c.Word.Span(), Message: "a program packed by upx does not tell scanners what it is made of", Help: "leave it unpacked, or ship an SBOM"})
			}
		}
	},
})
