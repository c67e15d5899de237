package rules

import (
	"fmt"
	"path"

	"github.com/crampon-lint/crampon/analysis"
)

var _ = register(&analysis.Rule{
	ID: "ALP604", Name: "static-to-scratch", Since: "0.2.0",
	Summary:    "a static program of C or Rust in an image without packages, and no SBOM",
	Severity:   analysis.Info,
	Confidence: analysis.Medium,
	CWE:        []int{1104},
	Doc: `## What it flags

A ` + "`COPY --from`" + ` into scratch or distroless, in the image that is built, of a program that gcc or clang links with -static, or that ` + "`cargo build`" + ` links for musl, when nothing in the Dockerfile speaks of a list of what is in it: syft, trivy, cdxgen, ` + "`cargo auditable`" + `, an SPDX or CycloneDX file, ` + "`BUILDKIT_SBOM_SCAN_STAGE`" + `. Programs of Go are left out: they carry the list themselves.

## Why

Scanners go by the database of packages, and such an image has none; the libraries are in the program without name and version. When zlib or OpenSSL has a hole, the image is reported clean, and nobody knows that it is to be built anew. Measured: a program that Go 1.26 builds with -trimpath -ldflags "-s -w -buildid=" still lists its modules under ` + "`go version -m`" + `; one of musl-gcc -static names no package; stripped, it tells which gcc made it and nothing else.

## What to do

For Rust, ` + "`cargo auditable build`" + `, which puts the list into the program. Else let the build scan the stage that makes it (` + "`ARG BUILDKIT_SBOM_SCAN_STAGE=true` and `docker buildx build --sbom=true`" + `), or copy the SBOM that syft writes into the image.
`,
	Bad: `FROM rust:1.90-alpine3.22 AS build
WORKDIR /src
COPY . .
RUN cargo build --release
FROM scratch
COPY --from=build /src/target/release/server /server
USER 65534
ENTRYPOINT ["/server"]
`,
	Good: `FROM rust:1.90-alpine3.22 AS build
ARG BUILDKIT_SBOM_SCAN_STAGE=true
WORKDIR /src
COPY . .
RUN cargo build --release
FROM scratch
COPY --from=build /src/target/release/server /server
USER 65534
ENTRYPOINT ["/server"]
`,
	Run: func(p *analysis.Pass) {
		for _, d := range p.Unlisted() {
			p.Report(analysis.Finding{
				Span:    d.Span,
				Message: fmt.Sprintf("what %s is made of no scanner can tell: %s links it statically, and the image has no list of packages", path.Base(d.Path), d.By),
				Help:    "build it with cargo auditable (Rust), or ship an SBOM",
				Related: []analysis.Related{{Span: d.Product.Span, Message: "it is made here"}},
			})
		}
	},
})
