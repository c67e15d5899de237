package rules

import (
	"github.com/crampon-lint/crampon/analysis"
	"github.com/crampon-lint/crampon/analysis/apk"
)

var _ = register(&analysis.Rule{
	ID: "ALP204", Name: "invalid-constraint", Since: "0.1.0",
	Summary:    "a package constraint that apk refuses",
	Severity:   analysis.Error,
	Confidence: analysis.High,
	CWE:        []int{1357},
	Doc: `## What it flags

An operand of ` + "`apk add`" + ` that does not follow apk's grammar of constraints, ` + "`[!]name[@tag][op version]`" + `: ` + "`curl=latest`, `curl=8.9.*`, `curl=8.9.1-r2@edge`" + ` (the tag stands before the operator), and what the release's own apk does not know, such as ` + "`~`" + ` on Alpine 3.6 and older.

## Why

apk exits with 99 and "is not a correctly formatted world dependency"; measured with apk 2.7, 2.10, 2.14 and 3.0. There are no wildcards and no named versions. On Alpine 3.6 the operator ~ is taken for a part of the name, and the package is "missing".

## What to do

Write ` + "`curl~8.9`" + ` for any 8.9, ` + "`curl`" + ` for the newest, ` + "`curl@edge=8.9.1-r2`" + ` for a tagged repository.
`,
	Bad:  "FROM alpine:3.24\nRUN apk add --no-cache curl=8.14.*\nUSER nobody\n",
	Good: "FROM alpine:3.24\nRUN apk add --no-cache curl~8.14\nUSER nobody\n",
	Run: func(p *analysis.Pass) {
		for _, add := range p.Adds() {
			for _, o := range add.Operands {
				word := add.Command.Args[o.Index]
				written := len(word.Expansions()) == 0 && !word.Braces()
				if !written || o.Kind == apk.File || o.Kind == apk.URL {
					continue
				}
				_, err := apk.ParseConstraint(o.Raw, add.Run.State.Release())
				if err == nil {
					continue
				}
				p.Report(analysis.Finding{
					Span:    add.Span(o),
					Message: "apk refuses " + o.Raw + ": " + err.Error(),
					Notes:   releaseNote(add.Run.State),
				})
			}
		}
	},
})
