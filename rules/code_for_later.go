package rules

import (
	"github.com/crampon-lint/crampon/analysis"
	"github.com/crampon-lint/crampon/analysis/taint"
)

var _ = register(&analysis.Rule{
	ID: "ALP535", Name: "code-for-later", Since: "0.1.0",
	Summary:    "a value from outside in a trap, an alias, PS4, a crontab or a line of ifup",
	Severity:   analysis.Warning,
	Confidence: analysis.High,
	Aliases:    []string{"SC2064", "SC2139"},
	CWE:        []int{94},
	Doc: `## What it flags

A value from outside in the text of ` + "`" + `trap` + "`" + `, ` + "`" + `alias` + "`" + `, ` + "`" + `PS4` + "`" + `, a line of a crontab, a file that is run at start (` + "`" + `/etc/local.d` + "`" + `, ` + "`" + `/etc/profile.d` + "`" + `, ` + "`" + `/etc/inittab` + "`" + `), or a line ` + "`" + `up` + "`" + `, ` + "`" + `down` + "`" + `, ` + "`" + `pre-up` + "`" + ` and their like of ` + "`" + `/etc/network/interfaces` + "`" + `: the text is put together now and read as code later. A variable that a script of which no Dockerfile is known reads without a default is information only (see ALP507).

## Why

In double quotes the shell puts the value into the text when the trap is set; when it fires, the value is code; ifup runs its lines by ` + "`" + `sh -c` + "`" + `. Run on BusyBox 1.35 and on 1.37 as Alpine builds it.

~~~console
$ sh bad/lock.sh 'x; echo "taken over"'
taken over
$ sh good/lock.sh 'x; echo "taken over"'
$ ls
bad
good
~~~

## What to do

Write the text in single quotes, so that the variable is expanded when it runs: ` + "`" + `trap 'rm -f "$file"' EXIT` + "`" + `. Where it goes into a file, let only the characters through that it may hold.
`,
	Bad: `-- Dockerfile --
FROM alpine:3.24
COPY --chmod=755 lock.sh /
USER nobody
ENTRYPOINT ["/lock.sh"]
-- lock.sh --
#!/bin/sh
lock=$1
trap "rm -f $lock" EXIT
: > "$lock"
`,
	Good: `-- Dockerfile --
FROM alpine:3.24
COPY --chmod=755 lock.sh /
USER nobody
ENTRYPOINT ["/lock.sh"]
-- lock.sh --
#!/bin/sh
lock=$1
trap 'rm -f "$lock"' EXIT
: > "$lock"
`,
	Run: injected("write the text in single quotes, so that the variable is expanded when the text runs",
		taint.Deferred),
})
