package rules

import "github.com/crampon-lint/crampon/analysis"

var _ = register(&analysis.Rule{
	ID: "ALP506", Name: "test-injection", Since: "0.2.0",
	Summary:    "a value without quotes in [ ] or test",
	Severity:   analysis.Warning,
	Confidence: analysis.High,
	Aliases:    []string{"SC2086"},
	CWE:        []int{88},
	Doc: `## What it flags

An unquoted expansion in ` + "`[ ]` or `test`" + ` in what BusyBox ash runs, when its value may be empty, hold blanks or patterns; an error when it comes from outside.

It is silent for constants, numbers, ` + "`$#`, `$?`, `${#v}`, `$(id -u)`" + `, and for ` + "`[ -z $v ]` and `[ $v ]`" + ` of what can only be empty.

## Why

The value is split at blanks, and its words may be operators: with ` + "`1 -o 1`" + ` the test is true whatever stands behind it. An empty value is no word at all, so that ` + "`[ -n $v ]` and `[ -f $v ]`" + ` are true.

~~~console
$ sh bad/check.sh '1 -o 1'
admin
$ sh good/check.sh '1 -o 1'
~~~

## What to do

Put the value into quotes.
`,
	Bad: `-- Dockerfile --
FROM alpine:3.24
COPY --chmod=755 check.sh /
USER nobody
ENTRYPOINT ["/check.sh"]
-- check.sh --
#!/bin/sh
if [ $1 = admin ]; then echo admin; fi
`,
	Good: `-- Dockerfile --
FROM alpine:3.24
COPY --chmod=755 check.sh /
USER nobody
ENTRYPOINT ["/check.sh"]
-- check.sh --
#!/bin/sh
if [ "$1" = admin ]; then echo admin; fi
`,
	Run: func(p *analysis.Pass) {
		for _, x := range p.AshTestWords() {
			if x.Test.Name != "[[" && x.Unquoted != 0 {
				p.Report(unquotedInTest(x, ""))
			}
		}
	},
})
