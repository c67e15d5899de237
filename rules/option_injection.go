package rules

import (
	"github.com/crampon-lint/crampon/analysis"
	"github.com/crampon-lint/crampon/analysis/taint"
)

var _ = register(&analysis.Rule{
	ID: "ALP510", Name: "option-injection", Since: "0.1.0",
	Summary:    "a value from outside may be taken for an option",
	Severity:   analysis.Warning,
	Confidence: analysis.Medium,
	Aliases:    []string{"SC2035"},
	CWE:        []int{88},
	Doc: `## What it flags

A value from outside, or a pattern such as ` + "`" + `*` + "`" + `, as an operand of a command that has an option which does harm (` + "`" + `find -exec` + "`" + `, ` + "`" + `wget -O` + "`" + `, ` + "`" + `sort -o` + "`" + `, ` + "`" + `tar --to-command` + "`" + `, ` + "`" + `ssh -oProxyCommand` + "`" + `), without ` + "`" + `--` + "`" + ` in front: error when it comes by network, warning when from others on the machine or from who builds the image, else a hint.

## Why

Quotes do not help: a word that begins with a dash is an option. GNU and BusyBox take options behind operands too. Run on BusyBox 1.35 and on 1.37 as Alpine builds it.

~~~console
$ echo welcome > index; echo b > -oindex; echo "taken over" > notes
$ QUERY_STRING=-oindex sh bad/cgi-bin/list < notes
$ cat index
taken over
$ QUERY_STRING=-oindex sh good/cgi-bin/list
b
~~~

## What to do

Write ` + "`" + `--` + "`" + ` in front of the value, or ` + "`" + `./` + "`" + ` where it is a path. find and ssh know no ` + "`" + `--` + "`" + ` for it: let no dash through (` + "`" + `case $x in -*) exit 1 ;; esac` + "`" + `).
`,
	Bad: `-- cgi-bin/list --
#!/bin/sh
sort "$QUERY_STRING"
`,
	Good: `-- cgi-bin/list --
#!/bin/sh
sort -- "$QUERY_STRING"
`,
	Run: injected("write -- behind the other options and in front of the value, or ./ where it is a path; find and ssh know no --, so let no dash through",
		taint.Option),
})
