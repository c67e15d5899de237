package rules

import "github.com/crampon-lint/crampon/analysis"

var _ = register(&analysis.Rule{
	ID: "ALP611", Name: "no-attestation", Since: "0.2.0",
	Summary:    "an image is pushed with its attestations switched off",
	Severity:   analysis.Info,
	Confidence: analysis.Medium,
	CWE:        []int{1357},
	Doc: `## What it flags

` + "`--provenance=false`, `--sbom=false` and `--attest type=…,disabled=true` of a `docker build` or `docker buildx build`" + ` that pushes its image.

Silent: builds that push nothing, and builds that say nothing of attestations: BuildKit adds a provenance by itself.

## Why

The provenance tells from which sources and with which arguments the image was built, the SBOM what is in it; whoever runs it can check both. They are mostly switched off for a registry or a client that does not know the format. That was years ago.

## What to do

Leave the option out, and write ` + "`--sbom=true`" + `.
`,
	Bad: `-- Dockerfile --
FROM alpine:3.24
COPY release.sh /
USER nobody
ENTRYPOINT ["sh", "/release.sh"]
-- release.sh --
docker buildx build --push --provenance=false -t registry.example.org/app:1 .
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
		for _, span := range p.Unattested() {
			p.Report(analysis.Finding{Span: span, Message: "the image is pushed without saying how it was made or of what", Help: "leave the option out"})
		}
	},
})
