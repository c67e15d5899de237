package rules

import (
	"github.com/crampon-lint/crampon/analysis"
	"github.com/crampon-lint/crampon/analysis/taint"
)

var _ = register(&analysis.Rule{
	ID: "ALP536", Name: "command-from-outside", Since: "0.1.0",
	Summary:    "a value from outside names the program that is run",
	Severity:   analysis.Warning,
	Confidence: analysis.Medium,
	CWE:        []int{78},
	Doc: `## What it flags

A value from the network (error) or from others on the machine (warning) as the word of a command, or behind ` + "`" + `exec` + "`" + `, ` + "`" + `command` + "`" + ` or ` + "`" + `busybox` + "`" + `. ` + "`" + `exec "$@"` + "`" + ` is what an entrypoint is for, and silent; a value of who starts the program is a hint.

## Why

No quote helps: the value is the name of the program, and in a path a ` + "`" + `../` + "`" + ` leads to any file that can be executed. Run on BusyBox 1.35 and on 1.37 as Alpine builds it.

~~~console
$ mkdir actions upload
$ echo 'echo "taken over"' > upload/picture; chmod +x upload/picture
$ QUERY_STRING=../upload/picture sh bad/cgi-bin/do
taken over
$ QUERY_STRING=../upload/picture sh good/cgi-bin/do
no such action
~~~

## What to do

Name the programs: ` + "`" + `case $name in start|stop) "./actions/$name" ;; *) exit 1 ;; esac` + "`" + `.
`,
	Bad: `-- cgi-bin/do --
#!/bin/sh
"./actions/$QUERY_STRING"
`,
	Good: `-- cgi-bin/do --
#!/bin/sh
case $QUERY_STRING in
start|stop) "./actions/$QUERY_STRING" ;;
*) echo "no such action" ;;
esac
`,
	Run: injected("name the programs: case $name in start|stop) ... ;; *) exit 1 ;; esac",
		taint.CommandWord),
})
