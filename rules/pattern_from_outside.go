package rules

import (
	"github.com/crampon-lint/crampon/analysis"
	"github.com/crampon-lint/crampon/analysis/taint"
)

var _ = register(&analysis.Rule{
	ID: "ALP538", Name: "pattern-from-outside", Since: "0.1.0",
	Summary:    "a value from outside is taken as a pattern",
	Severity:   analysis.Warning,
	Confidence: analysis.Medium,
	Aliases:    []string{"SC2254", "SC2295"},
	CWE:        []int{625},
	Doc: `## What it flags

An expansion without quotes as a pattern of ` + "`" + `case` + "`" + ` or of an expansion (` + "`" + `${file#$prefix}` + "`" + `), and in bash behind ` + "`" + `=` + "`" + ` in ` + "`" + `[[ ]]` + "`" + `, when the value comes by network (error) or from another user of the machine (warning).

## Why

A ` + "`" + `*` + "`" + ` matches anything: where the pattern is what is asked for, anybody is let in. Run on BusyBox 1.35 and on 1.37 as Alpine builds it.

~~~console
$ TOKEN=s3cret QUERY_STRING='*' sh bad/cgi-bin/door
welcome
$ TOKEN=s3cret QUERY_STRING='*' sh good/cgi-bin/door
$ TOKEN=s3cret QUERY_STRING=s3cret sh good/cgi-bin/door
welcome
~~~

## What to do

Quote the pattern: ` + "`" + `case $TOKEN in "$given")` + "`" + `.
`,
	Bad: `-- cgi-bin/door --
#!/bin/sh
case $TOKEN in $QUERY_STRING) echo welcome ;; esac
`,
	Good: `-- cgi-bin/door --
#!/bin/sh
case $TOKEN in "$QUERY_STRING") echo welcome ;; esac
`,
	Run: injected("quote the pattern",
		taint.Pattern),
})
