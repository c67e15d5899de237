package rules

import (
	"github.com/crampon-lint/crampon/analysis"
	"github.com/crampon-lint/crampon/analysis/config"
	"github.com/crampon-lint/crampon/analysis/source"
)

var _ = register(&analysis.Rule{
	ID: "ALP401", Name: "cgo-stack-protector", Since: "0.1.0",
	Summary:    "a cgo build that does not state -fstack-protector-strong",
	Severity:   analysis.Warning,
	Confidence: analysis.Medium,
	CWE:        []int{121, 693},
	Doc: `## What it flags

A ` + "`go build` or `go install`" + ` in which cgo takes part and whose C flags, those of CC, CGO_CPPFLAGS, CGO_CFLAGS and the #cgo lines of all packages, state no ` + "`-fstack-protector-strong`" + `:

* a warning where the compiler adds no canaries by itself: gcc and clang of Debian, musl-gcc, toolchains of musl-cross-make, clang with a --target whose vendor is not alpine;
* an information where it cannot be told whether it does (Ubuntu, zig cc, a CC of one's own), or where a plain ` + "`-fstack-protector`" + ` guards a part;
* an information where it is stated, and gcc of Alpine 3.18 or older builds for arm64 (--platform=linux/arm64, arm64v8/golang): there it guards no function whose array has a length that is known only at run time (CVE-2023-4039, mended in the gcc of 3.19; read in Alpine's and gcc's records, not run);
* an information where Alpine's own gcc (3.5 and later) or clang (3.7 and later) adds -fstack-protector-strong by itself. The canaries are there; they hang on the base image and on CC. ` + "`cgo-hardening: explicit`" + ` in .crampon.yaml makes this, and every other case, a warning.

Whether cgo takes part is decided as Go does: by CGO_ENABLED (ENV, ARG, export, prefix, go env -w), else by GOOS and GOARCH, and by whether there is a gcc or CC names another compiler; and by the sources where they are in the build context. Where that leaves it open nothing is said. A stage counts when it is Alpine or when an Alpine stage copies from it; Dockerfiles without Alpine are not crampon's subject. What a dependency outside of the context asks for in its #cgo lines is not known.

## Why

Memory safety ends where cgo begins. Without canaries an overflow of a C buffer on the stack replaces the return address unnoticed. Measured with Go 1.26 and a C function that copies into char[16]: Debian's gcc 12, clang 14 and musl-gcc leave no call of __stack_chk_fail in the program, with -fstack-protector-strong in CGO_CFLAGS each of them does. CGO_CFLAGS takes the place of Go's default "-g -O2", so these are to be repeated.

## What to do

Set ` + "`CGO_CFLAGS=\"-g -O2 -fstack-protector-strong\"`" + ` for the build, or build without cgo: ` + "`CGO_ENABLED=0`" + `.
`,
	Bad: `FROM golang:1.26-bookworm AS build
RUN apt-get update && apt-get install -y --no-install-recommends musl-tools
ENV CGO_ENABLED=1 CC=musl-gcc
COPY . /src
WORKDIR /src
RUN go build -ldflags '-linkmode external -extldflags -static' -o /app .

FROM alpine:3.24
COPY --from=build /app /app
USER nobody
`,
	Good: `FROM golang:1.26-bookworm AS build
ENV CGO_CFLAGS="-g -O2 -fstack-protector-strong"
RUN apt-get update && apt-get install -y --no-install-recommends musl-tools
ENV CGO_ENABLED=1 CC=musl-gcc
COPY . /src
WORKDIR /src
RUN go build -ldflags '-linkmode external -extldflags -static' -o /app .

FROM alpine:3.24
COPY --from=build /app /app
USER nobody
`,
	Run: func(p *analysis.Pass) {
		for _, g := range p.CgoBuilds() {
			l := unprotected(g.Go)
			if l.message == "" {
				continue
			}
			if p.Settings.CgoHardening == config.Explicit {
				l.severity = analysis.Warning
			}
			f := analysis.Finding{
				Severity: l.severity, Span: g.Words, Message: l.message,
				Help: l.help, Notes: clauses(g.Cgo.Because, g.Compiler.Because), Related: places(g.Cgo.Because),
			}
			for _, also := range g.Also {
				f.Related = append(f.Related, analysis.Related{Span: also.Words, Message: "so is this one"})
			}
			if edit, ok := g.WithCanaries(); ok && l.help == stateIt {
				f.Fixes = []analysis.Fix{{Title: "State -fstack-protector-strong", Edits: []source.Edit{edit}}}
			}
			p.Report(f)
		}
	},
})
