package rules

import (
	"github.com/crampon-lint/crampon/analysis"
	"github.com/crampon-lint/crampon/analysis/alpine"
)

var _ = register(&analysis.Rule{
	ID: "ALP211", Name: "latest-stable-repo", Since: "0.2.0",
	Summary:    "the repository latest-stable, which becomes another release",
	Severity:   analysis.Warning,
	Confidence: analysis.High,
	CWE:        []int{1104},
	Doc: `## What it flags

A repository of the branch ` + "`latest-stable`" + `, given by ` + "`-X`" + `, written to /etc/apk/repositories by a command, put there by sed, or copied.

## Why

` + "`latest-stable`" + ` is a link on the mirrors that leads to another release every half year. From that day on the image's apk mixes the packages of two releases, or upgrades to the new one by surprise: Alpine's own page on repositories warns of it.

## What to do

Name the branch of the base image: ` + "`/v3.24/`" + `.
`,
	Bad: `FROM alpine:3.24
RUN apk add --no-cache -X https://dl-cdn.alpinelinux.org/alpine/latest-stable/community tini~0.19
USER nobody
`,
	Good: `FROM alpine:3.24
RUN apk add --no-cache -X https://dl-cdn.alpinelinux.org/alpine/v3.24/community tini~0.19
USER nobody
`,
	Run: func(p *analysis.Pass) {
		for _, repo := range p.Repositories() {
			branch, _ := repo.Branch()
			if branch != "latest-stable" || repo.State.IsAlpine() == alpine.No {
				continue
			}
			f := analysis.Finding{
				Span:    repo.Span,
				Message: "latest-stable leads to another release of Alpine every half year",
				Help:    "name the branch of the base image",
				Notes:   repositoryNotes(repo),
			}
			if r := repo.State.Release(); r.Known() && !r.IsEdge() && !repo.Elsewhere && repo.File.IsZero() {
				f.Help = "write v" + r.String()
				f.Fixes = []analysis.Fix{{Title: "Write v" + r.String(), Edits: replaceIn(repo.Span, "latest-stable", "v"+r.String())}}
			}
			p.Report(f)
		}
	},
})
