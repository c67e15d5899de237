package rules

import (
	"github.com/crampon-lint/crampon/analysis"
	"github.com/crampon-lint/crampon/analysis/alpine"
)

var _ = register(&analysis.Rule{
	ID: "ALP105", Name: "major-only", Since: "0.1.0",
	Summary:    "Alpine by its major number alone",
	Severity:   analysis.Warning,
	Confidence: analysis.High,
	CWE:        []int{1357},
	Doc: `## What it flags

` + "`alpine:3`" + ` without a digest, in FROM, ` + "`COPY --from=`, `RUN --mount=from=`" + ` and ` + "`docker run`, `create`, `pull`" + `.

## Why

The tag looks like a version and is none: it is the newest 3.x of the day. Alpine's releases are 3.23, 3.24 and so on, two a year, each with its own packages.

## What to do

Name the release: ` + "`alpine:3.24`" + `.
`,
	Bad:  "FROM alpine:3\nUSER nobody\n",
	Good: "FROM alpine:3.24\nUSER nobody\n",
	Run: func(p *analysis.Pass) {
		for _, use := range p.Images() {
			img := use.Ref.Image()
			switch use.Ref.Tag {
			case "", "latest", "edge": // other rules
				continue
			}
			if img.Name != "alpine" || img.Moving != alpine.Floating || use.Ref.Digest != "" {
				continue
			}
			p.Report(analysis.Finding{
				Span:    tagSpan(use.Ref),
				Message: title(use.Ref) + " is the newest " + use.Ref.Tag + ".x of the day, not a release",
				Notes:   because(use.Ref),
				Help:    betterTag(use.Ref, p.Settings.Today),
				Fixes:   retag(use, p.Settings.Today),
			})
		}
	},
})
