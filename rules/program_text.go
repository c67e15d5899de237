package rules

import (
	"github.com/crampon-lint/crampon/analysis"
	"github.com/crampon-lint/crampon/analysis/taint"
)

var _ = register(&analysis.Rule{
	ID: "ALP509", Name: "program-text", Since: "0.1.0",
	Summary:    "a value from outside in the program of awk, sed or another interpreter",
	Severity:   analysis.Warning,
	Confidence: analysis.Medium,
	CWE:        []int{94},
	Doc: `## What it flags

A value from outside in the program text of ` + "`" + `awk` + "`" + `, ` + "`" + `sed` + "`" + `, ` + "`" + `python -c` + "`" + `, ` + "`" + `perl -e` + "`" + ` and their like, and in what a constant awk program hands to ` + "`" + `system()` + "`" + `, ` + "`" + `getline` + "`" + ` or a pipe. awk's own ` + "`" + `$1` + "`" + ` in single quotes is none. For sed, and a value of who starts the script or the container, it is a hint. A variable that a script of which no Dockerfile is known reads without a default is information only (see ALP507).

## Why

awk runs ` + "`" + `system("...")` + "`" + ` and ` + "`" + `BEGIN { }` + "`" + ` that stand in the value. BusyBox sed has no ` + "`" + `e` + "`" + `, but its ` + "`" + `w` + "`" + ` writes any file, as the user that runs it. Run on BusyBox 1.35 and on 1.37 as Alpine builds it.

~~~console
$ echo me > users
$ APP_USER='/{} BEGIN{system("echo taken over")} /x' sh bad/start.sh
taken over
$ APP_USER='/{} BEGIN{system("echo taken over")} /x' sh good/start.sh
$ APP_USER=me sh good/start.sh
me
~~~

## What to do

Keep the program constant, in single quotes, and pass the value: ` + "`" + `awk -v name="$NAME" '$1 == name'` + "`" + `, or raw by the environment (` + "`" + `ENVIRON["NAME"]` + "`" + `). For sed, let only harmless characters through.
`,
	Bad: `-- Dockerfile --
FROM alpine:3.24
COPY --chmod=755 start.sh /
USER nobody
ENTRYPOINT ["/start.sh"]
-- start.sh --
#!/bin/sh
awk "/^$APP_USER/" users
`,
	Good: `-- Dockerfile --
FROM alpine:3.24
COPY --chmod=755 start.sh /
USER nobody
ENTRYPOINT ["/start.sh"]
-- start.sh --
#!/bin/sh
awk -v name="$APP_USER" 'index($0, name) == 1' users
`,
	Run: injected("keep the program constant, in single quotes, and pass the value: awk -v name=\"$value\" '$1 == name'",
		taint.Program),
})
