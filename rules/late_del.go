package rules

import (
	"fmt"

	"github.com/crampon-lint/crampon/analysis"
	"github.com/crampon-lint/crampon/analysis/apk"
)

var _ = register(&analysis.Rule{
	ID: "ALP218", Name: "late-del", Since: "0.2.0",
	Summary:    "apk del of what an earlier layer added",
	Severity:   analysis.Info,
	Confidence: analysis.High,
	CWE:        []int{1125},
	Doc: `## What it flags

An ` + "`apk del`" + ` in another RUN than the ` + "`apk add`" + ` of the package or virtual group, in the stage that ships or one that it begins with. Stages from which only files are copied are left alone.

## Why

A layer keeps what it brought: the del hides the files and makes the image bigger by a layer. What had to go for safety's sake (compilers, keys, caches) can still be taken out of the earlier layer by whoever has the image.

## What to do

Add, use and delete in one RUN, or build in a stage of its own.
`,
	Bad: `FROM alpine:3.24
RUN apk add --no-cache --virtual .build-deps build-base~0.5
COPY . /src
RUN make -C /src install && apk del .build-deps
USER nobody
`,
	Good: `FROM alpine:3.24
COPY . /src
RUN apk add --no-cache --virtual .build-deps build-base~0.5 && make -C /src install && apk del .build-deps
USER nobody
`,
	Run: func(p *analysis.Pass) {
		for _, group := range p.LateDels() {
			var all []apk.Operand
			for _, e := range group {
				all = append(all, *e.Operand)
			}
			first := group[0]
			p.Report(analysis.Finding{
				Span:    first.Del.AppletSpan(),
				Message: fmt.Sprintf("%s %s in an earlier layer, which this does not make smaller", names(all), pick(len(all), "stays", "stay")),
				Help:    "add and delete in one RUN, or build in a stage of its own",
				Related: []analysis.Related{{Span: first.Call.Command.Span(), Message: "added here"}},
			})
		}
	},
})
