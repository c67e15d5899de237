package rules

import (
	"github.com/crampon-lint/crampon/analysis"
	"github.com/crampon-lint/crampon/analysis/alpine"
)

var _ = register(&analysis.Rule{
	ID: "ALP603", Name: "add-remote", Since: "0.2.0",
	Summary:    "ADD fetches an address without a checksum",
	Severity:   analysis.Warning,
	Confidence: analysis.High,
	CWE:        []int{494},
	Doc: `## What it flags

` + "`ADD https://…` without `--checksum`, and ADD of a git repository without `--checksum` and without a commit behind `#`" + `.

Silent: a checksum or signature that a later RUN of the stage compares, or may compare.

## Why

The build takes what the address answers that day. A branch and a tag of git move, and a release can be replaced. BuildKit compares before anything of the image sees the file.

## What to do

` + "`ADD --checksum=sha256:… https://…`" + `: it needs ` + "`# syntax=docker/dockerfile:1.6`" + ` or later, and 1.16 for git addresses. For git, a commit behind ` + "`#`" + ` does it with every version.
`,
	Bad: `FROM alpine:3.24
ADD https://example.org/app.tgz /opt/
USER nobody
`,
	Good: `FROM alpine:3.24
ADD --checksum=sha256:4355a46b19d348dc2f57c046f8ef63d4538ebb936000f3c9ee954a27460dd865 https://example.org/app.tgz /opt/
USER nobody
`,
	Run: func(p *analysis.Pass) {
		for _, f := range p.Fetches() {
			if f.Step == nil || f.Checked != alpine.No || f.Frozen() {
				continue
			}
			found := analysis.Finding{
				Span:    f.Span,
				Message: "nothing checks what this address answers",
				Help:    "give ADD --checksum=sha256:…",
			}
			if f.IsGit() {
				found.Message = "this repository is taken as it is on the day of the build"
				found.Help = "name a commit behind #, or give ADD --checksum"
			}
			p.Report(found)
		}
	},
})
