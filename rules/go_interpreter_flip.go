package rules

import (
	"github.com/crampon-lint/crampon/analysis"
)

var _ = register(&analysis.Rule{
	ID: "ALP312", Name: "go-interpreter-flip", Since: "0.1.0",
	Summary:    "a Go build on Alpine that takes glibc's loader because gcompat is there",
	Severity:   analysis.Warning,
	Confidence: analysis.High,
	CWE:        []int{439},
	Doc: `## What it flags

A ` + "`go build`" + ` or ` + "`go install`" + ` on Alpine of a program that Go links dynamically by itself (-buildmode=pie without cgo, or cgo for nothing but net and os/user) after gcompat or libc6-compat was added. Programs without cgo and without -buildmode=pie have no interpreter, and with -linkmode external gcc chooses it; -I in -ldflags names one.

## Why

Go writes the path of glibc's loader into the program where that file is there when it links, else that of musl's (cmd/link). The shim brings that file. Measured in Alpine 3.20 with Go 1.26: with /lib64/ld-linux-x86-64.so.2 in place the interpreter of the same build changes from ld-musl-x86_64.so.1 to it, and the program does not start on an Alpine without the shim.

## What to do

Leave the package out of the stage that builds.
`,
	Bad: `FROM golang:1.26-alpine3.24 AS build
RUN apk add --no-cache gcompat~1.1
COPY . /src
WORKDIR /src
RUN CGO_ENABLED=0 go build -buildmode=pie -o /app .
FROM alpine:3.24
COPY --from=build /app /usr/bin/app
USER nobody
`,
	Good: `FROM golang:1.26-alpine3.24 AS build
COPY . /src
WORKDIR /src
RUN CGO_ENABLED=0 go build -buildmode=pie -o /app .
FROM alpine:3.24
COPY --from=build /app /usr/bin/app
USER nobody
`,
	Run: func(p *analysis.Pass) {
		for _, g := range p.GoBuilds() {
			shim := g.Shimmed()
			if shim == "" {
				continue
			}
			f := analysis.Finding{
				Span:    g.Words,
				Message: "Go writes glibc's loader into this program, because " + shim + " brought one",
				Help:    "leave " + shim + " out of the stage that builds",
			}
			if at := g.ShimSpan(shim); !at.IsZero() {
				f.Related = []analysis.Related{{Span: at, Message: shim + " is added here"}}
			}
			p.Report(f)
		}
	},
})
