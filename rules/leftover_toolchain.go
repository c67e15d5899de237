package rules

import (
	"fmt"

	"github.com/crampon-lint/crampon/analysis"
	"github.com/crampon-lint/crampon/analysis/apk"
)

var _ = register(&analysis.Rule{
	ID: "ALP216", Name: "leftover-toolchain", Since: "0.2.0",
	Summary:    "a compiler or headers that stay in the shipped image",
	Severity:   analysis.Info,
	Confidence: analysis.Medium,
	CWE:        []int{1125},
	Doc: `## What it flags

Compilers (` + "`gcc`, `g++`, `build-base`, `alpine-sdk`, `clang`, `make`" + `) and ` + "`-dev`" + ` packages that an ` + "`apk add`" + ` brings into the image that is built and that no ` + "`apk del`" + ` takes away. Images that are made for building are left alone: those whose stage, file or folder is called dev, build, ci, test or the like, and those that name no ENTRYPOINT and no CMD.

## Why

Who gets a foot into the container finds a compiler there, and each ` + "`-dev`" + ` package counts with the scanner of vulnerabilities. build-base alone is over 200 MB.

## What to do

Build in a stage of its own and COPY the result; or ` + "`apk add --no-cache --virtual .build-deps ...`" + ` and ` + "`apk del .build-deps`" + ` in the same RUN.
`,
	Bad: `FROM alpine:3.24
RUN apk add --no-cache build-base~0.5
COPY . /src
RUN make -C /src install
USER nobody
CMD ["app"]
`,
	Good: `FROM alpine:3.24
COPY . /src
RUN apk add --no-cache --virtual .build-deps build-base~0.5 && make -C /src install && apk del .build-deps
USER nobody
CMD ["app"]
`,
	Run: func(p *analysis.Pass) {
		for _, group := range p.LeftToolchains() {
			var all []apk.Operand
			for _, e := range group {
				all = append(all, *e.Operand)
			}
			first := group[0]
			f := analysis.Finding{
				Span:    first.Span(),
				Message: fmt.Sprintf("%s %s to build with, and %s in the image", names(all), pick(len(all), "is", "are"), pick(len(all), "stays", "stay")),
				Help:    "build in a stage of its own, or apk del it in the same RUN",
			}
			for _, e := range group[1:] {
				f.Related = append(f.Related, analysis.Related{Span: e.Span(), Message: e.Operand.Constraint.Name + " stays too"})
			}
			p.Report(f)
		}
	},
})

func pick(n int, one, several string) string {
	if n == 1 {
		return one
	}
	return several
}
