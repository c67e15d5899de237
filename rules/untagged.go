package rules

import (
	"github.com/crampon-lint/crampon/analysis"
	"github.com/crampon-lint/crampon/analysis/alpine"
)

var _ = register(&analysis.Rule{
	ID: "ALP102", Name: "untagged", Since: "0.1.0",
	Summary:    "an image without tag and digest",
	Severity:   analysis.Warning,
	Confidence: analysis.High,
	Aliases:    []string{"DL3006"},
	AliasNote:  "also in COPY --from, RUN --mount and docker run; not a stage, nor a name with an unknown variable",
	CWE:        []int{1357},
	Doc: `## What it flags

An image that is named without a tag and without a digest: in FROM, in ` + "`COPY --from=`" + `, in ` + "`RUN --mount=from=`" + `, and in ` + "`docker run`, `create` or `pull`" + ` of a script, unless the script makes that image itself. Names of stages, ` + "`scratch`" + ` and names with a variable that has no known value are not flagged.

## Why

Without a tag the build takes ` + "`latest`" + `, and that moves: the next build may have another Alpine release, and with it another musl, BusyBox, apk and set of packages, and nobody reviewed the change.

## What to do

Name the release, ` + "`alpine:3.24`" + `, or a release and a digest.
`,
	Bad:  "FROM alpine\nUSER nobody\n",
	Good: "FROM alpine:3.24\nUSER nobody\n",
	Run: func(p *analysis.Pass) {
		for _, use := range p.Images() {
			if use.Ref.Tag != "" || use.Ref.Digest != "" || use.Ref.Image().Distro == alpine.Windows {
				continue
			}
			p.Report(analysis.Finding{
				Span:    use.Ref.Span,
				Message: title(use.Ref) + " without a tag is whatever was pushed last as latest",
				Notes:   because(use.Ref),
				Help:    betterTag(use.Ref, p.Settings.Today),
				Fixes:   retag(use, p.Settings.Today),
			})
		}
	},
})
