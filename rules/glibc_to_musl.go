package rules

import (
	"fmt"

	"github.com/crampon-lint/crampon/analysis"
	"github.com/crampon-lint/crampon/analysis/alpine"
	"github.com/crampon-lint/crampon/analysis/build"
)

var _ = register(&analysis.Rule{
	ID: "ALP305", Name: "glibc-to-musl", Since: "0.1.0",
	Summary:    "a program linked with glibc is copied into Alpine",
	Severity:   analysis.Error,
	Confidence: analysis.Medium,
	CWE:        []int{439},
	Doc: `## What it flags

A ` + "`COPY --from`" + ` into an Alpine stage of a program that a stage with glibc makes and that is linked dynamically: by ` + "`go build` or `go install`" + ` with cgo, or with -buildmode=pie even without cgo; by ` + "`cargo build`" + ` in an image of Rust on Debian without a musl target; by gcc or clang without -static. The file is followed through mv, cp, ln and install and through stages in between.

It is an error where CGO_ENABLED=1, the sources in the context, -buildmode=pie or the compiler tell. A program for which the Alpine stage installs gcompat or libc6-compat is a warning. A Go build in a Debian image that sets nothing, and of which the sources are not in the context, is an information: cgo is on there, and only a program that imports neither net nor os/user comes out static; a Dockerfile that works may be of one.

## Why

The program asks for ` + "`/lib64/ld-linux-x86-64.so.2`" + `, which Alpine does not have: the kernel answers "no such file or directory" and the shell "not found", though the file is there. Measured with Go 1.26 on Debian 12, run in Alpine 3.20: a program that imports net, and one built with CGO_ENABLED=0 -buildmode=pie, both have that interpreter and do not start; CGO_ENABLED=0 alone has none and starts.

## What to do

For Go without C: ` + "`CGO_ENABLED=0`" + ` and no -buildmode=pie. Else build where it will run: golang:*-alpine, rust:*-alpine, or Alpine with its compiler; or ship it on a base with glibc.
`,
	Bad: `FROM golang:1.26-trixie AS build
WORKDIR /src
COPY . .
RUN CGO_ENABLED=1 go build -o /server .
FROM alpine:3.24
COPY --from=build /server /usr/bin/server
USER nobody
`,
	Good: `FROM golang:1.26-trixie AS build
WORKDIR /src
COPY . .
RUN CGO_ENABLED=0 go build -o /server .
FROM alpine:3.24
COPY --from=build /server /usr/bin/server
USER nobody
`,
	Run: func(p *analysis.Pass) {
		for _, d := range p.Deliveries() {
			if d.Of != alpine.NoEcosystem || d.Linkage != build.Dynamic || d.Libc != alpine.Glibc || d.Step.Before.IsAlpine() != alpine.Yes || d.MeetsGlibc() {
				continue // what brings glibc ALP301, 303 and 308 tell; where the target's name tells, a rule of its ecosystem does
			}
			f := analysis.Finding{
				Span:    d.Span,
				Message: fmt.Sprintf("%s is linked with glibc by %s and does not start on Alpine", d.Path, d.By),
				Notes:   clauses(d.Because),
				Help:    "link it statically (CGO_ENABLED=0 for Go), or build it on Alpine",
				Related: []analysis.Related{{Span: d.Product.Span, Message: "it is made here"}},
			}
			if !d.Sure {
				f.Severity = analysis.Info
				f.Message = fmt.Sprintf("%s may be linked with glibc by %s, and then does not start on Alpine", d.Path, d.By)
				f.Notes = append(f.Notes, "only a program that imports neither net nor os/user is static")
			}
			if shim := d.Shim(); shim != "" {
				f.Severity = analysis.Warning
				f.Message = fmt.Sprintf("%s is linked with glibc by %s and starts on Alpine only by the shim of %s", d.Path, d.By, shim)
			}
			p.Report(f)
		}
	},
})
