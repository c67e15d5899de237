package rules

import (
	"fmt"
	"strings"

	"github.com/crampon-lint/crampon/analysis"
)

var _ = register(&analysis.Rule{
	ID: "ALP205", Name: "lower-bound-only", Since: "0.1.0",
	Summary:    "a lower bound where a version should be held",
	Severity:   analysis.Info,
	Confidence: analysis.High,
	Aliases:    []string{"DL3018"},
	AliasNote:  ">= is told by itself: it lets every newer version in",
	CWE:        []int{1357},
	Doc: `## What it flags

An operand ` + "`name>=V` or `name>V`" + ` of ` + "`apk add`" + ` with no upper bound for the name in the same command.

## Why

It says what is too old and lets everything newer in, the next major version too. It is no pin, though linters that look for an operator take it for one.

## What to do

Hold the version, ` + "`curl~8.14`" + `, or bound it from above as well: ` + "`'curl>=8.12' 'curl<9'`" + `.
`,
	Bad:  "FROM alpine:3.24\nRUN apk add --no-cache 'curl>=8.12'\nUSER nobody\n",
	Good: "FROM alpine:3.24\nRUN apk add --no-cache 'curl>=8.12' 'curl<9'\nUSER nobody\n",
	Run: func(p *analysis.Pass) {
		for _, add := range p.Adds() {
			bounded := map[string]bool{}
			for _, o := range add.Operands {
				if strings.Contains(o.Constraint.Op, "<") {
					bounded[o.Constraint.Name] = true
				}
			}
			for o := range add.Written() {
				c := o.Constraint
				if o.Err != nil || !c.LowerBound() || bounded[c.Name] {
					continue
				}
				p.Report(analysis.Finding{
					Span:    add.Span(o),
					Message: fmt.Sprintf("%s%s%s lets every newer version in", c.Name, c.Op, c.Version),
					Help:    fmt.Sprintf("hold it with %s~MAJOR.MINOR, or add an upper bound '%[1]s<...'", c.Name),
				})
			}
		}
	},
})
