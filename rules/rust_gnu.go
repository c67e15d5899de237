package rules

import (
	"github.com/crampon-lint/crampon/analysis"
	"github.com/crampon-lint/crampon/analysis/alpine"
	"github.com/crampon-lint/crampon/analysis/build"
)

var _ = register(&analysis.Rule{
	ID: "ALP808", Name: "rust-gnu", Since: "0.2.0",
	Summary:    "a Rust program whose libc is not in the image",
	Severity:   analysis.Error,
	Confidence: analysis.High,
	CWE:        []int{439},
	Doc: `## What it flags

- A file with ` + "`-unknown-linux-gnu`" + ` in its name or folder that comes to an Alpine stage: by download, or by COPY from the context or from the stage that built it for that target.
- A program that ` + "`cargo build`" + ` in an image of Rust links with musl dynamically, by ` + "`-C target-feature=-crt-static`" + ` in RUSTFLAGS, and that a COPY brings into scratch.

Silent: ` + "`*-musl`" + `; ` + "`+crt-static`" + ` in the stage or in .cargo/config.toml, with which the target of glibc is static too; libraries and sources; stages that get a glibc (ALP301) or only hand on to other distributions; a scratch that gets musl. A ` + "`cargo build`" + ` without --target is ALP305's. With gcompat or libc6-compat it is an information.

## Why

The target is the name of the C library. A program for ` + "`x86_64-unknown-linux-gnu`" + ` has ` + "`/lib64/ld-linux-x86-64.so.2`" + ` as its interpreter (measured with rustc 1.95, ` + "`readelf -l`" + `; with +crt-static it has none), and one with that does not start on Alpine (measured on 3.20). One for musl that is linked dynamically asks for ` + "`/lib/ld-musl-x86_64.so.1`" + `, which scratch does not have.

## What to do

` + "`cargo build --target x86_64-unknown-linux-musl`" + `, which is static; of a download the asset for musl, which most projects have.
`,
	Bad: `FROM rust:1.90-trixie AS build
WORKDIR /src
COPY . .
RUN cargo build --release --target x86_64-unknown-linux-gnu
FROM alpine:3.24
COPY --from=build /src/target/x86_64-unknown-linux-gnu/release/server /usr/bin/server
USER nobody
`,
	Good: `FROM rust:1.90-trixie AS build
WORKDIR /src
COPY . .
RUN cargo build --release --target x86_64-unknown-linux-musl
FROM alpine:3.24
COPY --from=build /src/target/x86_64-unknown-linux-musl/release/server /usr/bin/server
USER nobody
`,
	Run: func(p *analysis.Pass) {
		for _, g := range p.GlibcBuilds(alpine.Rust) {
			f := glibcFinding(g, g.Name+" is for a target with glibc and does not start on Alpine", "build for, or take the file for, *-unknown-linux-musl")
			if g.Product != nil {
				f.Related = []analysis.Related{{Span: g.Product.Span, Message: "it is made here"}}
			}
			p.Report(f)
		}
		for _, d := range p.Deliveries() {
			to := d.Step.Stage
			if d.By != "cargo build" || d.Linkage != build.Dynamic || d.Libc != alpine.Musl || !to.From.IsScratch() || to.Says("musl.so") || to.Says("ld-musl") || to.Says("/lib") {
				continue
			}
			p.Report(analysis.Finding{
				Span:    d.Span,
				Message: d.Path + " is linked with musl dynamically and scratch has no musl to start it",
				Notes:   clauses(d.Because),
				Help:    "leave -crt-static out, or take alpine as the base",
				Related: []analysis.Related{{Span: d.Product.Span, Message: "it is made here"}},
			})
		}
	},
})
