package rules

import (
	"github.com/crampon-lint/crampon/analysis"
	"github.com/crampon-lint/crampon/analysis/source"
)

var _ = register(&analysis.Rule{
	ID: "ALP403", Name: "fortify-inert", Since: "0.1.0",
	Summary:    "gcc without fortify-headers, so that _FORTIFY_SOURCE does nothing",
	Severity:   analysis.Info,
	Confidence: analysis.Medium,
	CWE:        []int{693},
	Doc: `## What it flags

An ` + "`apk add`" + ` of gcc or g++ alone in an Alpine stage that then compiles C: by gcc, g++ or cc, by make or ninja, or by go build with cgo. Stages with build-base, alpine-sdk, clang or fortify-headers have the headers; what only builds Go without cgo has no C.

## Why

Alpine's gcc defines _FORTIFY_SOURCE=2 by itself, but musl's headers know nothing of it: the checks of memcpy, strcpy, sprintf and their like are in the package fortify-headers, on which build-base depends since Alpine 3.2 and gcc does not (read in aports). Measured with musl-gcc on Debian 12: with -D_FORTIFY_SOURCE=2 -O2 a strcpy into an array stays a plain strcpy, while glibc's headers make __strcpy_chk of it.

## What to do

Add ` + "`fortify-headers`" + ` beside gcc.
`,
	Bad: `FROM alpine:3.24
RUN apk add --no-cache gcc~15 musl-dev~1.2
COPY server.c .
RUN gcc -O2 -o /usr/bin/server server.c
USER nobody
`,
	Good: `FROM alpine:3.24
RUN apk add --no-cache gcc~15 musl-dev~1.2 fortify-headers~1.1
COPY server.c .
RUN gcc -O2 -o /usr/bin/server server.c
USER nobody
`,
	Run: func(p *analysis.Pass) {
		for _, u := range p.Unfortifieds() {
			f := analysis.Finding{
				Span:    u.Package,
				Message: u.Name + " is added without fortify-headers, so that _FORTIFY_SOURCE does nothing",
				Notes:   []string{"an overflow of strcpy, memcpy and their like is not stopped where the size is known"},
				Help:    "add fortify-headers too",
				Related: []analysis.Related{{Span: u.By, Message: "C is compiled here"}},
			}
			if end := u.Package.End; u.Package.Text() == u.Name { // beside one with a version it needs one too
				f.Fixes = []analysis.Fix{{Title: "Add fortify-headers", Edits: []source.Edit{{Span: u.Package.File.Span(end, end), New: " fortify-headers"}}}}
			}
			p.Report(f)
		}
	},
})
