package rules

import (
	"fmt"

	"github.com/crampon-lint/crampon/analysis"
	"github.com/crampon-lint/crampon/analysis/source"
)

var _ = register(&analysis.Rule{
	ID: "ALP412", Name: "ssp-downgrade", Since: "0.1.0",
	Summary:    "a plain -fstack-protector, which is weaker than Alpine's default",
	Severity:   analysis.Warning,
	Confidence: analysis.High,
	CWE:        []int{693},
	Doc: `## What it flags

A plain ` + "`-fstack-protector`" + ` that is the last word on stack canaries in a list of C flags, in an Alpine stage whose compiler is Alpine's gcc (3.5 and later) or clang (3.7 and later). #cgo lines of Go files in the context count. Flags of the linker alone are left out.

## Why

These compilers have -fstack-protector-strong on by default. The plain flag takes its place and guards only functions with an array of 8 characters or more. Measured with gcc 12: of a function with a 4-byte array and one that hands out the address of a local, -strong guards both, plain none.

## What to do

Write ` + "`-fstack-protector-strong`" + `, or nothing.
`,
	Bad: `FROM alpine:3.24
RUN apk add --no-cache build-base~0.5
ENV CFLAGS="-O2 -fstack-protector"
COPY . /src
RUN make -C /src install
USER nobody
`,
	Good: `FROM alpine:3.24
RUN apk add --no-cache build-base~0.5
ENV CFLAGS="-O2 -fstack-protector-strong"
COPY . /src
RUN make -C /src install
USER nobody
`,
	Run: func(p *analysis.Pass) {
		for _, list := range p.FlagLists() {
			flag, ok := list.Downgrade()
			if !ok {
				continue
			}
			at, written := list.Place(flag)
			f := analysis.Finding{
				Span:    at,
				Message: fmt.Sprintf("-fstack-protector%s is weaker than the -fstack-protector-strong that %s has by default", list.Where(), list.Compiler()),
				Notes:   clauses(list.Compiler().Because),
				Help:    "write -fstack-protector-strong",
			}
			if !written.IsZero() {
				f.Related = []analysis.Related{{Span: written, Message: "the flag stands here"}}
			} else if flag.Span.Text() == "-fstack-protector" {
				f.Fixes = []analysis.Fix{{
					Title: "Write -fstack-protector-strong", Safe: true,
					Edits: []source.Edit{{Span: flag.Span, New: "-fstack-protector-strong"}},
				}}
			}
			p.Report(f)
		}
	},
})
