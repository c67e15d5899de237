package rules

import (
	"github.com/crampon-lint/crampon/analysis"
)

var _ = register(&analysis.Rule{
	ID: "ALP802", Name: "manylinux-wheel", Since: "0.2.0",
	Summary:    "a wheel for glibc on Alpine",
	Severity:   analysis.Error,
	Confidence: analysis.High,
	CWE:        []int{439},
	Doc: `## What it flags

In an Alpine stage: a wheel with manylinux in its name that pip is to install, or that is downloaded or copied; and ` + "`pip install --platform manylinux…`" + `.

Silent: musllinux; ` + "`pip download`" + `; a --platform in a program that makes an archive with zip, which is for a function elsewhere; stages that get a glibc (ALP301) or only hand on to other distributions.

## Why

manylinux is a promise of glibc. pip on musl refuses such a wheel by its tag (PEP 656 defines musllinux for musl). --platform makes it take the wheel unseen, and the import of its first library fails, for its symbols are glibc's.

## What to do

Leave --platform out: pip takes the musllinux wheel, or builds. Where a project has none, take a base with glibc: python:*-slim.
`,
	Bad: `FROM python:3.14-alpine3.24
RUN pip install --no-cache-dir --platform manylinux2014_x86_64 --only-binary=:all: --target /app numpy==2.3.5
USER nobody
`,
	Good: `FROM python:3.14-alpine3.24
RUN pip install --no-cache-dir --only-binary=:all: --target /app numpy==2.3.5
USER nobody
`,
	Run: func(p *analysis.Pass) {
		for _, o := range p.GlibcWheels() {
			p.Report(analysis.Finding{
				Span:    o.Span,
				Message: "manylinux is for glibc: on Alpine such a wheel is refused, or fails when it is imported",
				Help:    "take a musllinux wheel, or a base with glibc such as python:*-slim",
			})
		}
	},
})
