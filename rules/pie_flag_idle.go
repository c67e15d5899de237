package rules

import (
	"fmt"

	"github.com/crampon-lint/crampon/analysis"
	"github.com/crampon-lint/crampon/analysis/alpine"
	"github.com/crampon-lint/crampon/analysis/build"
	"github.com/crampon-lint/crampon/analysis/source"
)

var _ = register(&analysis.Rule{
	ID: "ALP406", Name: "pie-flag-idle", Since: "0.1.0",
	Summary:    "-fPIE or -pie for cgo, which has no effect without -buildmode=pie",
	Severity:   analysis.Info,
	Confidence: analysis.High,
	CWE:        []int{693},
	Doc: `## What it flags

` + "`-fPIE`" + `, ` + "`-fpie`" + ` or ` + "`-pie`" + ` in CGO_CFLAGS, CGO_CXXFLAGS or CGO_LDFLAGS of a Go build without -buildmode=pie.

## Why

The flag reads as if the program had a random address, and many checklists for cgo name it. Go hands -no-pie to the linker all the same. Measured with Go 1.26 and gcc 12 on Debian 12: with CGO_CFLAGS=-fPIE, and with CGO_LDFLAGS=-pie too, the program is ET_EXEC.

## What to do

Build with ` + "`-buildmode=pie`" + `; then the flag is not needed.
`,
	Bad: `FROM golang:1.26-alpine3.24
RUN apk add --no-cache build-base~0.5
COPY . /src
WORKDIR /src
RUN CGO_ENABLED=1 CGO_CFLAGS="-g -O2 -fPIE" go build -o /app .
USER nobody
`,
	Good: `FROM golang:1.26-alpine3.24
RUN apk add --no-cache build-base~0.5
COPY . /src
WORKDIR /src
RUN CGO_ENABLED=1 go build -buildmode=pie -o /app .
USER nobody
`,
	Run: func(p *analysis.Pass) {
		seen := map[source.Span]bool{}
		for _, g := range p.GoBuilds() {
			if build.ForAlpine(g.Run.State.Stage) == alpine.No {
				continue
			}
			for _, flag := range g.IdlePIE() {
				if seen[flag.Span] {
					continue
				}
				seen[flag.Span] = true
				p.Report(analysis.Finding{
					Span:    flag.Span,
					Message: fmt.Sprintf("%s makes no position-independent program: Go links with -no-pie where -buildmode=pie is not given", flag.Value),
					Help:    "build with -buildmode=pie",
					Related: []analysis.Related{{Span: g.Words, Message: "this build has no -buildmode=pie"}},
				})
			}
		}
	},
})
