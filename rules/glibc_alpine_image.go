package rules

import (
	"github.com/crampon-lint/crampon/analysis"
)

var _ = register(&analysis.Rule{
	ID: "ALP108", Name: "glibc-alpine-image", Since: "0.1.0",
	Summary:    "an image of Alpine with glibc installed over it",
	Severity:   analysis.Error,
	Confidence: analysis.Medium,
	CWE:        []int{1357, 758},
	Doc: `## What it flags

Images that are known to install glibc over Alpine's musl, such as ` + "`frolvlad/alpine-glibc`, `anapsix/alpine-java`, `jeanblanchard/alpine-glibc`" + `, and images whose name says both Alpine and glibc.

## Why

Every library of Alpine is built against musl. A program built against glibc that loads one of them (libstdc++, OpenSSL, zlib) has two C libraries in one process, with different layouts of the same types: it may work, crash, or do something else, and neither Alpine nor glibc supports it. The glibc in these images comes from a third party whose last release is 2.35 of April 2023.

## What to do

Use an image whose distribution has glibc (debian-slim, distroless, Wolfi), or build the program for musl.
`,
	Bad:  "FROM frolvlad/alpine-glibc:glibc-2.35\nUSER nobody\n",
	Good: "FROM debian:13-slim\nUSER nobody\n",
	Run: func(p *analysis.Pass) {
		for _, use := range p.Images() {
			img := use.Ref.Image()
			if !img.GlibcOnAlpine {
				continue
			}
			p.Report(analysis.Finding{
				Span:    use.Ref.Span,
				Message: title(use.Ref) + " mixes glibc with Alpine's musl libraries",
				Notes:   append(because(use.Ref), img.Evidence),
				Help:    "use an image of a glibc distribution such as debian-slim or Wolfi, or build for musl",
			})
		}
	},
})
