package rules

import (
	"github.com/crampon-lint/crampon/analysis"
	"github.com/crampon-lint/crampon/analysis/build"
)

var _ = register(&analysis.Rule{
	ID: "ALP405", Name: "cgo-not-pie", Since: "0.1.0",
	Summary:    "a Go program with C code at a fixed address",
	Severity:   analysis.Info,
	Confidence: analysis.High,
	CWE:        []int{693},
	Doc: `## What it flags

A ` + "`go build`" + ` or ` + "`go install`" + ` in which cgo takes part, without -buildmode=pie on the command line or in GOFLAGS, for Alpine. Libraries and plugins (-buildmode=c-shared and the like) are left out, and so are static programs, of which ALP407 tells.

## Why

Alpine's compilers make position-independent programs by default, so that each start has its code at another address. Go hands -no-pie to the linker where -buildmode=pie is not given. Go's own code needs the protection little; the C code in the program, with its overflows, does. Measured with Go 1.26 and gcc 12 on Debian 12: the program is ET_EXEC, with -buildmode=pie ET_DYN.

## What to do

Build with ` + "`-buildmode=pie`" + ` where the program runs: it is linked dynamically then, so build and run on Alpine both.
`,
	Bad: `FROM golang:1.26-alpine3.24
RUN apk add --no-cache build-base~0.5
COPY . /src
WORKDIR /src
RUN CGO_ENABLED=1 go build -o /app .
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
		for _, g := range p.GoBuilds() {
			if !g.CompilesForAlpine() || g.PIE() || g.Linkage() != build.Dynamic {
				continue
			}
			p.Report(analysis.Finding{
				Span:    g.Words,
				Message: "this program has C code in it and is linked at a fixed address, for want of -buildmode=pie",
				Notes:   clauses(g.Cgo.Because),
				Help:    "add -buildmode=pie",
			})
		}
	},
})
