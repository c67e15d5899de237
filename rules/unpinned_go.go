package rules

import "github.com/crampon-lint/crampon/analysis"

var _ = register(&analysis.Rule{
	ID: "ALP610", Name: "unpinned-go", Since: "0.2.0",
	Summary:    "Go takes the newest version of a module, or does not check it",
	Severity:   analysis.Warning,
	Confidence: analysis.High,
	CWE:        []int{494},
	Doc: `## What it flags

` + "`go install`, `go get` and `go run` of a module @latest or of a branch, and `go get` without a version; GOSUMDB=off, GONOSUMDB=*, GOFLAGS=-insecure, and GOINSECURE and GOPROXY=http:// for hosts of the internet" + `, in ENV, export and in front of a command.

Silent: a version or commit, packages of the own module (` + "`./...`" + `), private hosts, and values that are not known.

## Why

The program of the build is whatever its authors, or whoever has their account, published last. The checksum database, which Go asks for every module that go.sum does not know, makes sure that everybody gets the same bytes for a version; it cannot help where the version moves, and not where it is switched off.

## What to do

Write the version: ` + "`go install example.org/tool@v1.2.3`" + `. For private modules set GOPRIVATE to their names.
`,
	Bad: `FROM golang:1.27-alpine3.24
RUN go install example.org/tool@latest
USER nobody
`,
	Good: `FROM golang:1.27-alpine3.24
RUN go install example.org/tool@v1.2.3
USER nobody
`,
	Run: func(p *analysis.Pass) {
		for _, m := range p.LooseModules() {
			f := analysis.Finding{Span: m.Span, Message: m.Setting, Help: "leave it out; GOPRIVATE names the modules that are your own"}
			if m.Module != "" {
				f.Message = m.Module + " comes in whatever version is the newest that day"
				f.Help = "write a version: " + m.Module + "@vX.Y.Z"
			}
			p.Report(f)
		}
	},
})
