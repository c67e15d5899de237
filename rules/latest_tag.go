package rules

import (
	"github.com/crampon-lint/crampon/analysis"
	"github.com/crampon-lint/crampon/analysis/alpine"
)

var _ = register(&analysis.Rule{
	ID: "ALP101", Name: "latest-tag", Since: "0.1.0",
	Summary:    "an image by the tag latest",
	Severity:   analysis.Warning,
	Confidence: analysis.High,
	Aliases:    []string{"DL3007"},
	AliasNote:  "also in COPY --from, RUN --mount and docker run; not with a digest",
	CWE:        []int{1357},
	Doc: `## What it flags

An image that is named with the tag ` + "`latest`" + ` and no digest: in FROM, in ` + "`COPY --from=`" + `, in ` + "`RUN --mount=from=`" + `, and in ` + "`docker run`, `create` or `pull`" + ` of a script, unless the script makes that image itself.

## Why

The tag moves. The next build may have another Alpine release, and with it another musl, BusyBox, apk and set of packages, and nobody reviewed the change. A scan of yesterday's image says nothing about today's.

## What to do

Name the release, ` + "`alpine:3.24`" + `, or a release and a digest.
`,
	Bad:  "FROM alpine:latest\nUSER nobody\n",
	Good: "FROM alpine:3.24\nUSER nobody\n",
	Run: func(p *analysis.Pass) {
		for _, use := range p.Images() {
			if use.Ref.Tag != "latest" || use.Ref.Digest != "" || use.Ref.Image().Distro == alpine.Windows {
				continue
			}
			p.Report(analysis.Finding{
				Span:    tagSpan(use.Ref),
				Message: title(use.Ref) + " is whatever was pushed last",
				Notes:   because(use.Ref),
				Help:    betterTag(use.Ref, p.Settings.Today),
				Fixes:   retag(use, p.Settings.Today),
			})
		}
	},
})
