package rules

import (
	"strings"

	"github.com/crampon-lint/crampon/analysis"
)

var _ = register(&analysis.Rule{
	ID: "ALP301", Name: "alpine-glibc", Since: "0.1.0",
	Summary:    "glibc installed over Alpine's musl",
	Severity:   analysis.Error,
	Confidence: analysis.High,
	CWE:        []int{1357, 1104},
	Doc: `## What it flags

The packages that put glibc on Alpine (` + "`glibc-2.35-r1.apk`, `glibc-bin`, `glibc-i18n`" + ` of alpine-pkg-glibc and its forks): their ` + "`apk add`" + `, their download by curl, wget or ADD, and what runs or links files of ` + "`/usr/glibc-compat`" + `. Versions and addresses in ENV, ARG, variables and loops are resolved. There is one finding for a stage or script, at the most telling place; the others are listed with it.

Wolfi and Chainguard have glibc by design and are not flagged. Writing ` + "`/etc/nsswitch.conf`" + ` is not either.

## Why

Every library of Alpine is built against musl. A program built against glibc that loads one of them (libstdc++, OpenSSL, zlib) has two C libraries in one process, which disagree on the layout of types and on who owns memory and threads: it may work, crash, or do something else. Neither Alpine nor glibc supports it. The packages come from a third party, whose last release is 2.35-r1 of April 2023, so no fix of glibc since then is in them.

## What to do

Use a musl build of the program (many projects publish one), build it in the image, or take a base whose distribution has glibc: debian-slim, distroless, Wolfi.
`,
	Bad: `FROM alpine:3.24
ARG GLIBC=2.35-r1
ADD https://github.com/sgerrand/alpine-pkg-glibc/releases/download/${GLIBC}/glibc-${GLIBC}.apk /tmp/
RUN apk add --no-cache /tmp/glibc-${GLIBC}.apk
USER nobody
`,
	Good: "FROM debian:13-slim\nUSER nobody\n",
	Run: func(p *analysis.Pass) {
		for _, g := range p.GlibcOnAlpine() {
			first := g.Traces[0]
			f := analysis.Finding{
				Span:    first.Span,
				Message: glibcMessage(first.Kind),
				Help:    "use a musl build of the program, or a base with glibc such as debian-slim or Wolfi",
			}
			if strings.Contains(first.Span.Text(), "$") {
				f.Notes = append(f.Notes, "this is "+first.Name)
			}
			if why := g.Stage.Image.Evidence; why != "" && g.Stage.Image.Name != "alpine" {
				f.Notes = append(f.Notes, why)
			}
			for _, t := range g.Traces[1:] {
				f.Related = append(f.Related, analysis.Related{Span: t.Span, Message: glibcMessage(t.Kind)})
			}
			p.Report(f)
		}
	},
})

func glibcMessage(kind analysis.GlibcKind) string {
	switch kind {
	case analysis.GlibcAdd:
		return "glibc is installed over Alpine's musl"
	case analysis.GlibcDownload:
		return "glibc is downloaded to be installed over Alpine's musl"
	case analysis.GlibcKey:
		return "apk is made to trust the packages of glibc"
	}
	return "a glibc beside Alpine's musl is put to use"
}
