package rules

import (
	"fmt"

	"github.com/crampon-lint/crampon/analysis"
	"github.com/crampon-lint/crampon/analysis/alpine"
	"github.com/crampon-lint/crampon/analysis/build"
)

var _ = register(&analysis.Rule{
	ID: "ALP306", Name: "musl-to-glibc", Since: "0.1.0",
	Summary:    "a program linked with Alpine's musl is copied where there is no musl",
	Severity:   analysis.Error,
	Confidence: analysis.Medium,
	CWE:        []int{439},
	Doc: `## What it flags

A ` + "`COPY --from`" + ` of a program that an Alpine stage links dynamically into a stage on Debian, Ubuntu, an RPM distribution, Wolfi, distroless or scratch: by go build with cgo or with -buildmode=pie, by gcc or clang without -static. The file is followed through mv, cp, ln and install and through stages in between. Where cgo may take no part (the sources are not in the context, and CGO_ENABLED is not 1) nothing is said, and neither where the stage names musl or brings its loader.

## Why

The program asks for ` + "`/lib/ld-musl-x86_64.so.1`" + `, which only musl brings: "no such file or directory", though the file is there. Measured with musl-gcc on Debian 12 and Go 1.26: readelf shows that interpreter for C programs without -static, and for Go programs with cgo.

## What to do

Link statically (-static, for Go with cgo ` + "`-ldflags '-linkmode external -extldflags -static'`" + `, without C ` + "`CGO_ENABLED=0`" + `), or ship it on Alpine.
`,
	Bad: `FROM alpine:3.24 AS build
RUN apk add --no-cache build-base~0.5
COPY server.c .
RUN gcc -O2 -o /server server.c
FROM debian:13-slim
COPY --from=build /server /usr/bin/server
USER nobody
`,
	Good: `FROM alpine:3.24 AS build
RUN apk add --no-cache build-base~0.5
COPY server.c .
RUN gcc -O2 -static -o /server server.c
FROM debian:13-slim
COPY --from=build /server /usr/bin/server
USER nobody
`,
	Run: func(p *analysis.Pass) {
		for _, d := range p.Deliveries() {
			to := d.Step.Stage
			if d.Linkage != build.Dynamic || d.Libc != alpine.Musl || !d.Sure || to.Says("musl") {
				continue
			}
			switch to.Image.Distro {
			case alpine.Debian, alpine.Ubuntu, alpine.Fedora, alpine.Wolfi, alpine.Distroless:
			case alpine.Scratch:
				// A root that is put together of Alpine's folders has its musl.
				if to.Says(" /lib") || to.Says(" / ") || to.Says("/rootfs") {
					continue
				}
			default:
				continue
			}
			p.Report(analysis.Finding{
				Span:    d.Span,
				Message: fmt.Sprintf("%s is linked with musl by %s and does not start on %s", d.Path, d.By, to.Image.Distro),
				Notes:   clauses(d.Because),
				Help:    "link it statically, or ship it on Alpine",
				Related: []analysis.Related{{Span: d.Product.Span, Message: "it is made here"}},
			})
		}
	},
})
