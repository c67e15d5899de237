package rules

import (
	"github.com/crampon-lint/crampon/analysis"
	"github.com/crampon-lint/crampon/analysis/alpine"
	"github.com/crampon-lint/crampon/analysis/build"
	"github.com/crampon-lint/crampon/analysis/source"
)

var _ = register(&analysis.Rule{
	ID: "ALP407", Name: "static-not-pie", Since: "0.1.0",
	Summary:    "a static program with C code at a fixed address",
	Severity:   analysis.Info,
	Confidence: analysis.High,
	CWE:        []int{693},
	Doc: `## What it flags

` + "`-static`" + ` for Debian's gcc or clang or for musl-gcc in a Dockerfile that has to do with Alpine or scratch, and ` + "`-extldflags -static`" + ` of a Go build with C code that is linked by the C compiler, without -buildmode=pie. Alpine's own gcc is left out: it has PIE on by default, and since gcc 8.2 (Alpine 3.9) a patch to its specs makes a static PIE of -static (read in aports, not run). Go without cgo is left out: there is no C code.

## Why

A static program is loaded at a fixed address, so the addresses of its code are known to an attacker; what is called static PIE has no interpreter either and a random address. Measured on Debian 12: gcc and musl-gcc -static make ET_EXEC, gcc -static-pie makes ET_DYN without an interpreter, Go 1.26 with -linkmode external and -extldflags -static makes ET_EXEC, with -buildmode=pie and -extldflags -static-pie ET_DYN without an interpreter.

## What to do

Write ` + "`-static-pie`" + ` for -static; for Go ` + "`-buildmode=pie -ldflags '-linkmode external -extldflags -static-pie'`" + `.
`,
	Bad: `FROM debian:13 AS build
RUN apt-get update && apt-get install -y --no-install-recommends gcc libc6-dev
COPY server.c .
RUN gcc -O2 -static -o /server server.c
FROM alpine:3.24
COPY --from=build /server /usr/bin/server
USER nobody
`,
	Good: `FROM debian:13 AS build
RUN apt-get update && apt-get install -y --no-install-recommends gcc libc6-dev
COPY server.c .
RUN gcc -O2 -static-pie -o /server server.c
FROM alpine:3.24
COPY --from=build /server /usr/bin/server
USER nobody
`,
	Run: func(p *analysis.Pass) {
		report := func(span source.Span, help string) {
			p.Report(analysis.Finding{
				Span:    span,
				Message: "a static program with C code is linked at a fixed address here",
				Help:    help,
			})
		}
		for _, x := range p.CCs() {
			if x.Linkage() == build.Static && build.ForAlpine(x.Run.State.Stage) == alpine.Yes {
				report(x.Word("-static"), "write -static-pie")
			}
		}
		for _, g := range p.GoBuilds() {
			if g.Static() && build.ForAlpine(g.Run.State.Stage) == alpine.Yes {
				report(g.Words, "build with -buildmode=pie and -extldflags -static-pie")
			}
		}
	},
})
