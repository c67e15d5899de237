package rules

import "github.com/crampon-lint/crampon/analysis"

var _ = register(&analysis.Rule{
	ID: "ALP613", Name: "no-sbom", Since: "0.2.0",
	Summary:    "an image is pushed without a list of what is in it",
	Severity:   analysis.Info,
	Confidence: analysis.Medium,
	Optional:   true,
	CWE:        []int{1357},
	Doc: `## What it flags

A ` + "`docker build`" + ` or ` + "`docker buildx build`" + ` that pushes its image and does not ask for an SBOM, in a script that neither signs (cosign, notation) nor makes a list (syft, trivy, cdxgen).

Silent: builds that push nothing; ` + "`--sbom=true`" + `, ` + "`--attest type=sbom`" + `; ` + "`--sbom=false`" + `, of which ALP611 tells; command lines with words that are not known.

## Why

BuildKit adds a provenance by itself, but an SBOM only when it is asked. Without it whoever runs the image has to scan it, and a scanner sees the packages of apk but not what a build linked into a program or copied. It is off unless asked for: many make the list, and sign, in another step.

## What to do

` + "`--sbom=true`" + `, and ` + "`cosign sign`" + ` with the digest that was pushed.
`,
	Bad: `-- Dockerfile --
FROM alpine:3.24
COPY release.sh /
USER nobody
ENTRYPOINT ["sh", "/release.sh"]
-- release.sh --
docker buildx build --push -t registry.example.org/app:1 .
`,
	Good: `-- Dockerfile --
FROM alpine:3.24
COPY release.sh /
USER nobody
ENTRYPOINT ["sh", "/release.sh"]
-- release.sh --
docker buildx build --push --sbom=true -t registry.example.org/app:1 .
`,
	Run: func(p *analysis.Pass) {
		for _, span := range p.PushedUnlisted() {
			p.Report(analysis.Finding{Span: span, Message: "the image is pushed without a list of what is in it", Help: "add --sbom=true"})
		}
	},
})
