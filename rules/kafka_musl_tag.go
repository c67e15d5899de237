package rules

import (
	"github.com/crampon-lint/crampon/analysis"
	"github.com/crampon-lint/crampon/analysis/image"
	"github.com/crampon-lint/crampon/analysis/source"
)

var _ = register(&analysis.Rule{
	ID: "ALP809", Name: "kafka-musl-tag", Since: "0.2.0",
	Summary:    "confluent-kafka-go on Alpine without its tag for musl",
	Severity:   analysis.Error,
	Confidence: analysis.High,
	Doc: `## What it flags

A ` + "`go build`" + ` or ` + "`go install`" + ` with cgo on Alpine, without ` + "`-tags musl`" + `, of a package in the context that imports github.com/confluentinc/confluent-kafka-go, in version 1.4 or later.

Silent: ` + "`-tags musl`" + `; ` + "`-tags dynamic`" + `, which takes the system's librdkafka; CGO_ENABLED=0 and stages without a compiler, where it fails in another way (ALP413); options that cannot be read; packages that do not import it; another compiler than Alpine's.

## Why

The module brings librdkafka compiled twice, for glibc and for musl, and links that for glibc unless the tag says otherwise. Measured with v2.11.1, Go 1.26 and musl-gcc of musl 1.2.3: without the tag the linker stops at ` + "`undefined reference to getcontext`" + `, makecontext and setcontext, which musl does not have; with it the program links and runs. No CWE: the build stops, and nothing weak is shipped.

## What to do

` + "`go build -tags musl`" + `. Or ` + "`apk add librdkafka-dev`" + ` and ` + "`-tags dynamic`" + `.
`,
	Bad: `-- Dockerfile --
FROM golang:1.26-alpine3.24
RUN apk add --no-cache build-base~0.5
WORKDIR /src
COPY . .
RUN CGO_ENABLED=1 go build -o /app .
USER nobody
-- go.mod --
module example.org/app

require github.com/confluentinc/confluent-kafka-go/v2 v2.11.1
-- main.go --
package main

import _ "github.com/confluentinc/confluent-kafka-go/v2/kafka"
`,
	Good: `-- Dockerfile --
FROM golang:1.26-alpine3.24
RUN apk add --no-cache build-base~0.5
WORKDIR /src
COPY . .
RUN CGO_ENABLED=1 go build -tags musl -o /app .
USER nobody
-- go.mod --
module example.org/app

require github.com/confluentinc/confluent-kafka-go/v2 v2.11.1
-- main.go --
package main

import _ "github.com/confluentinc/confluent-kafka-go/v2/kafka"
`,
	Run: func(p *analysis.Pass) {
		for _, g := range p.GoBuilds() {
			why, ok := g.GlibcKafka()
			if !ok {
				continue
			}
			f := analysis.Finding{
				Span:    g.Words,
				Message: "without -tags musl this links the librdkafka for glibc, and fails",
				Notes:   []string{why.Text},
				Help:    "add -tags musl",
				Related: places([]image.Evidence{why}),
			}
			if !g.HasTags() {
				f.Fixes = []analysis.Fix{{
					Title: "Add -tags musl", Safe: true,
					Edits: []source.Edit{{Span: g.Words.File.Span(g.Words.End, g.Words.End), New: " -tags musl"}},
				}}
			}
			p.Report(f)
		}
	},
})
