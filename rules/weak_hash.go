package rules

import "github.com/crampon-lint/crampon/analysis"

var _ = register(&analysis.Rule{
	ID: "ALP515", Name: "weak-hash", Since: "0.2.0",
	Summary:    "a file checked by MD5 or SHA-1 alone",
	Severity:   analysis.Warning,
	Confidence: analysis.High,
	CWE:        []int{328},
	Doc: `## What it flags

A download by curl or wget, and ` + "`md5sum -c` or `sha1sum -c`" + ` behind it, where nothing stronger (sha256sum, gpg, openssl, ...) stands in the same program.

## Why

Two files with the same MD5 are made in seconds, and with the same SHA-1 for the price of some rented machines: who makes the file that was summed can make a second one for it. The sum tells a broken download from a whole one, and no more.

## What to do

` + "`sha256sum -c`" + `, with a sum from the project's own page.
`,
	Bad: `FROM alpine:3.24
RUN wget -O tool https://example.org/tool && echo "b026324c6904b2a9cb4b88d6d61c81d1  tool" | md5sum -c
USER nobody
`,
	Good: `FROM alpine:3.24
RUN wget -O tool https://example.org/tool && echo "4355a46b19d348dc2f57c046f8ef63d4538ebb936000f3c9ee954a27460dd865  tool" | sha256sum -c
USER nobody
`,
	Run: func(p *analysis.Pass) {
		for _, s := range p.Checksums() {
			if name := s.Command.Name; (name == "md5sum" || name == "sha1sum") && s.OfDownload() && !s.CheckedBetter() {
				p.Report(analysis.Finding{
					Span:    s.Command.Word.Span(),
					Message: name + " is the only check of this file, and whoever made the file can make another with the same sum",
					Help:    "compare a SHA-256: sha256sum -c",
				})
			}
		}
	},
})
