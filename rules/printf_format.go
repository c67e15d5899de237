package rules

import (
	"github.com/crampon-lint/crampon/analysis"
	"github.com/crampon-lint/crampon/analysis/taint"
)

var _ = register(&analysis.Rule{
	ID: "ALP531", Name: "printf-format", Since: "0.1.0",
	Summary:    "a value from outside in the format of printf",
	Severity:   analysis.Warning,
	Confidence: analysis.Medium,
	Aliases:    []string{"SC2059"},
	CWE:        []int{134},
	Doc: `## What it flags

A value from outside as the first operand of ` + "`" + `printf` + "`" + `, or as a part of it: error when it comes by network, warning when from others on the machine or from who builds the image, else a hint.

## Why

printf reads directives in its format, and repeats it: a ` + "`" + `%` + "`" + ` in the value prints what nobody wrote, fills a disk by a width, or ends the output. Run on BusyBox 1.35 and on 1.37 as Alpine builds it.

~~~console
$ QUERY_STRING='%20s!' sh bad/cgi-bin/hello
hello                     !
$ QUERY_STRING='%20s!' sh good/cgi-bin/hello
hello %20s!
~~~

## What to do

Give printf a constant format, and the value behind it: ` + "`" + `printf '%s\n' "$value"` + "`" + `.
`,
	Bad: `-- cgi-bin/hello --
#!/bin/sh
printf "hello $QUERY_STRING"
`,
	Good: `-- cgi-bin/hello --
#!/bin/sh
printf 'hello %s' "$QUERY_STRING"
`,
	Run: injected("give printf a constant format: printf '%s\\n' \"$value\"",
		taint.Format),
})
