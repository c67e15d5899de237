package rules

import (
	"github.com/crampon-lint/crampon/analysis"
	"github.com/crampon-lint/crampon/analysis/source"
)

var _ = register(&analysis.Rule{
	ID: "ALP214", Name: "stale-index", Since: "0.1.0",
	Summary:    "apk add from an index of an earlier layer",
	Severity:   analysis.Warning,
	Confidence: analysis.High,
	Aliases:    []string{"DL3019"},
	AliasNote:  "an apk add that takes the index of an earlier layer; one in the same RUN is ALP226's",
	CWE:        []int{1104},
	Doc: `## What it flags

An ` + "`apk add`" + ` that fetches no index of its own (no ` + "`--no-cache`, no `--update-cache`" + `, no ` + "`apk update`" + ` before it in the same RUN) while an ` + "`apk update`" + ` stands in an earlier RUN of the stage. A cache mount on /var/cache/apk is another matter and not flagged.

## Why

The layer with ` + "`apk update`" + ` comes out of the build cache, months old. Its index names builds that the mirror has deleted since, for Alpine keeps one build a branch: the add fails with 404, or, worse, works and brings what was current then.

## What to do

` + "`apk add --no-cache`" + `: it fetches the index, uses it and leaves nothing in the layer. The ` + "`apk update`" + ` can go.
`,
	Bad: `FROM alpine:3.24
RUN apk update
RUN apk add curl~8.14
USER nobody
`,
	Good: `FROM alpine:3.24
RUN apk update
RUN apk add --no-cache curl~8.14
USER nobody
`,
	Run: func(p *analysis.Pass) {
		for _, add := range p.Adds() {
			old := p.IndexBefore(add)
			if old == nil {
				continue
			}
			at := add.AppletSpan()
			p.Report(analysis.Finding{
				Span:    at,
				Message: "this apk add uses the package index of an earlier layer, as old as the build cache",
				Help:    "write apk add --no-cache and drop the apk update",
				Related: []analysis.Related{{Span: old.Command.Span(), Message: "the index is fetched here"}},
				Fixes: []analysis.Fix{{
					Title: "Add --no-cache", Safe: true,
					Edits: []source.Edit{add.NoCache()},
				}},
			})
		}
	},
})
