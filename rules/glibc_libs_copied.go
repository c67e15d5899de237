package rules

import "github.com/crampon-lint/crampon/analysis"

var _ = register(&analysis.Rule{
	ID: "ALP308", Name: "glibc-libs-copied", Since: "0.1.0",
	Summary:    "glibc's libraries are copied into Alpine",
	Severity:   analysis.Error,
	Confidence: analysis.High,
	CWE:        []int{1357, 758},
	Doc: `## What it flags

A COPY or ADD into an Alpine stage of glibc's loader (` + "`ld-linux-x86-64.so.2`" + `), of its ` + "`libc.so.6`" + ` and its neighbours (libm.so.6, libpthread.so.0, libdl.so.2), of Debian's library folders (` + "`/lib/x86_64-linux-gnu`" + `) or files in them, or of ` + "`/usr/glibc-compat`" + `. A copy into a folder of its own that is named as another system's root (rootfs, sysroot, chroot) is left alone, and so is what comes out of an Alpine image.

## Why

As with glibc installed over musl (ALP301): two C libraries that disagree on types, threads and memory, in one image. Copied files are worse than packages: no package manager and no scanner knows of them, so that no fix of glibc ever reaches them.

## What to do

Use a musl build of the program, or a base with glibc: debian-slim, distroless, Wolfi.
`,
	Bad: `FROM debian:13-slim AS glibc
FROM alpine:3.24
COPY --from=glibc /lib/x86_64-linux-gnu/libc.so.6 /lib64/ld-linux-x86-64.so.2 /lib64/
USER nobody
`,
	Good: "FROM debian:13-slim\nUSER nobody\n",
	Run: func(p *analysis.Pass) {
		for _, c := range p.GlibcCopies() {
			p.Report(analysis.Finding{
				Span:    c.Span,
				Message: "libraries of glibc are copied into Alpine, " + c.Path,
				Help:    "use a musl build of the program, or a base with glibc such as debian-slim or Wolfi",
			})
		}
	},
})
