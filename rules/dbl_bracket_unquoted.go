package rules

import "github.com/crampon-lint/crampon/analysis"

var _ = register(&analysis.Rule{
	ID: "ALP504", Name: "dbl-bracket-unquoted", Since: "0.2.0",
	Summary:    "a value without quotes in [[ ]], which ash runs as a command",
	Severity:   analysis.Warning,
	Confidence: analysis.High,
	CWE:        []int{77, 88, 697},
	Doc: `## What it flags

An unquoted expansion in ` + "`[[ ]]`" + ` that BusyBox ash runs, when its value may be empty, hold blanks or patterns; an error when it comes from outside. And a pattern such as ` + "`/etc/*`" + ` on the right side that is known to match files.

It is silent for constants, numbers, ` + "`$#`, `$?`, `${#v}`, `$(id -u)`" + `, for ` + "`[[ -z $v ]]` and `[[ $v ]]`" + ` of what can only be empty, and in bash, where quotes are not needed.

## Why

ash knows ` + "`[[`" + ` as a command like any other. Only ` + "`&&` and `||`" + ` between it and ` + "`]]`" + ` are its own; the words are split and matched with files before it sees them. So a value brings operators with it, and an empty one is no word at all.

~~~console
$ sh bad/check.sh '! x'
admin
$ sh good/check.sh '! x'
$ v=; [[ -f $v ]] && echo "is a file"
is a file
~~~

## What to do

Put the value into quotes: ` + "`[[ \"$v\" = admin ]]`, or `[ \"$v\" = admin ]`" + `.
`,
	Bad: `-- Dockerfile --
FROM alpine:3.24
COPY --chmod=755 check.sh /
USER nobody
ENTRYPOINT ["/check.sh"]
-- check.sh --
#!/bin/sh
if [[ $1 = admin ]]; then echo admin; fi
`,
	Good: `-- Dockerfile --
FROM alpine:3.24
COPY --chmod=755 check.sh /
USER nobody
ENTRYPOINT ["/check.sh"]
-- check.sh --
#!/bin/sh
if [[ "$1" = admin ]]; then echo admin; fi
`,
	Run: func(p *analysis.Pass) {
		for _, x := range p.AshTestWords() {
			switch {
			case x.Test.Name != "[[":
			case len(x.Files) > 0:
				p.Report(analysis.Finding{
					Span:    x.Word.Span(),
					Message: x.Word.Source() + " matches files such as " + x.Files[0] + ", so that ash compares with their names",
					Help:    `write case "$v" in ` + x.Word.Source() + ") ... ;; esac",
				})
			case x.Unquoted != 0:
				p.Report(unquotedInTest(x, ", for ash runs [[ as a command"))
			}
		}
	},
})
