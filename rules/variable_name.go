package rules

import (
	"github.com/crampon-lint/crampon/analysis"
	"github.com/crampon-lint/crampon/analysis/taint"
)

var _ = register(&analysis.Rule{
	ID: "ALP537", Name: "variable-name", Since: "0.1.0",
	Summary:    "a value from outside names the variable that is set",
	Severity:   analysis.Warning,
	Confidence: analysis.Medium,
	Aliases:    []string{"SC2163"},
	CWE:        []int{454},
	Doc: `## What it flags

` + "`" + `export "$pair"` + "`" + `, ` + "`" + `read "$name"` + "`" + `, ` + "`" + `local` + "`" + `, ` + "`" + `readonly` + "`" + `, ` + "`" + `declare` + "`" + ` and ` + "`" + `getopts` + "`" + ` where the name comes from outside: error when by network, warning when from others on the machine or from who builds the image, else a hint.

## Why

No code is needed: ` + "`" + `PATH=/tmp/x` + "`" + ` makes the next command another program, ` + "`" + `LD_PRELOAD` + "`" + ` loads a library. Run on BusyBox 1.35 and on 1.37 as Alpine builds it.

~~~console
$ mkdir upload
$ echo 'echo "taken over"' > upload/server; chmod +x upload/server
$ echo PATH=upload | sh bad/start.sh
taken over
$ echo PATH=upload | sh good/start.sh
...
$ echo $?
127
~~~

## What to do

Let only the names through that are meant, or put a prefix in front: ` + "`" + `case $pair in APP_*=*) export "$pair" ;; esac` + "`" + `.
`,
	Bad: `-- start.sh --
#!/bin/sh
read -r pair
export "$pair"
server
`,
	Good: `-- start.sh --
#!/bin/sh
read -r value
export APP_SETTING="$value"
server
`,
	Run: injected("let only the names through that are meant, or put a constant prefix in front of the name",
		taint.Names),
})
