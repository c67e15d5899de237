package rules

import (
	"github.com/crampon-lint/crampon/analysis"
	"github.com/crampon-lint/crampon/analysis/alpine"
)

var _ = register(&analysis.Rule{
	ID: "ALP573", Name: "applet-differs", Since: "0.2.0",
	Summary:    "a usage of which the BusyBox applet makes something else",
	Severity:   analysis.Warning,
	Confidence: analysis.High,
	CWE:        []int{474},
	Doc: `## What it flags

What a BusyBox applet takes without a word and does not do as GNU's command does: ` + "`%N` of date, `\\U` and `\\L` in sed's replacements, gawk's `BEGINFILE`, `PROCINFO`, `FPAT`" + ` and the third operand of its ` + "`match()`" + `. It is silent where the image may have GNU's command.

## Why

Nothing fails. Names that were unique by ` + "`$(date +%s%N)`" + ` are the same for a whole second, the text keeps its case and has a U in front, the array is empty.

~~~console
$ echo name | sed 's/n/\U&/'
Uname
$ awk 'BEGIN { match("v12", /([0-9]+)/, m); print "<" m[1] ">" }'
<>
~~~

## What to do

Write what both know, which the finding names, or install the package with GNU's command.
`,
	Bad: `FROM alpine:3.24
RUN echo "build $(date +%s%N)" > /build-id
USER nobody
`,
	Good: `FROM alpine:3.24
RUN cat /proc/sys/kernel/random/uuid > /build-id
USER nobody
`,
	Run: func(p *analysis.Pass) {
		reportMisuses(p, alpine.Different, "", "BusyBox %s does something else with %s than GNU's")
	},
})
