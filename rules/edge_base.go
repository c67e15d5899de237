package rules

import (
	"github.com/crampon-lint/crampon/analysis"
	"github.com/crampon-lint/crampon/analysis/alpine"
)

var _ = register(&analysis.Rule{
	ID: "ALP107", Name: "edge-base", Since: "0.1.0",
	Summary:    "an image on Alpine's development branch",
	Severity:   analysis.Warning,
	Confidence: analysis.High,
	CWE:        []int{1104},
	Doc: `## What it flags

` + "`alpine:edge`" + ` and its dated snapshots (` + "`alpine:20260805`" + `), in FROM, ` + "`COPY --from=`, `RUN --mount=from=`" + ` and ` + "`docker run`, `create`, `pull`" + `.

## Why

Edge is where packages change first. It has no releases and no promise of fixes for the version that an image has: the fix is the next version, with all that changes besides. A snapshot gets nothing at all, for the packages in it leave the mirrors when they are replaced.

## What to do

Name a release. What only edge has can come from a build stage, or from its repository under a tag (` + "`apk add name@edge`" + `).
`,
	Bad:  "FROM alpine:edge\nUSER nobody\n",
	Good: "FROM alpine:3.24\nUSER nobody\n",
	Run: func(p *analysis.Pass) {
		for _, use := range p.Images() {
			img := use.Ref.Image()
			if img.Distro != alpine.Alpine || !img.Release.IsEdge() {
				continue
			}
			p.Report(analysis.Finding{
				Span:    tagSpan(use.Ref),
				Message: title(use.Ref) + " is Alpine's development branch, not a release",
				Notes:   append(because(use.Ref), img.Evidence),
				Help:    betterTag(use.Ref, p.Settings.Today),
				Fixes:   retag(use, p.Settings.Today),
			})
		}
	},
})
