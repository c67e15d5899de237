package rules

import (
	"github.com/crampon-lint/crampon/analysis"
	"github.com/crampon-lint/crampon/analysis/taint"
)

var _ = register(&analysis.Rule{
	ID: "ALP539", Name: "arithmetic-from-outside", Since: "0.1.0",
	Summary:    "a value from outside is evaluated as arithmetic",
	Severity:   analysis.Warning,
	Confidence: analysis.Medium,
	CWE:        []int{95},
	Doc: `## What it flags

A value from outside in ` + "`" + `$(( ))` + "`" + `, ` + "`" + `let` + "`" + ` and, in bash, everything else that bash evaluates (` + "`" + `[[ $x -eq 1 ]]` + "`" + `, ` + "`" + `${v:$x}` + "`" + `, ` + "`" + `${!x}` + "`" + `, an index): error when it comes by network, warning when from others on the machine or from who builds the image, else a hint.

## Why

The value is an expression. In ash ` + "`" + `limit=999` + "`" + ` in it sets a variable, and ` + "`" + `1/0` + "`" + ` ends the script; in bash ` + "`" + `a[$(command)]` + "`" + ` runs a command. Run on BusyBox 1.35 and on 1.37 as Alpine builds it.

~~~console
$ QUERY_STRING='limit=999' sh bad/cgi-bin/page
page 1000 of 999
$ QUERY_STRING='limit=999' sh good/cgi-bin/page
$ QUERY_STRING=3 sh good/cgi-bin/page
page 4 of 10
~~~

## What to do

Let only digits through: ` + "`" + `case $n in ''|*[!0-9]*) exit 1 ;; esac` + "`" + `.
`,
	Bad: `-- cgi-bin/page --
#!/bin/sh
limit=10
n=$QUERY_STRING
echo "page $((n + 1)) of $limit"
`,
	Good: `-- cgi-bin/page --
#!/bin/sh
limit=10
n=$QUERY_STRING
case $n in ''|*[!0-9]*) exit 1 ;; esac
echo "page $((n + 1)) of $limit"
`,
	Run: injected("let only digits through: case $n in ''|*[!0-9]*) exit 1 ;; esac",
		taint.Arithmetic),
})
