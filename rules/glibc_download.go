package rules

import (
	"github.com/crampon-lint/crampon/analysis"
	"github.com/crampon-lint/crampon/analysis/alpine"
)

var _ = register(&analysis.Rule{
	ID: "ALP304", Name: "glibc-download", Since: "0.1.0",
	Summary:    "a download whose name says that it is linked with glibc",
	Severity:   analysis.Warning,
	Confidence: analysis.Medium,
	CWE:        []int{439},
	Doc: `## What it flags

A download by curl, wget, aria2c or ADD in an Alpine stage whose address has ` + "`linux-gnu`, `gnueabihf` or `-glibc`" + ` in its file name. Names with musl, alpine or static are left alone, and so is plain linux-amd64, under which mostly static programs go; a stage that only hands on to images which are not Alpine, or that gets glibc (ALP301); and what an ecosystem has its own name for, of which its rule tells: wheels (ALP802), Conda (ALP803), Node.js (ALP804), JDKs (ALP805), .NET (ALP806), the targets of Rust (ALP808), the AWS CLI (ALP810). Where the stage installs gcompat or libc6-compat it is an information.

## Why

The program asks for glibc's loader, which Alpine does not have, and fails with "not found", though the file is there; with a shim it may start, and fail later where glibc and musl differ. Measured on Alpine 3.20 with programs built on Debian 12.

## What to do

Most projects that name glibc in the file publish another one for ` + "`linux-musl`" + `: take that.
`,
	Bad: `FROM alpine:3.24
ADD --checksum=sha256:24ad76777745fbff131c8fbc466742b011f925bfa4fffa2ded6def23b5b937be https://example.org/tool-1.0-x86_64-linux-gnu.tar.gz /tmp/
USER nobody
`,
	Good: `FROM alpine:3.24
ADD --checksum=sha256:24ad76777745fbff131c8fbc466742b011f925bfa4fffa2ded6def23b5b937be https://example.org/tool-1.0-x86_64-linux-musl.tar.gz /tmp/
USER nobody
`,
	Run: func(p *analysis.Pass) {
		for _, g := range p.GlibcBuilds(alpine.OtherProgram) {
			p.Report(glibcFinding(g, "the name of this download says that it is linked with glibc, which Alpine does not have", "take the file for linux-musl, or a base with glibc"))
		}
	},
})
