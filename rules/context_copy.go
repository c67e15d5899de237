package rules

import (
	"strings"

	"github.com/crampon-lint/crampon/analysis"
)

var _ = register(&analysis.Rule{
	ID: "ALP612", Name: "context-copy", Since: "0.2.0",
	Summary:    "the whole build context goes into the image, .git too",
	Severity:   analysis.Info,
	Confidence: analysis.Medium,
	CWE:        []int{538},
	Doc: `## What it flags

` + "`COPY . …`" + ` into the stage that is built, when that is Alpine or scratch, there is no .dockerignore, and the context has .git, .env, .npmrc, .netrc or id_rsa.

Silent: earlier stages, whose files are not shipped, and contexts with an ignore file.

## Why

The history in .git holds all that was ever committed, removed secrets too, and often the credentials of the remote. Everything that changes there also breaks the build cache.

## What to do

Write a .dockerignore with .git and .env, or copy what the image needs by name.
`,
	Bad: `-- Dockerfile --
FROM alpine:3.24
COPY . /app
USER nobody
-- .env --
MODE=production
`,
	Good: `-- Dockerfile --
FROM alpine:3.24
COPY . /app
USER nobody
-- .env --
MODE=production
-- .dockerignore --
.git
.env
`,
	Run: func(p *analysis.Pass) {
		for _, w := range p.WholeContexts() {
			p.Report(analysis.Finding{
				Span:    w.Span,
				Message: "this brings " + strings.Join(w.Brings, " and ") + " into the image: there is no .dockerignore",
				Help:    "write a .dockerignore with .git and .env, or copy by name",
			})
		}
	},
})
