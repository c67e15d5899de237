package rules

import (
	"fmt"

	"github.com/crampon-lint/crampon/analysis"
)

var _ = register(&analysis.Rule{
	ID: "ALP210", Name: "foreign-branch", Since: "0.2.0",
	Summary:    "packages of another Alpine release",
	Severity:   analysis.Warning,
	Confidence: analysis.High,
	CWE:        []int{1104},
	Doc: `## What it flags

A repository of another branch (` + "`/v3.19/`" + `) than the Alpine release of the image, given by ` + "`-X`" + `, written to /etc/apk/repositories by a command, put there by sed, or copied. When an ` + "`apk upgrade`" + ` of the stage follows, so that the whole system goes there, it is information. An image whose release is not known is left alone, and so are addresses with a variable that has no known value.

## Why

A package is built against the libraries of its branch. Of an older branch it brings, or asks for, libraries that the image has in another version (libssl1.1 beside libssl3) and gets no more fixes once the branch has ended; of a newer one it may need a newer musl than there is. apk prefers the higher version wherever it comes from, so every later ` + "`apk add`" + ` may mix further.

## What to do

Take the base image of that release, or the package of this one. For an old version of a program that Alpine has left behind, an image that ships it on purpose is better kept.
`,
	Bad: `FROM alpine:3.24
RUN apk add --no-cache -X https://dl-cdn.alpinelinux.org/alpine/v3.19/main nodejs~20
USER nobody
`,
	Good: `FROM alpine:3.24
RUN apk add --no-cache -X https://dl-cdn.alpinelinux.org/alpine/v3.24/community nodejs~24
USER nobody
`,
	Run: func(p *analysis.Pass) {
		for _, repo := range p.Repositories() {
			branch, foreign := repo.Foreign()
			if !foreign || branch == "edge" {
				continue
			}
			f := analysis.Finding{
				Span:    repo.Span,
				Message: fmt.Sprintf("this is a repository of %s, and the image is Alpine %v", branch, repo.State.Release()),
				Help:    fmt.Sprintf("write v%v, or take a base image of %s", repo.State.Release(), branch),
				Notes:   repositoryNotes(repo),
			}
			if repo.Upgrades {
				f.Severity = analysis.Info
			}
			p.Report(f)
		}
	},
})
