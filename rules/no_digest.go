package rules

import "github.com/crampon-lint/crampon/analysis"

var _ = register(&analysis.Rule{
	ID: "ALP106", Name: "no-digest", Since: "0.2.0",
	Summary:    "an image without a digest",
	Severity:   analysis.Warning,
	Confidence: analysis.High,
	Optional:   true,
	CWE:        []int{494},
	Doc: `## What it flags

An image that is named without ` + "`@sha256:...`" + `: in FROM, in ` + "`COPY --from=`, in `RUN --mount=from=`" + `, and in ` + "`docker run`, `create` or `pull`" + ` of a script. Stages, ` + "`scratch`" + `, names with a variable that has no known value and images without a tag or by latest (ALP102 and ALP101 tell of those) are not flagged. It is off by default, for a digest that no tool renews is an image without fixes.

## Why

A tag is a name that its owner may give to another image at any time: ` + "`alpine:3.24`" + ` was pushed anew with each point release. Who takes over an account, or a mirror, changes what is built everywhere. A digest names the very bytes.

## What to do

` + "`docker buildx imagetools inspect alpine:3.24`" + ` prints the digest. Write the tag beside it, so that people and Renovate or Dependabot see what it was, and let one of these renew it.
`,
	Bad:  "FROM alpine:3.24\nUSER nobody\n",
	Good: "FROM alpine:3.24@sha256:0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef\nUSER nobody\n",
	Run: func(p *analysis.Pass) {
		for _, use := range p.Images() {
			if use.Ref.Digest != "" || use.Ref.Tag == "" || use.Ref.Tag == "latest" {
				continue
			}
			p.Report(analysis.Finding{
				Span:    use.Ref.Span,
				Message: title(use.Ref) + " is named by a tag alone, which may come to mean another image",
				Notes:   because(use.Ref),
				Help:    "docker buildx imagetools inspect " + title(use.Ref) + " prints the digest to write behind it",
			})
		}
	},
})
