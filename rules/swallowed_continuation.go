package rules

import (
	"strings"

	"github.com/crampon-lint/crampon/analysis"
)

var _ = register(&analysis.Rule{
	ID: "ALP563", Name: "swallowed-continuation", Since: "0.2.0",
	Summary:    "a comment that swallows the lines which continue the instruction",
	Severity:   analysis.Error,
	Confidence: analysis.High,
	CWE:        []int{670},
	Doc: `## What it flags

A comment behind a command in RUN, CMD or ENTRYPOINT whose line ends in a backslash, with commands on the next lines.

It is silent for lines that begin with ` + "`#`" + `, which Docker takes out, and for here-documents, whose lines stay lines.

## Why

Docker joins the lines before the shell sees them: what the next lines hold becomes a part of the comment and is never run, and the build goes on as if it had been. A script with the same lines runs them.

~~~console
$ echo one # note && echo two
one
~~~

## What to do

Put the comment on a line of its own, above or between.
`,
	Bad: `FROM alpine:3.24
RUN adduser -D app # no password \
    && rm -rf /tmp/setup
USER app
`,
	Good: `FROM alpine:3.24
# no password
RUN adduser -D app \
    && rm -rf /tmp/setup
USER app
`,
	Run: func(p *analysis.Pass) {
		for _, run := range p.Runs {
			if run.Script != nil || run.Exec {
				continue
			}
			for _, c := range run.Program.Comments {
				first, rest, lines := strings.Cut(c.Span.Text(), "\n")
				if rest = strings.Trim(rest, " \t\r\n\\`&|;"); !lines || rest == "" {
					continue
				}
				shown := strings.TrimRight(first, " \t\r\\`")
				next, _, _ := strings.Cut(rest, "\n")
				p.Report(analysis.Finding{
					Span:    c.Span.File.Span(c.Span.Start, c.Span.Start+len(shown)),
					Message: "the next line is a part of this comment, for Docker joins the lines first",
					Notes:   []string{"never run: " + strings.TrimRight(next, " \t\r\\")},
					Help:    "put the comment on a line of its own",
				})
			}
		}
	},
})
