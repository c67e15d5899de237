package rules

import (
	"fmt"

	"github.com/crampon-lint/crampon/analysis"
)

var _ = register(&analysis.Rule{
	ID: "ALP109", Name: "older-runtime-release", Since: "0.2.0",
	Summary:    "programs of a newer Alpine copied into an older one",
	Severity:   analysis.Warning,
	Confidence: analysis.Medium,
	CWE:        []int{439},
	Doc: `## What it flags

A COPY of libraries, of /lib, /usr/lib, /usr/bin and their like, or of a program that a package or the official image brought, out of a stage or image of a newer Alpine release than that of the stage which it comes to. Both releases have to be known. What a stage builds itself is not flagged, for it may be static, and neither are scripts and data.

## Why

musl keeps its promises in one direction: what was linked against an older musl runs on a newer one. The other way round it may ask for functions that are not there yet, and the other libraries of the image (libssl, libstdc++) are older too. It shows when the program starts, as "symbol not found", or when the one function is called.

## What to do

Take both stages from the same Alpine release, by one ARG in front of the first FROM.
`,
	Bad: `FROM alpine:3.24 AS build
RUN apk add --no-cache ffmpeg~8
FROM alpine:3.22
COPY --from=build /usr/bin/ffmpeg /usr/bin/ffmpeg
USER nobody
`,
	Good: `FROM alpine:3.24 AS build
RUN apk add --no-cache ffmpeg~8
FROM alpine:3.24
COPY --from=build /usr/bin/ffmpeg /usr/bin/ffmpeg
USER nobody
`,
	Run: func(p *analysis.Pass) {
		for _, stage := range p.Stages() {
			for _, step := range stage.Steps {
				for _, part := range step.NewerParts() {
					p.Report(analysis.Finding{
						Span:    part.Span,
						Message: fmt.Sprintf("%s is of Alpine %v, and this stage is the older %v", part.Path, part.From.Release, part.To.Release),
						Notes:   []string{part.From.Evidence, part.To.Evidence},
						Help:    "take both stages from the same release",
					})
				}
			}
		}
	},
})
