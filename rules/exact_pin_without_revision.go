package rules

import (
	"fmt"

	"github.com/crampon-lint/crampon/analysis"
	"github.com/crampon-lint/crampon/analysis/apk"
	"github.com/crampon-lint/crampon/analysis/source"
)

var _ = register(&analysis.Rule{
	ID: "ALP202", Name: "exact-pin-without-revision", Since: "0.1.0",
	Summary:    "an exact version without revision, which no package has",
	Severity:   analysis.Error,
	Confidence: analysis.High,
	CWE:        []int{1357},
	Doc: `## What it flags

An operand ` + "`name=V`" + ` of ` + "`apk add`" + ` whose version has no ` + "`-rN`" + `. Versions that come out of variables, and what packages provide (` + "`so:`, `cmd:`, `pc:`" + `), are not flagged.

## Why

Every package of Alpine has a revision: 8.9.1-r2, never 8.9.1. The operator = compares the whole version, so the constraint cannot be met. Measured with apk 2.7, 2.10, 2.12, 2.14 and 3.0: "unable to select packages", "breaks: world[curl=8.9.1]". The build fails, or has been failing since somebody pinned it so; advice to write it this way is common all the same.

## What to do

Write ` + "`name~V`" + `: it takes every revision of V. It needs Alpine 3.7 or newer.
`,
	Bad:  "FROM alpine:3.24\nRUN apk add --no-cache curl=8.14.1\nUSER nobody\n",
	Good: "FROM alpine:3.24\nRUN apk add --no-cache curl~8.14.1\nUSER nobody\n",
	Run: func(p *analysis.Pass) {
		for _, add := range p.Adds() {
			for o := range add.Written() {
				c := o.Constraint
				if o.Err != nil || !c.ExactWithoutRevision() {
					continue
				}
				f := analysis.Finding{
					Span:    add.Span(o),
					Message: fmt.Sprintf("%s can never be installed: versions of Alpine's packages end in a revision, %s-rN", o.Raw, c.Version),
					Help:    fmt.Sprintf("write %s~%s, which takes every revision of it", c.Name, c.Version),
				}
				if edit, ok := p.PinClosest(add, o); ok {
					f.Help = fmt.Sprintf("write %s%s: the branch has no %s", c.Name, edit.New, c.Version)
					f.Fixes = []analysis.Fix{{Title: "Hold " + c.Name + edit.New, Edits: []source.Edit{edit}}}
				} else if apk.HasFuzzy(add.Run.State.Release()) {
					f.Fixes = []analysis.Fix{{
						Title: fmt.Sprintf("Match %s ~%s", c.Name, c.Version), Safe: true,
						Edits: replaceIn(add.Span(o), c.Op, "~"),
					}}
				}
				p.Report(f)
			}
		}
	},
})
