package rules

import (
	"strings"

	"github.com/crampon-lint/crampon/analysis"
	"github.com/crampon-lint/crampon/analysis/alpine"
	"github.com/crampon-lint/crampon/analysis/build"
	"github.com/crampon-lint/crampon/analysis/source"
)

var _ = register(&analysis.Rule{
	ID: "ALP404", Name: "cgo-cflags-without-o", Since: "0.1.0",
	Summary:    "a CGO_CFLAGS without -O, which takes the place of Go's -g -O2",
	Severity:   analysis.Info,
	Confidence: analysis.High,
	CWE:        []int{693},
	Doc: `## What it flags

A CGO_CFLAGS that is in force for a ` + "`go build`" + ` or ` + "`go install`" + ` and that has no -O of any kind, where cgo takes part or may. CC and CGO_CPPFLAGS are looked at too, and flags whose value is not known end the search.

## Why

CGO_CFLAGS is not added to Go's default, ` + "`-g -O2`" + `, but replaces it. C code is then compiled without optimization: several times slower, and _FORTIFY_SOURCE, which needs it, is gone. Measured with Go 1.26 and gcc 12 on Debian 12: with -D_FORTIFY_SOURCE=2 alone in CGO_CFLAGS the program has no __strcpy_chk, with -O2 before it it has.

## What to do

Write the default again in front: ` + "`" + `CGO_CFLAGS="-g -O2 ..."` + "`" + `.
`,
	Bad: `FROM golang:1.26-alpine3.24
RUN apk add --no-cache build-base~0.5
ENV CGO_ENABLED=1 CGO_CFLAGS="-D_LARGEFILE64_SOURCE"
COPY . /src
WORKDIR /src
RUN go build -buildmode=pie -o /app .
USER nobody
`,
	Good: `FROM golang:1.26-alpine3.24
RUN apk add --no-cache build-base~0.5
ENV CGO_ENABLED=1 CGO_CFLAGS="-g -O2 -D_LARGEFILE64_SOURCE"
COPY . /src
WORKDIR /src
RUN go build -buildmode=pie -o /app .
USER nobody
`,
	Run: func(p *analysis.Pass) {
		seen := map[source.Span]bool{}
		for _, g := range p.GoBuilds() {
			first, ok := g.Unoptimized()
			if !ok || seen[first.Span] || g.Cgo.Answer == alpine.No || build.ForAlpine(g.Run.State.Stage) != alpine.Yes {
				continue
			}
			seen[first.Span] = true
			f := analysis.Finding{
				Span:    first.Span,
				Message: "CGO_CFLAGS has no -O: it takes the place of Go's -g -O2, and _FORTIFY_SOURCE needs optimization",
				Notes:   clauses(g.Cgo.Because),
				Help:    "write -g -O2 in front",
				Related: []analysis.Related{{Span: g.Words, Message: "this build is compiled so"}},
			}
			at := first.Span.Start
			if at > 0 && strings.ContainsAny(string(first.Span.File.Content[at-1]), `"'`) {
				f.Fixes = []analysis.Fix{{
					Title: "Write -g -O2 in front", Safe: true,
					Edits: []source.Edit{{Span: first.Span.File.Span(at, at), New: "-g -O2 "}},
				}}
			}
			p.Report(f)
		}
	},
})
