package rules

import (
	"github.com/crampon-lint/crampon/analysis"
	"github.com/crampon-lint/crampon/analysis/taint"
)

var _ = register(&analysis.Rule{
	ID: "ALP534", Name: "sourced-data", Since: "0.1.0",
	Summary:    "a file that others can write or choose is sourced",
	Severity:   analysis.Warning,
	Confidence: analysis.Medium,
	CWE:        []int{98, 829},
	Doc: `## What it flags

` + "`" + `. FILE` + "`" + `, ` + "`" + `source FILE` + "`" + ` and ` + "`" + `sh FILE` + "`" + ` where a value from outside is a part of the path, or was written into the file before: error when it comes by network, warning when from another user of the machine.

## Why

A sourced file is code with all the rights of the script: a ` + "`" + `../` + "`" + ` in the value leads to a file that somebody else could put there. Run on BusyBox 1.35 and on 1.37 as Alpine builds it.

~~~console
$ mkdir lang upload
$ echo 'echo "taken over"' > upload/picture
$ QUERY_STRING=../upload/picture sh bad/cgi-bin/page
taken over
$ QUERY_STRING=../upload/picture sh good/cgi-bin/page
$ echo $?
1
~~~

## What to do

Let only known names through (` + "`" + `case $name in de|en) ;; *) exit 1 ;; esac` + "`" + `), and read data as data: ` + "`" + `while IFS== read -r key value` + "`" + `.
`,
	Bad: `-- cgi-bin/page --
#!/bin/sh
. "./lang/$QUERY_STRING"
`,
	Good: `-- cgi-bin/page --
#!/bin/sh
case $QUERY_STRING in de|en) ;; *) exit 1 ;; esac
. "./lang/$QUERY_STRING"
`,
	Run: injected("let only known names through: case $name in a|b) ;; *) exit 1 ;; esac",
		taint.Sourced),
})
