package rules

import (
	"fmt"

	"github.com/crampon-lint/crampon/analysis"
	"github.com/crampon-lint/crampon/analysis/source"
)

var _ = register(&analysis.Rule{
	ID: "ALP219", Name: "unquoted-constraint", Since: "0.1.0",
	Summary:    "a version constraint that the shell takes for a redirection",
	Severity:   analysis.Error,
	Confidence: analysis.High,
	CWE:        []int{1357},
	Doc: `## What it flags

` + "`apk add name>=1.2` or `name<2`" + ` without quotes.

## Why

The shell sees a redirection before apk sees anything: ` + "`curl>=8.12`" + ` installs curl in any version and writes apk's output to a file named ` + "`=8.12`" + ` in the working folder; ` + "`curl<9`" + ` reads standard input from a file 9 and fails when there is none. The constraint is never checked. Run in BusyBox 1.35: ` + "`echo a>=1`" + ` prints nothing and leaves a file ` + "`=1`" + `.

## What to do

Quote the operand: ` + "`'curl>=8.12'`" + `. Better, hold the version by ` + "`curl~8.14`" + `, which needs no quotes.
`,
	Bad:  "FROM alpine:3.24\nRUN apk add --no-cache curl<9\nUSER nobody\n",
	Good: "FROM alpine:3.24\nRUN apk add --no-cache 'curl<9'\nUSER nobody\n",
	Run: func(p *analysis.Pass) {
		for _, add := range p.Adds() {
			for _, lost := range add.LostConstraints() {
				effect := "apk installs " + lost.Name + " in any version and its output goes to a file"
				if lost.Redirection[0] == '<' {
					effect = "apk never sees it, and the command fails when there is no such file"
				}
				f := analysis.Finding{
					Span:    lost.Span,
					Message: fmt.Sprintf("the shell takes %s for a redirection: %s", lost.Redirection, effect),
					Help:    fmt.Sprintf("quote it: '%s'", lost.Span.Text()),
				}
				if lost.Whole {
					f.Fixes = []analysis.Fix{{
						Title: "Quote " + lost.Span.Text(),
						Edits: []source.Edit{{Span: lost.Span, New: "'" + lost.Span.Text() + "'"}},
					}}
				}
				p.Report(f)
			}
		}
	},
})
