package rules

import (
	"github.com/crampon-lint/crampon/analysis"
)

var _ = register(&analysis.Rule{
	ID: "ALP226", Name: "index-left", Since: "0.2.0",
	Summary:    "the package index that stays in a layer",
	Severity:   analysis.Info,
	Confidence: analysis.High,
	Aliases:    []string{"DL3019"},
	AliasNote:  "only in stages that ship; not with a cache mount or where the RUN removes /var/cache/apk",
	Doc: `## What it flags

A RUN whose ` + "`apk add`, `apk upgrade` or `apk update`" + ` fetches the package index and leaves it in the layer: without --no-cache, without a removal of /var/cache/apk in the same RUN and without a cache mount there. Stages that are not in the image that is built are left alone. Of an add that uses the index of an earlier layer ALP214 tells.

No CWE has this: it is some 2 MB of dead weight, and an index that a later ` + "`apk add`" + ` may take for today's.

## Why

The index of main and community stays in /var/cache/apk. Nobody needs it in the image, and a container that runs apk gets what was current on the day of the build.

## What to do

` + "`apk add --no-cache`" + `, which fetches the index itself, so that no ` + "`apk update`" + ` is needed; or ` + "`RUN --mount=type=cache,target=/var/cache/apk`" + `, to fetch it once for many builds.
`,
	Bad:  "FROM alpine:3.24\nRUN apk update && apk add curl~8.14\nUSER nobody\n",
	Good: "FROM alpine:3.24\nRUN apk add --no-cache curl~8.14\nUSER nobody\n",
	Run: func(p *analysis.Pass) {
		for _, left := range p.IndexesLeft() {
			first := left.Calls[0]
			f := analysis.Finding{
				Span:    first.AppletSpan(),
				Message: "the index that this apk " + first.Applet + " fetches stays in the layer",
				Help:    "write apk add --no-cache, without apk update",
			}
			for _, c := range left.Calls[1:] {
				f.Related = append(f.Related, analysis.Related{Span: c.AppletSpan(), Message: "this one leaves it too"})
			}
			if len(left.Edits) > 0 {
				f.Fixes = []analysis.Fix{{Title: "Leave no index behind", Safe: true, Edits: left.Edits}}
			}
			p.Report(f)
		}
	},
})
