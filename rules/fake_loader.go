package rules

import (
	"github.com/crampon-lint/crampon/analysis"
	"github.com/crampon-lint/crampon/analysis/alpine"
)

var _ = register(&analysis.Rule{
	ID: "ALP303", Name: "fake-loader", Since: "0.1.0",
	Summary:    "musl under the name of glibc's loader",
	Severity:   analysis.Error,
	Confidence: analysis.High,
	CWE:        []int{758},
	Doc: `## What it flags

A link or copy that gives musl the name of glibc's program loader, such as ` + "`ln -s /lib/libc.musl-x86_64.so.1 /lib64/ld-linux-x86-64.so.2`" + `, and ` + "`patchelf --set-interpreter`" + ` with musl's loader.

## Why

The kernel then starts programs that were linked against glibc with musl, without anything in between. musl has not all of glibc's functions, and where it has them, types and flags may differ: what is missing shows when a symbol is first used ("symbol not found"), what differs shows as wrong results. The packages gcompat and libc6-compat do the same with a shim that at least knows the differences.

## What to do

Use a musl build of the program, or a base with glibc. As a last resort ` + "`apk add gcompat`" + `.
`,
	Bad:  "FROM alpine:3.24\nRUN mkdir /lib64 && ln -s /lib/libc.musl-x86_64.so.1 /lib64/ld-linux-x86-64.so.2\nUSER nobody\n",
	Good: "FROM debian:13-slim\nUSER nobody\n",
	Run: func(p *analysis.Pass) {
		for run, c := range p.Commands("ln", "cp", "mv", "install") {
			l, ok := run.Link(c)
			if !ok || !alpine.IsMusl(l.From) || !alpine.IsLoader(l.To) || run.State.IsAlpine() == alpine.No {
				continue
			}
			p.Report(analysis.Finding{
				Span:    l.Span,
				Message: "musl is given the name of glibc's loader, " + l.To,
				Help:    "use a musl build of the program, a base with glibc or, as a last resort, apk add gcompat",
			})
		}
		for run, c := range p.Commands("patchelf") {
			if loader, span, ok := run.Interpreter(c); ok && alpine.IsMusl(loader) && run.State.IsAlpine() != alpine.No {
				p.Report(analysis.Finding{
					Span:    span,
					Message: "a program made for another libc is given musl's loader",
					Help:    "use a musl build of the program, or a base with glibc",
				})
			}
		}
	},
})
