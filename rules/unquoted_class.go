package rules

import (
	"strings"

	"github.com/crampon-lint/crampon/analysis"
	"github.com/crampon-lint/crampon/analysis/source"
)

var _ = register(&analysis.Rule{
	ID: "ALP522", Name: "unquoted-class", Since: "0.2.0",
	Summary:    "a character class of tr without quotes",
	Severity:   analysis.Warning,
	Confidence: analysis.High,
	Aliases:    []string{"SC2060"},
	CWE:        []int{330},
	Doc: `## What it flags

` + "`tr -dc [:alnum:]`" + ` and its like without quotes.

## Why

To the shell it is a pattern for one character: a file named ` + "`a`" + ` in the working folder takes its place, and a password made of random letters consists of one letter.

~~~console
$ echo a1b2c3 | tr -dc [:alnum:]; echo
a1b2c3
$ touch a; echo a1b2c3 | tr -dc [:alnum:]; echo
a
~~~

## What to do

Quotes: ` + "`tr -dc '[:alnum:]'`" + `.
`,
	Bad: `FROM alpine:3.24
RUN tr -dc [:alnum:] < /dev/urandom | head -c 32 > /key
USER nobody
`,
	Good: `FROM alpine:3.24
RUN tr -dc '[:alnum:]' < /dev/urandom | head -c 32 > /key
USER nobody
`,
	Run: func(p *analysis.Pass) {
		for _, c := range p.Commands("tr") {
			for _, w := range c.Args {
				src := w.Source()
				if !strings.HasPrefix(src, "[:") || !strings.HasSuffix(src, ":]") || strings.ContainsAny(src, "'\"\\$` ") {
					continue
				}
				p.Report(analysis.Finding{
					Span:    w.Span(),
					Message: "the shell takes " + src + " for a file name pattern, and tr gets the file's name",
					Fixes: []analysis.Fix{{
						Title: "Quote the class", Safe: true,
						Edits: []source.Edit{{Span: w.Span(), New: "'" + src + "'"}},
					}},
				})
			}
		}
	},
})
