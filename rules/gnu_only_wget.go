package rules

import (
	"github.com/crampon-lint/crampon/analysis"
	"github.com/crampon-lint/crampon/analysis/alpine"
)

var _ = register(&analysis.Rule{
	ID: "ALP518", Name: "gnu-only-wget", Since: "0.2.0",
	Summary:    "a protection of a download that BusyBox wget does not have",
	Severity:   analysis.Warning,
	Confidence: analysis.High,
	CWE:        []int{393},
	Doc: `## What it flags

Options of GNU wget that protect a download (` + "`--https-only`, `--ca-certificate`, `--secure-protocol`, `--max-redirect`, `--pinnedpubkey`" + `) where wget is BusyBox's. It is silent where the package wget may be installed.

## Why

BusyBox wget refuses them, on all releases from Alpine 3.6 on: nothing is fetched. Who takes them out again to make the build work takes the protection out, and a failure that leads to another branch does so unseen.

## What to do

Install curl (` + "`--proto =https`, `--cacert`, `--tlsv1.2`, `--max-redirs`" + `) or the package wget. BusyBox wget itself checks certificates on Alpine from 3.7 on.
`,
	Bad: `FROM alpine:3.24
RUN wget --https-only -O /tool https://example.org/tool
USER nobody
`,
	Good: `FROM alpine:3.24
RUN apk add --no-cache wget~1 && wget --https-only -O /tool https://example.org/tool
USER nobody
`,
	Run: func(p *analysis.Pass) {
		reportMisuses(p, alpine.Refused, "tls", "BusyBox %s refuses %s: the download fails, or goes without it")
	},
})
