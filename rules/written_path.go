package rules

import (
	"github.com/crampon-lint/crampon/analysis"
	"github.com/crampon-lint/crampon/analysis/taint"
)

var _ = register(&analysis.Rule{
	ID: "ALP540", Name: "written-path", Since: "0.1.0",
	Summary:    "a value from outside in the path of a file that is written or removed",
	Severity:   analysis.Warning,
	Confidence: analysis.Medium,
	CWE:        []int{22, 73},
	Doc: `## What it flags

A value from outside in the target of a redirection, or in an operand of ` + "`" + `cp` + "`" + `, ` + "`" + `mv` + "`" + `, ` + "`" + `rm` + "`" + `, ` + "`" + `tee` + "`" + `, ` + "`" + `mkdir` + "`" + `, ` + "`" + `touch` + "`" + `, ` + "`" + `dd of=` + "`" + `, ` + "`" + `tar -C` + "`" + ` and their like: error when it comes by network, warning when from others on the machine or from who builds the image, else a hint. Also names of files that ` + "`" + `xargs rm` + "`" + ` and its like take apart at blanks.

## Why

` + "`" + `../` + "`" + ` in the value leads out of the folder. Run on BusyBox 1.35 and on 1.37 as Alpine builds it.

~~~console
$ mkdir upload www; echo welcome > www/index
$ echo "taken over" | QUERY_STRING=../www/index sh bad/cgi-bin/upload
$ cat www/index
taken over
$ echo again | QUERY_STRING=../www/index sh good/cgi-bin/upload
$ cat www/index
taken over
~~~

## What to do

Let no slash through (` + "`" + `case $name in */*) exit 1 ;; esac` + "`" + `), or make the name yourself (` + "`" + `mktemp upload/XXXXXX` + "`" + `).
`,
	Bad: `-- cgi-bin/upload --
#!/bin/sh
cat > "upload/$QUERY_STRING"
`,
	Good: `-- cgi-bin/upload --
#!/bin/sh
case $QUERY_STRING in ''|.*|*/*) exit 1 ;; esac
cat > "upload/$QUERY_STRING"
`,
	Run: injected("let no slash through: case $name in ''|.*|*/*) exit 1 ;; esac",
		taint.WrittenPath),
})
