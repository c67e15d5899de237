package rules

import (
	"fmt"

	"github.com/crampon-lint/crampon/analysis"
	"github.com/crampon-lint/crampon/analysis/alpine"
	"github.com/crampon-lint/crampon/analysis/build"
)

var _ = register(&analysis.Rule{
	ID: "ALP402", Name: "hardening-disabled", Since: "0.1.0",
	Summary:    "a compiler or linker flag that switches a hardening off",
	Severity:   analysis.Warning,
	Confidence: analysis.High,
	CWE:        []int{693},
	Doc: `## What it flags

` + "`-fno-stack-protector`, `-no-pie` and `-fno-pie`, `-z execstack`, `-z norelro`, `-z lazy`, `-U_FORTIFY_SOURCE` and `-D_FORTIFY_SOURCE=0`" + ` in CFLAGS, CXXFLAGS, CPPFLAGS, LDFLAGS, CGO_* and RUSTFLAGS (ENV, ARG, assignments, operands of configure, make, cmake and meson), in the words of a compiler, in the -extldflags of go build, and in the #cgo lines of the Go files that a build is made of, where they are in the context; and ` + "`execstack -s`" + `.

It is silent where a later flag of the same list gives the hardening back, and for what has no libc below it or is watched otherwise: -ffreestanding and -nostdlib, kernels and their modules, boot loaders, eBPF, sanitizers. It is an information where the flag has no effect: -fno-stack-protector in flags of the linker alone, CGO_* where every Go build has cgo off, -no-pie for Go programs, which Go links so by itself.

## Why

Alpine's gcc has all of these hardenings on by default, and every binary of its base image is built with them. Measured with Debian's gcc 12: -fno-stack-protector after -fstack-protector-strong leaves no call of __stack_chk_fail, -no-pie makes an ET_EXEC, -Wl,-z,execstack a GNU_STACK with the flags RWE.

## What to do

Leave the flag out. If a file cannot be compiled otherwise, give the flag to that file only, in its makefile.
`,
	Bad: `FROM alpine:3.24
RUN apk add --no-cache build-base~0.5
COPY server.c .
RUN gcc -O2 -fno-stack-protector -o /usr/bin/server server.c
USER nobody
`,
	Good: `FROM alpine:3.24
RUN apk add --no-cache build-base~0.5
COPY server.c .
RUN gcc -O2 -o /usr/bin/server server.c
USER nobody
`,
	Run: func(p *analysis.Pass) {
		for _, list := range p.FlagLists() {
			if build.ForAlpine(list.Stage) == alpine.No {
				continue
			}
			for _, w := range list.Weaknesses() {
				at, written := list.Place(w.Flag)
				f := analysis.Finding{
					Span:    at,
					Message: fmt.Sprintf("%s by %s%s", w.Lost, w.By, list.Where()),
					Notes:   []string{w.Lost.Cost()},
					Help:    "leave the flag out",
				}
				if !written.IsZero() { // several of one build are told as one, with the notes of all
					f.Notes = []string{fmt.Sprintf("%s%s: %s", w.By, list.Where(), w.Lost.Cost())}
					f.Related = []analysis.Related{{Span: written, Message: "the flag stands here"}}
				}
				if why := list.Idle(w, p.GoBuilds()); why != "" {
					f.Severity = analysis.Info
					f.Message = fmt.Sprintf("%s%s has no effect: %s", w.By, list.Where(), why)
					f.Notes = nil
				}
				p.Report(f)
			}
		}
	},
})
