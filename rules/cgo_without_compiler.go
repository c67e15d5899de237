package rules

import (
	"github.com/crampon-lint/crampon/analysis"
	"github.com/crampon-lint/crampon/analysis/alpine"
	"github.com/crampon-lint/crampon/analysis/image"
)

var _ = register(&analysis.Rule{
	ID: "ALP413", Name: "cgo-without-compiler", Since: "0.1.0",
	Summary:    "CGO_ENABLED=1 in an Alpine stage that has no C compiler",
	Severity:   analysis.Warning,
	Confidence: analysis.High,
	Doc: `## What it flags

A ` + "`go build` or `go install`" + ` with CGO_ENABLED=1 in an Alpine stage whose base image brings no C compiler and that adds none before. It is an error where the sources in the build context import "C", a module that is known to need cgo, or a package of the standard library with a part in C (net, os/user and what is built on them), and silent where all sources are there and none does. CC with another compiler than gcc is left alone; so is Go before 1.20 with net and os/user alone, which it brought compiled.

## Why

golang:*-alpine has no gcc. Run in Alpine 3.20 with Go 1.26: ` + "`cgo: C compiler \"gcc\" not found: exec: \"gcc\": executable file not found in $PATH`" + `. A program that uses nothing of C still builds. No CWE: the build stops, and nothing weak is shipped.

## What to do

Add the compiler and musl's headers, and fortify-headers so that _FORTIFY_SOURCE has an effect: ` + "`apk add gcc musl-dev fortify-headers`" + `. Or build without cgo: ` + "`CGO_ENABLED=0`" + `.
`,
	Bad: `FROM golang:1.26-alpine3.24
ENV CGO_ENABLED=1
COPY . /src
WORKDIR /src
RUN go build -o /app .
USER nobody
`,
	Good: `FROM golang:1.26-alpine3.24
RUN apk add --no-cache gcc~15 musl-dev~1.2 fortify-headers~1.1
ENV CGO_ENABLED=1
COPY . /src
WORKDIR /src
RUN go build -o /app .
USER nobody
`,
	Run: func(p *analysis.Pass) {
		for _, g := range p.GoBuilds() {
			on, _ := g.Enabled.Value()
			needs := g.NeedsCompiler()
			if on != "1" || g.Run.State.IsAlpine() != alpine.Yes || g.Compiler.There.Answer != alpine.No || needs.Answer == alpine.No {
				continue
			}
			f := analysis.Finding{
				Span:    g.Words,
				Message: "CGO_ENABLED=1, but there is no C compiler in this Alpine stage",
				Notes:   clauses(g.Compiler.There.Because, needs.Because),
				Help:    "add gcc, musl-dev and fortify-headers with apk before, or set CGO_ENABLED=0",
				Related: append(places([]image.Evidence{g.Enabled.Evidence()}), places(needs.Because)...),
			}
			if needs.Answer == alpine.Yes {
				f.Severity = analysis.Error
			}
			p.Report(f)
		}
	},
})
